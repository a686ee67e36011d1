"""The places of one training session, counted and offered while its row is locked.

Its capacity, less the seats, less the places held for whom one is offered. A place
that comes free is offered to who waits first, with a deadline.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from messaging.nights import by_day
from volunteers import notifications
from volunteers.domain.moves import Actor
from volunteers.enums import ApplicationState, Attendance
from volunteers.exceptions import Refusal, TrainingDenied
from volunteers.models import Application, SessionWait, TrainingSession

USUAL_WINDOW = timedelta(hours=24)
SHORT_WINDOW = timedelta(hours=3)
#: From here on the short window counts.
NEAR = timedelta(hours=48)
#: No answer is waited for later than this before the session.
LAST_ANSWER = timedelta(hours=2)
#: An offer that leaves less time than this is not made.
LEAST_TIME = timedelta(minutes=30)
#: After so many offers without an answer she is no longer asked.
MOST_LAPSED_OFFERS = 2


@dataclass(slots=True)
class Places:
    """Counted under the lock of the session; valid until the transaction ends."""

    session: TrainingSession
    now: datetime
    held: int

    @property
    def free(self) -> int:
        return max(0, self.session.capacity - self.held)


def lock_places(session_pk: int, *, now: datetime | None = None) -> Places:
    """Lock the session until the transaction ends, then count."""
    session = (
        TrainingSession.objects.select_for_update(of=("self",), no_key=True)
        .select_related("module")
        .get(pk=session_pk)
    )
    held = (
        session.enrollments.filter(attendance__in=Attendance.seated).count()
        + session.waits.filter(offered_until__isnull=False).count()
    )
    return Places(session, now or timezone.now(), held)


def offer_free_places(places: Places) -> int:
    """Offer what is free to those first in line, for who holds the lock."""
    until = offer_deadline(now=places.now, starts_at=places.session.starts_at)
    if until is None or not places.free:
        return 0
    waiting = (
        places.session.waits.filter(
            offered_until__isnull=True,
            application__state__in=ApplicationState.accepted_on,
        )
        .select_related("application__person", "session")
        .in_line()
    )
    offered = 0
    for wait in waiting[: places.free]:
        wait.offered_until = until
        wait.save(update_fields=["offered_until"])
        places.held += 1
        note(wait.application, "offer_place", places.session, by=None)
        notifications.tell_session_offer(wait)
        offered += 1
    return offered


def offer_deadline(*, now: datetime, starts_at: datetime) -> datetime | None:
    """The end of an offer made now; None when there is no time left for one.

    24 hours, or 3 when the session is nearer than 48; not in the night, and not later
    than 2 hours before the session.
    """
    window = SHORT_WINDOW if starts_at - now < NEAR else USUAL_WINDOW
    deadline = min(by_day(now + window), starts_at - LAST_ANSWER)
    return deadline if deadline - now >= LEAST_TIME else None


def lapse_session_offers(now: datetime | None = None) -> int:
    """Due work: give every offer past its deadline to the next in line."""
    now = now or timezone.now()
    expired = SessionWait.objects.filter(offered_until__lte=now)
    lapsed = 0
    for pk in expired.order_by().values_list("session", flat=True).distinct():
        with transaction.atomic():
            lapsed += lapse_offers(lock_places(pk, now=now))
    return lapsed


def lapse_offers(places: Places) -> int:
    lapsed = 0
    expired = places.session.waits.filter(offered_until__lte=places.now)
    for wait in expired.select_related("application__person", "session"):
        wait.offers_lapsed += 1
        wait.offered_until = None
        is_over = wait.offers_lapsed >= MOST_LAPSED_OFFERS
        if is_over:
            notifications.tell_session_offer_lapsed(wait)
            wait.delete()
        else:
            wait.save(update_fields=["offers_lapsed", "offered_until"])
            notifications.tell_session_offer_lapsed(wait)
        places.held -= 1
        note(wait.application, "lapse_offer", places.session, by=None)
        lapsed += 1
    if lapsed:
        offer_free_places(places)
    return lapsed


def check_open(session: TrainingSession) -> None:
    if session.cancelled_at is not None:
        raise Refusal(TrainingDenied.CANCELLED)
    if session.closed_at is not None:
        raise sheet_closed(session)


def sheet_closed(session: TrainingSession) -> Refusal:
    who = session.closed_by
    name = (who.get_full_name() or who.get_username()) if who else "–"
    return Refusal(TrainingDenied.SHEET_CLOSED, who=name, when=session.closed_at)


def check_coming(places: Places) -> None:
    if places.session.starts_at <= places.now:
        raise Refusal(TrainingDenied.SESSION_PAST)


def note(
    application: Application, what: str, session: TrainingSession, *, by: Actor
) -> None:
    log(
        application,
        f"volunteers.application.{what}",
        user=by,
        data={"session": session.pk},
    )
