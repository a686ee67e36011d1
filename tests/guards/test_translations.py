"""Nothing that people read is left in English."""

import subprocess

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from language.turkish import tr_lower
from tools import translations as strings
from tools import upstream_translations as upstream

OURS = strings.catalog_path(strings.OURS)
#: Turkish for what installed packages leave in English.
CATALOGS = sorted(upstream.UPSTREAM.glob("tr/LC_MESSAGES/*.po"))
HANDBOOK = sorted((strings.ROOT / "docs" / "personel").glob("*.md"))
#: A word that would be a second one for the same idea -> the one of README's table.
SECOND_WORDS = {"eğitmen": "eğitimci"}


def keys(catalog) -> list[str]:
    return sorted(strings.key_of(entry) for entry in catalog if not entry.obsolete)


@pytest.mark.gettext
def test_catalog_holds_the_strings_of_the_code():
    assert keys(strings.read(OURS)) == keys(strings.collect())


@pytest.mark.gettext
def test_scripts_hold_no_strings_of_their_own():
    # Words reach a script in data attributes of the page it works on.
    assert keys(strings.collect("djangojs")) == []


def test_every_string_is_in_turkish():
    assert strings.missing(strings.read(OURS)) == []


def test_turkish_has_the_placeholders_and_tags_of_the_english():
    assert strings.mismatches(strings.read(OURS)) == []


@pytest.mark.parametrize("path", [OURS, *HANDBOOK], ids=lambda path: path.name)
def test_one_idea_has_one_word(path):
    text = tr_lower(path.read_text())

    assert [word for word in SECOND_WORDS if word in text] == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.stem)
def test_turkish_of_packages_is_complete_and_faithful(path):
    domain = path.stem
    ours = upstream.our_catalog(domain)

    reports = [
        upstream.report(package, locale, domain, ours)
        for package, locale in upstream.package_locales()
    ]

    assert [key for one in reports if one for key in one.still_english] == []
    assert upstream.spoiled(ours) == []


@pytest.mark.parametrize(
    ("field", "written", "words"),
    [
        (forms.IntegerField(min_value=1), "0", "En az 1 olmalı."),
        (forms.IntegerField(max_value=9), "10", "En fazla 9 olabilir."),
        (
            forms.CharField(min_length=5),
            "abc",
            "En az 5 karakter olmalı; şu an 3 karakter.",
        ),
        (
            forms.DecimalField(decimal_places=2, localize=True),
            "1,234",
            "Virgülden sonra en fazla 2 basamak olabilir.",
        ),
    ],
)
def test_a_limit_is_said_as_people_say_it(field, written, words):
    with override("tr"), pytest.raises(ValidationError) as refused:
        field.clean(written)

    assert refused.value.messages == [words]


@pytest.mark.gettext
@pytest.mark.parametrize(
    "path", [OURS, *CATALOGS], ids=lambda path: "/".join(path.parts[-4:])
)
def test_gettext_finds_no_fault(path):
    done = subprocess.run(
        ["msgfmt", "--check-format", "--check-domain", "--output-file=/dev/null", path],
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
