"""What may not be seen at a glance, in every ending and disguise."""

import pytest

from messaging.enums import BodyHint, SubjectFault
from messaging.linting import body_hints, subject_faults, words_behind
from tests.factories.programs import ActivityFactory
from tests.factories.volunteers import AreaFactory

NAMES = ["Körfez turu", "Çeviri", "Bay tour"]


@pytest.mark.parametrize(
    "subject",
    [
        "Kaydınız alındı",
        "Randevu bilginiz",
        "Kaydınızla ilgili bilgilendirme",
        "Hatırlatma: yarınki programınız",
        "Yanıtınızı bekliyoruz",
        "Program değişikliği",
        "About your registration",
        "KVKK başvurunuz hakkında",
        "Kod: {code}",
        "Kadife çiçeği",
        "Moleküler bilgi",
    ],
)
def test_neutral_subject_has_no_fault(subject):
    assert subject_faults(subject, names=NAMES) == []


@pytest.mark.parametrize(
    "word",
    [
        "Kadınlar", "KADINLARA", "kadin", "ka\u200bdın", "KADIN",
        "Şiddete", "siddet", "gönüllülük", "Gönüllünüz", "mülakatınız", "Mola'ya",
        "eşitlik", "EŞİT", "sığınmaevi", "sığınağı", "konukevinden", "Women's",
        "woman", "violence", "volunteers", "Interview", "equality", "shelters",
    ],
)  # fmt: skip
def test_telling_word_is_found_in_any_form(word):
    assert SubjectFault.TELLING_WORD in subject_faults(f"{word} bilgisi", names=[])


@pytest.mark.parametrize(
    ("subject", "faults"),
    [
        ("", [SubjectFault.EMPTY]),
        ("a" * 79, [SubjectFault.TOO_LONG]),
        ("Bilgi\nBcc: x", [SubjectFault.LINE_BREAK]),
        ("KORFEZ TURUNA dair", [SubjectFault.NAMES_WHAT, SubjectFault.CAPITALS]),
        ("çevirideki yeriniz", [SubjectFault.NAMES_WHAT]),
        ("Sayın {given_name}", [SubjectFault.NAMES_HER]),
        ("Yer: {place}", [SubjectFault.NAMES_HER]),
        ("Bakın: https://x.org", [SubjectFault.ADDRESS]),
        ("a@b", [SubjectFault.ADDRESS]),
        ("Kaydınız alındı!", [SubjectFault.EXCLAMATION]),
        ("KAYDINIZ ALINDI", [SubjectFault.CAPITALS]),
    ],
)
def test_each_fault_of_a_subject_is_found(subject, faults):
    assert subject_faults(subject, names=NAMES) == faults


@pytest.mark.django_db
def test_names_come_from_the_database_in_every_language():
    ActivityFactory(name={"tr": "Sahil yürüyüşü", "en": "Shore walk"})
    AreaFactory(name={"tr": "Dijital tasarım", "en": "Digital design"})

    for subject in (
        "Sahil yürüyüşünüz",
        "SAHIL YURUYUSU için",
        "Your shore walk",
        "dijital tasarımda yeriniz",
    ):
        assert SubjectFault.NAMES_WHAT in subject_faults(subject)
    assert subject_faults("Kaydınız alındı") == []


@pytest.mark.parametrize(
    ("body", "hints"),
    [
        ("Sayın {given_name}, yeriniz ayrıldı.", []),
        ("Kadınlar için bir haber.", [BodyHint.OPENING_TELLS, BodyHint.TELLING_WORD]),
        ("x" * 70 + " mülakat", [BodyHint.TELLING_WORD]),
        ("Değerli hanımlar", [BodyHint.WRONG_FOR_WOMAN]),
        ("BAYANLAR", [BodyHint.WRONG_FOR_WOMAN]),
        ("Müracaatınız fiyatsızdır", [BodyHint.SPUN_WORD]),
        ("{place}'de buluşalım", [BodyHint.INFLECTED]),
        ("{place}’de", [BodyHint.INFLECTED]),
        ("{given_name}in", [BodyHint.INFLECTED]),
        ("Yer: {place}.", []),
        ("Bekliyoruz!", [BodyHint.EXCLAMATION]),
        ("Hanımeli sokağı, toplumsal konular", []),
    ],
)
def test_each_remark_on_a_body_is_made(body, hints):
    assert body_hints(body, names=NAMES) == hints


def test_opening_is_read_without_the_placeholders_in_it():
    body = "Sayın {given_name} {family_name},\n\nkörfez turundaki yeriniz"

    assert BodyHint.OPENING_TELLS in body_hints(body, names=NAMES)


def test_writer_is_shown_the_words():
    found = words_behind("Kadınlara ve bayanlara {place}'de", names=NAMES)

    assert found == ["kadinlara", "bayanlara", "{place}'d"]
