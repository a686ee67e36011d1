"""Words in every language on one row."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from language.translated import Translated, TranslatedFormField, TranslatedTextField


@pytest.mark.parametrize(
    ("language", "text"),
    [("tr", "Çeviri"), ("en", "Translation"), ("en-gb", "Translation")],
)
def test_text_follows_the_active_language(language, text):
    words = Translated(tr="Çeviri", en="Translation")

    with translation.override(language):
        assert str(words) == text


def test_missing_translation_falls_back_to_turkish():
    words = Translated(tr="Çeviri")

    with translation.override("en"):
        assert str(words) == "Çeviri"
    assert words.missing() == ["en"]


def test_form_asks_each_language_and_requires_only_turkish():
    class AreaForm(forms.Form):
        name = TranslatedFormField()

    assert AreaForm({"name_tr": "Çeviri"}).is_valid()
    refused = AreaForm({"name_en": "Translation"})
    assert not refused.is_valid()
    assert list(refused.errors) == ["name"]


def test_form_keeps_what_was_typed_in_both_languages():
    class AreaForm(forms.Form):
        name = TranslatedFormField(widget=forms.Textarea)

    form = AreaForm({"name_tr": "Çeviri", "name_en": "Translation"})

    assert form.is_valid()
    assert form.cleaned_data["name"] == Translated(tr="Çeviri", en="Translation")
    assert 'lang="en"' in str(form["name"])


def test_field_refuses_an_empty_site_language():
    field = TranslatedTextField()

    with pytest.raises(ValidationError):
        field.clean(Translated(en="Translation"), None)
