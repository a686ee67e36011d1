"""Sessions of a course: planned, changed, cancelled; the run follows from them.

The run begins with its first session and ends with its last, so that registration,
reminders and time limits go on counting from the run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from messaging.domain.outbox import hold_messages
from people.exceptions import Refusal
from programs import notifications
from programs.domain.places import lock_places
from programs.domain.session_plans import MOST_SESSIONS, Planned, again
from programs.enums import OccurrenceState
from programs.enums import RegistrationState as State
from programs.enums import SessionRefusal as Reason
from programs.models import CourseSession, Occurrence, Registration
from programs.session_words import SessionChange, plan_of

#: Under which messages are held; see `messaging.batches`.
SESSIONS_CHANGED = "programs.sessions_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDetails:
    starts_at: datetime
    ends_at: datetime
    topic: str = ""
    is_online: bool = False
    online_link: str = ""


def plan_sessions(
    occurrence: Occurrence, *, planned: Sequence[Planned], by: User | None
) -> list[CourseSession]:
    """Write the sessions that fall on no holiday, all of them or none."""
    wanted = [one for one in planned if not one.holiday]
    if not wanted:
        raise Refusal(Reason.NOTHING_PLANNED)
    return _add(
        occurrence,
        [
            SessionDetails(starts_at=one.starts_at, ends_at=one.ends_at)
            for one in wanted
        ],
        by=by,
    )


def add_session(
    occurrence: Occurrence, *, details: SessionDetails, by: User | None
) -> CourseSession:
    return _add(occurrence, [details], by=by)[0]


def _add(
    occurrence: Occurrence, wanted: Sequence[SessionDetails], *, by: User | None
) -> list[CourseSession]:
    with transaction.atomic():
        current = _locked(occurrence.pk)
        there = list(current.sessions.live())
        if len(there) + len(wanted) > MOST_SESSIONS:
            raise Refusal(Reason.TOO_MANY, most=MOST_SESSIONS)
        made: list[CourseSession] = []
        for details in wanted:
            session = CourseSession(occurrence=current)
            _write(session, details)
            _check_free(session, [*there, *made])
            made.append(session)
        CourseSession.objects.bulk_create(made)
        _fit(current)
        log(
            current,
            "programs.session.plan",
            user=by,
            data={"sessions": len(made)},
        )
        changes = [SessionChange(after=one.starts_at) for one in made]
        _tell(current, changes, by=by)
    return made


def change_session(
    session: CourseSession, *, details: SessionDetails, by: User | None
) -> CourseSession:
    """Another time, topic or place; who has a place hears of another time or place.

    What was held stays as it was: a closed sheet is about that day.
    """
    with transaction.atomic():
        occurrence, current = _locked_session(session)
        if current.is_closed:
            raise closed_already(current)
        before = (current.starts_at, current.ends_at, current.is_online)
        _write(current, details)
        others = occurrence.sessions.live().exclude(pk=current.pk)
        _check_free(current, list(others))
        current.save()
        _fit(occurrence)
        log(current, "programs.session.change", user=by)
        if (current.starts_at, current.ends_at, current.is_online) != before:
            change = SessionChange(before=before[0], after=current.starts_at)
            _tell(occurrence, [change], by=by)
    return current


def cancel_session(session: CourseSession, *, by: User | None) -> CourseSession:
    """It does not take place; the others stay as they are."""
    with transaction.atomic():
        occurrence, current = _locked_session(session)
        if current.is_closed:
            raise closed_already(current)
        current.cancelled_at = timezone.now()
        current.save(update_fields=["cancelled_at"])
        _fit(occurrence)
        log(current, "programs.session.cancel", user=by)
        _tell(occurrence, [SessionChange(before=current.starts_at)], by=by)
    return current


def closed_already(session: CourseSession) -> Refusal:
    """Of two who close a sheet, or who come too late to change it, the second's."""
    by = session.closed_by
    return Refusal(
        Reason.SHEET_CLOSED,
        by=(by.get_full_name() or by.get_username()) if by else "–",
        at=session.closed_at,
    )


def copy_sessions(of: Occurrence, *, to: Occurrence, shift: timedelta) -> None:
    """The same sessions, as much later; what would fall on a holiday follows the last.

    `to` is a copy that nobody knows of yet. Cancelled sessions are not copied.
    """
    held = list(of.sessions.live())
    times = again([(one.starts_at + shift, one.ends_at + shift) for one in held])
    if not times:
        return
    CourseSession.objects.bulk_create(
        CourseSession(
            occurrence=to,
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            topic=one.topic,
            is_online=one.is_online,
            online_link=one.online_link,
        )
        for one, time in zip(held, times, strict=False)
    )
    _fit(to)


# --- what follows ---------------------------------------------------------------


def _fit(occurrence: Occurrence) -> None:
    """Begin, end and plan of the run follow from its sessions.

    Registration and cancelling end with the start at the latest. A run whose last
    session was cancelled keeps its dates.
    """
    live = list(occurrence.sessions.live())
    before = occurrence.session_plan.get("version", 0)
    occurrence.session_plan = plan_of(live, version=before + 1)
    if live:
        start = live[0].starts_at
        if start <= occurrence.registration_opens_at:
            raise Refusal(
                Reason.BEFORE_REGISTRATION, opens_at=occurrence.registration_opens_at
            )
        occurrence.starts_at = start
        occurrence.ends_at = max(one.ends_at for one in live)
        for name in ("registration_closes_at", "cancel_until"):
            setattr(occurrence, name, min(getattr(occurrence, name), start))
    occurrence.save(
        update_fields=[
            "session_plan",
            "starts_at",
            "ends_at",
            "registration_closes_at",
            "cancel_until",
        ]
    )


def _tell(
    occurrence: Occurrence, changes: Sequence[SessionChange], *, by: User | None
) -> None:
    """Everybody who is not over hears of it, once a member of staff has read it."""
    now = timezone.now()
    moments = [one.after or one.before for one in changes]
    news = [moment for moment in moments if moment and moment > now]
    if occurrence.state != OccurrenceState.PUBLISHED or not news:
        return
    told = list(
        Registration.objects.filter(
            occurrence=occurrence,
            state__in=(State.CONFIRMED, State.OFFERED, State.WAITING),
        )
        .select_related("person", "boarding_point")
        .prefetch_related("person__broken_routes")
        .order_by("pk")
    )
    if not told:
        return
    batch = hold_messages(
        SESSIONS_CHANGED, by=by, about=occurrence, needed_by=min(news)
    )
    sessions = list(occurrence.sessions.all())
    for registration in told:
        registration.occurrence = occurrence
        notifications.tell_sessions_changed(
            registration,
            changes=changes,
            sessions=sessions,
            until=max(news),
            hold=batch,
        )


# --- what is checked ------------------------------------------------------------


def _locked(occurrence_pk: int) -> Occurrence:
    """The run under its lock, if it takes place."""
    current = lock_places(occurrence_pk).occurrence
    if current.state == OccurrenceState.CANCELLED:
        raise Refusal(Reason.DEPARTURE_CANCELLED)
    return current


def _locked_session(session: CourseSession) -> tuple[Occurrence, CourseSession]:
    """The run first, then the session: every verb locks in this order."""
    occurrence = _locked(session.occurrence_id)
    current = CourseSession.objects.select_for_update().get(pk=session.pk)
    if current.cancelled_at is not None:
        raise Refusal(Reason.CANCELLED)
    return occurrence, current


def _write(session: CourseSession, details: SessionDetails) -> None:
    if details.ends_at <= details.starts_at:
        raise Refusal(Reason.ENDS_BEFORE_START)
    session.starts_at = details.starts_at
    session.ends_at = details.ends_at
    session.topic = details.topic
    session.is_online = details.is_online
    session.online_link = details.online_link if details.is_online else ""


def _check_free(session: CourseSession, others: Sequence[CourseSession]) -> None:
    for other in others:
        if session.starts_at < other.ends_at and other.starts_at < session.ends_at:
            raise Refusal(Reason.OVERLAP, at=other.starts_at)
