"""The waiting list: who is next, what is offered to her, what she does with it."""

from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from wagtail.log_actions import log

from messaging.domain.review import drop_outdated
from messaging.models import Message
from people.exceptions import Refusal
from programs import notifications
from programs.domain.deadlines import answers_until, offer_deadline
from programs.domain.places import Places, count_places, lock_places
from programs.domain.quotas import quota_of
from programs.domain.seating import give_seats, registration_now
from programs.domain.unasked import cancelled_with, never_told, unasked
from programs.enums import EndReason, OccurrenceState, SelectionMode, SkipReason
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, PlaceQuota, PlaceSkip, Registration
from programs.models.registration import RegistrationQuerySet
from programs.workflow import check_move

#: For so long after the departure places of absent parties are given to the line.
LIST_STAYS = timedelta(minutes=30)
#: After so many offers without an answer she is no longer asked.
MOST_LAPSED_OFFERS = 2


def position(registration: Registration) -> int | None:
    """Her place in the waiting list, 1 being next; None when she is in none (yet)."""
    if registration.state != State.WAITING or registration.occurrence.awaits_draw:
        return None
    waiting = Registration.objects.filter(occurrence=registration.occurrence_id)
    return waiting.waiting().ahead_of(registration).count() + 1


def offer_places(occurrence: Occurrence, *, by: User | None = None) -> int:
    """Offer what is free to those first in line whom it fits; returns how many."""
    with transaction.atomic():
        return offer_free_places(lock_places(occurrence.pk), by=by)


def apply_quotas(occurrence: Occurrence, *, by: User | None = None) -> int:
    """After the kept places were changed; returns how many are offered then.

    Also to those who came before the change: who lives where places are kept holds, or
    waits for, one of them from now on. Nobody loses a place by it.
    """
    with transaction.atomic():
        places = lock_places(occurrence.pk)
        quotas = list(PlaceQuota.objects.filter(occurrence=places.occurrence))
        rows = places.occurrence.registrations.filter(
            state__in=[State.WAITING, *State.holding]
        )
        moved = []
        for row in rows.select_related("person").order_by("pk"):
            quota = quota_of(quotas, row.person)
            if row.quota_id != (quota.pk if quota else None):
                row.quota = quota
                moved.append(row)
        Registration.objects.bulk_update(moved, ["quota"], batch_size=500)
        return offer_free_places(count_places(places.occurrence), by=by)


def offer_free_places(places: Places, *, by: User | None = None) -> int:
    """`offer_places`, for who holds the lock already."""
    occurrence = places.occurrence
    until = offer_deadline(now=places.now, starts_at=occurrence.entry_until)
    if (
        until is None
        or occurrence.state != OccurrenceState.PUBLISHED
        or occurrence.awaits_draw
    ):
        return 0
    offered = 0
    while places.free:
        fitting = (
            who_fits(places)
            .select_related("person", "boarding_point")
            .in_line()
            .first()
        )
        if fitting is None:
            break
        note_skips(fitting, places)
        fitting.occurrence = occurrence
        give_seats(fitting, State.OFFERED, places, until=until)
        log(
            fitting,
            "programs.registration.offer",
            user=by,
            data={"until": until.isoformat(), "seats": fitting.seats},
        )
        notifications.tell_offer(fitting)
        offered += 1
    return offered


def who_fits(places: Places) -> RegistrationQuerySet:
    """Who waits, fits into what is free and may take it."""
    season_used = Exists(
        Registration.objects.filter(
            person=OuterRef("person"),
            season_key=OuterRef("season_key"),
            state__in=State.season_using,
        )
    )
    fits = Q(seats__lte=places.free_for(None))
    for quota_pk in places.kept:
        fits |= Q(quota=quota_pk, seats__lte=places.free_for(quota_pk))
    return (
        Registration.objects.filter(occurrence=places.occurrence)
        .waiting()
        .filter(fits, Q(season_key="") | ~season_used)
    )


def note_skips(
    taker: Registration,
    places: Places,
    *,
    otherwise: SkipReason = SkipReason.SEASON_USED,
    but: Collection[int] = (),
) -> None:
    """Record who stood before `taker` and was passed over, and why.

    `otherwise`: why, of those for whom the places would have been enough. `but`: who
    was not passed over, because she is being asked at this moment.
    """
    PlaceSkip.objects.bulk_create(
        PlaceSkip(
            registration_id=pk,
            at=places.now,
            seats_free=places.free,
            reason=_too_little(seats, quota_pk, places) or otherwise,
        )
        for pk, seats, quota_pk in Registration.objects.filter(
            occurrence=places.occurrence
        )
        .waiting()
        .ahead_of(taker)
        .exclude(pk__in=but)
        .values_list("pk", "seats", "quota")
    )


def _too_little(seats: int, quota_pk: int | None, places: Places) -> SkipReason | None:
    if seats > places.free:
        return SkipReason.TOO_LARGE
    return SkipReason.KEPT if seats > places.free_for(quota_pk) else None


def accept_offer(registration: Registration, *, by: User | None = None) -> Registration:
    """She takes the place she was offered, while the offer stands."""
    with transaction.atomic():
        places = lock_places(registration.occurrence_id)
        current = registration_now(registration, places)
        if current.state != State.OFFERED:
            raise Refusal(Reason.MOVE_NOT_ALLOWED)
        if current.offer_expires_at is None or current.offer_expires_at <= places.now:
            raise Refusal(Reason.OFFER_LAPSED)
        give_seats(current, State.CONFIRMED, places)
        log(current, "programs.registration.accept", user=by)
        notifications.tell_confirmed(current)
    return current


def lapse_expired_offers() -> int:
    """Give every offer past its deadline to the next in line; returns how many."""
    expired = Registration.objects.filter(
        state=State.OFFERED, offer_expires_at__lte=timezone.now()
    )
    lapsed = 0
    for occurrence_pk in (
        expired.order_by().values_list("occurrence", flat=True).distinct()
    ):
        with transaction.atomic():
            lapsed += lapse_offers(lock_places(occurrence_pk))
    return lapsed


def lapse_offers(places: Places) -> int:
    """Take back the expired offers of one date; what comes free is offered again.

    Of whom a held message still has to ask none lapses while she could answer in time.
    """
    expired = list(
        Registration.objects.filter(
            occurrence=places.occurrence,
            state=State.OFFERED,
            offer_expires_at__lte=places.now,
        )
        .select_related("person")
        .in_line()
    )
    if not expired:
        return 0
    held, untold = unasked(expired), never_told(expired)
    may_wait = held and answers_until(places.occurrence, now=places.now) is not None
    lapsed = 0
    for registration in expired:
        registration.occurrence = places.occurrence
        if registration.pk in held:
            if not may_wait:
                _wait_unasked(registration, held[registration.pk])
                lapsed += 1
            continue
        if registration.pk in untold:
            _wait_unasked(registration)
            lapsed += 1
            continue
        registration.offers_lapsed += 1
        registration.offer_expires_at = None
        if registration.offers_lapsed >= MOST_LAPSED_OFFERS:
            registration.state = State.LAPSED
            registration.end_reason = EndReason.NO_ANSWER
            registration.ended_at = places.now
        else:
            registration.state = State.WAITING
        registration.save(
            update_fields=[
                "state",
                "offers_lapsed",
                "offer_expires_at",
                "end_reason",
                "ended_at",
            ]
        )
        log(registration, "programs.registration.lapse")
        notifications.tell_lapse(registration)
        lapsed += 1
    if lapsed:
        offer_free_places(count_places(places.occurrence))
    return lapsed


def _wait_unasked(registration: Registration, message: Message | None = None) -> None:
    """Nobody let her message go in time: she waits, and is told of that instead.

    Without a `message`, staff decided that she is not told of it at all. Neither
    counts as an offer without an answer.
    """
    check_move(registration.state, State.WAITING)
    registration.state, registration.offer_expires_at = State.WAITING, None
    registration.save(update_fields=["state", "offer_expires_at"])
    log(registration, "programs.registration.lapse")
    if message is None:
        return
    of = cancelled_with(message)
    drop_outdated([registration], templates=[message.template], by=None)
    if of is not None:
        notifications.tell_waits_instead(
            registration,
            of=of,
            position=position(registration) or 1,
            hold=message.batch,
        )


def close_lists() -> int:
    """End what still waits once a date is under way; returns how many.

    She is told once, kindly: it was nobody's fault, least of all hers.
    """
    left = timezone.now() - LIST_STAYS
    late = Registration.objects.filter(
        state__in=(State.WAITING, State.OFFERED), occurrence__starts_at__lte=left
    )
    pks = late.order_by("occurrence").values_list("occurrence", flat=True).distinct()
    closed = 0
    for occurrence_pk in pks:
        with transaction.atomic():
            closed += _close_list(lock_places(occurrence_pk))
    return closed


def _close_list(places: Places) -> int:
    occurrence = places.occurrence
    # A course whose first session frees places keeps its list until the second.
    if occurrence.entry_until + LIST_STAYS > places.now:
        return 0
    rows = Registration.objects.filter(
        occurrence=occurrence, state__in=(State.WAITING, State.OFFERED)
    ).select_related("person")
    closed = 0
    for registration in rows.in_line():
        registration.occurrence = occurrence
        check_move(registration.state, State.UNPLACED)
        registration.state = State.UNPLACED
        registration.end_reason = EndReason.LIST_CLOSED
        registration.ended_at = places.now
        registration.offer_expires_at = None
        registration.save(
            update_fields=["state", "end_reason", "ended_at", "offer_expires_at"]
        )
        log(registration, "programs.registration.close")
        notifications.tell_list_closed(registration)
        closed += 1
    return closed


def release_kept_places() -> int:
    """Offer what neighborhoods left over once registration closed; how many offers."""
    now = timezone.now()
    closed = (
        Occurrence.objects.with_places()
        .filter(
            selection=SelectionMode.QUOTA,
            state=OccurrenceState.PUBLISHED,
            registration_closes_at__lte=now,
            starts_at__gt=now,
            waiting_seats__gt=0,
            held_seats__lt=F("capacity"),
        )
        .order_by("pk")
    )
    return sum(offer_places(occurrence) for occurrence in closed)
