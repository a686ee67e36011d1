"""The demo shows every kind of date, and is made once."""

import pytest
from django.core import mail

from people.domain.defaults import install_defaults
from people.enums import EntryChannel
from people.models import Person
from people.roles import StaffRole
from programs.demo import SLUG, build_demo
from programs.domain import departures
from programs.domain.feedback import feedback_on
from programs.domain.queries import coming_occurrences
from programs.enums import ActivityKind, RegistrationState
from programs.models import (
    Activity,
    MeetingRequest,
    Occurrence,
    Program,
    Registration,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def test_the_demo_shows_every_status_and_is_made_once():
    install_defaults()
    build_demo()
    made = (Program.objects.count(), Occurrence.objects.count(), Person.objects.count())
    build_demo()

    assert made == (9, 51, 165)
    # Of three who asked for a meeting one has it, and a place there.
    asked = MeetingRequest.objects.exclude(state="planned").count()
    assert made[2] == Registration.objects.count() + asked == Person.objects.count()
    assert set(Activity.objects.values_list("kind", flat=True)) == set(ActivityKind)
    trips = coming_occurrences(program=Program.objects.get(slug=SLUG))
    answered = Occurrence.objects.filter(feedback__isnull=False).first()
    assert feedback_on(answered) is not None
    assert [one.public_status for one in trips] == [
        "closed",
        "closed",
        "open",
        "waiting_list",
        "open",
        "draw",
        "open",
        "open",
        "open",
        "open",
        "opens_later",
    ]
    states = set(Registration.objects.values_list("state", flat=True))
    assert states == {
        RegistrationState.CONFIRMED,
        RegistrationState.WAITING,
        RegistrationState.ATTENDED,
        RegistrationState.MISSED,
    }


def test_demo_people_are_fictional(django_capture_on_commit_callbacks):
    install_defaults()
    build_demo()

    people = Person.objects.all()
    assert {person.email.partition("@")[2] for person in people} == {"", "example.org"}
    assert all(str(person.phone.as_e164).startswith("+90500000") for person in people)
    assert mail.outbox == []


def test_every_word_of_the_demo_is_in_every_language():
    build_demo()

    for program in Program.objects.all():
        assert program.name.missing() == program.summary.missing() == []
    for occurrence in Occurrence.objects.select_related("activity"):
        words = (
            occurrence.meeting_point,
            occurrence.activity.name,
            occurrence.activity.summary,
        )
        assert [one.missing() for one in words] == [[], [], []]


def test_guide_and_desk_of_the_demo_have_something_to_do():
    install_defaults()
    guide = make_staff(StaffRole.GUIDE, username="rehber")
    desk = make_staff(StaffRole.MUHTAR, username="muhtar")
    build_demo()

    today = Occurrence.objects.filter(departures.of_the_day(), guides=guide)
    kinds = set(today.values_list("activity__kind", flat=True))
    assert ActivityKind.BAY_TOUR in kinds
    entered = Registration.objects.filter(entered_by=desk)
    assert set(entered.values_list("channel", flat=True)) == {EntryChannel.MUHTAR}
