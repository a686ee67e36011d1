"""Interview times follow from available hours; what somebody has is never touched."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone, translation

from language.public_holidays import holiday_on
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    CallFactory,
    InterviewFactory,
    SlotFactory,
    WindowFactory,
)
from volunteers.domain.availability import copy_week, make_slots, withdraw_window
from volunteers.domain.plans import plan_slots
from volunteers.domain.slots import change_interview_time, offer_interview_times
from volunteers.enums import Weekday
from volunteers.exceptions import SlotDenied
from volunteers.models import Absence, InterviewSlot

pytestmark = pytest.mark.django_db

#: A Wednesday.
DAY = date(2026, 12, 9)
NOW = timezone.make_aware(datetime(2026, 12, 1, 9))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@pytest.fixture
def interviewer():
    return make_staff(StaffRole.INTERVIEWER)


@pytest.fixture
def colleague():
    return make_staff(StaffRole.INTERVIEWER, "ikinci")


@pytest.fixture
def window(interviewer):
    return WindowFactory(interviewer=interviewer)


def make(*windows, first=DAY, last=DAY):
    return make_slots(windows, first_day=first, last_day=last, by=None, now=NOW)


def starts() -> list[datetime]:
    return list(InterviewSlot.objects.values_list("starts_at", flat=True))


def opened(plan) -> list[datetime]:
    return [one.starts_at for one in plan.opening]


TWO_HOURS = [at(DAY, 10), at(DAY, 10, 30), at(DAY, 11), at(DAY, 11, 30)]


def test_hours_become_times_of_the_call(window, interviewer):
    plan = make(window)

    slot = InterviewSlot.objects.first()
    assert opened(plan) == starts() == TWO_HOURS
    assert (slot.call, slot.window, str(slot.place)) == (
        window.call,
        window,
        "Konak Hizmet Binası, 2. kat",
    )
    assert list(slot.interviewers.all()) == [interviewer]


def test_asked_for_twice_nothing_is_done_twice(window):
    make(window)

    plan = make(window)

    assert plan.is_empty
    assert (plan.present, len(starts())) == (4, 4)


def test_preview_writes_nothing(window):
    plan = plan_slots([window], first_day=DAY, last_day=DAY, now=NOW)

    assert len(plan.opening) == 4
    assert starts() == []


def test_only_its_weekday_and_its_days_count(window):
    window.from_day, window.until_day = date(2026, 12, 9), date(2026, 12, 16)
    window.save()

    make(window, first=date(2026, 12, 1), last=date(2026, 12, 31))

    days = {timezone.localdate(one) for one in starts()}
    assert days == {date(2026, 12, 9), date(2026, 12, 16)}


def test_nothing_opens_in_the_past(window):
    plan = make_slots(
        [window], first_day=DAY, last_day=DAY, by=None, now=at(DAY, 10, 45)
    )

    assert opened(plan) == TWO_HOURS[2:]


def test_two_interviewers_hold_it_together(window, interviewer, colleague):
    window.colleague = colleague
    window.save()

    make(window)

    slot = InterviewSlot.objects.first()
    assert set(slot.interviewers.all()) == {interviewer, colleague}


def test_public_holiday_is_left_out_and_named(window):
    window.weekday = Weekday.FRIDAY
    window.from_day, window.until_day = date(2026, 12, 1), date(2027, 1, 31)
    window.save()

    plan = make(window, first=date(2026, 12, 28), last=date(2027, 1, 4))

    assert starts() == []
    assert plan.holidays == [(date(2027, 1, 1), "Yılbaşı")]


def test_eve_of_a_holiday_ends_at_one_o_clock(interviewer):
    eve = date(2027, 3, 8)
    window = WindowFactory(
        interviewer=interviewer,
        weekday=Weekday.MONDAY,
        first=time(12),
        until=time(15),
        until_day=date(2027, 3, 31),
    )

    make(window, first=eve, last=eve)

    assert starts() == [at(eve, 12), at(eve, 12, 30)]


def test_holiday_is_named_in_the_readers_language():
    with translation.override("en"):
        assert holiday_on(date(2026, 4, 23)).name.startswith("National Sovereignty")
    with translation.override("tr"):
        assert holiday_on(date(2026, 10, 29)).name == "Cumhuriyet Bayramı"
    assert holiday_on(DAY) is None


@pytest.mark.parametrize(
    ("whose", "hours", "expected"),
    [
        ("hers", None, []),
        ("everybody", None, []),
        ("colleague", None, []),
        ("stranger", None, TWO_HOURS),
        ("hers", (time(10, 15), time(11)), TWO_HOURS[2:]),
    ],
)
def test_times_off_are_left_out(window, interviewer, colleague, whose, hours, expected):
    window.colleague = colleague
    window.save()
    people = {
        "hers": interviewer,
        "everybody": None,
        "colleague": colleague,
        "stranger": make_staff(StaffRole.INTERVIEWER, "baskasi"),
    }
    first, until = hours or (None, None)
    Absence.objects.create(
        interviewer=people[whose],
        from_day=DAY - timedelta(days=1),
        until_day=DAY,
        first=first,
        until=until,
    )

    make(window)

    assert starts() == expected


def test_interviewer_is_in_one_place_at_a_time(window, interviewer):
    other = SlotFactory(starts_at=at(DAY, 10, 40), minutes=30)
    other.interviewers.add(interviewer)

    plan = make(window)

    assert opened(plan) == [TWO_HOURS[0], TWO_HOURS[3]]
    assert [one.starts_at for one in plan.busy] == TWO_HOURS[1:3]


def test_overlapping_hours_of_one_person_open_once(window, interviewer):
    twin = WindowFactory(interviewer=interviewer, call=CallFactory())

    make(window, twin)

    assert starts() == TWO_HOURS


def test_change_of_hours_takes_free_times_back_and_keeps_booked_ones(window):
    make(window)
    booked = InterviewSlot.objects.get(starts_at=TWO_HOURS[3])
    InterviewFactory(application__call=window.call, slot=booked)
    window.until = time(11)
    window.save()

    plan = make(window)

    assert starts() == [*TWO_HOURS[:2], TWO_HOURS[3]]
    assert [one.starts_at for one in plan.removing] == [TWO_HOURS[2]]
    assert plan.kept == [booked]


def test_new_place_reaches_free_times_and_no_booked_one(window):
    make(window)
    booked = InterviewSlot.objects.get(starts_at=TWO_HOURS[0])
    InterviewFactory(application__call=window.call, slot=booked)
    window.place = {"tr": "Alsancak", "en": "Alsancak"}
    window.save()

    plan = make(window)

    places = [str(slot.place) for slot in InterviewSlot.objects.all()]
    assert places == ["Konak Hizmet Binası, 2. kat", *["Alsancak"] * 3]
    assert plan.kept == [booked]
    assert len(starts()) == 4


def test_hours_given_to_somebody_else_leave_the_booked_time_alone(window, colleague):
    make(window)
    booked = InterviewSlot.objects.get(starts_at=TWO_HOURS[0])
    InterviewFactory(application__call=window.call, slot=booked)
    window.interviewer = colleague
    window.save()

    plan = make(window)

    assert plan.kept == [booked]
    assert starts() == TWO_HOURS


def test_what_fell_through_is_not_removed(window):
    make(window)
    slot = InterviewSlot.objects.get(starts_at=TWO_HOURS[0])
    InterviewFactory(application__call=window.call, slot=slot, state="cancelled")
    window.until = time(10, 30)
    window.first = time(10)
    window.save()

    make(window)

    assert starts() == [TWO_HOURS[0]]


def test_closed_time_does_not_come_back(window):
    make(window)
    InterviewSlot.objects.filter(starts_at=TWO_HOURS[0]).update(closed_at=NOW)

    assert make(window).is_empty


def put(slot, starts_at, interviewer):
    change_interview_time(
        slot,
        starts_at=starts_at,
        minutes=slot.minutes,
        place=slot.place,
        is_online=slot.is_online,
        interviewers=[interviewer],
        by=None,
        now=NOW,
    )


def test_time_changed_by_hand_stays_as_it_was_put(window, interviewer):
    make(window)
    slot = InterviewSlot.objects.get(starts_at=TWO_HOURS[0])
    put(slot, at(DAY, 9), interviewer)

    make(window)

    assert starts() == [at(DAY, 9), *TWO_HOURS]


def test_changed_time_must_suit_its_interviewers(window, interviewer):
    make(window)
    slot = InterviewSlot.objects.get(starts_at=TWO_HOURS[0])

    with pytest.raises(Refusal) as caught:
        put(slot, at(DAY, 11, 15), interviewer)

    assert caught.value.reason == SlotDenied.INTERVIEWER_BUSY


def test_hours_removed_take_their_free_times_along(window):
    make(window)
    booked = InterviewSlot.objects.get(starts_at=TWO_HOURS[2])
    InterviewFactory(application__call=window.call, slot=booked)

    assert withdraw_window(window, by=None, now=NOW) == (3, 1)

    slot = InterviewSlot.objects.get()
    assert (slot, slot.window) == (booked, None)


def test_too_long_a_stretch_is_refused(window):
    with pytest.raises(Refusal) as caught:
        make(window, last=DAY + timedelta(weeks=13))

    assert caught.value.reason == SlotDenied.RANGE_TOO_LONG


# --- copying a week ---------------------------------------------------------------


def week(call, interviewer):
    slots = offer_interview_times(
        call,
        starts=[at(DAY, 10), at(DAY + timedelta(days=2), 14)],
        minutes=30,
        place={"tr": "Konak", "en": "Konak"},
        interviewers=[interviewer],
        by=None,
        now=NOW,
    )
    return InterviewSlot.objects.filter(pk__in=[one.pk for one in slots])


def test_week_is_copied_with_its_people_and_not_twice(interviewer):
    slots = week(CallFactory(), interviewer)
    InterviewFactory(application__call=slots[0].call, slot=slots[0])

    plan = copy_week(slots, weeks=1, by=None, now=NOW)

    new = InterviewSlot.objects.exclude(pk__in=slots)
    assert opened(plan) == [
        at(DAY, 10) + timedelta(weeks=1),
        at(DAY, 14) + timedelta(days=9),
    ]
    assert [list(one.interviewers.all()) for one in new] == [[interviewer]] * 2
    assert set(InterviewSlot.objects.free(NOW)) == {*new, slots[1]}
    with pytest.raises(Refusal) as caught:
        copy_week(slots, weeks=1, by=None, now=NOW)
    assert caught.value.reason == SlotDenied.NOTHING_TO_COPY


def test_copy_leaves_out_holidays_and_times_off(interviewer):
    slots = week(CallFactory(), interviewer)
    off = DAY + timedelta(weeks=3)
    Absence.objects.create(interviewer=interviewer, from_day=off, until_day=off)

    # Three weeks on, Friday is New Year's Day.
    with pytest.raises(Refusal) as caught:
        copy_week(slots, weeks=3, by=None, now=NOW)

    assert caught.value.reason == SlotDenied.NOTHING_TO_COPY


def test_week_without_interviewers_is_not_copied_twice():
    slot = SlotFactory(starts_at=at(DAY, 10))
    slots = InterviewSlot.objects.filter(pk=slot.pk)
    copy_week(slots, weeks=1, by=None, now=NOW)

    with pytest.raises(Refusal):
        copy_week(slots, weeks=1, by=None, now=NOW)
