"""Choosing an interview time by private link."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.domain.links import issue_link
from people.enums import LinkPurpose
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    InterviewFactory,
    SlotFactory,
    in_days,
)
from volunteers.enums import ApplicationState, InterviewState
from volunteers.exceptions import InterviewDenied
from volunteers.models import Application, Interview, InterviewSlot

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited():
    return ApplicationFactory(state=ApplicationState.INVITED)


def link(application, purpose=LinkPurpose.INTERVIEW, expires_at=None):
    token = issue_link(
        application.person, purpose=purpose, target=application, expires_at=expires_at
    )
    return reverse("volunteers:interview", args=[token])


def test_she_sees_the_free_times_by_day_and_a_get_books_none(invited, tr):
    free = SlotFactory(call=invited.call, starts_at=in_days(2))
    InterviewFactory(slot=SlotFactory(call=invited.call, starts_at=in_days(2)))
    SlotFactory(call=invited.call, starts_at=in_days(-1))
    SlotFactory(call=CallFactory())

    page = tr.get(link(invited))

    [(_day, slots)] = page.context["days"]
    assert slots == [free]
    assert Interview.objects.filter(application=invited).count() == 0


def test_she_books_moves_once_and_no_more(invited, tr):
    one, two, three = (
        SlotFactory(call=invited.call, starts_at=in_days(n)) for n in (2, 3, 4)
    )
    url = link(invited)

    booked = tr.post(url, {"action": "book", "slot": one.pk})
    moved = tr.post(url, {"action": "move", "slot": two.pk})
    refused = tr.post(url, {"action": "move", "slot": three.pk})

    interview = Interview.objects.get()
    assert [r.status_code for r in (booked, moved, refused)] == [302, 302, 409]
    assert interview.slot == two
    assert refused.context["error"]
    assert Application.objects.get(pk=invited.pk).state == ApplicationState.SCHEDULED


def test_double_click_books_once(invited, tr):
    slot = SlotFactory(call=invited.call)
    url = link(invited)

    answers = [tr.post(url, {"action": "book", "slot": slot.pk}) for _n in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Interview.objects.count() == 1


def test_booking_in_a_second_tab_does_not_move_the_first(invited, tr):
    one, two = SlotFactory.create_batch(2, call=invited.call)
    url = link(invited)
    tr.post(url, {"action": "book", "slot": one.pk})

    late = tr.post(url, {"action": "book", "slot": two.pk})

    assert late.status_code == 409
    assert Interview.objects.get().slot == one


@pytest.mark.parametrize("slot", ["", "abc", "999999"])
def test_choosing_no_time_is_said(invited, tr, slot):
    SlotFactory(call=invited.call)

    response = tr.post(link(invited), {"action": "book", "slot": slot})

    assert response.status_code == 409
    assert response.context["error"]
    assert Interview.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": in_days(9)},
        {"place": {"tr": "Bornova", "en": "Bornova"}},
        {"is_online": True},
        {"minutes": 60},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_time_that_staff_changed_since_she_saw_it_is_not_booked(invited, tr, change):
    slot = SlotFactory(call=invited.call, starts_at=in_days(5))
    url = link(invited)
    seen = re.search(rf'value="({slot.pk}\.\w+)"', tr.get(url).content.decode())[1]
    InterviewSlot.objects.filter(pk=slot.pk).update(**change)

    answer = tr.post(url, {"action": "book", "slot": seen})

    assert answer.status_code == 409
    assert answer.context["error"] == InterviewDenied.SLOT_CHANGED.label
    assert not Interview.objects.exists()
    # The page shows what is now; chosen anew, it is hers.
    now = re.search(rf'value="({slot.pk}\.\w+)"', answer.content.decode())[1]
    assert now != seen
    assert tr.post(url, {"action": "book", "slot": now}).status_code == 302


def test_taken_time_is_said_and_the_others_are_offered(invited, tr):
    taken, free = SlotFactory.create_batch(2, call=invited.call)
    InterviewFactory(slot=taken)

    response = tr.post(link(invited), {"action": "book", "slot": taken.pk})

    assert response.status_code == 409
    assert [slots for _day, slots in response.context["days"]] == [[free]]


def test_giving_up_asks_once_and_frees_the_time(invited, tr):
    slot = SlotFactory(call=invited.call)
    url = link(invited)
    tr.post(url, {"action": "book", "slot": slot.pk})

    asked = tr.get(f"{url}iptal/")
    assert asked.status_code == 200
    assert Interview.objects.get().state == InterviewState.BOOKED

    done = tr.post(f"{url}iptal/")
    assert done.url == url
    assert Interview.objects.get().state == InterviewState.CANCELLED
    assert Application.objects.get(pk=invited.pk).state == ApplicationState.INVITED


def test_her_own_page_leads_to_the_same_times(invited, tr):
    slot = SlotFactory(call=invited.call)
    token = issue_link(invited.person, purpose=LinkPurpose.APPLICATION, target=invited)
    url = reverse("volunteers:application_interview", args=[token])

    tr.post(url, {"action": "book", "slot": slot.pk})

    assert Interview.objects.get().slot == slot
    assert tr.get(f"{url}iptal/").status_code == 200
    assert tr.get(f"{url}randevu.ics").status_code == 200


def test_calendar_file_tells_nothing_but_time_and_place(invited, tr):
    slot = SlotFactory(call=invited.call)
    url = link(invited)
    assert tr.get(f"{url}randevu.ics").status_code == 404
    tr.post(url, {"action": "book", "slot": slot.pk})

    response = tr.get(f"{url}randevu.ics")

    text = response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"DTSTART:{slot.starts_at:%Y%m%dT%H%M%SZ}" in text
    assert "METHOD:PUBLISH" in text
    assert invited.person.given_name not in text


def test_none_suits_reaches_staff(invited, tr):
    empty = tr.post(link(invited), {"action": "other_times", "note": ""})
    sent = tr.post(link(invited), {"action": "other_times", "note": "Akşam olsun"})

    invited.refresh_from_db()
    assert empty.status_code == 200
    assert list(empty.context["other_times"].errors) == ["note"]
    assert sent.status_code == 302
    assert invited.other_times_note == "Akşam olsun"
    assert invited.state == ApplicationState.INVITED


def test_expired_and_foreign_links_open_nothing(invited, tr):
    expired = tr.get(link(invited, expires_at=in_days(-1)))
    foreign = tr.get(link(invited, purpose=LinkPurpose.APPLICATION))

    assert [expired.status_code, foreign.status_code] == [404, 404]


def test_page_costs_the_same_for_one_time_and_thirty(invited, tr):
    url = link(invited)
    costs = []
    for rows in (1, 29):
        SlotFactory.create_batch(rows, call=invited.call)
        tr.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = tr.get(url)
        costs.append(len(queries))

    assert sum(len(slots) for _day, slots in page.context["days"]) == 30
    assert costs[0] == costs[1]


def test_she_asks_to_be_told_of_earlier_times_and_stops(invited, tr):
    url = link(invited)
    tr.post(url, {"action": "book", "slot": SlotFactory(call=invited.call).pk})

    tr.post(url, {"action": "earlier", "wanted": "1"})
    assert Interview.objects.get().wants_earlier
    assert "checked" in tr.get(url).content.decode()

    tr.post(url, {"action": "earlier"})
    assert not Interview.objects.get().wants_earlier


def test_wish_without_a_booking_is_said_and_changes_nothing(invited, tr):
    answer = tr.post(link(invited), {"action": "earlier", "wanted": "1"}, follow=True)

    assert [str(one.level_tag) for one in answer.context["messages"]] == ["error"]


def test_without_changes_left_only_earlier_times_are_shown(invited, tr):
    late = SlotFactory(call=invited.call, starts_at=in_days(9))
    earlier = SlotFactory(call=invited.call, starts_at=in_days(4))
    SlotFactory(call=invited.call, starts_at=in_days(12))
    InterviewFactory(application=invited, slot=late, moved_count=1, wants_earlier=True)
    Application.objects.update(state=ApplicationState.SCHEDULED)
    url = link(invited)

    page = tr.get(url)
    taken = tr.post(url, {"action": "move", "slot": earlier.pk})

    assert [slots for _day, slots in page.context["days"]] == [[earlier]]
    assert taken.status_code == 302
    assert Interview.objects.get().slot == earlier


def test_too_late_for_a_change_is_said_and_giving_up_still_works(invited, tr):
    soon = SlotFactory(call=invited.call, starts_at=in_days(0.05))
    other = SlotFactory(call=invited.call, starts_at=in_days(3))
    InterviewFactory(application=invited, slot=soon)
    Application.objects.update(state=ApplicationState.SCHEDULED)
    url = link(invited)

    refused = tr.post(url, {"action": "move", "slot": other.pk})
    given_up = tr.post(f"{url}iptal/")

    assert refused.status_code == 409
    assert "2 saat" in refused.context["error"] or "2 hours" in refused.context["error"]
    assert given_up.status_code == 302
    assert Interview.objects.get().state == InterviewState.CANCELLED


def test_slot_of_another_call_and_a_past_one_are_refused(invited, tr):
    url = link(invited)
    foreign = SlotFactory(call=CallFactory())
    past = SlotFactory(call=invited.call, starts_at=in_days(-1))

    answers = [
        tr.post(url, {"action": "book", "slot": slot.pk}) for slot in (foreign, past)
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert Interview.objects.count() == 0


def test_link_of_another_person_books_only_for_her(invited, tr):
    other = ApplicationFactory(call=invited.call, state=ApplicationState.INVITED)
    slot = SlotFactory(call=invited.call)

    tr.post(link(other), {"action": "book", "slot": slot.pk, "application": invited.pk})

    assert Interview.objects.get().application == other


def test_times_side_by_side_are_one_button_and_never_a_dead_end(invited, tr):
    moment = in_days(4).replace(second=0, microsecond=0)
    first, second = SlotFactory.create_batch(
        2, call=invited.call, starts_at=moment, minutes=10
    )
    url = link(invited)
    page = tr.get(url)
    [(_day, slots)] = page.context["days"]
    InterviewFactory(application__call=invited.call, slot=first)

    answer = tr.post(url, {"action": "book", "slot": slots[0].choice})

    assert slots == [first]
    assert answer.status_code == 302
    assert Interview.objects.get(application=invited).slot == second
    assert tr.get(url).context["days"] == []


def test_how_long_it_takes_is_said_by_the_hours_alone(invited, tr):
    """Her page once promised half an hour, whatever the length of the slot."""
    begins = timezone.localtime(in_days(4)).replace(hour=10, minute=0, second=0)
    SlotFactory(call=invited.call, starts_at=begins, minutes=10)

    page = tr.get(link(invited)).text

    assert "10.00–10.10" in page
    assert "yarım saat" not in page
