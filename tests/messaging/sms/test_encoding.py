"""Text messages are counted and folded as the standard says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.sms.encoding import fold_to_gsm, is_gsm, parts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ığüşöçİĞÜŞÖÇI", "igusocIGUSOCI"),
        ("Işıl'ın görüşmesi", "Isil'in gorusmesi"),
        ("kâğıt, hâlâ", "kagit, hala"),
        ("“Randevu” – 10.30…", '"Randevu" - 10.30...'),
        ("c\u0327ig\u0306", "cig"),
        ("Zoë Łódź ñandú", "Zoe Lodz ñandu"),
        ("50 ₺, 5 €", "50 TL, 5 €"),
        ("ﬁş №1", "fis No1"),
        ("😀", "?"),
        ("İzmir", "Izmir"),
    ],
)
def test_text_is_written_in_plain_letters(text, folded):
    assert fold_to_gsm(text) == folded


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 159 + "{", 2),
        # 152 letters, and the pair does not fit in what is left of the first part.
        ("a" * 152 + "{" + "a" * 151, 2),
        ("a" * 152 + "{" + "a" * 152, 3),
        ("ş" * 70, 1),
        ("ş" * 71, 2),
        ("ş" * 134, 2),
        ("ş" * 135, 3),
        ("a" * 69 + "ı", 1),
        ("a" * 70 + "ı", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        # 66 and half of a letter: it moves to the second part whole.
        ("ş" * 66 + "😀" + "ş" * 65, 2),
        ("ş" * 66 + "😀" + "ş" * 66, 3),
    ],
)
def test_parts_are_counted_as_they_are_charged(text, count):
    assert parts(text) == count


@given(st.text())
def test_folded_text_is_always_in_the_alphabet_and_stays_as_it_is(text):
    folded = fold_to_gsm(text)

    assert is_gsm(folded)
    assert fold_to_gsm(folded) == folded


@given(st.text(max_size=600), st.text(max_size=40))
def test_longer_text_never_has_fewer_parts(text, more):
    gsm, gsm_more = fold_to_gsm(text), fold_to_gsm(more)

    assert parts(gsm + gsm_more) >= parts(gsm)
    assert parts(text) >= parts(gsm) or not is_gsm(text)
