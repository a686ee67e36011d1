"""A session of a training has another day or place, or is not held: all are told.

Places and waiting list are written under the lock of the session. Where others are
offered in place of a cancelled one, all are locked in the order of their keys.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from language.translated import Translated
from volunteers import notifications
from volunteers.domain.moves import Actor
from volunteers.domain.places import (
    Places,
    check_coming,
    check_open,
    lapse_offers,
    lock_places,
    note,
    offer_deadline,
    offer_free_places,
)
from volunteers.domain.promises import busy_with
from volunteers.domain.training import check_lacks_places, check_needs
from volunteers.enums import ApplicationState
from volunteers.exceptions import Refusal, TrainingDenied
from volunteers.models import Application, SessionWait, TrainingSession


@transaction.atomic
def move_session(
    session: TrainingSession,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: Translated,
    by: Actor,
    now: datetime | None = None,
) -> TrainingSession:
    """Another day, time or place; whoever has a place keeps it, and is told.

    Her calendar entry moves with it. She may give the place back as before.
    """
    places = lock_places(session.pk, now=now)
    held = places.session
    check_coming(places)
    check_open(held)
    if ends_at <= starts_at:
        raise Refusal(TrainingDenied.ENDS_BEFORE_START)
    if starts_at <= places.now:
        raise Refusal(TrainingDenied.IN_PAST)
    if not is_moved(held, starts_at=starts_at, ends_at=ends_at, place=place):
        raise Refusal(TrainingDenied.NOTHING_MOVED)
    held.starts_at, held.ends_at, held.place = starts_at, ends_at, place
    held.save(update_fields=["starts_at", "ends_at", "place"])
    log(held, "volunteers.session.move", user=by)
    for seat in _named(held.enrollments.all(), held):
        notifications.tell_session_moved(seat)
    # An offer ends before the session begins, wherever it was moved to.
    until = offer_deadline(now=places.now, starts_at=starts_at) or places.now
    for wait in _named(held.waits.all(), held):
        if wait.offered_until is not None and wait.offered_until > until:
            wait.offered_until = until
            wait.save(update_fields=["offered_until"])
        notifications.tell_session_moved_waiting(wait)
    offer_free_places(places)
    return held


def is_moved(
    session: TrainingSession,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: Translated,
) -> bool:
    """Whether she who is expected would have to come at another time or place."""
    before = (_minute(session.starts_at), _minute(session.ends_at), dict(session.place))
    return before != (_minute(starts_at), _minute(ends_at), dict(place))


@transaction.atomic
def cancel_session(
    session: TrainingSession, *, by: Actor, now: datetime | None = None
) -> TrainingSession:
    """It is not held: its places are free, and the next date is offered instead.

    The offers go to who had a place, then to who waited, as far as places are free.
    """
    now = now or timezone.now()
    others = next_sessions(session, now=now).order_by()
    pks = {session.pk, *others.values_list("pk", flat=True)}
    locks = {pk: lock_places(pk, now=now) for pk in sorted(pks)}
    places = locks.pop(session.pk)
    held = places.session
    check_coming(places)
    check_open(held)
    held.cancelled_at = now
    held.save(update_fields=["cancelled_at"])
    log(held, "volunteers.session.cancel", user=by)
    theirs = [
        *_named(held.enrollments.order_by("pk"), held),
        *_named(held.waits.in_line(), held),
    ]
    for one in theirs:
        type(one).objects.filter(pk=one.pk).delete()
        note(one.application, "session_cancelled", held, by=by)
    coming = sorted(locks.values(), key=lambda one: one.session.starts_at)
    for other in coming:
        # Who waits there already comes first.
        lapse_offers(other)
        offer_free_places(other)
    for one in theirs:
        instead = _offer(one.application, coming)
        notifications.tell_session_cancelled(one, instead=instead)
    return held


def next_sessions(
    session: TrainingSession, *, now: datetime | None = None
) -> "QuerySet[TrainingSession]":
    """What is offered in its place: coming sessions of the same, the soonest first."""
    return (
        TrainingSession.objects.coming(now)
        .filter(module=session.module_id, part=session.part_id, closed_at__isnull=True)
        .exclude(pk=session.pk)
        .order_by("starts_at", "pk")
    )


def _offer(application: Application, coming: Iterable[Places]) -> SessionWait | None:
    """Keep a place for her on the first date that she could take."""
    if application.state not in ApplicationState.may_learn:
        return None
    for places in coming:
        session = places.session
        until = offer_deadline(now=places.now, starts_at=session.starts_at)
        if until is None or not places.free or not _could_take(application, session):
            continue
        wait = SessionWait.objects.create(
            application=application,
            session=session,
            asked_at=places.now,
            offered_until=until,
        )
        places.held += 1
        note(application, "offer_place", session, by=None)
        return wait
    return None


def _could_take(application: Application, session: TrainingSession) -> bool:
    if (
        application.enrollments.filter(session=session).exists()
        or application.session_waits.filter(session=session).exists()
        or busy_with(application, session) is not None
    ):
        return False
    try:
        check_needs(application, session.module)
        check_lacks_places(application, session.module)
    except Refusal:
        return False
    return True


def _named(rows: "QuerySet[Any]", held: TrainingSession) -> list[Any]:
    """With whom they are about, and the session as it is by now."""
    found = list(rows.select_related("application__person"))
    for one in found:
        one.session = held
    return found


def _minute(moment: datetime) -> datetime:
    """As precise as people write it."""
    return moment.replace(second=0, microsecond=0)
