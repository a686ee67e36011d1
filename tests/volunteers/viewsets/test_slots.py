"""Interview times in the admin."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    InterviewFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain.slots import offer_interview_times
from volunteers.exceptions import SlotDenied
from volunteers.models import InterviewSlot

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(make_staff(StaffRole.APPLICATIONS))
    return client


def run(call, **changes):
    return {
        "call": call.pk,
        "day": in_days(7).strftime("%d.%m.%Y"),
        "first": "10:00",
        "until": "12:00",
        "minutes": "30",
        "place_tr": "Konak, 2. kat",
        "place_en": "Konak, 2nd floor",
        **changes,
    }


def offer(client, data):
    return client.post(reverse("volunteers_slot:add"), data)


def test_a_run_of_times_is_offered(clerk):
    interviewer = make_staff(StaffRole.INTERVIEWER)
    call = CallFactory()

    answer = offer(clerk, run(call, interviewers=[interviewer.pk]))

    slots = InterviewSlot.objects.all()
    assert answer.status_code == 302
    assert [timezone.localtime(slot.starts_at).time() for slot in slots] == [
        time(10, 0),
        time(10, 30),
        time(11, 0),
        time(11, 30),
    ]
    assert {slot.call for slot in slots} == {call}
    assert [list(slot.interviewers.all()) for slot in slots] == [[interviewer]] * 4


def test_a_single_time_is_offered(clerk):
    offer(clerk, run(CallFactory(), until=""))

    assert InterviewSlot.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "01.01.2020"}, "day"),
        ({"place_tr": ""}, "place"),
        ({"minutes": "5"}, "minutes"),
        ({"until": "09:00"}, "__all__"),
    ],
)
def test_times_that_make_no_sense_are_refused(clerk, changes, field):
    answer = offer(clerk, run(CallFactory(), **changes))

    assert set(answer.context["form"].errors) == {field}
    assert InterviewSlot.objects.count() == 0


def test_an_interviewer_is_in_one_place_at_a_time(clerk):
    interviewer = make_staff(StaffRole.INTERVIEWER)
    call = CallFactory()
    offer(clerk, run(call, interviewers=[interviewer.pk]))

    answer = offer(
        clerk,
        run(call, first="11:45", until="", interviewers=[interviewer.pk]),
    )

    assert set(answer.context["form"].errors) == {"__all__"}
    assert InterviewSlot.objects.count() == 4


def test_only_who_may_hold_interviews_can_be_chosen(clerk):
    stranger = make_staff(StaffRole.COMMUNICATIONS)

    answer = offer(clerk, run(CallFactory(), interviewers=[stranger.pk]))

    assert set(answer.context["form"].errors) == {"interviewers"}


def test_free_time_can_be_removed(clerk):
    slot = SlotFactory()

    clerk.post(reverse("volunteers_slot:delete", args=[slot.pk]))

    assert InterviewSlot.objects.count() == 0


@pytest.mark.parametrize("state", ["booked", "held", "missed", "cancelled"])
def test_time_that_somebody_was_given_stays(clerk, state):
    interview = InterviewFactory(state=state)

    clerk.post(reverse("volunteers_slot:delete", args=[interview.slot_id]))

    assert InterviewSlot.objects.count() == 1


def test_free_time_can_be_changed(clerk):
    slot = SlotFactory()
    moment = timezone.localtime(in_days(9)).replace(second=0, microsecond=0)

    clerk.post(
        reverse("volunteers_slot:edit", args=[slot.pk]),
        {
            "starts_at": moment.strftime("%d.%m.%Y %H:%M"),
            "minutes": "45",
            "place_tr": "Alsancak",
            "place_en": "",
        },
    )

    slot.refresh_from_db()
    assert (slot.starts_at, slot.minutes, str(slot.place)) == (moment, 45, "Alsancak")


def test_a_change_that_cannot_be_is_told_and_stays_in_the_form(clerk):
    interviewer = make_staff(StaffRole.INTERVIEWER)
    busy, slot = SlotFactory(starts_at=in_days(9)), SlotFactory()
    busy.interviewers.add(interviewer)
    data = {"minutes": "30", "place_tr": "Konak", "place_en": "Konak"}

    for moment, people in ((in_days(-1), []), (busy.starts_at, [interviewer.pk])):
        local = timezone.localtime(moment).strftime("%d.%m.%Y %H:%M")
        answer = clerk.post(
            reverse("volunteers_slot:edit", args=[slot.pk]),
            {**data, "starts_at": local, "interviewers": people},
        )

        assert answer.status_code == 200
        assert answer.context["form"].non_field_errors()
        assert local in answer.content.decode()
    assert InterviewSlot.objects.get(pk=slot.pk).starts_at == slot.starts_at


def test_time_that_somebody_had_keeps_its_hour(clerk):
    slot = InterviewFactory(state="cancelled").slot
    interviewer = make_staff(StaffRole.INTERVIEWER)

    clerk.post(
        reverse("volunteers_slot:edit", args=[slot.pk]),
        {
            "starts_at": in_days(9).strftime("%d.%m.%Y %H:%M"),
            "interviewers": [interviewer.pk],
        },
    )

    fresh = InterviewSlot.objects.get(pk=slot.pk)
    assert fresh.starts_at == slot.starts_at
    assert list(fresh.interviewers.all()) == [interviewer]


def test_list_shows_who_has_which_time(clerk):
    person = PersonFactory(given_name="Işıl", family_name="Çağlayan")
    call = CallFactory()
    InterviewFactory(
        application=ApplicationFactory(person=person, call=call),
        slot=SlotFactory(call=call),
    )

    page = clerk.get(reverse("volunteers_slot:index")).content.decode()

    assert "Işıl Çağlayan" in page


def test_given_up_time_is_free_again_in_the_list(clerk):
    person = PersonFactory(given_name="Işıl", family_name="Çağlayan")
    call = CallFactory()
    InterviewFactory(
        application=ApplicationFactory(person=person, call=call),
        slot=SlotFactory(call=call),
        state="cancelled",
    )

    page = clerk.get(reverse("volunteers_slot:index")).content.decode()

    assert "Işıl Çağlayan" not in page


def test_todays_times_can_be_asked_for(clerk):
    noon = timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))
    today = SlotFactory(starts_at=noon)
    SlotFactory(starts_at=noon + timedelta(days=3))

    page = clerk.get(reverse("volunteers_slot:index"), {"when": "today"})

    assert list(page.context["object_list"]) == [today]


def test_week_begins_on_monday_and_holds_its_days(clerk):
    wednesday = timezone.make_aware(datetime(2026, 12, 9, 10))
    slot = SlotFactory(starts_at=wednesday)
    SlotFactory(starts_at=wednesday + timedelta(days=7))

    page = clerk.get(reverse("volunteers_slot:week"), {"gun": "2026-12-11"})

    found = {
        day.date.isoformat(): [row["slot"] for row in day.rows]
        for day in page.context["days"]
    }
    assert found == {
        "2026-12-07": [],
        "2026-12-08": [],
        "2026-12-09": [slot],
        "2026-12-10": [],
        "2026-12-11": [],
        "2026-12-12": [],
        "2026-12-13": [],
    }


def test_week_of_nonsense_is_this_week(clerk):
    page = clerk.get(reverse("volunteers_slot:week"), {"gun": "yarin"})

    today = timezone.localdate()
    assert page.context["monday"] == today - timedelta(days=today.weekday())


@pytest.mark.parametrize("name", ["volunteers_slot:index", "volunteers_slot:week"])
def test_list_costs_the_same_for_1_and_30(clerk, name):
    call = CallFactory()
    interviewer = make_staff(StaffRole.INTERVIEWER)
    moment = timezone.now() + timedelta(minutes=5)

    def enter(place):
        slot = SlotFactory(call=call, starts_at=moment + timedelta(seconds=place))
        slot.interviewers.add(interviewer)
        InterviewFactory(application=ApplicationFactory(call=call), slot=slot)

    def count():
        with CaptureQueriesContext(connection) as context:
            assert clerk.get(reverse(name)).status_code == 200
        return len(context)

    enter(0)
    count()
    one = count()
    for place in range(1, 30):
        enter(place)

    assert count() == one


def test_many_are_met_at_the_same_hour_and_interviewers_are_shared_out(clerk):
    people = [make_staff(StaffRole.INTERVIEWER, f"mulakat{n}") for n in range(3)]
    keys = [one.pk for one in people]

    offer(clerk, run(CallFactory(), until="11:00", at_once="2", interviewers=keys))

    slots = InterviewSlot.objects.order_by("starts_at", "pk")
    assert [timezone.localtime(slot.starts_at).time() for slot in slots] == [
        time(10, 0),
        time(10, 0),
        time(10, 30),
        time(10, 30),
    ]
    by_slot = [{one.username for one in slot.interviewers.all()} for slot in slots]
    assert by_slot == [{"mulakat0", "mulakat2"}, {"mulakat1"}] * 2


@pytest.mark.parametrize("at_once", ["0", "21"])
def test_as_many_at_the_same_hour_as_a_house_has_rooms(clerk, at_once):
    call = CallFactory()

    answer = offer(clerk, run(call, at_once=at_once))
    with pytest.raises(Refusal) as refused:
        offer_interview_times(
            call,
            starts=[in_days(7)],
            minutes=30,
            place={"tr": "Konak", "en": ""},
            at_once=int(at_once),
            by=None,
        )

    assert set(answer.context["form"].errors) == {"at_once"}
    assert refused.value.reason == SlotDenied.TOO_MANY_AT_ONCE
    assert InterviewSlot.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "leads_to"),
    [
        ("submitted", "volunteers_call:edit"),
        ("screening", "volunteers_application:index"),
    ],
)
def test_the_new_times_lead_to_what_comes_next(clerk, state, leads_to):
    call = CallFactory()
    ApplicationFactory(call=call, state=state)
    args = [call.pk] if leads_to == "volunteers_call:edit" else []

    page = clerk.post(reverse("volunteers_slot:add"), run(call), follow=True)

    assert f'href="{reverse(leads_to, args=args)}' in "".join(
        str(one) for one in page.context["messages"]
    )
