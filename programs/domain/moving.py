"""A whole departure is held on another day: everybody keeps her place and her order."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.log_actions import log

from people.exceptions import Refusal
from programs.domain.deadlines import latest_answer
from programs.domain.occurrences import (
    appointments_of,
    draw_is_running,
    move_boarding,
    tell_changes,
)
from programs.domain.places import Places, lock_places
from programs.domain.waiting_list import offer_places
from programs.enums import OccurrenceRefusal, OccurrenceState
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import CourseSession, Occurrence, Registration
from programs.session_words import plan_of

#: So long she may give the place up after a move, whatever the deadline was.
TIME_TO_CANCEL = timedelta(hours=24)
_MOMENTS = (
    "starts_at",
    "ends_at",
    "registration_opens_at",
    "registration_closes_at",
    "cancel_until",
)


def move_occurrence(
    occurrence: Occurrence, *, starts_at: datetime, by: User | None
) -> tuple[Occurrence, int]:
    """Everything moves with the start: end, boarding, registration, sessions.

    Nobody is thrown out by a rule that looks at the day. Everybody is told in messages
    that are held until a member of staff has read them; returns how many.
    """
    with transaction.atomic():
        places = lock_places(occurrence.pk)
        current = places.occurrence
        _check(places, starts_at)
        before, key = appointments_of(current), current.once_key()
        was, shift = current.starts_at, starts_at - current.starts_at
        for name in _MOMENTS:
            setattr(current, name, getattr(current, name) + shift)
        current.cancel_until = min(
            current.starts_at, max(current.cancel_until, places.now + TIME_TO_CANCEL)
        )
        move_boarding(current, shift)
        _move_sessions(current, shift)
        current.save(update_fields=[*_MOMENTS, "session_plan"])
        _keep_one_a_season(current, before=key)
        _end_offers_in_time(places)
        log(
            current,
            "programs.occurrence.another_day",
            user=by,
            data={"before": was.isoformat(), "after": starts_at.isoformat()},
        )
        told = tell_changes(current, before=before, by=by)
        # Where it is further away now, there may be time to ask who waits.
        offer_places(current, by=by)
    return current, told


def _check(places: Places, starts_at: datetime) -> None:
    current = places.occurrence
    if current.state == OccurrenceState.CANCELLED:
        raise Refusal(Reason.OCCURRENCE_CANCELLED)
    if current.starts_at <= places.now:
        raise Refusal(Reason.DEPARTED)
    if current.stop_id:
        raise Refusal(OccurrenceRefusal.OF_A_STOP)
    if starts_at <= places.now:
        raise Refusal(OccurrenceRefusal.IN_THE_PAST)
    if starts_at == current.starts_at:
        raise Refusal(OccurrenceRefusal.NOTHING_MOVED)
    # Two departures of one activity at the same time and place are one.
    same = Occurrence.objects.filter(
        activity=current.activity_id, venue=current.venue_id, starts_at=starts_at
    )
    if same.exclude(pk=current.pk).exclude(state=OccurrenceState.CANCELLED).exists():
        raise Refusal(OccurrenceRefusal.THERE_ALREADY)
    if draw_is_running(current):
        raise Refusal(Reason.DRAW_FROZEN)


def _move_sessions(occurrence: Occurrence, shift: timedelta) -> None:
    sessions = list(occurrence.sessions.live())
    if not sessions:
        return
    later = shift > timedelta()
    # The far ones first, so that no two stand at the same time in between.
    for one in sorted(sessions, key=_start, reverse=later):
        one.starts_at += shift
        one.ends_at += shift
        one.save(update_fields=["starts_at", "ends_at"])
    version = occurrence.session_plan.get("version", 0)
    live = list(occurrence.sessions.live())
    occurrence.session_plan = plan_of(live, version=version + 1)


def _start(session: CourseSession) -> datetime:
    return session.starts_at


def _keep_one_a_season(occurrence: Occurrence, *, before: str) -> None:
    """Her place counts in the season of the new day, unless she has one there."""
    key = occurrence.once_key()
    if key == before or not key:
        return
    other = Registration.objects.filter(
        person=OuterRef("person"), season_key=key, state__in=State.season_using
    )
    Registration.objects.filter(occurrence=occurrence, season_key=before).exclude(
        Exists(other)
    ).update(season_key=key)


def _end_offers_in_time(places: Places) -> None:
    """An offer ends before the departure, wherever it was moved to."""
    latest = max(latest_answer(places.occurrence.entry_until), places.now)
    Registration.objects.filter(
        occurrence=places.occurrence, state=State.OFFERED, offer_expires_at__gt=latest
    ).update(offer_expires_at=latest)
