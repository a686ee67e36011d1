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
    weeks_ahead,
)
from volunteers.domain.availability import (
    copy_week,
    make_slots,
    save_window,
    withdraw_window,
)
from volunteers.domain.slots import (
    change_interview_time,
    offer_interview_times,
    take_back_interview_time,
)
from volunteers.enums import Duty, Weekday
from volunteers.exceptions import Refusal, SlotDenied
from volunteers.models import AvailabilityWindow, Call, InterviewSlot
from volunteers.permissions import interviewers_in

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


# --- who holds them ---------------------------------------------------------------


def usernames(people):
    return {one.username for one in people}


@pytest.fixture
def staff(call):
    """By username: who may hold interviews, here or elsewhere."""
    other = CallFactory()
    return {
        "here": join(call, D.INTERVIEWER, username="here"),
        "leads": join(call, D.COORDINATOR, username="leads"),
        "reads": join(call, D.READER, username="reads"),
        "there": join(other, D.INTERVIEWER, username="there"),
        "group": make_staff(StaffRole.INTERVIEWER, "group"),
        "oversees": make_staff(StaffRole.MANAGER, "oversees"),
    }


def test_interviewers_are_of_the_team_or_oversee(call, staff):
    this = Call.objects.filter(pk=call.pk)
    assert usernames(interviewers_in(this)) == {"here", "leads", "oversees"}

    free = Call.objects.filter(pk=CallFactory().pk)
    assert usernames(interviewers_in(free)) == {"group", "oversees"}
    assert usernames(interviewers_in(this | free)) == {
        "here",
        "leads",
        "group",
        "oversees",
    }
    staff["here"].is_active = False
    staff["here"].save()
    assert usernames(interviewers_in(this)) == {"leads", "oversees"}


@pytest.mark.parametrize("who", ["reads", "there", "group"])
def test_nobody_else_is_put_into_a_time(call, staff, who):
    by, stranger = staff["leads"], staff[who]
    slot = SlotFactory(call=call, starts_at=in_days(5))
    window = WindowFactory.build(call=call, interviewer=by, colleague=stranger)

    refused = [
        reason(offer, call, by, interviewers=[stranger, staff["here"]]),
        reason(change, slot, by, interviewers=[stranger]),
        reason(save_window, window, by=by),
        reason(offer, call, None, interviewers=[stranger]),
    ]

    assert refused == [SlotDenied.HOLDS_NONE] * 4
    assert InterviewSlot.objects.get() == slot
    assert not slot.interviewers.exists()
    assert not AvailabilityWindow.objects.exists()


def test_who_held_it_stays_on_record_when_she_has_left_the_team(call, staff):
    slot = SlotFactory(call=call, starts_at=in_days(5))
    slot.interviewers.set([staff["group"]])

    change(slot, staff["leads"], interviewers=[staff["group"], staff["here"]])

    assert usernames(slot.interviewers.all()) == {"group", "here"}


def test_a_superuser_holds_interviews_anywhere(call, staff, django_user_model):
    root = django_user_model.objects.create_superuser("root")

    [slot] = offer(call, staff["leads"], interviewers=[root])

    assert list(slot.interviewers.all()) == [root]


def test_hours_are_saved_by_whose_they_are_and_who_looks_after_them(call, staff):
    for who, by, expected in (
        ("here", "here", None),
        ("here", "leads", None),
        ("here", "oversees", None),
        ("leads", "here", SlotDenied.NOT_YOURS),
        ("here", "there", SlotDenied.NOT_YOURS),
        ("group", "group", SlotDenied.NOT_YOURS),
    ):
        window = WindowFactory.build(call=call, interviewer=staff[who])
        if expected is None:
            save_window(window, by=staff[by])
        else:
            assert reason(save_window, window, by=staff[by]) == expected

    kept = AvailabilityWindow.objects.order_by("pk")
    assert usernames(one.interviewer for one in kept) == {"here"}
    assert kept.count() == 3


def test_saved_hours_of_others_are_not_taken_over(call, staff):
    window = window_of(call, staff["leads"])
    window.interviewer = staff["here"]

    assert reason(save_window, window, by=staff["here"]) == SlotDenied.NOT_YOURS
    window.refresh_from_db()
    assert window.interviewer == staff["leads"]


def test_who_left_the_team_is_in_no_time_that_opens(call, staff):
    """Her own hours open none, and their free times go; with others she is left out."""
    first, last = date(2030, 12, 9), date(2030, 12, 15)
    opening = {"first_day": first, "last_day": last, "by": staff["leads"]}
    alone = window_of(call, staff["here"])
    shared = window_of(call, staff["leads"])
    shared.colleague, shared.weekday = staff["here"], Weekday.THURSDAY
    shared.save()
    make_slots([alone, shared], **opening)
    assert {one.interviewers.count() for one in shared_slots(shared)} == {2}

    staff["here"].call_duties.all().delete()
    make_slots([alone, shared], **opening)

    assert not InterviewSlot.objects.filter(window=alone).exists()
    assert shared_slots(shared)
    for slot in shared_slots(shared):
        assert usernames(slot.interviewers.all()) == {"leads"}


def shared_slots(window):
    return list(InterviewSlot.objects.filter(window=window))


def test_a_copied_week_leaves_out_who_left_the_team(call, staff):
    slot = SlotFactory(call=call, starts_at=in_days(7))
    slot.interviewers.set([staff["here"], staff["leads"]])
    staff["here"].call_duties.all().delete()

    copy_week([slot], weeks=weeks_ahead(slot), by=staff["leads"])

    copied = InterviewSlot.objects.exclude(pk=slot.pk).get()
    assert usernames(copied.interviewers.all()) == {"leads"}
