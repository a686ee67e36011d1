"""Everything that speaks for a role and a volunteer, and everything against it."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    AreaFactory,
    AssignmentFactory,
    CallFactory,
    ModuleFactory,
    RoleFactory,
    ShiftFactory,
)
from volunteers.domain.role_matching import candidates_for, free_cells, roles_for
from volunteers.domain.shifts import cells_of
from volunteers.exceptions import RoleDenied
from volunteers.models import CallArea, ShiftPlace
from volunteers.service_exceptions import FitNote

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    return AreaFactory()


@pytest.fixture
def shift(area):
    """From ten to twelve, in four days."""
    day = timezone.localdate() + timedelta(days=4)
    begins = timezone.make_aware(datetime.combine(day, time(10)))
    return ShiftFactory(
        role=RoleFactory(area=area),
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
    )


@pytest.fixture
def ready(area):
    application = ApplicationFactory(
        call=CallFactory(areas=[area]),
        areas=[area],
        state="ready",
        availability=[],
        mode="both",
    )
    AgreementFactory(application=application)
    return application


def fit_of(application, role):
    return dict(roles_for(application))[role]


def reasons(findings):
    return {one.reason for one in findings}


def test_every_requirement_that_is_missing_is_named(area):
    module, other = ModuleFactory(), ModuleFactory()
    call = CallFactory(areas=[area], required_trainings=[module])
    application = ApplicationFactory(call=call, areas=[area], state="in_training")
    role = RoleFactory(area=area, places=1)
    role.required_trainings.add(other)
    AssignmentFactory(role=role)

    fit = fit_of(application, role)

    named = {one.reason: one.names for one in fit.refused}
    assert named == {
        RoleDenied.TRAINING_MISSING: (module.name["tr"],),
        RoleDenied.ROLE_TRAINING_MISSING: (other.name["tr"],),
        RoleDenied.AGREEMENT_MISSING: (),
        RoleDenied.ROLE_FULL: (),
    }


def test_when_she_is_free_is_compared_with_the_shifts(ready, shift):
    (cell,) = cells_of(shift.starts_at, shift.ends_at)
    assert FitNote.NO_TIMES_SAID in reasons(fit_of(ready, shift.role).against)

    day, _dash, _part = cell.partition("-")
    ready.availability = [f"{day}-evening"]
    assert FitNote.NOT_FREE_THEN in reasons(fit_of(ready, shift.role).against)

    ready.availability = [cell]
    fit = fit_of(ready, shift.role)
    assert FitNote.FREE_THEN in reasons(fit.suits)
    assert reasons(fit.against) == set()


def test_the_grid_of_a_question_of_the_call_counts_too(ready, shift):
    (cell,) = cells_of(shift.starts_at, shift.ends_at)
    ready.questions_asked = [
        {"key": "saatler", "kind": "availability", "label": {}, "choices": []}
    ]
    ready.answers = {"saatler": [cell]}

    assert free_cells(ready) == {cell}
    assert FitNote.FREE_THEN in reasons(fit_of(ready, shift.role).suits)


def test_what_keeps_her_elsewhere_is_told(ready, shift):
    other = AssignmentFactory(application=ready)
    ShiftPlace.objects.create(
        assignment=other,
        shift=ShiftFactory(
            role=other.role, starts_at=shift.starts_at, ends_at=shift.ends_at
        ),
    )

    fit = fit_of(ready, shift.role)

    assert {FitNote.EXPECTED_ELSEWHERE, FitNote.HAS_ANOTHER} <= reasons(fit.against)
    assert fit.is_possible


def test_area_hours_place_age_and_period_are_told(ready, shift):
    CallArea.objects.update_or_create(
        call=ready.call, area=shift.role.area, defaults={"weekly_hours": "more"}
    )
    ready.weekly_hours, ready.mode = "up_to_2", "online"
    ready.person.birth_date = timezone.localdate() - timedelta(days=365 * 15)
    later = timezone.localdate() + timedelta(days=9)
    elsewhere = RoleFactory(area=AreaFactory(), starts_on=later)

    here, there = fit_of(ready, shift.role), fit_of(ready, elsewhere)

    assert {
        FitNote.HOURS_TOO_FEW,
        FitNote.ONLINE_ONLY,
        FitNote.TOO_YOUNG,
    } <= reasons(here.against)
    assert FitNote.AREA_WANTED in reasons(here.suits)
    assert {FitNote.AREA_NOT_WANTED, FitNote.BEGINS_LATER} <= reasons(there.against)


def test_matching_asks_the_same_for_1_and_30(area, shift):
    manager = make_staff(StaffRole.MANAGER)
    call = CallFactory(areas=[area])

    def enter(number):
        for _place in range(number):
            one = ApplicationFactory(
                call=call, areas=[area], state="ready", person=PersonFactory()
            )
            AgreementFactory(application=one)
            RoleFactory(area=area)

    def count():
        with CaptureQueriesContext(connection) as context:
            found = candidates_for(shift.role, seen_by=manager)
            roles_for(found[0][0])
        return len(context)

    enter(1)
    count()
    few = count()
    enter(29)

    assert count() == few
