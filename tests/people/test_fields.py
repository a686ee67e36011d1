"""Names, addresses, numbers and dates as people in Türkiye write them."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from people.fields import (
    BirthDateField,
    EmailField,
    NameField,
    PhoneField,
    age_on,
)


@pytest.mark.parametrize(
    "typed",
    [
        "0532 123 45 67",
        "532 123 4567",
        "+90 (532) 123 45 67",
        "00905321234567",
        "90 532 123 45 67",
    ],
)
def test_phone_is_kept_as_e164_however_it_is_typed(typed):
    assert PhoneField().clean(typed).as_e164 == "+905321234567"


@pytest.mark.parametrize("typed", ["12345", "0561 123 45 67", "abc", "0532 123 45"])
def test_wrong_phone_is_refused_in_words(typed):
    with translation.override("tr"), pytest.raises(ValidationError) as refused:
        PhoneField().clean(typed)

    assert refused.value.messages == [
        "Cep telefonu numarasını 05xx xxx xx xx biçiminde yazın."
    ]


def test_foreign_phone_is_accepted():
    assert PhoneField().clean("+49 30 901820").as_e164 == "+4930901820"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("INFO@Example.ORG", "info@example.org"),
        (" ipek@example.org ", "ipek@example.org"),
    ],
)
def test_email_is_lowered_by_ascii_rules(typed, kept):
    assert EmailField().clean(typed) == kept


@pytest.mark.parametrize(
    "typed", ["İnfo@example.org", "ışıl@example.org", "kimse", "a@b"]
)
def test_email_with_turkish_letters_is_refused(typed):
    with translation.override("tr"), pytest.raises(ValidationError) as refused:
        EmailField().clean(typed)

    assert refused.value.messages == [
        "E-posta adresini kontrol edin; Türkçe karakter kullanılamaz."
    ]


@pytest.mark.parametrize(
    "typed", ["İpek", "Ayşe Nur", "O'Neill", "Âkif", "Kılıç-Şahin"]
)
def test_name_keeps_its_letters(typed):
    assert NameField().clean(typed) == typed


@pytest.mark.parametrize("typed", ["A", "Ay5e", "<b>Ayşe</b>", "--", "Ali;DROP"])
def test_name_refuses_what_is_no_name(typed):
    with pytest.raises(ValidationError):
        NameField().clean(typed)


def test_birth_date_comes_in_three_parts():
    assert BirthDateField().clean(["21", "11", "1990"]) == date(1990, 11, 21)
    assert BirthDateField().clean("1990-11-21") == date(1990, 11, 21)


@pytest.mark.parametrize(
    "parts", [["31", "2", "1990"], ["x", "1", "1990"], ["1", "1", ""]]
)
def test_birth_date_that_is_no_date_is_refused(parts):
    with pytest.raises(ValidationError) as refused:
        BirthDateField().clean(parts)

    assert refused.value.error_list[0].code == "invalid"


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (["29", "2", "2023"], "böyle bir gün yok"),
        (["x", "1", "1990"], "rakamla yazın"),
        (["", "", "1990"], "rakamla yazın"),
        (["1", "1", "85"], "dört rakamla"),
    ],
)
def test_birth_date_says_what_is_wrong_with_it(parts, says):
    with pytest.raises(ValidationError) as refused:
        BirthDateField().clean(parts)

    assert says in refused.value.messages[0]


@pytest.mark.parametrize("year", ["1899", "2999"])
def test_birth_date_out_of_a_lifetime_is_refused(year):
    with pytest.raises(ValidationError) as refused:
        BirthDateField().clean(["1", "1", year])

    assert refused.value.error_list[0].code == "range"


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 22), date(2026, 11, 22), 18),
        (date(2008, 11, 23), date(2026, 11, 22), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_counts_completed_years(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    "typed", ["21.11.1990", "21/11/1990", "21-11-1990", "1990-11-21"]
)
def test_dates_are_read_as_they_are_written_here(typed):
    with translation.override("tr"):
        assert forms.DateField(localize=True).clean(typed) == date(1990, 11, 21)
