"""Writing to all of one departure: chosen, looked at, held, released, and then read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.channels import register_channel
from messaging.domain.delivery import deliver
from messaging.domain.review import release_messages
from messaging.enums import MessageState, Route
from messaging.linting import subject_faults
from messaging.models import Batch, Message
from people.enums import ContactChannel
from people.exceptions import Refusal
from people.roles import StaffRole
from programs.domain.letters import write_to_registered
from programs.domain.registrations import cancel_registration
from programs.enums import LetterRefusal, OccurrenceState
from programs.enums import RegistrationState as State
from programs.models import Occurrence
from tests.factories.programs import (
    BoardingPointFactory,
    OccurrenceFactory,
    details,
    register,
)

pytestmark = pytest.mark.django_db
WORDS = "Yanınıza şapka ve su alın."


@pytest.fixture
def trips(staff_client):
    return staff_client(StaffRole.TRIPS)


def url(occurrence: Occurrence, name: str = "write") -> str:
    return reverse(f"programs_occurrence:{name}", args=[occurrence.pk])


def filled(*states: State, **changes: object) -> dict[str, object]:
    return {
        "states": [one.value for one in states or (State.CONFIRMED,)],
        "words_tr": WORDS,
        **changes,
    }


def departure() -> Occurrence:
    """Two have a place, by mail and by phone; one waits and reads English."""
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=5)
    register(occurrence, n=1)
    register(
        occurrence,
        person=details(2, contact_channel=ContactChannel.PHONE, email=""),
    )
    register(occurrence, person=details(3, language="en"))
    return occurrence


def written():
    return Message.objects.filter(template="programs.written").order_by("pk")


def test_she_sees_whom_it_reaches_and_how_before_anything_is_written(trips):
    occurrence = departure()

    asked = trips.post(url(occurrence), filled())

    ways = asked.context["ways"]
    assert [(way.route, way.count) for way in ways] == [
        (Route.EMAIL, 1),
        (Route.STAFF, 1),
    ]
    page = asked.content.decode()
    assert WORDS in page
    assert "2 kayda" in asked.context["count_words"]
    assert not written().exists()


def test_what_she_wrote_is_held_and_leaves_when_it_is_released(trips):
    occurrence = departure()

    trips.post(url(occurrence), filled(is_sure="1"))

    batch = Batch.objects.get()
    assert (batch.label, batch.about) == ("programs.written", occurrence)
    assert {one.state for one in written()} == {MessageState.HELD}
    assert all(WORDS in one.body for one in written())
    assert all(subject_faults(one.subject) == [] for one in written())
    entry = ModelLogEntry.objects.get(action="programs.occurrence.write")
    assert entry.data == {"registrations": 2}

    release_messages([one.pk for one in written()], by=None)

    assert [one.state for one in written()] == [
        MessageState.QUEUED,
        MessageState.BY_HAND,
    ]


def test_changing_it_once_more_writes_nothing_and_keeps_the_words(trips):
    occurrence = departure()

    back = trips.post(url(occurrence), filled(is_sure="1", change="1"))

    assert f">\n{WORDS}</textarea>" in back.content.decode()
    assert not written().exists()


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ([State.CONFIRMED], 2),
        ([State.WAITING], 1),
        ([State.CONFIRMED, State.WAITING], 3),
        ([State.OFFERED], 0),
    ],
)
def test_it_goes_to_those_who_were_chosen(trips, states, told):
    occurrence = departure()

    trips.post(url(occurrence), filled(*states, words_en="Bring a hat.", is_sure="1"))

    assert written().count() == told


def test_it_goes_to_one_boarding_point(trips):
    occurrence = OccurrenceFactory()
    here, there = BoardingPointFactory.create_batch(2, occurrence=occurrence)
    hers = register(occurrence, n=1, boarding_point=here).registration
    register(occurrence, n=2, boarding_point=there)

    trips.post(url(occurrence), filled(boarding_point=here.pk, is_sure="1"))

    assert [one.person for one in written()] == [hers.person]


def test_each_reads_it_in_her_language(trips):
    occurrence = departure()
    both = (State.CONFIRMED, State.WAITING)

    missing = trips.post(url(occurrence), filled(*both, is_sure="1"))
    assert list(missing.context["form"].errors) == ["words_en"]
    assert not written().exists()

    trips.post(url(occurrence), filled(*both, words_en="Bring a hat.", is_sure="1"))
    assert ["Bring a hat." in one.body for one in written()] == [False, False, True]


def test_remarks_are_read_before_it_is_written(trips):
    occurrence = departure()
    telling = {"words_tr": "Kadın danışma merkezinin önünde buluşuyoruz."}

    refused = trips.post(url(occurrence), filled(**telling, is_sure="1"))
    assert list(refused.context["form"].errors) == ["hints_accepted"]
    assert "(kadin)" in refused.content.decode()
    assert not written().exists()

    trips.post(url(occurrence), filled(**telling, is_sure="1", hints_accepted="on"))
    assert written().count() == 2


def test_a_text_message_has_words_of_its_own_that_tell_nothing(trips, monkeypatch):
    monkeypatch.setattr("messaging.channels._registry", {})
    register_channel(Route.SMS, lambda message: "")
    occurrence = OccurrenceFactory()
    by_sms = details(1, contact_channel=ContactChannel.SMS, phone="+905321234567")
    register(occurrence, person=by_sms)

    def errors(**changes: str) -> list[str]:
        page = trips.post(url(occurrence), filled(**changes))
        return list(page.context["form"].errors)

    assert errors() == ["short_tr"]
    assert errors(short_tr="Kadın gezisi") == ["short_tr"]
    assert errors(short_tr="Su alın") == []
    trips.post(url(occurrence), filled(short_tr="Su alın", is_sure="1"))
    [message] = written()
    assert message.body.startswith("Su alin ")


def test_who_gave_up_meanwhile_is_not_told(trips):
    occurrence = OccurrenceFactory()
    hers = register(occurrence).registration
    trips.post(url(occurrence), filled(is_sure="1"))
    cancel_registration(hers)

    release_messages([one.pk for one in written()], by=None)

    [message] = written()
    deliver(message.key)
    message.refresh_from_db()
    assert (message.state, message.reason) == (MessageState.CANCELLED, "outdated")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": OccurrenceState.CANCELLED}, LetterRefusal.NOT_PUBLISHED),
        ({"ends_at": timedelta(minutes=-1)}, LetterRefusal.OVER),
        ({}, LetterRefusal.NOBODY),
    ],
)
def test_why_it_is_refused(staff_user, changes, reason):
    occurrence = departure()
    now = timezone.now()
    if "ends_at" in changes:
        changes = {
            "registration_opens_at": now - timedelta(days=9),
            "registration_closes_at": now - timedelta(days=8),
            "cancel_until": now - timedelta(days=8),
            "starts_at": now - timedelta(hours=3),
            "ends_at": now + changes["ends_at"],
        }
    Occurrence.objects.filter(pk=occurrence.pk).update(**changes)

    with pytest.raises(Refusal) as refused:
        write_to_registered(
            occurrence,
            states=[State.OFFERED],
            boarding_point=None,
            words={"tr": WORDS},
            shorts={},
            by=staff_user(StaffRole.TRIPS),
        )

    assert refused.value.reason == reason
    assert not Batch.objects.exists()


@pytest.mark.parametrize("role", [StaffRole.MUHTAR, StaffRole.GUIDE, StaffRole.PRIVACY])
def test_who_does_not_manage_the_departure_writes_to_nobody(staff_client, role):
    occurrence = departure()
    client = staff_client(role)

    answers = [client.get(url(occurrence)), client.post(url(occurrence), filled())]

    assert {one.status_code for one in answers} <= {302, 403, 404}
    assert not written().exists()


def test_the_page_of_the_departure_leads_there_while_it_is_of_use(trips):
    coming = departure()
    cancelled = OccurrenceFactory(state=OccurrenceState.CANCELLED)

    assert url(coming) in trips.get(url(coming, "inspect")).content.decode()
    assert url(cancelled) not in trips.get(url(cancelled, "inspect")).content.decode()


def test_the_preview_costs_the_same_for_many(trips):
    def queries(people: int) -> int:
        occurrence = OccurrenceFactory(capacity=40)
        for n in range(people):
            register(occurrence, n=n)
        with CaptureQueriesContext(connection) as captured:
            answer = trips.post(url(occurrence), filled())
        assert answer.context["ways"]
        return len(captured)

    queries(1)
    assert queries(1) == queries(30)
