"""She who asked for a text message gets one, short and neutral."""

import json
import secrets
from dataclasses import replace

import pytest

from messaging import channels
from messaging.checks import check_sms_provider
from messaging.domain.delivery import deliver
from messaging.domain.outbox import queue_message
from messaging.enums import MessageState, Route, StateReason
from messaging.models import BrokenRoute, Message
from messaging.sms.channel import send_sms
from messaging.sms.encoding import parts
from messaging.sms.texts import short_text
from messaging.templates import all_templates, get_template
from people.domain.links import TOKEN_BYTES
from people.enums import ContactChannel
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.messaging.sms.provider import running_provider

pytestmark = pytest.mark.django_db

TEMPLATE = "programs.link_renewed"
#: What SITE_URL is likely to be: 25 letters.
SITE = "https://esit.izmir.bel.tr"


@pytest.fixture
def sms(monkeypatch):
    monkeypatch.setitem(channels._registry, Route.SMS, send_sms)


@pytest.fixture
def provider(settings, sms):
    with running_provider() as running:
        settings.SMS = "http"
        settings.SMS_URL = running.url
        settings.SMS_BODY = '{"to": "{number}", "text": "{text}", "id": "{reference}"}'
        settings.SMS_SUCCESS_PATTERN = r'"id": "([^"]+)"'
        settings.SMS_BAD_NUMBER_PATTERN = "bad number"
        settings.SMS_TIMEOUT = 2
        yield running


@pytest.fixture
def person():
    return PersonFactory(
        contact_channel=ContactChannel.SMS, phone="+905321234567", given_name="Işıl"
    )


def write(person, link_path="/kaydim/abc/"):
    queue_message(
        person,
        template=TEMPLATE,
        key="deneme",
        about=person,
        values={"code": "K4MX-7TQP"},
        link_path=link_path,
    )
    return Message.objects.get()


def test_text_with_her_link_reaches_her_telephone(
    provider, person, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        write(person)

    message = Message.objects.get()
    assert (message.state, message.route) == (MessageState.SENT, Route.SMS)
    assert message.provider_id == "sms-77"
    [asked] = provider.asked
    assert json.loads(asked.body) == {
        "to": "+905321234567",
        "text": f"Kaydinizla ilgili bilgi icin: {settings.SITE_URL}/kaydim/abc/",
        "id": f"message-{message.pk}",
    }


def test_text_without_a_link_asks_to_call(sms, person):
    message = write(person, link_path="")

    assert message.full_body == "Kaydinizla ilgili bilgi icin bizi arayabilirsiniz."


def test_text_in_her_language(sms, person):
    person.language = "en"

    assert write(person).body == "About your registration: [[link]]"


def test_without_a_provider_staff_send_it(person):
    message = write(person)

    assert (message.route, message.state) == (Route.STAFF, MessageState.BY_HAND)
    assert message.reason == StateReason.PREFERS_SMS


def test_refused_number_is_not_tried_again(provider, person):
    provider.answer = b"bad number"
    message = MessageFactory(person=person, route=Route.SMS)

    assert deliver(message.key) == MessageState.FAILED

    assert BrokenRoute.objects.get().reason == StateReason.NUMBER_REFUSED
    again = MessageFactory(person=person, route=Route.SMS)
    assert deliver(again.key) == MessageState.BY_HAND
    assert len(provider.asked) == 1


def test_console_says_that_it_would_send_and_nothing_of_what(
    settings, sms, person, capsys
):
    settings.SMS = "console"
    message = MessageFactory(person=person, route=Route.SMS, body="Işıl, gizli söz")

    assert deliver(message.key) == MessageState.SENT

    said = capsys.readouterr().out
    assert said == "SMS to ***4567, parts: 1\n"


def test_own_text_of_a_template_is_used_and_folded():
    template = replace(
        get_template(TEMPLATE), sms={"tr": "Randevu değişti, {code}: {link}"}
    )

    text = short_text(
        template, "tr", {"code": "K4MX", "link": "[[link]]"}, has_link=True
    )

    assert text == "Randevu degisti, K4MX: [[link]]"


def test_own_text_that_cannot_be_filled_in_gives_way():
    template = replace(get_template(TEMPLATE), sms={"tr": "Saat {time}: {link}"})

    text = short_text(template, "tr", {"link": "-"}, has_link=True)

    assert text == "Kaydinizla ilgili bilgi icin: -"


def test_every_text_with_a_real_link_is_one_part():
    token = "x" * len(secrets.token_urlsafe(TOKEN_BYTES))
    values = {
        name: "-" for template in all_templates() for name in template.placeholders
    }
    longest = max(
        len(text)
        for template in all_templates()
        for language, prefix in (("tr", ""), ("en", "/en"))
        for path in ("/kaydim/", "/basvurum/", "/randevu/")
        for text in [
            short_text(
                template,
                language,
                {**values, "link": f"{SITE}{prefix}{path}{token}/"},
                has_link=True,
            )
        ]
    )

    assert longest <= 160
    assert parts("x" * longest) == 1


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, []),
        ({"SMS": "none", "SMS_URL": ""}, []),
        ({"SMS_URL": ""}, ["messaging.E002"]),
        ({"SMS_URL": "http://example.org/"}, ["messaging.E002"]),
        ({"SMS_BAD_NUMBER_PATTERN": "("}, ["messaging.E003"]),
        ({"SMS_BODY": "{number} {text}"}, ["messaging.E004"]),
        ({"SMS_BODY": "to={number}"}, ["messaging.E005"]),
        ({"SMS_BODY": "to={plain_number}&text={text}"}, []),
    ],
)
def test_provider_that_cannot_be_asked_is_found_at_the_start(settings, changes, errors):
    values = {
        "SMS": "http",
        "SMS_URL": "https://example.org/",
        "SMS_NEEDS_TLS": True,
        **changes,
    }
    for name, value in values.items():
        setattr(settings, name, value)

    assert [error.id for error in check_sms_provider(None)] == errors
