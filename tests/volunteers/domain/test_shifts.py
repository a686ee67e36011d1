"""Places in shifts: never two at once, never more than there are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    RoleFactory,
    ShiftFactory,
    in_days,
)
from volunteers.domain.roles import end_assignment, pause_assignment
from volunteers.domain.shifts import (
    candidates_of,
    cells_of,
    give_back_shift,
    save_shift,
    shifts_to_choose,
    take_shift,
)
from volunteers.enums import AssignmentState
from volunteers.exceptions import BusyDenied
from volunteers.models import Assignment, Role, Shift, ShiftPlace
from volunteers.service_exceptions import ShiftDenied

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty():
    return AssignmentFactory(application__state="on_duty")


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def test_she_takes_a_place_once_and_gives_it_back(duty):
    shift = ShiftFactory(role=duty.role)

    place = take_shift(duty, shift=shift)
    again = take_shift(duty, shift=shift)

    assert again == place
    assert shift.shift_places.count() == 1
    give_back_shift(place)
    assert shift.shift_places.count() == 0
    assert not duty.application.person.messages.exists()


def test_the_last_place_is_taken_once(duty):
    shift = ShiftFactory(role=duty.role, places=1)
    other = AssignmentFactory(role=duty.role, application__state="on_duty")
    take_shift(duty, shift=shift)

    assert refusal(take_shift, other, shift=shift) == ShiftDenied.FULL


@pytest.mark.parametrize(
    ("hours", "reason"), [(1, ShiftDenied.BUSY), (-1, ShiftDenied.BUSY), (2, None)]
)
def test_nobody_is_in_two_places_at_once_whatever_the_role(duty, hours, reason):
    first = ShiftFactory(role=duty.role)
    elsewhere = AssignmentFactory(
        application=ApplicationFactory(person=duty.application.person, state="on_duty")
    )
    other = ShiftFactory(
        role=elsewhere.role, starts_at=first.starts_at + timedelta(hours=hours)
    )
    take_shift(duty, shift=first)

    if reason is None:
        assert take_shift(elsewhere, shift=other)
    else:
        assert refusal(take_shift, elsewhere, shift=other) == reason


def test_what_cannot_be_taken(duty):
    past = ShiftFactory(role=duty.role, starts_at=in_days(-1))
    foreign = ShiftFactory()
    Assignment.objects.filter(pk=duty.pk).update(
        ends_on=timezone.localdate() + timedelta(days=1)
    )
    late = ShiftFactory(role=duty.role)

    assert refusal(take_shift, duty, shift=past) == ShiftDenied.PAST
    assert refusal(take_shift, duty, shift=foreign) == ShiftDenied.FOREIGN
    assert refusal(take_shift, duty, shift=late) == ShiftDenied.OUTSIDE_TERM
    Assignment.objects.filter(pk=duty.pk).update(state=AssignmentState.PAUSED)
    assert refusal(take_shift, duty, shift=late) == ShiftDenied.NOT_ON_DUTY


def test_a_shift_that_began_is_not_given_back(duty):
    shift = ShiftFactory(role=duty.role)
    place = take_shift(duty, shift=shift)

    later = shift.starts_at + timedelta(minutes=1)
    assert refusal(give_back_shift, place, now=later) == ShiftDenied.PAST


def test_staff_put_her_in_and_take_her_out_and_she_hears_of_it(duty):
    staff = make_staff(StaffRole.APPLICATIONS)
    shift = ShiftFactory(role=duty.role)

    place = take_shift(duty, shift=shift, by=staff)
    give_back_shift(place, by=staff)

    keys = set(duty.application.person.messages.values_list("template", flat=True))
    assert keys == {"volunteers.shift_given", "volunteers.shift_removed"}


def test_who_gives_no_roles_touches_no_shift(duty):
    staff = make_staff(StaffRole.INTERVIEWER)
    shift = ShiftFactory(role=duty.role)

    assert refusal(take_shift, duty, shift=shift, by=staff) == ShiftDenied.NOT_YOURS


@pytest.mark.parametrize("how", ["pause", "end"])
def test_coming_shifts_come_free_when_she_pauses_or_stops(duty, how):
    manager = make_staff(StaffRole.MANAGER)
    coming = take_shift(duty, shift=ShiftFactory(role=duty.role))
    past = ShiftPlace.objects.create(
        assignment=duty, shift=ShiftFactory(role=duty.role, starts_at=in_days(-2))
    )

    if how == "pause":
        pause_assignment(duty, by=manager)
    else:
        end_assignment(duty, reason="Taşındı", by=manager)

    assert list(ShiftPlace.objects.all()) == [past]
    assert coming not in ShiftPlace.objects.all()


def test_a_taken_shift_keeps_its_time_and_enough_places(duty):
    staff = make_staff(StaffRole.APPLICATIONS)
    shift = ShiftFactory(role=duty.role, places=3)
    take_shift(duty, shift=shift)

    shift.places = 1
    save_shift(shift, by=staff)
    shift.starts_at -= timedelta(hours=1)
    assert refusal(save_shift, shift, by=staff) == ShiftDenied.TIMES_FIXED
    shift.refresh_from_db()
    other = AssignmentFactory(role=duty.role, application__state="on_duty")
    shift.places = 2
    save_shift(shift, by=staff)
    take_shift(other, shift=shift)
    shift.places = 1
    assert refusal(save_shift, shift, by=staff) == ShiftDenied.TOO_FEW_PLACES


def test_list_to_choose_from_says_why_not(duty):
    free = ShiftFactory(role=duty.role, starts_at=in_days(2))
    full = ShiftFactory(role=duty.role, starts_at=in_days(3))
    hers = ShiftFactory(role=duty.role, starts_at=in_days(5))
    meeting = ShiftFactory(
        role=duty.role, starts_at=hers.starts_at + timedelta(hours=1)
    )
    ShiftFactory()
    take_shift(duty, shift=hers)
    other = AssignmentFactory(role=duty.role, application__state="on_duty")
    take_shift(other, shift=full)

    rows = shifts_to_choose(duty.application)

    assert [(one, why) for one, _assignment, why in rows] == [
        (free, None),
        (full, ShiftDenied.FULL),
        (meeting, ShiftDenied.BUSY),
    ]


def test_staff_see_who_is_free_for_a_shift(duty):
    shift = ShiftFactory(role=duty.role)
    busy = AssignmentFactory(role=duty.role, application__state="on_duty")
    elsewhere = AssignmentFactory(application=busy.application, role=RoleFactory())
    take_shift(
        elsewhere, shift=ShiftFactory(role=elsewhere.role, starts_at=shift.starts_at)
    )
    said = duty.application
    said.availability = sorted(cells_of(shift.starts_at, shift.ends_at))
    said.save()

    rows = candidates_of(shift, assignments=Assignment.objects.all())

    assert {one.pk: (kind, is_free) for one, kind, is_free in rows} == {
        duty.pk: (None, True),
        busy.pk: (BusyDenied.SHIFT, rows[-1][2] if rows[-1][0] == busy else rows[0][2]),
    }


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (1, None, None),
        (4, 4, None),
        (5, None, ShiftDenied.BEFORE_ROLE),
        (5, 9, ShiftDenied.NOT_IN_ROLE),
        (0, 3, ShiftDenied.NOT_IN_ROLE),
    ],
)
def test_a_shift_lies_within_its_role(first, last, reason):
    today = timezone.localdate()
    role = RoleFactory(
        starts_on=today + timedelta(days=first),
        ends_on=None if last is None else today + timedelta(days=last),
    )
    shift = ShiftFactory.build(role=role)

    if reason is None:
        assert save_shift(shift, by=None).pk
    else:
        assert refusal(save_shift, shift, by=None) == reason
        assert not Shift.objects.exists()


def test_the_end_of_the_role_ends_what_she_may_take(duty):
    shift = ShiftFactory(role=duty.role)
    everybody = Assignment.objects.all()
    assert [one for one, *_rest in candidates_of(shift, assignments=everybody)] == [
        duty
    ]

    Role.objects.update(ends_on=timezone.localdate() + timedelta(days=3))

    assert refusal(take_shift, duty, shift=shift) == ShiftDenied.OUTSIDE_TERM
    assert shifts_to_choose(duty.application) == []
    assert candidates_of(shift, assignments=everybody) == []
