"""She asks to pause, to return, to leave; staff carry it out."""

import pytest

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import AssignmentFactory
from volunteers.domain.roles import pause_assignment
from volunteers.domain.wishes import (
    ask_for,
    carry_out_wish,
    close_wish,
    open_wish,
    possible_wishes,
    take_back_wish,
)
from volunteers.enums import AssignmentState, WishKind
from volunteers.service_exceptions import WishDenied

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty():
    return AssignmentFactory(application__state="on_duty")


@pytest.fixture
def staff(db):
    return make_staff(StaffRole.APPLICATIONS)


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def test_pause_and_return_as_she_asked(duty, staff):
    application = duty.application
    wish = ask_for(application, WishKind.PAUSE, assignment=duty, note="Sınavlarım var")
    assert ask_for(application, WishKind.PAUSE, assignment=duty) == wish

    carry_out_wish(wish, by=staff)
    duty.refresh_from_db()
    application.refresh_from_db()
    assert (duty.state, application.state) == (AssignmentState.PAUSED, "paused")
    assert open_wish(application) is None
    assert application.person.messages.get().template == "volunteers.wish_settled"

    carry_out_wish(ask_for(application, WishKind.RETURN, assignment=duty), by=staff)
    duty.refresh_from_db()
    assert duty.state == AssignmentState.ACTIVE


def test_leaving_ends_every_role(duty, staff):
    wish = ask_for(duty.application, WishKind.LEAVE)

    carry_out_wish(wish, by=staff)

    duty.refresh_from_db()
    assert duty.state == AssignmentState.ENDED
    assert duty.end_reason
    duty.application.refresh_from_db()
    assert duty.application.state == "left"
    assert refusal(carry_out_wish, wish, by=staff) == WishDenied.SETTLED


def test_one_wish_at_a_time_and_she_may_take_it_back(duty):
    wish = ask_for(duty.application, WishKind.PAUSE, assignment=duty)
    assert refusal(ask_for, duty.application, WishKind.LEAVE) == (
        WishDenied.ALREADY_ASKED
    )

    take_back_wish(wish)
    assert ask_for(duty.application, WishKind.LEAVE)


def test_what_is_not_possible_is_not_noted(duty):
    other = AssignmentFactory(application__state="on_duty")
    ask = (ask_for, duty.application)

    assert refusal(*ask, WishKind.RETURN, assignment=duty) == WishDenied.NOT_NOW
    assert refusal(*ask, WishKind.PAUSE, assignment=other) == WishDenied.NOT_NOW
    assert refusal(*ask, WishKind.PAUSE) == WishDenied.NOT_NOW
    assert refusal(*ask, WishKind.LEAVE, assignment=duty) == WishDenied.NOT_NOW


def test_staff_may_settle_it_without_a_change(duty, staff):
    wish = ask_for(duty.application, WishKind.PAUSE, assignment=duty)

    close_wish(wish, by=staff)

    duty.refresh_from_db()
    assert duty.state == AssignmentState.ACTIVE
    assert open_wish(duty.application) is None


def test_a_wish_that_came_true_otherwise_is_settled(duty, staff):
    ask_for(duty.application, WishKind.PAUSE, assignment=duty)

    pause_assignment(duty, by=staff)

    assert open_wish(duty.application) is None


def test_who_gives_no_roles_settles_no_wish(duty):
    wish = ask_for(duty.application, WishKind.LEAVE)

    trainer = make_staff(StaffRole.TRAINING)
    assert refusal(carry_out_wish, wish, by=trainer) == WishDenied.NOT_YOURS


def test_what_she_may_ask_for(duty):
    held = list(duty.application.assignments.all())

    assert possible_wishes(duty.application, held) == [
        (WishKind.PAUSE, duty),
        (WishKind.LEAVE, None),
    ]
