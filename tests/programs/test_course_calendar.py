"""However she came to her place in a course, her calendar has its sessions."""

import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from messaging.models import Message
from people.domain.defaults import install_defaults
from people.domain.links import create_api_client
from people.enums import EntryChannel, Process
from people.models import Notice
from people.roles import StaffRole
from programs.domain.calling import call_next, end_call
from programs.domain.draw import enter_seed, freeze_list, publish_hash, run_draw
from programs.domain.registrations import cancel_registration
from programs.domain.sessions import SessionDetails, add_session
from programs.domain.waiting_list import accept_offer
from programs.enums import CallOutcome, SelectionMode
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from tests.factories.courses import CourseActivityFactory, make_course
from tests.factories.programs import OccurrenceFactory, details, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db
SESSIONS = 3


def entries(registration: Registration) -> list[tuple[str, str]]:
    """Each entry of the calendar in her latest message, and what becomes of it."""
    message = Message.objects.filter(person=registration.person).latest("pk")
    if not message.calendar:
        return []
    events = Calendar.from_ical(message.calendar).walk("VEVENT")
    return sorted((str(one["UID"]), str(one["STATUS"])) for one in events)


def of_each_session(run: Occurrence, hers: Registration, state: str):
    return sorted(
        (f"oturum-{one.pk}-{hers.pk}@127.0.0.1", state) for one in run.sessions.all()
    )


def by_itself(run: Occurrence) -> Registration:
    return register(run).registration


def by_staff(run: Occurrence) -> Registration:
    clerk = make_staff(StaffRole.TRIPS)
    return register(run, channel=EntryChannel.DESK, by=clerk).registration


def by_api(run: Occurrence) -> Registration:
    install_defaults()
    notice = Notice.objects.current(Process.REGISTRATION, "tr")
    assert notice is not None
    _client, token = create_api_client("vitrin")
    answer = Client(headers={"authorization": f"Bearer {token}"}).post(
        f"/api/v1/occurrences/{run.pk}/registrations/",
        json.dumps(
            {
                "notice_id": notice.pk,
                "person": {
                    "given_name": "İpek",
                    "family_name": "Öztürk",
                    "birth_date": "1990-11-21",
                    "district": "konak",
                    "phone": "0532 123 45 67",
                    "contact_channel": "phone",
                },
            }
        ),
        content_type="application/json",
    )
    assert answer.status_code == 201, answer.content
    found: Registration = Registration.objects.get(code=answer.json()["code"])
    return found


def by_an_offer(run: Occurrence) -> Registration:
    Occurrence.objects.filter(pk=run.pk).update(capacity=1)
    run.refresh_from_db()
    leaving = register(run, n=1).registration
    hers = register(run, n=2).registration
    cancel_registration(leaving)
    return accept_offer(hers)


def by_call(run: Occurrence) -> Registration:
    clerk = make_staff(StaffRole.TRIPS)
    Occurrence.objects.filter(pk=run.pk).update(capacity=1)
    run.refresh_from_db()
    register(run, n=1)
    hers = register(run, n=2, person=details(2, phone="+905321234567")).registration
    now = timezone.now()
    Occurrence.objects.filter(pk=run.pk).update(
        capacity=2,
        starts_at=now + timedelta(hours=1),
        registration_closes_at=now - timedelta(days=1),
        cancel_until=now - timedelta(hours=1),
    )
    call = call_next(run, by=clerk)
    end_call(call, outcome=CallOutcome.ACCEPTED, by=clerk)
    return hers


def by_draw(run: Occurrence) -> Registration:
    clerk = make_staff(StaffRole.TRIPS)
    Occurrence.objects.filter(pk=run.pk).update(selection=SelectionMode.DRAW)
    run.refresh_from_db()
    hers = register(run).registration
    now = timezone.now()
    Occurrence.objects.filter(pk=run.pk).update(
        registration_closes_at=now - timedelta(minutes=1)
    )
    draw = freeze_list(run, by=clerk)
    due_at = now + timedelta(minutes=5)
    draw = publish_hash(draw, seed_source="Loto", seed_due_at=due_at, by=clerk)
    with patch("django.utils.timezone.now", return_value=due_at):
        run_draw(enter_seed(draw, seed="3 14 15", by=clerk), by=clerk)
    return hers


@pytest.mark.parametrize(
    "way", [by_itself, by_staff, by_api, by_an_offer, by_call, by_draw]
)
def test_her_calendar_has_every_session_and_loses_every_one(way):
    run = make_course(sessions=SESSIONS)

    hers = way(run)

    hers.refresh_from_db()
    assert hers.state == State.CONFIRMED
    assert len(entries(hers)) == SESSIONS
    assert entries(hers) == of_each_session(run, hers, "CONFIRMED")

    cancel_registration(hers, by=make_staff(StaffRole.TRIPS, "other"))

    assert entries(hers) == of_each_session(run, hers, "CANCELLED")


def test_the_run_as_a_whole_makes_room_for_the_sessions_planned_later():
    run = OccurrenceFactory(activity=CourseActivityFactory())
    hers = register(run).registration
    [(whole, state)] = entries(hers)
    assert (whole.split("@")[0], state) == (f"kayit-{hers.pk}", "CONFIRMED")

    plan_two(run)

    told = dict(entries(hers))
    assert told.pop(whole) == "CANCELLED"
    assert list(told.items()) == of_each_session(run, hers, "CONFIRMED")


def plan_two(run: Occurrence) -> None:
    for day in range(2):
        begins = run.starts_at + timedelta(days=day)
        ends = begins + timedelta(hours=2)
        add_session(
            run, details=SessionDetails(starts_at=begins, ends_at=ends), by=None
        )
