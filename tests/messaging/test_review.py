"""Held messages: nothing leaves before somebody has read it."""

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging import templates
from messaging.domain.delivery import deliver_due_messages
from messaging.domain.outbox import hold_messages, queue_message
from messaging.domain.review import (
    drop_messages,
    edit_message,
    edit_shared_text,
    mark_told,
    release_messages,
    send_again,
)
from messaging.domain.routes import mark_route_broken
from messaging.enums import (
    MessageState,
    Route,
    StateReason,
    SubjectFault,
    ToldHow,
)
from messaging.exceptions import MessageRefusal
from messaging.models import BatchText, Message
from messaging.templates import MessageTemplate
from people.enums import ContactChannel
from people.exceptions import Refusal
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
URL = "http://127.0.0.1:8000/kaydim/gizli/"


@pytest.fixture(autouse=True)
def template(monkeypatch):
    one = MessageTemplate(
        key="test.change",
        texts={
            "tr": ("Program değişikliği", "Sayın {given_name}, gün: {day}. {link}"),
            "en": ("Change of program", "Dear {given_name}, day: {day}. {link}"),
        },
        placeholders=frozenset({"day"}),
    )
    monkeypatch.setitem(templates._registry, one.key, one)


@pytest.fixture
def staff(django_user_model):
    return django_user_model.objects.create_user("gülşah")


@pytest.fixture
def held(staff):
    """Writes one held message for each person, of one decision."""

    def hold(*people):
        batch = hold_messages("test.decision", by=staff)
        for person in people:
            queue_message(
                person,
                template="test.change",
                key=f"test:{person.pk}",
                about=person,
                values={"day": "6 Haziran"},
                link_path="/kaydim/gizli/",
                hold=batch,
            )
        return list(batch.messages.order_by("pk"))

    return hold


def bodies():
    return [message.body for message in mail.outbox]


def actions():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def test_held_message_does_not_leave(held, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        [message] = held(PersonFactory())

    assert deliver_due_messages() == 0
    assert mail.outbox == []
    assert (message.state, message.sent_at) == (MessageState.HELD, None)


def test_released_message_leaves_after_the_commit(
    held, staff, django_capture_on_commit_callbacks
):
    [message] = held(PersonFactory(given_name="İpek"))

    with django_capture_on_commit_callbacks(execute=True):
        assert release_messages([message.pk], by=staff) == 1
        assert mail.outbox == []

    message.refresh_from_db()
    assert bodies() == [f"Sayın İpek, gün: 6 Haziran. {URL}"]
    assert (message.state, message.released_by) == (MessageState.SENT, staff)
    assert message.values == {}
    assert actions() == ["messaging.message.release"]


def test_second_release_is_harmless(held, staff, django_capture_on_commit_callbacks):
    [message] = held(PersonFactory())

    with django_capture_on_commit_callbacks(execute=True):
        release_messages([message.pk], by=staff)
    with django_capture_on_commit_callbacks(execute=True):
        assert release_messages([message.pk], by=staff) == 0

    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("channel", "reason"),
    [
        (ContactChannel.PHONE, StateReason.PREFERS_PHONE),
        (ContactChannel.SHE_CALLS, StateReason.SHE_CALLS),
    ],
)
@pytest.mark.parametrize("act", ["release", "edit and release", "send again"])
def test_nothing_goes_by_a_way_she_did_not_choose(
    act, channel, reason, held, staff, django_capture_on_commit_callbacks
):
    person = PersonFactory()
    if act == "send again":
        message = MessageFactory(person=person, state=MessageState.FAILED)
    else:
        [message] = held(person)
    person.contact_channel = channel
    person.save()

    with django_capture_on_commit_callbacks(execute=True):
        if act == "send again":
            assert send_again(message, by=staff)
        else:
            if act.startswith("edit"):
                edit_message(message, subject="Bilgi", body="[[link]]", by=staff)
            release_messages([message.pk], by=staff)
    deliver_due_messages()

    message.refresh_from_db()
    assert mail.outbox == []
    assert (message.state, message.route) == (MessageState.BY_HAND, Route.STAFF)
    assert message.reason == reason


def test_released_message_to_a_broken_address_is_told_by_staff(held, staff):
    person = PersonFactory()
    [message] = held(person)
    mark_route_broken(person, route=Route.EMAIL, reason=StateReason.MAILBOX_FULL)

    release_messages([message.pk], by=staff)

    message.refresh_from_db()
    assert message.state == MessageState.BY_HAND
    assert message.reason == StateReason.ROUTE_BROKEN


def test_mail_may_go_again_once_the_address_works(staff):
    person = PersonFactory()
    message = MessageFactory(
        person=person, state=MessageState.BY_HAND, route=Route.STAFF
    )

    assert send_again(message, by=staff)
    deliver_due_messages()

    message.refresh_from_db()
    assert (message.state, message.route) == (MessageState.SENT, Route.EMAIL)


def test_dropped_message_never_leaves(held, staff):
    [message] = held(PersonFactory())

    assert drop_messages([message.pk], reason=StateReason.UNSAFE, by=staff) == 1
    assert release_messages([message.pk], by=staff) == 0
    assert deliver_due_messages() == 0

    message.refresh_from_db()
    assert (message.state, message.reason) == (
        MessageState.CANCELLED,
        StateReason.UNSAFE,
    )
    assert (message.cancelled_by, message.sealed_link) == (staff, "")


def test_reason_to_drop_is_one_of_the_list(held, staff):
    [message] = held(PersonFactory())

    with pytest.raises(ValueError, match="no reason to drop"):
        drop_messages([message.pk], reason=StateReason.NONE, by=staff)


def test_edited_message_keeps_her_private_link(held, staff):
    [message] = held(PersonFactory())

    edit_message(message, subject="Bilgi", body="Yeni söz: [[link]]", by=staff)

    message.refresh_from_db()
    assert message.full_body == f"Yeni söz: {URL}"
    assert (message.shared_text, message.edited_by) == (None, staff)


@pytest.mark.parametrize(
    ("subject", "body", "reason"),
    [
        ("Bilgi", "Bağlantı yok", MessageRefusal.LINK_LOST),
        ("Bilgi", "[[link]] ve [[link]]", MessageRefusal.LINK_LOST),
        ("Kadınlar için gezi", "[[link]]", SubjectFault.TELLING_WORD),
        ("GÖNÜLLÜLÜK", "[[link]]", SubjectFault.TELLING_WORD),
        (" ", "[[link]]", MessageRefusal.TEXT_EMPTY),
    ],
)
def test_text_that_would_harm_is_refused(subject, body, reason, held, staff):
    [message] = held(PersonFactory())

    with pytest.raises(Refusal) as refusal, transaction.atomic():
        edit_message(message, subject=subject, body=body, by=staff)

    assert refusal.value.reason == reason
    message.refresh_from_db()
    assert message.subject == "Program değişikliği"


def test_link_is_not_put_where_there_is_none(staff):
    message = MessageFactory(state=MessageState.HELD)

    with pytest.raises(Refusal) as refusal:
        edit_message(message, subject="Bilgi", body="[[link]]", by=staff)

    assert refusal.value.reason == MessageRefusal.LINK_ADDED


def test_shared_text_changes_all_that_follow_it(held, staff):
    *_others, own = held(
        PersonFactory(given_name="İpek"),
        PersonFactory(given_name="Işıl"),
        PersonFactory(given_name="Çiğdem"),
    )
    edit_message(own, subject="Bilgi", body="Yalnız sizin için: [[link]]", by=staff)
    text = BatchText.objects.get()

    changed = edit_shared_text(
        text, subject="Bilgi", body="{given_name}, {day} iptal. {link}", by=staff
    )

    assert changed == 2
    assert [one.body for one in Message.objects.order_by("pk")] == [
        "İpek, 6 Haziran iptal. [[link]]",
        "Işıl, 6 Haziran iptal. [[link]]",
        "Yalnız sizin için: [[link]]",
    ]


def test_shared_text_is_one_for_each_language(held):
    held(PersonFactory(language="tr"), PersonFactory(language="en"), PersonFactory())

    assert list(BatchText.objects.values_list("language", "body")) == [
        ("tr", "Sayın {given_name}, gün: {day}. {link}"),
        ("en", "Dear {given_name}, day: {day}. {link}"),
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{day} {hour} {link}", MessageRefusal.UNKNOWN_PLACEHOLDER),
        ("{day}", MessageRefusal.LINK_LOST),
    ],
)
def test_shared_text_that_cannot_be_filled_in_changes_nothing(
    body, reason, held, staff
):
    [message] = held(PersonFactory(given_name="İpek"))

    with pytest.raises(Refusal) as refusal:
        edit_shared_text(BatchText.objects.get(), subject="Bilgi", body=body, by=staff)

    assert refusal.value.reason == reason
    message.refresh_from_db()
    assert message.body == "Sayın İpek, gün: 6 Haziran. [[link]]"


def test_staff_say_how_she_was_told(staff):
    message = MessageFactory(state=MessageState.BY_HAND)

    assert mark_told(message, by=staff, how=ToldHow.SHE_CALLED)

    message.refresh_from_db()
    assert (message.told_by, message.told_how) == (staff, ToldHow.SHE_CALLED)


def test_message_waits_for_its_time(template, django_capture_on_commit_callbacks):
    person = PersonFactory()
    later = timezone.now() + timezone.timedelta(days=40)

    with django_capture_on_commit_callbacks(execute=True):
        queue_message(
            person,
            template="test.change",
            key="test:later",
            about=person,
            values={"day": "6 Haziran"},
            not_before=later,
            urgent=True,
        )

    assert deliver_due_messages() == 0
    assert Message.objects.get().next_attempt_at == later


def test_log_holds_nobodys_words(held, staff):
    [message] = held(PersonFactory(given_name="İpek"))

    edit_message(message, subject="Bilgi", body="Sayın İpek [[link]]", by=staff)
    drop_messages([message.pk], reason=StateReason.MISTAKEN, by=staff)

    assert list(
        ModelLogEntry.objects.order_by("pk").values_list("data", flat=True)
    ) == [
        {},
        {"reason": "mistaken"},
    ]
