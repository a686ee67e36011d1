"""What is sent: neutral subjects, no program named, the right words and links."""

import pytest

from messaging.models import Message
from messaging.templates import get_template
from people.enums import ContactChannel
from tests.factories.volunteers import (
    ApplicationFactory,
    SheetFactory,
    SlotFactory,
)
from volunteers import application_texts
from volunteers.domain.applications import accept_application, reject_application
from volunteers.domain.interviews import book_interview
from volunteers.domain.renewal import renew_links
from volunteers.enums import ApplicationState

#: A glance at her screen must tell nothing (domain rule 5.4).
TELLING = (
    "kadın", "şiddet", "gönüllü", "mülakat", "mola", "eşit",
    "women", "violence", "volunteer", "interview", "equality",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(application_texts.TEXTS))
@pytest.mark.parametrize("language", ["tr", "en"])
def test_subject_and_body_tell_nothing(key, language):
    names = ("code", "moment", "place", "until", "deadline", "link", "words")
    values = dict.fromkeys(names, "-")
    values |= {"given_name": "İpek", "family_name": "Öztürk"}

    subject, body = get_template(key).render(language, values)

    for text in (subject, body):
        assert [word for word in TELLING if word in text.casefold()] == []
    assert body.startswith({"tr": "Sayın İpek", "en": "Dear İpek"}[language])


@pytest.mark.django_db
def test_booking_is_told_in_her_language_with_time_place_and_link():
    application = ApplicationFactory(
        state=ApplicationState.INVITED, person__language="en"
    )
    slot = SlotFactory(call=application.call)

    book_interview(application, slot=slot)

    message = Message.objects.get()
    assert message.subject == "Your appointment"
    assert "Place: Konak office, 2nd floor" in message.body
    assert "/en/randevu/" in message.full_body
    assert "/randevu/" not in message.body
    assert "SUMMARY:Appointment" in message.calendar
    assert f"UID:randevu-{application.interviews.get().pk}@" in message.calendar


@pytest.mark.django_db
def test_refusal_says_when_her_data_go_and_no_reason():
    application = ApplicationFactory(state=ApplicationState.INTERVIEWED)
    SheetFactory(interview__application=application, note="Yetersiz")

    reject_application(application, by=None)

    body = Message.objects.get().body
    assert "silinecektir" in body
    assert "Yetersiz" not in body


@pytest.mark.django_db
def test_nothing_is_mailed_to_who_wants_to_be_called(mailoutbox):
    application = ApplicationFactory(
        state=ApplicationState.INTERVIEWED,
        person__contact_channel=ContactChannel.PHONE,
    )

    accept_application(application, by=None, send_now=True)

    assert [message.state for message in Message.objects.all()] == ["by_hand"]
    assert mailoutbox == []


@pytest.mark.django_db
def test_new_links_are_for_what_still_goes_on():
    going_on = ApplicationFactory()
    ApplicationFactory(person=going_on.person, state=ApplicationState.WITHDRAWN)

    renew_links(going_on.person)

    assert [message.about for message in Message.objects.all()] == [going_on]


@pytest.mark.django_db
def test_a_step_taken_twice_is_told_twice():
    application = ApplicationFactory(state=ApplicationState.INTERVIEWED)
    accept_application(application, by=None)
    application.refresh_from_db()
    application.state = ApplicationState.INTERVIEWED
    application.save()

    accept_application(application, by=None)

    assert Message.objects.count() == 2
