"""Drawing, kept places and changes on the quick path of registering."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging.models import CalendarEvent, Message
from people.exceptions import Refusal
from people.roles import StaffRole
from programs.domain import places as places_module
from programs.domain.changes import change_party
from programs.domain.party import Guest
from programs.enums import MemberKind, RuleKind, SelectionMode
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import (
    Occurrence,
    PartyMember,
    PlaceQuota,
    Registration,
    RegistrationRule,
)
from programs.models.tally import _HOLDING, _SQLITE, counted_anew, keep_tallies
from tests.factories.programs import (
    ActivityFactory,
    OccurrenceFactory,
    details,
    register,
)
from tests.programs.test_own_page import own_url

pytestmark = pytest.mark.django_db


def groups(tallies) -> set[tuple[object, ...]]:
    return {
        (one.is_waiting, one.offers_lapsed, one.priority, one.parties, one.seats)
        for one in tallies
        if one.parties
    }


# --- what the database counts -------------------------------------------------


@pytest.mark.parametrize("state", State.holding)
def test_every_state_that_holds_a_seat_is_counted(state):
    hers = register(OccurrenceFactory(), seats=2).registration
    until = timezone.now() + timedelta(days=1) if state == State.OFFERED else None

    Registration.objects.filter(pk=hers.pk).update(state=state, offer_expires_at=until)

    counted = Occurrence.objects.with_places().get(pk=hers.occurrence_id)
    assert counted.seats_held == 2
    assert groups(counted.tallies.all()) == groups(counted_anew())


def test_triggers_made_from_an_older_text_are_made_anew(monkeypatch):
    """As when a state that holds seats was added: the database learns of it."""
    hers = register(OccurrenceFactory(), seats=2).registration
    with monkeypatch.context() as older:
        older.setattr("programs.models.tally._VERSION", "00000000")
        without = dict.fromkeys(_SQLITE, "SELECT 1;")
        older.setattr("programs.models.tally._SQLITE", without)
        older.setattr("programs.models.tally._POSTGRESQL", _without_counting())
        keep_tallies()
    register(hers.occurrence, n=1, seats=3)
    assert Occurrence.objects.with_places().get().seats_held == 2

    keep_tallies()

    assert Occurrence.objects.with_places().get().seats_held == 5
    assert "excused" in _HOLDING


def _without_counting() -> str:
    return "".join(
        f"CREATE OR REPLACE FUNCTION programs_tally_{event}() RETURNS trigger AS $$"
        " BEGIN RETURN NULL; END $$ LANGUAGE plpgsql;"
        for event in _SQLITE
    )


# --- the draw -----------------------------------------------------------------


def test_for_a_draw_everybody_is_noted_and_nobody_has_a_number(tr):
    occurrence = OccurrenceFactory(capacity=1, selection=SelectionMode.DRAW)

    asked = [register(occurrence, n=n) for n in range(3)]

    assert [(one.registration.state, one.position) for one in asked] == [
        (State.WAITING, None)
    ] * 3
    assert set(Message.objects.values_list("template", flat=True)) == {
        "programs.in_draw"
    }
    assert not CalendarEvent.objects.exists()
    counted = Occurrence.objects.with_places().get()
    assert (counted.seats_held, counted.waiting_count) == (0, 3)


def test_who_comes_after_the_draw_stands_behind_those_who_were_drawn(staff_user):
    occurrence = OccurrenceFactory(
        activity=ActivityFactory(most_children=3),
        capacity=2,
        waiting_capacity=20,
        selection=SelectionMode.DRAW,
    )
    drawn = [register(occurrence, n=n).registration for n in range(3)]
    Occurrence.objects.filter(pk=occurrence.pk).update(drawn_at=timezone.now())
    for rank, one in enumerate(drawn, start=1):
        # The last of them has taken part before: her rank counts, not that.
        Registration.objects.filter(pk=one.pk).update(drawn_rank=rank, priority=1)
    Registration.objects.filter(pk=drawn[0].pk).update(state=State.CONFIRMED)
    late = Occurrence.objects.get(pk=occurrence.pk)

    with patch("programs.domain.admission.rank_of_latecomer", return_value=4):
        admitted = register(
            late,
            n=7,
            by=staff_user(StaffRole.TRIPS),
            channel="desk",
            override_note="Liste kapandıktan sonra aradı.",
        )

    # One place is free, and it is theirs.
    assert (admitted.registration.state, admitted.position) == (State.WAITING, 3)


# --- places kept for neighborhoods --------------------------------------------


def test_kept_places_cost_queries_only_where_places_are_kept():
    def asked(occurrence: Occurrence, n: int) -> int:
        register(occurrence, n=n)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            register(occurrence, n=n + 1)
        return len(seen)

    usual = asked(OccurrenceFactory(), 0)
    occurrence = OccurrenceFactory(selection=SelectionMode.QUOTA)
    for neighborhood in ("Onur Mahallesi", "Yamanlar Mahallesi"):
        PlaceQuota.objects.create(
            occurrence=occurrence,
            district="bayrakli",
            neighborhood=neighborhood,
            seats=2,
        )

    # Whose quota is hers, before the lock; what is held and kept, under it.
    assert asked(occurrence, 10) == usual + 3


def test_party_of_the_neighborhood_passes_who_waits_for_what_is_not_kept():
    occurrence = OccurrenceFactory(
        capacity=2, waiting_capacity=9, selection=SelectionMode.QUOTA
    )
    PlaceQuota.objects.create(
        occurrence=occurrence, district="bayrakli", neighborhood="Onur", seats=1
    )
    first, second = (register(occurrence, n=n) for n in range(2))
    hers = register(
        occurrence, n=5, person=details(5, district="bayrakli", neighborhood="ONUR")
    )

    assert [one.registration.state for one in (first, second, hers)] == [
        State.CONFIRMED,
        State.WAITING,
        State.CONFIRMED,
    ]
    assert hers.registration.quota is not None
    assert second.registration.skips.get().reason == "kept"


# --- what was read before the lock --------------------------------------------


def test_message_says_the_time_that_holds_under_the_lock():
    occurrence = OccurrenceFactory()
    later = occurrence.starts_at + timedelta(hours=3)
    lock = places_module._locked_alone.asking

    def move_then_lock(pk: int):
        Occurrence.objects.filter(pk=pk).update(
            starts_at=later, ends_at=later + timedelta(hours=1)
        )
        return lock(pk)

    with patch.object(places_module._locked_alone, "asking", move_then_lock):
        register(occurrence)

    body = Message.objects.get().body
    assert "Saat: 13.00" in body
    assert CalendarEvent.objects.count() == 1


# --- rules on a party that changes --------------------------------------------


def with_rule(**changes) -> Registration:
    activity = ActivityFactory()
    RegistrationRule.objects.create(activity=activity, **changes)
    occurrence = OccurrenceFactory(activity=activity)
    return register(occurrence, party=[baby(occurrence, months=10)]).registration


def baby(occurrence: Occurrence, *, months: int) -> Guest:
    count = occurrence.day.year * 12 + occurrence.day.month - 1 - months
    return Guest(
        kind=MemberKind.CHILD,
        given_name="Ada",
        birth_year=count // 12,
        birth_month=count % 12 + 1,
    )


@pytest.mark.parametrize(
    ("rule", "months", "reason"),
    [
        ({"kind": RuleKind.CHILD_NEEDED}, [], Reason.CHILD_NEEDED),
        ({"kind": RuleKind.LEAST_PARTY, "least": 2}, [], Reason.PARTY_TOO_SMALL),
        (
            {"kind": RuleKind.CHILD_MONTHS, "least": 6, "most": 36},
            [48],
            Reason.CHILD_MONTHS,
        ),
    ],
)
def test_chosen_rules_on_the_party_hold_for_a_change(rule, months, reason):
    hers = with_rule(**rule)
    party = [baby(hers.occurrence, months=count) for count in months]

    with pytest.raises(Refusal) as refused:
        change_party(hers, party=party, boarding_point=None)

    assert refused.value.reason == reason


def test_rule_that_staff_set_aside_stays_aside_for_a_change():
    hers = with_rule(kind=RuleKind.CHILD_NEEDED)
    hers.override_note = "Komşusunun çocuğuyla gelecekti."
    hers.save()

    change_party(hers, party=[], boarding_point=None)

    assert Registration.objects.get(pk=hers.pk).seats == 1


def test_month_of_birth_is_asked_and_kept_on_her_page_where_it_counts(tr):
    hers = with_rule(kind=RuleKind.CHILD_MONTHS, least=6, most=36)
    url = f"{own_url(hers)}degistir/"
    child = hers.members.get(kind=MemberKind.CHILD)
    assert "Çocuğun doğduğu ay" in tr.get(url).content.decode()
    answers = {
        "child_1_name": "Ada",
        "child_1_year": child.birth_year,
        "child_1_month": child.birth_month,
    }

    missing = tr.post(url, {**answers, "child_1_month": ""})
    changed = tr.post(url, {**answers, "child_1_name": "Ela"})

    assert (missing.status_code, changed.status_code) == (200, 302)
    kept = PartyMember.objects.get(registration=hers, kind=MemberKind.CHILD)
    assert (kept.given_name, kept.birth_month) == ("Ela", child.birth_month)


def test_page_of_a_change_does_not_ask_the_month_where_it_does_not_count(tr):
    hers = register(OccurrenceFactory(), seats=2).registration

    page = tr.get(f"{own_url(hers)}degistir/").content.decode()

    assert "child_1_month" not in page
