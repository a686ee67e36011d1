"""Every application says what comes next, and who may do it."""

import pytest

from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    ApplicationFactory,
    EnrollmentFactory,
    SessionFactory,
    in_days,
)
from volunteers.domain.next_steps import NEXT_STEPS, next_step, who_may
from volunteers.enums import ApplicationState as State
from volunteers.enums import Attendance, Duty
from volunteers.workflow import MOVES, Permission, events_from

ROLES = [
    StaffRole.APPLICATIONS,
    StaffRole.INTERVIEWER,
    StaffRole.TRAINING,
    StaffRole.MANAGER,
]


def test_there_is_one_for_each_state_and_the_process_allows_it():
    """Who is named may really take a step from there."""
    assert set(NEXT_STEPS) == set(State)
    for state, step in NEXT_STEPS.items():
        possible = {MOVES[event].permission for event in events_from(state)}
        assert step.permission is None or step.permission in possible, state


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "roles"),
    [
        ("screening", [StaffRole.APPLICATIONS, StaffRole.MANAGER]),
        (
            "scheduled",
            [StaffRole.APPLICATIONS, StaffRole.INTERVIEWER, StaffRole.MANAGER],
        ),
        ("trained", [StaffRole.TRAINING, StaffRole.MANAGER]),
        ("ready", [StaffRole.APPLICATIONS, StaffRole.MANAGER]),
        ("on_duty", []),
    ],
)
def test_it_names_the_roles_that_somebody_has(state, roles):
    application = ApplicationFactory(state=state)
    step = next_step(application)
    assert who_may(step, application) == []
    for role in ROLES:
        make_staff(role)

    assert set(who_may(step, application)) == {role.value for role in roles}


@pytest.mark.django_db
def test_in_a_team_its_duties_and_who_oversees_all_calls():
    application = ApplicationFactory(state="trained")
    make_staff(StaffRole.TRAINING)
    make_staff(StaffRole.MANAGER)
    join(application.call, Duty.REVIEWER)
    assert who_may(next_step(application), application) == [StaffRole.MANAGER.value]

    join(application.call, Duty.TRAINER)
    left = join(application.call, Duty.COORDINATOR)
    left.is_active = False
    left.save()

    assert who_may(next_step(application), application) == [
        Duty.TRAINER.label,
        StaffRole.MANAGER.value,
    ]


@pytest.mark.django_db
def test_in_training_it_depends_on_whether_she_has_a_place():
    application = ApplicationFactory(state="in_training")
    lacking = next_step(application)
    seat = EnrollmentFactory(
        application=application, session=SessionFactory(starts_at=in_days(2))
    )
    expected = next_step(application)
    seat.attendance = Attendance.ABSENT
    seat.save()

    assert lacking == next_step(application) == NEXT_STEPS[State.IN_TRAINING]
    assert expected != lacking
    assert expected.permission == Permission.TRAINING
