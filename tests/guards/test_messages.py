"""What is sent may be read by somebody else on her screen (domain rule 5.4)."""

import re

import pytest
from django.conf import settings

from messaging.domain.texts import faults_of, original_text
from messaging.linting import body_hints, subject_faults, telling_words
from messaging.templates import all_templates


def template_id(template) -> str:
    return template.key


def test_every_app_that_writes_to_people_has_templates():
    senders = {template.key.split(".")[0] for template in all_templates()}

    assert senders >= {"programs", "volunteers"}


@pytest.mark.parametrize("template", all_templates(), ids=template_id)
def test_subject_is_neutral(template):
    subjects = [subject for subject, _body in template.texts.values()]

    assert [subject_faults(one, names=[]) for one in subjects] == [[]] * len(subjects)


@pytest.mark.parametrize("template", all_templates(), ids=template_id)
def test_body_needs_no_remark(template):
    bodies = [body for _subject, body in template.texts.values()]

    assert [body_hints(one, names=[]) for one in bodies] == [[]] * len(bodies)


@pytest.mark.parametrize("template", all_templates(), ids=template_id)
def test_staff_are_told_what_a_message_is_for(template):
    assert str(template.name) and str(template.when) and str(template.group)
    for name, placeholder in template.allowed().items():
        assert str(placeholder.meaning), name
        assert set(placeholder.samples) == {code for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize("template", all_templates(), ids=template_id)
def test_original_could_be_saved_by_staff(template):
    for language in template.texts:
        assert faults_of(template, original_text(template, language), names=[]) == []


@pytest.mark.parametrize("template", all_templates(), ids=template_id)
def test_message_is_written_in_every_language(template):
    assert set(template.texts) == {code for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize("template", all_templates(), ids=template_id)
def test_every_language_says_the_same_facts(template):
    placeholders = {
        language: frozenset(re.findall(r"{[a-z_]+}", body))
        for language, (_subject, body) in template.texts.items()
    }

    assert len(set(placeholders.values())) == 1, placeholders


def test_sender_is_neutral():
    assert telling_words(settings.DEFAULT_FROM_EMAIL) == []
