"""Several interviewers at one hour and place: to her it is one time."""

import pytest

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import ApplicationFactory, SlotFactory, in_days
from volunteers.domain.interviews import book_interview, move_interview, once_each
from volunteers.domain.interviews.times import hold_free_slot
from volunteers.exceptions import InterviewDenied
from volunteers.models import Interview, InterviewSlot

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited():
    return ApplicationFactory(state="invited")


@pytest.fixture
def moment():
    return in_days(5).replace(second=0, microsecond=0)


@pytest.fixture
def side_by_side(invited, moment):
    return SlotFactory.create_batch(3, call=invited.call, starts_at=moment)


def another(invited):
    return ApplicationFactory(call=invited.call, state="invited")


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def test_each_time_is_listed_once(invited, side_by_side, moment):
    elsewhere = SlotFactory(
        call=invited.call, starts_at=moment, place={"tr": "Bornova", "en": ""}
    )
    longer = SlotFactory(call=invited.call, starts_at=moment, minutes=60)
    earlier = SlotFactory(call=invited.call, starts_at=in_days(2))

    listed = once_each(InterviewSlot.objects.free())

    assert listed == [earlier, side_by_side[0], elsewhere, longer]
    assert once_each(listed, besides=side_by_side[2]) == [earlier, elsewhere, longer]


def test_who_chose_what_is_just_taken_has_the_one_beside_it(invited, side_by_side):
    first, *_others = side_by_side
    women = [invited, another(invited), another(invited)]

    had = [book_interview(one, slot=first, seen=first.mark).slot for one in women]

    assert had == side_by_side
    assert (
        refusal(book_interview, another(invited), slot=first, seen=first.mark)
        == InterviewDenied.SLOT_TAKEN
    )


def test_pressed_twice_it_is_booked_once(invited, side_by_side):
    first, second, _third = side_by_side
    book_interview(another(invited), slot=first)

    booked = [book_interview(invited, slot=first, seen=first.mark) for _n in range(2)]

    assert {one.slot for one in booked} == {second}
    assert Interview.objects.filter(application=invited).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"place": {"tr": "Bornova", "en": "Bornova"}},
        {"minutes": 60},
        {"is_online": True},
        {"closed_at": in_days(0)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_only_what_is_quite_the_same_will_do(invited, moment, change):
    chosen = SlotFactory(call=invited.call, starts_at=moment)
    SlotFactory(call=invited.call, starts_at=moment, **change)
    SlotFactory(starts_at=moment)  # of another call
    book_interview(another(invited), slot=chosen)

    assert (
        refusal(book_interview, invited, slot=chosen, seen=chosen.mark)
        == InterviewDenied.SLOT_TAKEN
    )


@pytest.mark.parametrize("change", [{"minutes": 60}, {"closed_at": in_days(0)}])
def test_what_staff_changed_or_closed_meanwhile_is_had_beside(
    invited, side_by_side, change
):
    first, second, _third = side_by_side
    seen = first.mark
    InterviewSlot.objects.filter(pk=first.pk).update(**change)

    assert book_interview(invited, slot=first, seen=seen).slot == second


def test_moving_goes_beside_too_but_not_to_the_time_she_has(
    invited, side_by_side, moment
):
    first, _second, third = side_by_side
    before = SlotFactory(call=invited.call, starts_at=in_days(3))
    book_interview(invited, slot=before)
    for slot in side_by_side[:2]:
        book_interview(another(invited), slot=slot)

    assert move_interview(invited, slot=first, seen=first.mark).slot == third
    assert (
        refusal(move_interview, invited, slot=first, seen=first.mark)
        == InterviewDenied.SAME_SLOT
    )


def test_staff_choose_whose_time_it_is(invited, side_by_side):
    first, second, _third = side_by_side
    clerk = make_staff(StaffRole.APPLICATIONS)
    book_interview(another(invited), slot=first)

    assert (
        refusal(book_interview, invited, slot=first, by=clerk)
        == InterviewDenied.SLOT_TAKEN
    )
    book_interview(invited, slot=second, by=clerk)
    assert move_interview(invited, slot=side_by_side[2], by=clerk).slot.pk


def test_all_of_the_hour_are_held_in_one_order(
    invited, side_by_side, django_assert_num_queries
):
    """One query locks them, by key: two women never wait for each other."""
    with django_assert_num_queries(3) as asked:
        held = hold_free_slot(side_by_side[2], invited, any_beside=True, now=in_days(0))

    assert held == side_by_side[2]
    assert 'ORDER BY "volunteers_interviewslot"."id" ASC' in asked[0]["sql"]
