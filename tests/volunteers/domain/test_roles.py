"""Agreement and roles: never before training and agreement, never over the places."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    AreaFactory,
    AssignmentFactory,
    CallFactory,
    ModuleFactory,
    RoleFactory,
)
from volunteers.domain import roles
from volunteers.enums import ApplicationState, AssignmentState
from volunteers.exceptions import RoleDenied

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready():
    application = ApplicationFactory(state=ApplicationState.READY)
    AgreementFactory(application=application)
    return application


def assign(application, role, **more):
    values = {"starts_on": timezone.localdate(), "by": None, **more}
    return roles.assign_role(application, role=role, **values)


def refused(call, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value.reason


def test_role_is_given_while_there_are_places(ready):
    role = RoleFactory(places=1)
    other = ApplicationFactory(state=ApplicationState.READY)
    AgreementFactory(application=other)

    assignment = assign(ready, role)

    ready.refresh_from_db()
    assert ready.state == ApplicationState.ON_DUTY
    assert assignment.state == AssignmentState.ACTIVE
    assert refused(assign, other, role) == RoleDenied.ROLE_FULL


def test_paused_assignment_keeps_its_place_and_ended_one_frees_it(ready):
    role = RoleFactory(places=1)
    other = ApplicationFactory(state=ApplicationState.READY)
    AgreementFactory(application=other)
    assignment = assign(ready, role)
    roles.pause_assignment(assignment, by=None)

    assert refused(assign, other, role) == RoleDenied.ROLE_FULL
    roles.end_assignment(assignment, reason="Dönem bitti", by=None)
    assert assign(other, role).role == role


def test_role_needs_agreement_and_training():
    module = ModuleFactory()
    untrained = ApplicationFactory(
        call=CallFactory(required_trainings=[module]), state=ApplicationState.READY
    )
    unsigned = ApplicationFactory(state=ApplicationState.READY)
    AgreementFactory(application=untrained)

    reasons = [refused(assign, one, RoleFactory()) for one in (untrained, unsigned)]

    assert reasons == [RoleDenied.TRAINING_MISSING, RoleDenied.AGREEMENT_MISSING]


def test_work_with_children_needs_a_clearance_that_somebody_saw(ready, staff_user):
    role = RoleFactory(area=AreaFactory(requires_child_clearance=True))

    reason = refused(assign, ready, role)
    tomorrow = timezone.localdate() + timedelta(days=1)
    clerk = staff_user(StaffRole.APPLICATIONS)
    too_early = refused(roles.record_clearance, ready, shown_on=tomorrow, by=clerk)
    seen = roles.record_clearance(ready, shown_on=timezone.localdate(), by=clerk)

    assert reason == RoleDenied.CLEARANCE_MISSING
    assert too_early == RoleDenied.CLEARANCE_IN_FUTURE
    assert seen.clearance_seen_by == clerk
    assert assign(ready, role).role == role


def test_wrong_requests_are_refused(ready):
    role = RoleFactory(places=5)
    yesterday = timezone.localdate() - timedelta(days=1)
    assert refused(assign, ready, role, ends_on=yesterday) == RoleDenied.DATES_WRONG
    closed = refused(assign, ready, RoleFactory(is_active=False))
    assert closed == RoleDenied.ROLE_CLOSED

    assign(ready, role)

    assert refused(assign, ready, role) == RoleDenied.ALREADY_ASSIGNED


def test_database_keeps_one_live_assignment_per_role(ready):
    assignment = AssignmentFactory(application=ready)

    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentFactory(application=ready, role=assignment.role)


def test_state_follows_the_roles_she_holds(ready):
    first, second = assign(ready, RoleFactory()), assign(ready, RoleFactory())
    states = []

    def note():
        ready.refresh_from_db()
        states.append(ready.state)

    roles.pause_assignment(first, by=None)
    note()
    roles.pause_assignment(second, by=None)
    note()
    roles.return_to_assignment(first, by=None)
    note()
    roles.end_assignment(first, reason="Bitti", by=None)
    note()
    roles.end_assignment(second, reason="Bitti", by=None)
    note()

    assert states == ["on_duty", "paused", "on_duty", "paused", "ready"]


def test_assignments_are_changed_from_the_right_state_only(ready):
    assignment = assign(ready, RoleFactory())

    assert refused(roles.return_to_assignment, assignment, by=None) == (
        RoleDenied.NOT_PAUSED
    )
    roles.end_assignment(assignment, reason="Bitti", by=None)
    assert refused(roles.pause_assignment, assignment, by=None) == (
        RoleDenied.NOT_ACTIVE
    )
    again = refused(roles.end_assignment, assignment, reason="Bitti", by=None)
    assert again == RoleDenied.ENDED


def test_leaving_ends_every_role_with_its_reason(ready):
    assignments = [assign(ready, RoleFactory()) for _n in range(2)]

    left = roles.record_leaving(ready, reason="Taşındı", by=None)

    assert left.state == ApplicationState.LEFT
    for assignment in assignments:
        assignment.refresh_from_db()
        assert assignment.state == AssignmentState.ENDED
        assert assignment.end_reason == "Taşındı"


def test_agreement_is_not_signed_in_the_future():
    application = ApplicationFactory(state=ApplicationState.TRAINED)
    tomorrow = timezone.localdate() + timedelta(days=1)

    reason = refused(
        roles.sign_agreement, application, version="1", signed_on=tomorrow, by=None
    )

    assert reason == RoleDenied.SIGNED_IN_FUTURE
