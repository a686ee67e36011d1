"""Values that may not be read from a copy of the database."""

import pytest
from cryptography.fernet import InvalidToken

from people import checks
from people.sealing import fingerprint, is_under_newest_key, key_of, seal, unseal

OLD, NEW = "an-old-key-of-the-test-" + "a" * 9, "a-new-key-of-the-test-" + "b" * 9


def test_seal_names_its_key_and_hides_the_text(settings):
    settings.FIELD_KEYS = [NEW]

    sealed = seal("Ayşe'ye söyleyin")

    assert key_of(sealed) == fingerprint(NEW)
    assert "Ayşe" not in sealed
    assert unseal(sealed) == "Ayşe'ye söyleyin"


def test_unseal_opens_what_an_older_key_sealed(settings):
    settings.FIELD_KEYS = [OLD]
    sealed = seal("metin")
    settings.FIELD_KEYS = [NEW, OLD]

    assert unseal(sealed) == "metin"
    assert not is_under_newest_key(sealed)
    assert is_under_newest_key(seal("metin"))


def test_unseal_opens_tokens_from_before_values_named_their_key(settings):
    settings.FIELD_KEYS = [OLD]
    token = seal("metin").split(":")[2]

    assert unseal(token) == "metin"


@pytest.mark.parametrize("damaged", ["", "v1:", "v1:00000000:abc", "A" * 100, "düz"])
def test_unseal_what_no_key_opens_is_refused(damaged):
    with pytest.raises(InvalidToken):
        unseal(damaged)


def test_unseal_under_a_missing_key_is_refused(settings):
    settings.FIELD_KEYS = [OLD]
    sealed = seal("metin")
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(InvalidToken):
        unseal(sealed)


@pytest.mark.parametrize(
    ("keys", "complaints"),
    [
        ([], ["people.E001"]),
        ("not-a-list-but-long-enough-text", ["people.E001"]),
        (["   "], ["people.E002"]),
        (["short"], ["people.E003"]),
        ([NEW, NEW], ["people.E005"]),
        ([NEW, OLD], []),
    ],
)
def test_check_field_keys(settings, keys, complaints):
    settings.FIELD_KEYS = keys

    assert [one.id for one in checks.check_field_keys(None)] == complaints


def test_check_field_keys_that_hold_the_secret_key(settings):
    settings.FIELD_KEYS = [NEW, settings.SECRET_KEY]

    assert [one.id for one in checks.check_field_keys_apart(None)] == ["people.E004"]
