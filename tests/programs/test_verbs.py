"""Publishing, resizing, cancelling a date; ending and marking a registration."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.exceptions import Refusal
from people.roles import StaffRole
from programs.domain.attendance import (
    mark_attended,
    mark_excused,
    mark_missed,
    undo_attendance,
)
from programs.domain.occurrences import (
    cancel_occurrence,
    change_capacity,
    publish_occurrence,
)
from programs.domain.registrations import (
    cancel_registration,
    decline_offer,
    remove_registration,
)
from programs.enums import EndReason, OccurrenceState, RegistrationRefusal
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from programs.workflow import MOVES, PUBLIC_NAMES, check_move
from tests.factories.people import PersonFactory
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(staff_user):
    return staff_user(StaffRole.TRIPS)


def begun(occurrence: Occurrence) -> None:
    """It leaves now."""
    now = timezone.now()
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=now - timedelta(days=5),
        cancel_until=now - timedelta(days=1),
        starts_at=now,
        ends_at=now + timedelta(hours=2),
    )


def actions() -> list[str]:
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


# --- the table ----------------------------------------------------------------


def test_the_table_and_the_public_names_are_complete():
    assert set(MOVES) == set(State) == set(PUBLIC_NAMES)


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_every_move_is_allowed_or_refused_by_the_table(before, after):
    if after in MOVES[before]:
        check_move(before, after)
    else:
        with pytest.raises(Refusal) as refused:
            check_move(before, after)
        assert refused.value.reason == RegistrationRefusal.MOVE_NOT_ALLOWED


@pytest.mark.parametrize("state", [one for one in State if not MOVES[one]])
def test_what_is_over_stays_over(state, user):
    registration = register(OccurrenceFactory()).registration
    Registration.objects.filter(pk=registration.pk).update(state=state)

    for verb in (
        lambda: cancel_registration(registration),
        lambda: decline_offer(registration),
        lambda: remove_registration(registration, note="Neden", by=user),
        lambda: mark_attended(registration, by=user),
        lambda: undo_attendance(registration, by=user),
    ):
        with pytest.raises(Refusal) as refused:
            verb()
        assert refused.value.reason == RegistrationRefusal.MOVE_NOT_ALLOWED


# --- a date -------------------------------------------------------------------


def test_a_draft_is_published_once(user):
    occurrence = OccurrenceFactory(state=OccurrenceState.DRAFT)

    assert publish_occurrence(occurrence, by=user).state == OccurrenceState.PUBLISHED
    with pytest.raises(Refusal):
        publish_occurrence(occurrence, by=user)
    assert actions() == ["programs.occurrence.publish"]


def test_the_usual_window_is_filled_in():
    occurrence = OccurrenceFactory()

    assert occurrence.registration_opens_at == occurrence.starts_at - timedelta(days=21)
    assert occurrence.registration_closes_at == occurrence.starts_at - timedelta(days=5)
    assert occurrence.cancel_until == occurrence.starts_at - timedelta(hours=24)


def test_the_capacity_is_never_below_what_is_held(user):
    occurrence = OccurrenceFactory()
    register(occurrence, seats=3)

    with pytest.raises(Refusal) as refused:
        change_capacity(occurrence, capacity=2, by=user)

    assert (refused.value.reason, refused.value.details) == (
        RegistrationRefusal.BELOW_HELD,
        {"held": 3},
    )
    assert change_capacity(occurrence, capacity=3, by=user).capacity == 3


def test_a_cancelled_date_ends_everything_and_tells_everybody(user):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=3)
    register(occurrence)
    register(occurrence, n=1)
    over = register(occurrence, n=2).registration
    cancel_registration(over)
    Message.objects.all().delete()

    cancel_occurrence(occurrence, note="Fırtına bekleniyor", by=user)

    rows = occurrence.registrations.order_by("pk").values_list("state", "end_reason")
    assert list(rows) == [
        (State.REMOVED, EndReason.OCCURRENCE_CANCELLED),
        (State.REMOVED, EndReason.OCCURRENCE_CANCELLED),
        (State.CANCELLED, EndReason.HER_WISH),
    ]
    messages = Message.objects.all()
    assert [one.subject for one in messages] == ["Program değişikliği"] * 2
    assert not any("Fırtına" in one.full_body for one in messages)


def test_cancelling_a_date_needs_a_note_and_a_coming_date(user):
    occurrence = OccurrenceFactory()
    with pytest.raises(Refusal) as refused:
        cancel_occurrence(occurrence, note=" ", by=user)
    assert refused.value.reason == RegistrationRefusal.NOTE_MISSING
    begun(occurrence)

    with pytest.raises(Refusal) as refused:
        cancel_occurrence(occurrence, note="Geç", by=user)

    assert refused.value.reason == RegistrationRefusal.DEPARTED


# --- the end of a registration ------------------------------------------------


def test_she_may_cancel_until_the_deadline_staff_until_the_start(user):
    occurrence = OccurrenceFactory()
    registration = register(occurrence).registration
    Occurrence.objects.update(cancel_until=timezone.now())

    with pytest.raises(Refusal) as refused:
        cancel_registration(registration)
    assert refused.value.reason == RegistrationRefusal.CANCELLATION_CLOSED

    assert cancel_registration(registration, by=user).state == State.CANCELLED


def test_after_the_start_nobody_cancels(user):
    occurrence = OccurrenceFactory()
    registration = register(occurrence).registration
    begun(occurrence)

    with pytest.raises(Refusal) as refused:
        cancel_registration(registration, by=user)

    assert refused.value.reason == RegistrationRefusal.DEPARTED


def test_the_list_may_be_left_after_the_deadline_too():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=2)
    register(occurrence)
    waiting = register(occurrence, n=1).registration
    Occurrence.objects.update(cancel_until=timezone.now())

    assert cancel_registration(waiting).state == State.CANCELLED


def test_staff_remove_with_a_note_that_stays_with_staff(user):
    occurrence = OccurrenceFactory()
    registration = register(occurrence).registration
    with pytest.raises(Refusal) as refused:
        remove_registration(registration, note="", by=user)
    assert refused.value.reason == RegistrationRefusal.NOTE_MISSING

    removed = remove_registration(registration, note="İki kez kaydolmuş", by=user)

    assert (removed.state, removed.end_note) == (State.REMOVED, "İki kez kaydolmuş")
    assert not any("İki kez" in one.full_body for one in Message.objects.all())
    entry = ModelLogEntry.objects.get(action="programs.registration.remove")
    assert (entry.label, entry.data, entry.user) == (registration.code, {}, user)


# --- attendance ---------------------------------------------------------------


def test_attendance_is_marked_and_taken_back(user):
    occurrence = OccurrenceFactory()
    registration = register(occurrence).registration
    begun(occurrence)

    assert mark_attended(registration, by=user).state == State.ATTENDED
    assert mark_missed(registration, by=user).state == State.MISSED
    assert mark_excused(registration, by=user).state == State.EXCUSED
    assert undo_attendance(registration, by=user).state == State.CONFIRMED
    assert actions()[-4:] == [
        "programs.registration.attend",
        "programs.registration.miss",
        "programs.registration.excuse",
        "programs.registration.unmark",
    ]
    marks = registration.attendance_records.order_by("pk")
    assert [one.mark for one in marks] == ["came", "missed", "excused", "undone"]
    assert {one.by for one in marks} == {user}


def test_attendance_is_not_marked_days_before(user):
    registration = register(OccurrenceFactory()).registration

    with pytest.raises(Refusal) as refused:
        mark_attended(registration, by=user)

    assert refused.value.reason == RegistrationRefusal.TOO_EARLY


def test_who_missed_and_took_another_place_cannot_be_marked_back(user):
    activity, person = ActivityFactory(once_per_season=True), PersonFactory()
    first = OccurrenceFactory(activity=activity)
    missed = register(first, person=person).registration
    second = OccurrenceFactory(activity=activity, starts_at=first.starts_at)
    begun(first)
    mark_missed(missed, by=user)
    register(second, person=person)

    with pytest.raises(Refusal) as refused:
        undo_attendance(missed, by=user)

    assert refused.value.reason == RegistrationRefusal.SEASON_USED
    missed.refresh_from_db()
    assert missed.state == State.MISSED


# --- the log ------------------------------------------------------------------


def test_the_log_names_the_code_and_nobody():
    registration = register(OccurrenceFactory()).registration
    cancel_registration(registration)

    entries = ModelLogEntry.objects.order_by("pk")

    assert [entry.label for entry in entries] == [registration.code] * 2
    told = str([entry.data for entry in entries])
    for private in ("İpek", "Öztürk", "+90500", "example.org"):
        assert private not in told
