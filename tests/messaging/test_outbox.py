"""A message is a row of the same transaction, and leaves after the commit."""

import pytest
from django.core import mail
from django.db import transaction

from messaging import templates
from messaging.domain.outbox import queue_message, route_for
from messaging.enums import MessageState, Route, StateReason
from messaging.models import LINK_MARK, Message
from messaging.templates import MessageTemplate, all_templates, get_template
from people.domain.consents import give_consent
from people.domain.defaults import install_defaults
from people.enums import ContactChannel, EntryChannel
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(monkeypatch):
    """A template that lives as long as the test."""
    one = MessageTemplate(
        key="test.greeting",
        texts={
            "tr": (
                "Kaydınız alındı",
                "Sayın {given_name} {family_name}, kod: {code}. {link}",
            ),
            "en": ("We have your details", "Dear {given_name}, code: {code}. {link}"),
        },
        placeholders=frozenset({"code"}),
    )
    monkeypatch.setitem(templates._registry, one.key, one)
    return one


def queue(person, key="test:1", **kwargs):
    queue_message(
        person,
        template="test.greeting",
        key=key,
        about=person,
        values={"code": "EIG-1"},
        link_path="/kaydim/gizli/",
        **kwargs,
    )


def test_message_leaves_after_the_commit(template, django_capture_on_commit_callbacks):
    person = PersonFactory(given_name="İpek", family_name="Öztürk")

    with django_capture_on_commit_callbacks(execute=True):
        queue(person)
        assert mail.outbox == []

    [sent] = mail.outbox
    assert sent.subject == "Kaydınız alındı"
    assert sent.to == [person.email]
    assert sent.body == (
        "Sayın İpek Öztürk, kod: EIG-1. http://127.0.0.1:8000/kaydim/gizli/"
    )
    assert Message.objects.get().state == MessageState.SENT


def test_message_speaks_her_language(template):
    queue(PersonFactory(language="en"))

    assert Message.objects.get().subject == "We have your details"


def test_rolled_back_change_sends_nothing(template, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                queue(PersonFactory())
                raise RuntimeError
        except RuntimeError:
            pass

    assert mail.outbox == []
    assert Message.objects.count() == 0


def test_same_key_is_one_message(template, django_capture_on_commit_callbacks):
    person = PersonFactory()

    with django_capture_on_commit_callbacks(execute=True):
        queue(person)
        queue(person)

    assert Message.objects.count() == 1
    assert len(mail.outbox) == 1


def test_link_is_not_readable_in_the_table(template):
    queue(PersonFactory())

    row = Message.objects.values().get()

    assert "gizli" not in str(row)
    assert LINK_MARK in row["body"]
    assert Message.objects.get().full_body.endswith("/kaydim/gizli/")


def test_sent_link_is_forgotten_in_production(
    template, settings, django_capture_on_commit_callbacks
):
    settings.KEEP_SENT_LINKS = False

    with django_capture_on_commit_callbacks(execute=True):
        queue(PersonFactory())

    assert "/kaydim/gizli/" in mail.outbox[0].body
    assert Message.objects.get().sealed_link == ""


@pytest.mark.parametrize(
    ("channel", "email", "expected"),
    [
        (ContactChannel.EMAIL, "a@example.org", (Route.EMAIL, StateReason.NONE)),
        (ContactChannel.EMAIL, "", (Route.STAFF, StateReason.NO_ADDRESS)),
        (
            ContactChannel.PHONE,
            "a@example.org",
            (Route.STAFF, StateReason.PREFERS_PHONE),
        ),
        (ContactChannel.SMS, "a@example.org", (Route.STAFF, StateReason.PREFERS_SMS)),
        (
            ContactChannel.SHE_CALLS,
            "a@example.org",
            (Route.STAFF, StateReason.SHE_CALLS),
        ),
    ],
)
def test_no_way_but_the_chosen_one_is_used(channel, email, expected):
    person = PersonFactory.build(contact_channel=channel, email=email)

    assert route_for(person) == expected


def test_person_without_email_is_told_by_staff(
    template, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        queue(PersonFactory(contact_channel=ContactChannel.PHONE))

    assert mail.outbox == []
    assert list(Message.objects.to_tell()) == [Message.objects.get()]


def test_template_with_an_unknown_placeholder_is_refused():
    with pytest.raises(ValueError, match="unknown"):
        MessageTemplate(key="x", texts={"tr": ("Konu", "{yanlis}")})


def test_every_template_is_complete_in_both_languages():
    for one in all_templates():
        assert set(one.texts) == {"tr", "en"}, one.key
        values = dict.fromkeys(one.placeholders, "x")
        common = {"given_name": "İpek", "family_name": "Öztürk", "link": "x"}
        for language in one.texts:
            subject, body = one.render(language, {**values, **common})
            assert subject and body
            assert "{" not in subject + body


def test_unknown_template_is_an_error():
    with pytest.raises(KeyError):
        get_template("none")


@pytest.mark.parametrize("agrees", [True, False])
def test_message_that_rests_on_a_consent_is_written_only_with_it(agrees, monkeypatch):
    template = MessageTemplate(
        "test.news", {"tr": ("Haber", "Haber. {link}")}, consent="news_email"
    )
    monkeypatch.setitem(templates._registry, "test.news", template)
    install_defaults()
    person = PersonFactory()
    if agrees:
        give_consent(
            person, key="news_email", language="tr", entered_through=EntryChannel.WEB
        )

    queue_message(
        person, template="test.news", key="n", about=person, link_path="/geri-al/"
    )

    assert Message.objects.filter(key="n").exists() is agrees


def test_template_that_rests_on_a_consent_has_a_link_to_withdraw_by():
    with pytest.raises(ValueError, match="no link to withdraw by"):
        MessageTemplate("test.news", {"tr": ("Haber", "Haber.")}, consent="news_email")
