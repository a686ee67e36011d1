"""Nobody has a role outside its dates; whose time is over is decided on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    AssignmentFactory,
    RoleFactory,
)
from volunteers.domain import roles
from volunteers.domain.role_matching import roles_for
from volunteers.domain.role_periods import end_as_planned, extend_assignment
from volunteers.enums import ApplicationState, AssignmentState
from volunteers.exceptions import RoleDenied
from volunteers.models import Assignment, Role
from volunteers.service_exceptions import PeriodDenied

pytestmark = pytest.mark.django_db


def day(number):
    return timezone.localdate() + timedelta(days=number)


def dated(first, last=None):
    return RoleFactory(
        starts_on=day(first), ends_on=None if last is None else day(last)
    )


@pytest.fixture
def ready():
    application = ApplicationFactory(state=ApplicationState.READY)
    AgreementFactory(application=application)
    return application


def refused(call, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value.reason


@pytest.mark.parametrize(
    ("role", "period", "reason"),
    [
        ((-9, -1), (0, None), PeriodDenied.ROLE_OVER),
        ((3, 9), (2, None), PeriodDenied.BEFORE_ROLE),
        ((3, None), (0, 5), PeriodDenied.BEFORE_ROLE),
        ((-3, 9), (10, None), PeriodDenied.AFTER_ROLE),
        ((-3, 9), (0, 10), PeriodDenied.LONGER_THAN_ROLE),
        ((-3, 9), (2, 1), RoleDenied.DATES_WRONG),
    ],
)
def test_a_role_is_not_held_outside_its_dates(ready, role, period, reason):
    first, last = period

    found = refused(
        roles.assign_role,
        ready,
        role=dated(*role),
        starts_on=day(first),
        ends_on=None if last is None else day(last),
        by=None,
    )

    assert found == reason
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("period", [(3, None), (3, 9), (9, 9)])
def test_the_first_and_the_last_day_are_part_of_the_role(ready, period):
    first, last = period

    given = roles.assign_role(
        ready,
        role=dated(3, 9),
        starts_on=day(first),
        ends_on=last and day(last),
        by=None,
    )

    assert given.last_day == day(9)


def test_a_role_that_is_over_is_not_offered(ready):
    today, later = dated(-5, 0), dated(4)
    dated(-5, -1)

    assert {role for role, _why in roles_for(ready)} == {today, later}
    assert set(Role.objects.offered()) == {today, later}


@pytest.mark.parametrize(
    ("own_end", "role_end", "is_past"),
    [(-1, None, True), (None, -1, True), (5, -1, True), (0, 0, False)],
)
def test_past_its_end_by_its_own_end_or_that_of_the_role(own_end, role_end, is_past):
    assignment = AssignmentFactory(
        role=dated(-30, role_end),
        starts_on=day(-20),
        ends_on=None if own_end is None else day(own_end),
    )

    assert assignment.is_past_end is is_past
    assert Assignment.objects.past_end().exists() is is_past
    assert Assignment.objects.ending(14).exists() is not is_past


def test_what_ends_later_or_has_ended_is_in_no_list():
    AssignmentFactory(role=dated(-30), starts_on=day(-20), ends_on=day(15))
    AssignmentFactory(
        role=dated(-30),
        starts_on=day(-20),
        ends_on=day(-1),
        state=AssignmentState.ENDED,
    )
    last = AssignmentFactory(role=dated(-30), starts_on=day(-20), ends_on=day(14))

    assert not Assignment.objects.past_end().exists()
    assert list(Assignment.objects.ending(14)) == [last]


@pytest.fixture
def past():
    return AssignmentFactory(
        application__state=ApplicationState.ON_DUTY,
        role=dated(-30, 30),
        starts_on=day(-20),
        ends_on=day(-2),
    )


def test_extended_with_a_reason_it_is_past_its_end_no_more(past):
    clerk = make_staff(StaffRole.APPLICATIONS)

    extend_assignment(past, ends_on=day(30), reason=" Sergi uzadı ", by=clerk)

    fresh = Assignment.objects.get()
    assert (fresh.ends_on, fresh.extend_reason) == (day(30), "Sergi uzadı")
    assert not fresh.is_past_end
    entry = ModelLogEntry.objects.get(action="volunteers.assignment.extend")
    assert entry.user == clerk
    assert "Sergi" not in str(entry.data)


@pytest.mark.parametrize(
    ("last", "reason"),
    [(31, PeriodDenied.LONGER_THAN_ROLE), (-1, PeriodDenied.END_IN_PAST)],
)
def test_extended_only_within_the_role_and_into_the_future(past, last, reason):
    assert refused(extend_assignment, past, ends_on=day(last), by=None) == reason
    assert Assignment.objects.get().ends_on == day(-2)


def test_ended_as_planned_on_the_day_that_was_planned(past):
    clerk = make_staff(StaffRole.APPLICATIONS)

    end_as_planned(past, by=clerk)

    fresh = Assignment.objects.select_related("application").get()
    assert (fresh.state, fresh.ends_on) == (AssignmentState.ENDED, day(-2))
    assert fresh.end_reason == "Süresi dolmuştu"
    assert fresh.application.state == ApplicationState.READY
    for verb in (
        lambda: end_as_planned(past, by=clerk),
        lambda: extend_assignment(past, ends_on=day(3), by=clerk),
    ):
        assert refused(verb) == RoleDenied.ENDED


def test_one_press_ends_nothing_that_is_not_over():
    running = AssignmentFactory(
        role=dated(-30), starts_on=day(-20), ends_on=timezone.localdate()
    )

    assert refused(end_as_planned, running, by=None) == PeriodDenied.NOT_PAST_END


def test_who_gives_no_roles_changes_no_end(past):
    reader = make_staff(StaffRole.TRAINING)

    for verb in (
        lambda: end_as_planned(past, by=reader),
        lambda: extend_assignment(past, ends_on=day(3), by=reader),
    ):
        assert refused(verb) == RoleDenied.NOT_YOURS
