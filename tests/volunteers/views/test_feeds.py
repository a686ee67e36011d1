"""An interviewer's calendar: a secret address, numbers instead of names, GET only."""

import pytest
from django.urls import reverse

from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    InterviewFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain import calendar_feeds
from volunteers.domain.calendar_feeds import close_calendar_feed, renew_calendar_feed
from volunteers.models import CalendarFeed

pytestmark = pytest.mark.django_db


@pytest.fixture
def interviewer():
    return make_staff(StaffRole.INTERVIEWER)


def feed(token):
    return reverse("volunteers:interview_feed", args=[token])


def meet(user, *, days=2, state="booked", **person):
    person = PersonFactory(given_name="Işıl", family_name="Çağlayan", **person)
    application = ApplicationFactory(person=person)
    slot = SlotFactory(call=application.call, starts_at=in_days(days))
    slot.interviewers.add(user)
    return InterviewFactory(application=application, slot=slot, state=state)


def test_it_shows_time_place_and_number_and_no_name(tr, interviewer):
    interview = meet(interviewer)

    answer = tr.get(feed(renew_calendar_feed(interviewer)))

    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store, private"
    assert f"DTSTART:{interview.slot.starts_at:%Y%m%dT%H%M%SZ}" in text
    assert interview.application.reference in text
    assert "Konak Hizmet Binası" in text
    for word in ("Işıl", "Çağlayan", "ATTENDEE", "mailto"):
        assert word not in text


def test_it_holds_hers_and_what_stands(tr, interviewer):
    meet(make_staff(StaffRole.INTERVIEWER, "baskasi"))
    meet(interviewer, state="cancelled")
    meet(interviewer, days=-60, state="held")
    held = meet(interviewer, days=-3, state="held")

    text = tr.get(feed(renew_calendar_feed(interviewer))).content.decode()

    assert text.count("BEGIN:VEVENT") == 1
    assert held.application.reference in text


def test_number_of_a_protected_person_is_left_out(tr, interviewer):
    interview = meet(interviewer, is_protected=True)

    text = tr.get(feed(renew_calendar_feed(interviewer))).content.decode()

    assert text.count("BEGIN:VEVENT") == 1
    assert interview.application.reference not in text


def test_address_is_kept_as_a_hash_and_renewed(tr, interviewer):
    old = renew_calendar_feed(interviewer)
    new = renew_calendar_feed(interviewer)

    assert old not in str(CalendarFeed.objects.values())
    assert new not in str(CalendarFeed.objects.values())
    statuses = [tr.get(feed(token)).status_code for token in (old, new, "x" * 32)]
    assert statuses == [404, 200, 404]
    assert close_calendar_feed(interviewer)
    assert tr.get(feed(new)).status_code == 404
    assert not close_calendar_feed(interviewer)


@pytest.mark.parametrize("lost", ["account", "role"])
def test_it_ends_with_the_account_or_the_role(tr, interviewer, lost):
    token = renew_calendar_feed(interviewer)
    if lost == "account":
        interviewer.is_active = False
        interviewer.save()
    else:
        interviewer.groups.clear()

    assert tr.get(feed(token)).status_code == 404


def test_it_takes_no_post(tr, interviewer):
    assert tr.post(feed(renew_calendar_feed(interviewer))).status_code == 405


def test_it_is_answered_only_so_often(tr, interviewer, monkeypatch):
    monkeypatch.setattr(calendar_feeds, "MOST_A_MINUTE", 2)
    address = feed(renew_calendar_feed(interviewer))

    statuses = [tr.get(address).status_code for _n in range(3)]

    assert statuses == [200, 200, 429]


def test_she_renews_it_by_herself_and_sees_it_once(client, interviewer):
    client.force_login(interviewer)
    page = reverse("volunteers_slot:feed")

    made = client.post(page, {"action": "renew"})
    address = made.context["address"]

    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert address in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert address not in client.get(page).content.decode()
    client.post(page, {"action": "close"})
    assert not CalendarFeed.objects.exists()


def test_page_is_for_interviewers(client):
    client.force_login(make_staff(StaffRole.TRAINING))

    assert client.get(reverse("volunteers_slot:feed")).status_code in (302, 403)
