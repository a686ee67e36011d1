"""Interview times and hours are planned by who has the duty, and by nobody else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    CallFactory,
    SlotFactory,
    WindowFactory,
    in_days,
)
from volunteers.domain.availability import withdraw_window
from volunteers.domain.slots import (
    change_interview_time,
    offer_interview_times,
    take_back_interview_time,
)
from volunteers.enums import Duty
from volunteers.exceptions import Refusal, SlotDenied
from volunteers.models import AvailabilityWindow, InterviewSlot

pytestmark = pytest.mark.django_db

D = Duty
OTHERS = [one for one in Duty if one != D.COORDINATOR]
PLACE = {"tr": "Konak", "en": "Konak"}


@pytest.fixture
def call():
    return CallFactory()


def offer(call, by, **changes):
    return offer_interview_times(
        call, starts=[in_days(7)], minutes=30, place=PLACE, by=by, **changes
    )


def change(slot, by, **changes):
    given = {
        "starts_at": slot.starts_at + timedelta(hours=1),
        "minutes": 30,
        "place": PLACE,
        "is_online": False,
        "interviewers": [],
        **changes,
    }
    return change_interview_time(slot, by=by, **given)


def window_of(call, user):
    day = timezone.localdate()
    return WindowFactory(
        call=call, interviewer=user, from_day=day, until_day=date(2040, 1, 1)
    )


def reason(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def outsiders(call):
    """Other duties of the call, its neighbor's coordinator, and a group's member."""
    other = CallFactory()
    return [
        *(join(call, one) for one in OTHERS),
        join(other, D.COORDINATOR),
        make_staff(StaffRole.APPLICATIONS),
    ]


def test_the_coordinator_offers_changes_and_takes_back(call):
    user = join(call, D.COORDINATOR)

    [slot] = offer(call, user)
    change(slot, user)
    assert InterviewSlot.objects.get().starts_at > slot.starts_at
    take_back_interview_time(slot, by=user)

    assert not InterviewSlot.objects.exists()


def test_nobody_else_does(call):
    join(call, D.COORDINATOR, username="koordinator")
    slot = SlotFactory(call=call, starts_at=in_days(5))

    for user in outsiders(call):
        assert reason(offer, call, user) == SlotDenied.NOT_YOURS
        assert reason(change, slot, user) == SlotDenied.NOT_YOURS
        assert reason(take_back_interview_time, slot, by=user) == SlotDenied.NOT_YOURS

    kept = InterviewSlot.objects.get()
    assert kept.starts_at == slot.starts_at


def test_a_group_plans_where_no_team_does(call):
    user = make_staff(StaffRole.APPLICATIONS)

    assert len(offer(call, user)) == 1
    assert reason(offer, call, make_staff(StaffRole.INTERVIEWER)) == (
        SlotDenied.NOT_YOURS
    )


@pytest.mark.parametrize("who", ["herself", "coordinator", "manager", "system"])
def test_hours_are_withdrawn_by_whose_they_are_and_who_looks_after_them(call, who):
    interviewer = join(call, D.INTERVIEWER)
    by = {
        "herself": lambda: interviewer,
        "coordinator": lambda: join(call, D.COORDINATOR),
        "manager": lambda: make_staff(StaffRole.MANAGER),
        "system": lambda: None,
    }[who]()

    withdraw_window(window_of(call, interviewer), by=by)

    assert not AvailabilityWindow.objects.exists()


def test_hours_of_others_stay(call):
    window = window_of(call, join(call, D.INTERVIEWER, username="oburu"))
    window.colleague = join(call, D.INTERVIEWER, username="ikinci")
    window.save()

    for user in (*outsiders(call), window.colleague):
        assert reason(withdraw_window, window, by=user) == SlotDenied.NOT_YOURS

    assert AvailabilityWindow.objects.get() == window


def test_hours_withdrawn_twice_are_gone_once(call):
    window = window_of(call, join(call, D.INTERVIEWER))
    same = AvailabilityWindow.objects.get()
    withdraw_window(window, by=window.interviewer)

    assert withdraw_window(same, by=None) == (0, 0)
