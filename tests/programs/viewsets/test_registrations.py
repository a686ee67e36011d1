"""The list of registrations, one of them, and a party registered by staff."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.enums import MessageState, StateReason
from messaging.models import Message
from people.enums import ContactChannel, EntryChannel
from people.exceptions import Refusal
from people.models import Person
from people.roles import StaffRole
from people.wording import refusal_words
from programs.domain.attendance import MARKED_FROM, mark_attended
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from tests.factories.people import PersonFactory
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
    at_ten,
    details,
    register,
)

pytestmark = pytest.mark.django_db


def url(name, registration):
    return reverse(f"programs_registration:{name}", args=[registration.pk])


def form_url(occurrence, query=""):
    return reverse("programs_occurrence:register", args=[occurrence.pk]) + query


def said(answer):
    return [str(message).strip() for message in answer.context["messages"]]


def words(reason, **details):
    return refusal_words(Refusal(reason, **details))


def state_of(registration):
    return Registration.objects.get(pk=registration.pk).state


def filled(**changes):
    """What the clerk types for somebody new who has a phone and no e-mail."""
    return {
        "given_name": "Çiğdem",
        "family_name": "Iğdırlı",
        "birth_date_day": "21",
        "birth_date_month": "11",
        "birth_date_year": "1961",
        "district": "konak",
        "neighborhood": "",
        "children": "2",
        "phone": "0500 000 00 07",
        "email": "",
        "contact_channel": "phone",
        "safe_time": "morning",
        "hide_organization": "on",
        "channel": "phone",
        "language": "tr",
        "override_note": "",
        "notice_read": "on",
        "key": "bir-kez",
        **changes,
    }


@pytest.fixture
def today(db):
    """Departs in three hours: attendance can be marked."""
    start = timezone.now() + timedelta(hours=3)
    return OccurrenceFactory(
        starts_at=start,
        registration_opens_at=start - timedelta(days=9),
        registration_closes_at=start - timedelta(hours=1),
        cancel_until=start - timedelta(hours=2),
    )


# --- registering somebody -------------------------------------------------------


def test_woman_without_email_is_registered_by_phone(trips):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)
    year = str(timezone.localdate().year - 6)

    answer = trips.post(
        form_url(occurrence, "?new=1"),
        filled(boarding_point=str(point.pk), child_1_name="Deniz", child_1_year=year),
        follow=True,
    )

    made = Registration.objects.get()
    assert (made.state, made.seats, made.channel) == (
        State.CONFIRMED,
        2,
        EntryChannel.PHONE,
    )
    assert made.boarding_point == point
    assert made.entered_by.username == "trips"
    assert made.notice_receipt is not None
    assert (made.person.full_name, made.person.email) == ("Çiğdem Iğdırlı", "")
    assert made.person.entered_through == EntryChannel.PHONE
    message = Message.objects.get()
    assert message.state == MessageState.BY_HAND
    assert said(answer) == [
        f"Kayıt tamam: {made.code}. Yeri kesinleşti. "
        f"Lütfen kendisine siz haber verin: {StateReason.PREFERS_PHONE.label}"
    ]


def test_known_woman_is_chosen_and_not_entered_again(trips):
    occurrence = OccurrenceFactory()
    person = PersonFactory(given_name="Işıl", family_name="Çağlayan")

    found = trips.post(form_url(occurrence), {"query": "ISIL cag"})
    assert list(found.context["found"]) == [person]
    trips.post(form_url(occurrence, f"?person={person.pk}"), filled())

    made = Registration.objects.get()
    assert (made.person, Person.objects.count()) == (person, 1)


@pytest.mark.parametrize("query", ["0500 000 00 07", "0007", "+90 500 000 0007"])
def test_she_is_found_by_her_phone(trips, query):
    person = PersonFactory(phone="+905000000007")
    PersonFactory(phone="+905000000123")

    found = trips.post(form_url(OccurrenceFactory()), {"query": query})

    assert list(found.context["found"]) == [person]


def test_who_is_registered_already_is_marked_and_refused(trips):
    occurrence = OccurrenceFactory()
    person = register(occurrence).registration.person

    found = trips.post(form_url(occurrence), {"query": person.full_name})
    answer = trips.post(form_url(occurrence, f"?person={person.pk}"), filled())

    assert [one.is_here for one in found.context["found"]] == [True]
    assert answer.context["desk"].non_field_errors() == [
        words(Reason.ALREADY_REGISTERED)
    ]
    assert Registration.objects.count() == 1


def test_form_pressed_twice_is_one_registration(trips):
    occurrence = OccurrenceFactory()

    trips.post(form_url(occurrence, "?new=1"), filled())
    trips.post(form_url(occurrence, "?new=1"), filled())

    assert (Registration.objects.count(), Person.objects.count()) == (1, 1)


def test_full_departure_puts_her_on_the_waiting_list(trips):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=3)
    register(occurrence)

    answer = trips.post(form_url(occurrence, "?new=1"), filled(), follow=True)

    assert Registration.objects.get(person__given_name="Çiğdem").state == State.WAITING
    assert "1. sırada" in said(answer)[0]


def test_missing_boarding_point_is_said_at_its_field_and_keeps_the_rest(trips):
    occurrence = OccurrenceFactory()
    BoardingPointFactory(occurrence=occurrence)

    answer = trips.post(form_url(occurrence, "?new=1"), filled())

    assert list(answer.context["reach"].errors) == ["boarding_point"]
    assert "Iğdırlı" in answer.content.decode()
    assert Registration.objects.count() == 0


def test_notice_has_to_be_read_to_her(trips):
    occurrence = OccurrenceFactory()
    data = filled()
    del data["notice_read"]

    answer = trips.post(form_url(occurrence, "?new=1"), data)

    assert list(answer.context["desk"].errors) == ["notice_read"]
    assert Person.objects.count() == 0


def test_under_age_is_refused_without_a_note_and_taken_with_one(trips):
    occurrence = OccurrenceFactory()
    young = filled(birth_date_year=str(timezone.localdate().year - 16))

    refused = trips.post(form_url(occurrence, "?new=1"), young)
    assert list(refused.context["who"].errors) == ["birth_date"]
    assert Registration.objects.count() == 0

    trips.post(
        form_url(occurrence, "?new=1"), {**young, "override_note": "Annesiyle geliyor"}
    )
    assert Registration.objects.get().override_note == "Annesiyle geliyor"


def test_departed_date_takes_nobody(trips):
    gone = OccurrenceFactory(
        starts_at=at_ten(-2),
        registration_opens_at=at_ten(-20),
        registration_closes_at=at_ten(-10),
        cancel_until=at_ten(-9),
    )

    answer = trips.post(form_url(gone, "?new=1"), filled(), follow=True)

    assert said(answer) == [words(Reason.DEPARTED)]
    assert Registration.objects.count() == 0


# --- the list -------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["igdirli", "IĞDIRLI çiğ", "code", "plain", "halves", "name and code"]
)
def test_search_forgives_turkish_letters_and_finds_codes(trips, query):
    occurrence = OccurrenceFactory()
    wanted = register(occurrence, person=details(3, family_name="Iğdırlı")).registration
    register(occurrence, n=5)
    begin, end = wanted.code.split("-")
    typed = {
        "code": wanted.code,
        "plain": f"{begin}{end}",
        "halves": f"{begin} {end}",
        "name and code": f"iğdır {end}",
    }

    rows = trips.get(
        reverse("programs_registration:index"), {"q": typed.get(query, query)}
    ).context["object_list"]

    assert list(rows) == [wanted]


def test_filters_narrow_the_list(trips):
    first, second = OccurrenceFactory(), OccurrenceFactory(activity__kind="sea_trip")
    one = register(first).registration
    two = register(second, channel=EntryChannel.DESK).registration

    def shown(**query):
        address = reverse("programs_registration:index")
        return list(trips.get(address, query).context["object_list"])

    assert shown(occurrence=first.pk) == [one]
    assert shown(kind="sea_trip") == [two]
    assert shown(channel="desk") == [two]
    assert shown(state="waiting") == []


def test_list_costs_the_same_for_1_and_30(trips):
    occurrence = OccurrenceFactory(capacity=40)

    def cost():
        with CaptureQueriesContext(connection) as context:
            address = reverse("programs_registration:index")
            assert trips.get(address).status_code == 200
        return len(context)

    register(occurrence)
    cost()
    one = cost()
    for n in range(1, 30):
        register(occurrence, n=n)

    assert cost() == one


# --- one registration -----------------------------------------------------------


def test_contact_preference_stands_before_everything_else(trips):
    registration = register(
        OccurrenceFactory(),
        person=details(1, contact_channel=ContactChannel.SHE_CALLS),
    ).registration

    page = trips.get(url("inspect", registration)).content.decode()

    assert 0 < page.index("Mesaj bırakmayın.") < page.index("Cep telefonu")


def test_history_and_audit_hold_no_name(trips):
    registration = register(OccurrenceFactory(), n=3).registration
    trips.post(url("cancel", registration), {"note": "Çiğdem aradı"})

    entries = ModelLogEntry.objects.filter(
        object_id=str(registration.pk), action__startswith="programs."
    )
    assert {entry.action for entry in entries} == {
        "programs.registration.register",
        "programs.registration.cancel",
    }
    assert "Çiğdem" not in "".join(f"{entry.label} {entry.data}" for entry in entries)


@pytest.fixture
def offered(db):
    """One place, given up by its holder and offered to her."""
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=3)
    first = register(occurrence, n=1).registration
    second = register(occurrence, n=2).registration
    return first, second


def test_accepting_for_her(trips, offered):
    first, second = offered
    trips.post(url("cancel", first), {"note": ""})

    assert trips.get(url("accept", second)).status_code == 405
    assert state_of(second) == State.OFFERED
    trips.post(url("accept", second))

    assert (state_of(first), state_of(second)) == (State.CANCELLED, State.CONFIRMED)


@pytest.mark.parametrize("name", ["accept", "decline", "attend", "miss", "undo"])
def test_opening_the_address_of_an_action_does_nothing(trips, today, name):
    registration = register(today).registration

    assert trips.get(url(name, registration)).status_code == 405
    assert state_of(registration) == State.CONFIRMED


def test_declining_for_her(trips, offered):
    first, second = offered
    trips.post(url("cancel", first), {"note": ""})

    trips.post(url("decline", second))

    assert state_of(second) == State.DECLINED


def test_lapsed_offer_is_refused_in_words(trips, offered):
    first, second = offered
    trips.post(url("cancel", first), {"note": ""}, follow=True)
    Registration.objects.filter(pk=second.pk).update(
        offer_expires_at=timezone.now() - timedelta(minutes=1)
    )

    answer = trips.post(url("accept", second), follow=True)

    assert said(answer) == [words(Reason.OFFER_LAPSED)]
    assert state_of(second) == State.OFFERED


def test_removing_needs_a_reason(trips):
    registration = register(OccurrenceFactory()).registration

    answer = trips.post(url("remove", registration), {"note": ""})
    assert list(answer.context["form"].errors) == ["note"]
    assert state_of(registration) == State.CONFIRMED

    trips.post(url("remove", registration), {"note": "İki kez yazılmış"})
    assert state_of(registration) == State.REMOVED


def test_what_is_over_cannot_be_cancelled_again(trips):
    registration = register(OccurrenceFactory()).registration
    trips.post(url("cancel", registration), {"note": ""})

    answer = trips.post(url("cancel", registration), {"note": ""})

    assert answer.context["form"].non_field_errors() == [words(Reason.MOVE_NOT_ALLOWED)]


def test_attendance_is_marked_and_taken_back_at_the_row(trips, today):
    registration = register(today).registration
    back = reverse("programs_occurrence:inspect", args=[today.pk])

    answer = trips.post(url("attend", registration), {"next": back})
    assert answer.url == f"{back}#kayit-{registration.pk}"
    assert state_of(registration) == State.ATTENDED

    trips.post(url("undo", registration), {"next": back})
    assert state_of(registration) == State.CONFIRMED

    trips.post(url("miss", registration), {"next": back})
    assert state_of(registration) == State.MISSED


def test_attendance_before_the_day_is_refused(trips):
    registration = register(OccurrenceFactory()).registration

    answer = trips.post(url("attend", registration), follow=True)

    since = registration.occurrence.starts_at - MARKED_FROM
    assert said(answer) == [words(Reason.TOO_EARLY, since=since)]
    assert state_of(registration) == State.CONFIRMED


def test_buttons_follow_the_table_of_the_process(trips, today):
    registration = register(today).registration

    def offered_now():
        may = trips.get(url("inspect", registration)).context["may"]
        return {name for name, allowed in may.items() if allowed}

    assert offered_now() == {"change", "cancel", "remove", "attend", "miss", "excuse"}
    mark_attended(registration, by=registration.entered_by)
    assert offered_now() == {"miss", "excuse", "undo"}


def test_who_waits_without_an_offer_has_no_place_to_give_up(trips):
    occurrence = OccurrenceFactory(capacity=1)
    register(occurrence, n=1)
    waiting = register(occurrence, n=2).registration

    may = trips.get(url("inspect", waiting)).context["may"]

    assert "decline" not in {name for name, allowed in may.items() if allowed}


def test_empty_list_says_how_a_registration_is_entered(trips):
    listed = reverse("programs_registration:index")

    assert "“Kayıt al”" in trips.get(listed).content.decode()
    assert "“Kayıt al”" not in trips.get(f"{listed}?q=Fatma").content.decode()


# --- another party or boarding point ------------------------------------------------


def new_party(*names, **changes):
    """The form of a change: a child of six for each name, and nobody else."""
    year = str(timezone.localdate().year - 6)
    rows = [*names, *[""] * (2 - len(names))]
    data = {}
    for row, name in enumerate(rows, start=1):
        data[f"child_{row}_name"] = name
        data[f"child_{row}_year"] = year if name else ""
    return {**data, **changes}


def seats_of(registration):
    return Registration.objects.get(pk=registration.pk).seats


def test_desk_changes_who_comes_and_where_they_board(trips):
    occurrence = OccurrenceFactory()
    here, there = BoardingPointFactory.create_batch(2, occurrence=occurrence)
    hers = register(occurrence, boarding_point=here).registration
    assert url("change", hers) in trips.get(url("inspect", hers)).content.decode()

    answer = trips.post(
        url("change", hers), new_party("Ada", boarding_point=there.pk), follow=True
    )

    hers.refresh_from_db()
    assert (hers.seats, hers.boarding_point) == (2, there)
    assert [one.given_name for one in hers.members.all()] == ["", "Ada"]
    assert hers.code in said(answer)[0]
    entry = ModelLogEntry.objects.get(action="programs.registration.change")
    assert entry.user is not None
    assert entry.data == {"before": 1, "after": 2}
    [told] = Message.objects.filter(template="programs.party_changed")
    assert (told.person, there.name in told.body) == (hers.person, True)


def test_form_begins_with_the_party_as_it_is(trips):
    hers = register(OccurrenceFactory(), seats=2).registration
    [child] = hers.members.filter(kind="child")

    form = trips.get(url("change", hers)).context["form"]

    assert form["child_1_name"].value() == child.given_name
    assert form["child_2_name"].value() is None


def test_where_nothing_can_be_changed_it_says_so(trips):
    activity = ActivityFactory(children_allowed=False, companion_allowed=False)
    hers = register(OccurrenceFactory(activity=activity)).registration

    answer = trips.get(url("change", hers), follow=True)

    assert answer.redirect_chain[-1][0] == url("inspect", hers)
    assert said(answer)


def test_desk_may_change_after_her_own_deadline(trips):
    hers = register(OccurrenceFactory()).registration
    Occurrence.objects.update(cancel_until=timezone.now() - timedelta(minutes=1))

    trips.post(url("change", hers), new_party("Ada"))

    assert seats_of(hers) == 2


def test_what_a_smaller_party_leaves_is_offered_and_her_place_stays(trips):
    occurrence = OccurrenceFactory(capacity=3, waiting_capacity=5)
    hers = register(occurrence, n=1, seats=3).registration
    waits = register(occurrence, n=2, seats=2).registration

    trips.post(url("change", hers), new_party())

    assert (seats_of(hers), state_of(hers)) == (1, State.CONFIRMED)
    assert state_of(waits) == State.OFFERED


def test_number_in_line_stays_when_the_desk_changes_the_party(trips):
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=9)
    register(occurrence, n=1, seats=2)
    first, second = (register(occurrence, n=n).registration for n in (2, 3))

    trips.post(url("change", first), new_party("Ada"))

    assert seats_of(first) == 2
    line = Registration.objects.waiting().in_line()
    assert list(line) == [first, second]


def test_why_not_is_said_in_the_form_and_nothing_is_changed(trips):
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=5)
    hers = register(occurrence, n=1).registration
    register(occurrence, n=2)

    answer = trips.post(url("change", hers), new_party("Ada"))

    assert answer.context["form"].non_field_errors() == [words(Reason.NO_ROOM_FOR_MORE)]
    assert "Ada" in answer.content.decode()
    assert seats_of(hers) == 1
    assert not Message.objects.filter(template="programs.party_changed").exists()


def test_muhtar_changes_what_she_entered_and_nothing_else(staff_client):
    client = staff_client(StaffRole.MUHTAR)
    occurrence = OccurrenceFactory()
    muhtar = get_user_model().objects.get()
    entered = {"channel": EntryChannel.MUHTAR, "by": muhtar}
    hers = register(occurrence, n=1, **entered).registration
    others = register(occurrence, n=2).registration

    client.post(url("change", hers), new_party("Ada"))
    answer = client.post(url("change", others), new_party("Ada"))

    assert (seats_of(hers), seats_of(others)) == (2, 1)
    assert answer.status_code == 404


@pytest.mark.parametrize("role", [StaffRole.GUIDE, StaffRole.PRIVACY])
def test_who_may_not_change_registrations_changes_no_party(staff_client, role):
    hers = register(OccurrenceFactory()).registration

    staff_client(role).post(url("change", hers), new_party("Ada"))

    assert seats_of(hers) == 1
