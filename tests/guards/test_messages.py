"""What is sent may be read by somebody else on her screen (domain rule 5.4)."""

import re

import pytest
from django.conf import settings

from language.turkish import fold_tr
from messaging.templates import all_templates

#: Folded beginnings of words that would betray her, in either language.
TELLING = re.compile(
    r"\b(kadin|siddet|gonullu|mulakat|mola|esit|women|woman|violence|volunteer"
    r"|interview|equal|shelter|siginma)"
)


def template_id(template) -> str:
    return template.key


def test_every_app_that_writes_to_people_has_templates():
    senders = {template.key.split(".")[0] for template in all_templates()}

    assert senders >= {"programs", "volunteers"}


@pytest.mark.parametrize("template", all_templates(), ids=template_id)
def test_subject_is_neutral(template):
    subjects = [subject for subject, _body in template.texts.values()]

    assert [one for one in subjects if TELLING.search(fold_tr(one))] == []


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
    assert TELLING.search(fold_tr(settings.DEFAULT_FROM_EMAIL)) is None
