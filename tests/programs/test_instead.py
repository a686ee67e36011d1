"""A departure is cancelled, and another date is offered in its place, in order."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.domain.outbox import messages_held_about
from messaging.domain.review import drop_messages, release_messages
from messaging.enums import MessageState
from messaging.models import Message
from people.exceptions import Refusal
from people.roles import StaffRole
from programs.domain.instead import dates_instead, usual_instead
from programs.domain.occurrences import cancel_occurrence
from programs.domain.registrations import decline_offer
from programs.domain.unasked import TEMPLATE
from programs.domain.waiting_list import (
    accept_offer,
    lapse_expired_offers,
    position,
)
from programs.enums import EndReason, OccurrenceRefusal, SelectionMode
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from programs.notifications import answer_words
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
    at_ten,
    register,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_staff(StaffRole.TRIPS)


@pytest.fixture
def activity():
    return ActivityFactory()


@pytest.fixture
def cancelled(activity):
    return OccurrenceFactory(activity=activity, capacity=4, waiting_capacity=6)


@pytest.fixture
def other(activity):
    return OccurrenceFactory(
        activity=activity, starts_at=at_ten(18), capacity=4, waiting_capacity=4
    )


def on(occurrence, registration):
    """The same woman on another date."""
    return Registration.objects.get(
        occurrence=occurrence, person=registration.person_id
    )


def cancel(occurrence, instead, by=None):
    return cancel_occurrence(occurrence, note="Fırtına", instead=instead, by=by)


def test_places_go_to_who_had_one_then_down_the_line(cancelled, other):
    two = register(cancelled, n=0, seats=2).registration
    three = register(cancelled, n=1, seats=3).registration  # waits
    one = register(cancelled, n=2).registration
    first, second = (register(cancelled, n=n).registration for n in (3, 4))
    assert [row.state for row in (one, first, three, second)] == [
        State.CONFIRMED,
        State.CONFIRMED,
        State.WAITING,
        State.WAITING,
    ]

    cancel(cancelled, other)

    had = [on(other, row).state for row in (two, one, first)]
    assert had == [State.OFFERED] * 3
    assert [position(on(other, row)) for row in (three, second)] == [1, 2]
    assert {row.end_reason for row in cancelled.registrations.all()} == {
        EndReason.OCCURRENCE_CANCELLED
    }


def test_nobody_is_confirmed_without_her_answer(cancelled, other):
    hers = register(cancelled, seats=2).registration

    cancel(cancelled, other)

    new = on(other, hers)
    assert (new.state, new.seats, new.members.count()) == (State.OFFERED, 2, 2)
    assert new.offer_expires_at > timezone.now()
    assert accept_offer(new).state == State.CONFIRMED


def test_giving_the_offer_up_hands_it_to_the_next(cancelled, other):
    mine = register(cancelled, n=0, seats=3).registration
    waits = register(cancelled, n=1, seats=2).registration
    cancel(cancelled, other)
    assert on(other, waits).state == State.WAITING

    decline_offer(on(other, mine))

    assert on(other, waits).state == State.OFFERED


def test_who_waits_on_the_other_date_already_comes_first(cancelled, other):
    register(other, n=12)
    full = register(other, n=10, seats=3).registration
    there = register(other, n=11, seats=2).registration
    hers = register(cancelled, n=0).registration
    Registration.objects.filter(pk=full.pk).delete()

    cancel(cancelled, other)

    there.refresh_from_db()
    assert (there.state, on(other, hers).state) == (State.OFFERED, State.OFFERED)
    assert other.registrations.holding().count() == 3


def test_a_full_date_puts_them_in_line_as_far_as_the_line_reaches(cancelled, other):
    Occurrence.objects.filter(pk=other.pk).update(capacity=3, waiting_capacity=3)
    register(other, n=10, seats=3)
    first = register(cancelled, n=0, seats=2).registration
    second = register(cancelled, n=1, seats=2).registration
    third = register(cancelled, n=2, seats=1).registration

    cancel(cancelled, other)

    assert [position(on(other, row)) for row in (first, third)] == [1, 2]
    assert not other.registrations.filter(person=second.person_id).exists()
    assert dict(Message.objects.held().values_list("person", "template")) == {
        first.person_id: "programs.cancelled_waiting",
        second.person_id: "programs.occurrence_cancelled",
        third.person_id: "programs.cancelled_waiting",
    }


def test_each_gets_one_message_that_is_needed_before_the_offers_end(
    cancelled, other, staff
):
    hers = register(cancelled).registration
    Message.objects.all().delete()

    cancel(cancelled, other, by=staff)

    [message] = Message.objects.all()
    new = on(other, hers)
    batch = messages_held_about(cancelled)
    assert (message.template, message.about) == ("programs.cancelled_offered", new)
    assert batch.needed_by == new.offer_expires_at
    assert "CANCEL" in message.calendar


def test_who_is_there_already_is_only_told(cancelled, other):
    hers = register(cancelled).registration
    register(other, person=hers.person)

    cancel(cancelled, other)

    assert other.registrations.count() == 1
    assert Message.objects.held().get().template == "programs.occurrence_cancelled"


def test_the_season_frees_itself_for_the_other_date():
    activity = ActivityFactory(once_per_season=True)
    first = OccurrenceFactory(activity=activity)
    second = OccurrenceFactory(activity=activity, starts_at=at_ten(16))
    hers = register(first).registration

    cancel(first, second)

    assert on(second, hers).state == State.OFFERED


def test_the_season_used_elsewhere_leaves_her_where_she_is():
    activity = ActivityFactory(once_per_season=True)
    first, second, third = (
        OccurrenceFactory(activity=activity, starts_at=at_ten(days), capacity=1)
        for days in (14, 15, 16)
    )
    register(first, n=5)
    waits = register(first, n=1).registration
    held = register(third, n=2).registration
    Registration.objects.filter(pk=held.pk).update(person=waits.person)
    assert held.season_key and waits.season_key == held.season_key

    cancel(first, second)

    assert not second.registrations.filter(person=waits.person).exists()


def test_she_boards_at_the_same_point_where_there_is_one(cancelled, other):
    here = BoardingPointFactory(occurrence=cancelled, name="Konak")
    gone = BoardingPointFactory(occurrence=cancelled, name="Çiğli")
    there = BoardingPointFactory(occurrence=other, name="Konak")
    one = register(cancelled, n=1, boarding_point=here).registration
    two = register(cancelled, n=2, boarding_point=gone).registration

    cancel(cancelled, other)

    assert on(other, one).boarding_point == there
    assert on(other, two).boarding_point is None


def test_cancelled_a_second_time_it_changes_nothing(cancelled, other):
    register(cancelled)
    cancel(cancelled, other)

    with pytest.raises(Refusal):
        cancel(cancelled, other)

    assert other.registrations.count() == 1


def test_what_is_not_open_any_more_is_refused_and_nothing_happens(cancelled, other):
    register(cancelled)
    Occurrence.objects.filter(pk=other.pk).update(state="cancelled")

    with pytest.raises(Refusal) as refused:
        cancel(cancelled, other)

    cancelled.refresh_from_db()
    assert refused.value.reason == OccurrenceRefusal.NOT_OFFERABLE
    assert cancelled.state == "published"


def test_only_coming_dates_of_the_same_are_offered(activity, cancelled, other):
    OccurrenceFactory()
    OccurrenceFactory(activity=activity, state="draft")
    OccurrenceFactory(activity=activity, selection=SelectionMode.DRAW)
    OccurrenceFactory(activity=activity, starts_at=at_ten(-1))
    soon = timezone.now() + timedelta(minutes=40)
    OccurrenceFactory(
        activity=activity,
        starts_at=soon,
        registration_closes_at=soon,
        cancel_until=soon,
    )

    assert dates_instead(cancelled) == [other]


def test_usual_is_the_next_with_room(activity, cancelled, other):
    full = OccurrenceFactory(activity=activity, starts_at=at_ten(15), capacity=1)
    register(full)

    dates = dates_instead(cancelled)

    assert (dates, usual_instead(dates)) == ([full, other], other)


def test_the_form_offers_the_next_date_and_says_how_many(
    client, cancelled, other, staff
):
    client.force_login(staff)
    register(other, n=10, seats=3)
    register(cancelled, n=0)
    register(cancelled, n=1)
    url = reverse("programs_occurrence:cancel", args=[cancelled.pk])

    form = client.get(url).context["form"]
    asked = client.post(url, {"note": "Fırtına", "instead": other.pk})
    preview = asked.context["preview"]
    client.post(url, {"note": "Fırtına", "instead": other.pk, "is_sure": "1"})

    assert form["instead"].value() == other.pk
    assert (preview.offered_instead, preview.waiting_instead) == (1, 1)
    assert f'name="instead" value="{other.pk}"' in asked.content.decode()
    assert other.registrations.filter(state=State.OFFERED).count() == 1
    assert other.registrations.filter(state=State.WAITING).count() == 1


def test_none_is_possible(client, cancelled, other, staff):
    client.force_login(staff)
    register(cancelled)
    url = reverse("programs_occurrence:cancel", args=[cancelled.pk])

    client.post(url, {"note": "Fırtına", "instead": "", "is_sure": "1"})

    cancelled.refresh_from_db()
    assert (cancelled.state, other.registrations.count()) == ("cancelled", 0)


# --- a message that nobody lets go ------------------------------------------------


def late(occurrence, until):
    """Her time to answer has passed, and the other date begins at `until`."""
    offered = Registration.objects.filter(occurrence=occurrence, state=State.OFFERED)
    offered.update(offer_expires_at=timezone.now() - timedelta(minutes=5))
    Occurrence.objects.filter(pk=occurrence.pk).update(
        starts_at=until,
        ends_at=until + timedelta(hours=2),
        registration_opens_at=until - timedelta(days=30),
        registration_closes_at=until - timedelta(days=5),
        cancel_until=until - timedelta(days=1),
    )
    return offered.get()


@pytest.fixture
def asked(cancelled, other, staff):
    """One is offered the other date; her message waits for a member of staff."""
    register(cancelled)
    cancel(cancelled, other, by=staff)
    return Registration.objects.get(occurrence=other)


def test_an_offer_does_not_lapse_before_she_has_been_asked(asked, other):
    late(other, timezone.now() + timedelta(days=6))

    assert lapse_expired_offers() == 0
    asked.refresh_from_db()
    assert asked.state == State.OFFERED


def test_her_time_to_answer_begins_when_the_message_leaves(asked, other, staff):
    held = Message.objects.get(about_id=asked.pk, template=TEMPLATE)
    words = answer_words(asked)
    assert words in held.body
    Registration.objects.filter(pk=asked.pk).update(
        offer_expires_at=asked.offer_expires_at - timedelta(days=2)
    )
    asked.refresh_from_db()
    Message.objects.filter(pk=held.pk).update(
        body=held.body.replace(words, answer_words(asked))
    )

    release_messages([held.pk], by=staff)

    asked.refresh_from_db()
    held.refresh_from_db()
    assert asked.offer_expires_at - timezone.now() > timedelta(hours=2)
    assert answer_words(asked) in held.body
    assert ModelLogEntry.objects.filter(action="programs.registration.renew").exists()
    accept_offer(asked)


def test_a_message_that_leaves_at_once_changes_no_deadline(asked, staff):
    before = asked.offer_expires_at
    Registration.objects.filter(pk=asked.pk).update(
        offer_expires_at=before + timedelta(days=1)
    )

    release_messages(
        Message.objects.held().filter(template=TEMPLATE).values_list("pk", flat=True),
        by=staff,
    )

    asked.refresh_from_db()
    assert asked.offer_expires_at == before + timedelta(days=1)


def test_without_time_for_an_answer_she_waits_and_that_is_what_she_reads(asked, other):
    late(other, timezone.now() + timedelta(hours=1))

    lapse_expired_offers()

    asked.refresh_from_db()
    assert (asked.state, asked.offers_lapsed) == (State.WAITING, 0)
    [held] = Message.objects.held()
    assert held.template == "programs.cancelled_waiting"
    assert not Message.objects.filter(template="programs.offer_lapsed").exists()
    dropped = Message.objects.get(template=TEMPLATE)
    assert dropped.state == MessageState.CANCELLED


@pytest.mark.parametrize(
    ("reason", "counts"), [("mistaken", 0), ("unsafe", 0), ("already_told", 1)]
)
def test_an_offer_she_never_heard_of_does_not_count_against_her(
    asked, other, staff, reason, counts
):
    held = Message.objects.get(about_id=asked.pk, template=TEMPLATE)
    drop_messages([held.pk], reason=reason, by=staff)
    late(other, timezone.now() + timedelta(days=6))

    assert lapse_expired_offers() == 1

    asked.refresh_from_db()
    # The first in line, she is offered the place again, this time in a message.
    assert (asked.state, asked.offers_lapsed) == (State.OFFERED, counts)
    told = Message.objects.filter(about_id=asked.pk, template="programs.offered")
    assert told.exists()
    lapse = Message.objects.filter(template="programs.offer_lapsed")
    assert lapse.exists() is bool(counts)
