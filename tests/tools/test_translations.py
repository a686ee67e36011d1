"""Merging the code's strings with their Turkish."""

import polib
import pytest

from tools import translations as strings


def catalog(*entries: polib.POEntry) -> polib.POFile:
    file = polib.POFile()
    file.extend(entries)
    return file


def entry(msgid: str, msgstr: str = "", **more) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def turkish(merged: polib.POFile) -> dict[str, str | dict]:
    return {
        strings.key_of(one): dict(one.msgstr_plural) or one.msgstr for one in merged
    }


def test_known_turkish_is_kept_and_given_turkish_wins():
    merged = strings.merge(
        catalog(entry("Apply"), entry("Cancel")),
        catalog(entry("Apply", "Müracaat"), entry("Cancel", "Vazgeç")),
        {"Apply": "Başvur"},
    )

    assert turkish(merged) == {"Apply": "Başvur", "Cancel": "Vazgeç"}


def test_what_left_the_code_leaves_the_catalog():
    merged = strings.merge(catalog(), catalog(entry("Apply", "Başvur")), {})

    assert turkish(merged) == {}


def test_a_guess_is_not_taken_over():
    merged = strings.merge(
        catalog(entry("Apply")), catalog(entry("Apply", "Uygula", flags=["fuzzy"])), {}
    )

    assert turkish(merged) == {"Apply": ""}


def test_one_turkish_form_fills_both_plural_forms():
    merged = strings.merge(
        catalog(entry("%(n)s place", msgid_plural="%(n)s places")),
        catalog(),
        {"%(n)s place|||%(n)s places": "%(n)s yer"},
    )

    assert turkish(merged) == {
        "%(n)s place|||%(n)s places": {0: "%(n)s yer", 1: "%(n)s yer"}
    }


def test_contexts_are_told_apart():
    merged = strings.merge(
        catalog(entry("May", msgctxt="month"), entry("May")),
        catalog(),
        {"month\u0004May": "Mayıs", "May": "Olabilir"},
    )

    assert turkish(merged) == {"May": "Olabilir", "month\u0004May": "Mayıs"}


@pytest.mark.parametrize(
    ("english", "turkish_text", "faults"),
    [
        ("Hello %(name)s", "Merhaba %(name)s", []),
        ("Hello %(name)s", "Merhaba", ["Hello %(name)s"]),
        ("Hello %(name)s", "Merhaba %(ad)s", ["Hello %(name)s"]),
        ("<b>Now</b>", "<b>Şimdi</b>", []),
        ("<b>Now</b>", "<b>Şimdi", ["<b>Now</b>"]),
    ],
)
def test_other_placeholders_and_tags_are_found(english, turkish_text, faults):
    assert strings.mismatches(catalog(entry(english, turkish_text))) == faults


def test_missing_and_guessed_turkish_is_found():
    judged = catalog(
        entry("Apply", "Başvur"), entry("Cancel"), entry("Go", "Git", flags=["fuzzy"])
    )

    assert strings.missing(judged) == ["Cancel", "Go"]


def test_half_a_plural_is_missing():
    half = entry("a", msgid_plural="b", msgstr_plural={0: "bir", 1: ""})

    assert strings.missing(catalog(half)) == ["a|||b"]
