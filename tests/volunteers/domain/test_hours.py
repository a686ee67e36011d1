"""Hours: noted, approved, returned, counted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import AssignmentFactory, HourEntryFactory
from volunteers.domain.erasure import anonymize_applications
from volunteers.domain.hours import (
    approve_hours,
    approved_hours,
    correct_hours,
    log_hours,
    return_hours,
    take_back_hours,
    totals_by_area,
    totals_by_role,
    totals_by_volunteer,
)
from volunteers.enums import HoursState
from volunteers.models import HourEntry, Role
from volunteers.service_exceptions import HoursDenied

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def duty():
    return AssignmentFactory(
        application__state="on_duty", starts_on=TODAY() - timedelta(days=10)
    )


@pytest.fixture
def staff(db):
    return make_staff(StaffRole.APPLICATIONS)


def note(duty, **changes):
    values = {"day": TODAY(), "quarters": 6, "what": "Masayı kurdum"} | changes
    return log_hours(duty, **values)


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def test_she_notes_hours_and_they_wait(duty):
    entry = note(duty)

    assert entry.state == HoursState.LOGGED
    assert entry.hours == Decimal("1.5")
    assert approved_hours([duty.application_id]) == {}


def test_staff_note_hours_for_her_and_they_count(duty, staff):
    note(duty, by=staff)

    assert approved_hours([duty.application_id]) == {
        duty.application_id: Decimal("1.5")
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"day": lambda: TODAY() + timedelta(days=1)}, HoursDenied.IN_FUTURE),
        ({"day": lambda: TODAY() - timedelta(days=11)}, HoursDenied.OUTSIDE_TERM),
        ({"quarters": lambda: 0}, HoursDenied.OUT_OF_RANGE),
        ({"quarters": lambda: 97}, HoursDenied.OUT_OF_RANGE),
        ({"what": lambda: "  "}, HoursDenied.WHAT_MISSING),
    ],
)
def test_what_cannot_be_noted(duty, changes, reason):
    values = {name: value() for name, value in changes.items()}

    assert refusal(note, duty, **values) == reason
    assert not HourEntry.objects.exists()


def test_a_day_has_24_hours_over_all_her_roles(duty):
    other = AssignmentFactory(
        application=duty.application, starts_on=TODAY() - timedelta(days=10)
    )
    note(duty, quarters=90)

    assert refusal(note, other, quarters=7) == HoursDenied.DAY_FULL
    assert note(other, quarters=6)


def test_approved_hours_stay_as_they_are(duty, staff):
    entry = note(duty)

    assert approve_hours([entry.pk], by=staff) == 1
    assert approve_hours([entry.pk], by=staff) == 0
    entry.refresh_from_db()
    assert (entry.state, entry.settled_by) == (HoursState.APPROVED, staff)
    values = {"day": TODAY(), "quarters": 1, "what": "x"}
    assert refusal(correct_hours, entry, **values) == HoursDenied.SETTLED
    assert refusal(take_back_hours, entry) == HoursDenied.SETTLED


def test_returned_hours_are_changed_and_wait_again(duty, staff):
    entry = note(duty)

    return_hours(entry, word="Hangi salon?", by=staff)
    entry.refresh_from_db()
    assert (entry.state, entry.returned_word) == (HoursState.RETURNED, "Hangi salon?")
    assert refusal(return_hours, entry, word="x", by=staff) == HoursDenied.NOT_WAITING
    [message] = duty.application.person.messages.all()
    assert "Hangi salon" not in message.body

    changed = correct_hours(entry, day=TODAY(), quarters=4, what="3 No'lu salon")
    assert (changed.state, changed.returned_word) == (HoursState.LOGGED, "")
    take_back_hours(changed)
    assert not HourEntry.objects.exists()


def test_returning_needs_a_word(duty, staff):
    assert (
        refusal(return_hours, note(duty), word=" ", by=staff)
        == HoursDenied.WORD_MISSING
    )


def test_all_are_hers_to_approve_or_none_is_approved(duty):
    trainer = make_staff(StaffRole.TRAINING)
    entry = note(duty)

    assert refusal(approve_hours, [entry.pk], by=trainer) == HoursDenied.NOT_YOURS
    assert HourEntry.objects.get().state == HoursState.LOGGED


def test_totals_by_role_area_and_volunteer(duty, staff):
    other = AssignmentFactory(role=duty.role, application__state="on_duty")
    for one, quarters in ((duty, 4), (duty, 6), (other, 2)):
        HourEntryFactory(
            assignment=one,
            quarters=quarters,
            state=HoursState.APPROVED,
            settled_at=timezone.now(),
        )
    entries = HourEntry.objects.approved()

    [by_role], [by_area] = totals_by_role(entries), totals_by_area(entries)

    assert (by_role.hours, by_role.volunteers) == (Decimal(3), 2)
    assert (by_area.pk, by_area.hours) == (duty.role.area_id, Decimal(3))
    assert totals_by_volunteer(entries) == [
        (duty.application, Decimal("2.5")),
        (other.application, Decimal("0.5")),
    ]


def test_erasing_keeps_the_hours_and_not_the_words(duty):
    note(duty)

    anonymize_applications([duty.application_id])

    entry = HourEntry.objects.get()
    assert (entry.quarters, entry.what) == (6, "")
    duty.refresh_from_db()
    assert refusal(note, duty) == HoursDenied.ANONYMIZED


@pytest.mark.parametrize("quarters", [0, 97])
def test_the_database_refuses_impossible_hours(duty, quarters):
    with pytest.raises(IntegrityError), transaction.atomic():
        HourEntryFactory(assignment=duty, quarters=quarters)


def test_no_hours_after_the_end_of_the_role(duty):
    yesterday = TODAY() - timedelta(days=1)
    Role.objects.update(starts_on=duty.starts_on, ends_on=yesterday)

    assert note(duty, day=yesterday)
    with pytest.raises(Refusal) as refused:
        note(duty, day=TODAY())
    assert refused.value.reason == HoursDenied.OUTSIDE_TERM
