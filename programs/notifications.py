"""What participants are told: stored messages with a private link, in her language.

Subjects are neutral; somebody else may look at her screen (domain rule 5.4).
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, override

from messaging.calendar_files import (
    announcement,
    cancellation,
    first_announcement,
    first_invitation,
    invitation,
)
from messaging.domain.outbox import delivery_rows, draft_message, queue_message
from messaging.models import Batch, Message, MessageText, newest_asking
from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.models import Person
from people.prepared import Statement
from programs.calendar import registration_appointment, session_appointments
from programs.enums import RegistrationState
from programs.models import CourseSession, Occurrence, Registration
from programs.models.occurrence import local_moment
from programs.session_words import SessionChange, change_words

#: What is said about when and where a departure takes place, or that it does not.
ABOUT_THE_DATE = ("programs.occurrence_moved", "programs.occurrence_cancelled")


def draft_admission(
    registration: Registration,
    *,
    state: RegistrationState,
    position: int | None = None,
    token: str,
    text_read: list[MessageText] | None = None,
) -> list[Model]:
    """The rows by which she learns what came of asking, but for their delivery.

    A place, a number on the waiting list, or that she takes part in a draw. For a
    registration that is not written yet. Needs no lock for what can be expected: the
    message on a place or on a draw does not depend on who else registers. `text_read`:
    what `confirmation_asking` gave.
    """
    with _in_her_language(registration):
        if state == RegistrationState.CONFIRMED:
            return _seat_rows(registration, token, text_read)
        name, values = "in_draw", _day_values(registration)
        if position is not None:
            name, values = "waiting", {**values, "position": str(position)}
        message = _draft(registration, name, token=token, values=values)
    return [message] if message else []


def confirmation_asking(language: str) -> Statement:
    """The words of what a place is told with, for `exchange`."""
    return newest_asking("programs.confirmed", language)


def _seat_rows(
    registration: Registration, token: str, text_read: list[MessageText] | None
) -> list[Model]:
    until = local_moment(registration.occurrence.cancel_until)
    calendar, events = _first_calendar(registration)
    message = _draft(
        registration,
        "confirmed",
        token=token,
        values={**_day_values(registration), "cancel_until": until},
        calendar=calendar,
        text_read=text_read,
    )
    return [*events, *([message] if message else [])]


def _first_calendar(registration: Registration) -> tuple[str, list[Model]]:
    person = registration.person
    if registration.occurrence.has_sessions:
        sessions = registration.occurrence.sessions.live()
        appointments = session_appointments(registration, sessions)
        calendar, rows = first_announcement(appointments, person)
        return calendar, [*rows]
    calendar, row = first_invitation(registration_appointment(registration), person)
    return calendar, [row]


def _added(registration: Registration) -> str:
    """The file that puts into her calendar what she is awaited for."""
    if registration.occurrence.has_sessions:
        return _sessions_file(
            registration, list(registration.occurrence.sessions.all())
        )
    return invitation(registration_appointment(registration), registration.person)


def _taken_out(registration: Registration) -> str:
    if registration.occurrence.has_sessions:
        gone = session_appointments(
            registration, registration.occurrence.sessions.all()
        )
        whole = registration_appointment(registration)
        return announcement([], registration.person, gone=[*gone, whole])
    return cancellation(registration_appointment(registration), registration.person)


def _sessions_file(
    registration: Registration, sessions: Sequence[CourseSession]
) -> str:
    """Every session; those that were cancelled are taken out.

    So is the run as a whole, which she has from before it had sessions.
    """
    live = [one for one in sessions if one.cancelled_at is None]
    cancelled = [one for one in sessions if one.cancelled_at is not None]
    gone = session_appointments(registration, cancelled)
    return announcement(
        session_appointments(registration, live),
        registration.person,
        gone=[*gone, registration_appointment(registration)],
    )


def with_delivery(rows: list[Model]) -> list[Model]:
    """Drafted rows and what sends the message among them after the commit."""
    messages = [row for row in rows if isinstance(row, Message)]
    return [*rows, *(task for one in messages for task in delivery_rows(one))]


def tell_confirmed(registration: Registration) -> None:
    """The place that waited for her answer is hers."""
    with _in_her_language(registration):
        until = local_moment(registration.occurrence.cancel_until)
        _queue(
            registration,
            "confirmed",
            values={**_day_values(registration), "cancel_until": until},
            calendar=_added(registration),
        )


def tell_offer(registration: Registration) -> None:
    """A place is hers until a time of the clock."""
    if registration.offer_expires_at is None:
        raise ValueError("This registration has no open offer.")
    with _in_her_language(registration):
        until = local_moment(registration.offer_expires_at)
        _queue(
            registration,
            "offered",
            event=f"offered-{registration.offers_lapsed}",
            values={**_day_values(registration), "until": until},
        )


def tell_not_drawn(registration: Registration, *, position: int) -> None:
    """The draw gave her no place but a number on the waiting list."""
    with _in_her_language(registration):
        _queue(
            registration,
            "not_drawn",
            values={**_day_values(registration), "position": str(position)},
        )


def tell_party_changed(registration: Registration) -> None:
    """What she changed herself, as it is now."""
    has_place = registration.state == RegistrationState.CONFIRMED
    with _in_her_language(registration):
        _queue(
            registration,
            "party_changed",
            event=f"changed-{secrets.token_hex(6)}",
            values={**_day_values(registration), "seats": str(registration.seats)},
            calendar=_added(registration) if has_place else "",
        )


def tell_lapse(registration: Registration) -> None:
    over = registration.state == RegistrationState.LAPSED
    with _in_her_language(registration):
        _queue(registration, "offers_over" if over else "offer_lapsed")


def tell_list_closed(registration: Registration) -> None:
    """No place came free for her, and it is over now."""
    with _in_her_language(registration):
        day = date_format(registration.occurrence.day, "DATE_FORMAT")
        _queue(registration, "list_closed", values={"day": day})


def tell_end(registration: Registration) -> None:
    """It is over: by her own wish, or by a decision of staff."""
    removed = registration.state == RegistrationState.REMOVED
    with _in_her_language(registration):
        _queue(
            registration,
            "removed" if removed else "cancelled",
            calendar=_taken_out(registration),
        )


def tell_occurrence_cancelled(
    registration: Registration, *, hold: Batch | None = None
) -> None:
    with _in_her_language(registration):
        day = date_format(registration.occurrence.day, "DATE_FORMAT")
        _queue(
            registration,
            "occurrence_cancelled",
            values={"day": day},
            calendar=_taken_out(registration),
            hold=hold,
        )


def answer_words(registration: Registration) -> str:
    """Until when she may answer, as her message says it."""
    if registration.offer_expires_at is None:
        raise ValueError("This registration has no open offer.")
    with _in_her_language(registration):
        return local_moment(registration.offer_expires_at)


def tell_offered_instead(
    registration: Registration, *, of: Registration, hold: Batch | None = None
) -> None:
    """`of` ended with its date; a place on another waits for her answer."""
    if registration.offer_expires_at is None:
        raise ValueError("This registration has no open offer.")
    with _in_her_language(registration):
        until = local_moment(registration.offer_expires_at)
        _queue(
            registration,
            "cancelled_offered",
            values={**_instead_values(registration, of), "until": until},
            calendar=_taken_out(of),
            hold=hold,
        )


def tell_waits_instead(
    registration: Registration,
    *,
    of: Registration,
    position: int,
    hold: Batch | None = None,
) -> None:
    """`of` ended with its date; she has a number on the waiting list of another."""
    with _in_her_language(registration):
        _queue(
            registration,
            "cancelled_waiting",
            values={**_instead_values(registration, of), "position": str(position)},
            calendar=_taken_out(of),
            hold=hold,
        )


def _instead_values(registration: Registration, of: Registration) -> dict[str, str]:
    there = _day_values(registration)
    day = date_format(of.occurrence.day, "DATE_FORMAT")
    return {**there, "new_day": there["day"], "day": day}


def tell_occurrence_moved(
    registration: Registration, *, hold: Batch | None = None
) -> None:
    """Another time or place; whoever has a place has it moved in her calendar."""
    has_place = registration.state == RegistrationState.CONFIRMED
    with _in_her_language(registration):
        _queue(
            registration,
            "occurrence_moved",
            event=f"moved-{timezone.now().timestamp():f}",
            values=_day_values(registration),
            calendar=_added(registration) if has_place else "",
            not_after=registration.occurrence.ends_at,
            hold=hold,
        )


def tell_sessions_changed(
    registration: Registration,
    *,
    changes: Sequence[SessionChange],
    sessions: Sequence[CourseSession],
    until: datetime,
    hold: Batch | None = None,
) -> None:
    """Sessions moved, cancelled or added; useless from `until` on."""
    has_place = registration.state == RegistrationState.CONFIRMED
    with _in_her_language(registration):
        _queue(
            registration,
            "sessions_changed",
            event=f"sessions-{timezone.now().timestamp():f}",
            values={"changes": "\n".join(change_words(one) for one in changes)},
            calendar=_sessions_file(registration, sessions) if has_place else "",
            not_after=until,
            hold=hold,
        )


def tell_written(
    registration: Registration, *, words: str, short: str, hold: Batch
) -> None:
    """What staff wrote to many at once; it waits until somebody has read it again."""
    values = {"words": words, **({"short": short} if short else {})}
    with _in_her_language(registration):
        _queue(
            registration,
            "written",
            event=f"written-{hold.pk}",
            values=values,
            not_after=registration.occurrence.ends_at,
            hold=hold,
        )


def tell_reminder(registration: Registration, *, days: int, until: datetime) -> None:
    """Her place, `days` before; useless from `until` on."""
    with _in_her_language(registration):
        cancel_until = local_moment(registration.occurrence.cancel_until)
        _queue(
            registration,
            f"reminder_{days}",
            event=_reminder_event(registration.occurrence, days),
            values={**_day_values(registration), "cancel_until": cancel_until},
            not_before=timezone.now(),
            not_after=until,
        )


def tell_feedback_asked(registration: Registration, *, until: datetime) -> None:
    """She came; would she like to say how it was?"""
    with _in_her_language(registration):
        _queue(
            registration,
            "feedback",
            values={"answer_until": local_moment(until)},
            not_before=timezone.now(),
            not_after=until,
            page="programs:feedback",
        )


def asked_how_it_was(occurrence: Occurrence) -> set[int]:
    """The registrations for which the question was written."""
    asked = Message.objects.filter(
        about_type=ContentType.objects.get_for_model(Registration),
        about_id__in=occurrence.registrations.values("pk"),
        template="programs.feedback",
    )
    pks = asked.values_list("about_id", flat=True)
    return {pk for pk in pks if pk is not None}


def reminded(occurrence: Occurrence, days: int) -> set[int]:
    """The registrations for which this reminder was written."""
    keys = Message.objects.filter(
        about_type=ContentType.objects.get_for_model(Registration),
        about_id__in=occurrence.registrations.values("pk"),
        template=f"programs.reminder_{days}",
        key__endswith=_reminder_event(occurrence, days),
    )
    pks = keys.values_list("about_id", flat=True)
    return {pk for pk in pks if pk is not None}


def is_reminder_for(message: Message, occurrence: Occurrence) -> bool:
    """Whether it speaks of the day on which the departure is by now."""
    return message.key.endswith(occurrence.day.isoformat())


def _reminder_event(occurrence: Occurrence, days: int) -> str:
    # A departure that is moved to another day is another moment.
    return f"reminder-{days}-{occurrence.day.isoformat()}"


def renew_links(person: Person) -> None:
    """A message with a fresh link for each registration she still has."""
    registrations = Registration.objects.live().filter(
        person=person, occurrence__ends_at__gt=timezone.now()
    )
    for registration in registrations.select_related("person", "occurrence__activity"):
        with _in_her_language(registration):
            _queue(
                registration, "link_renewed", event=f"renewed-{secrets.token_hex(6)}"
            )


@contextmanager
def _in_her_language(registration: Registration) -> Iterator[None]:
    with override(registration.person.language):
        yield


def _first_she_can_come_to(occurrence: Occurrence) -> datetime:
    """The start; the second session for who joins a course that has begun."""
    has_begun = occurrence.starts_at <= timezone.now()
    return occurrence.entry_until if has_begun else occurrence.starts_at


def _day_values(registration: Registration) -> dict[str, str]:
    occurrence = registration.occurrence
    point = registration.boarding_point
    start = timezone.localtime(_first_she_can_come_to(occurrence))
    return {
        "day": date_format(start, gettext("l, F j")),
        "time": time_format(point.boards_at if point else start.time(), "TIME_FORMAT"),
        "place": point.name if point else occurrence.place,
    }


def _queue(
    registration: Registration,
    template: str,
    *,
    event: str = "",
    values: dict[str, str] | None = None,
    calendar: str = "",
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    hold: Batch | None = None,
    page: str = "programs:own",
) -> None:
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    queue_message(
        registration.person,
        **_about(registration, template, token, values, event=event, page=page),
        calendar=calendar,
        not_before=not_before,
        not_after=not_after,
        hold=hold,
    )


def _draft(
    registration: Registration,
    template: str,
    *,
    token: str,
    values: dict[str, str],
    calendar: str = "",
    text_read: list[MessageText] | None = None,
) -> Message | None:
    return draft_message(
        registration.person,
        **_about(registration, template, token, values),
        calendar=calendar,
        text_read=text_read,
    )


def _about(
    registration: Registration,
    template: str,
    token: str,
    values: dict[str, str] | None,
    *,
    event: str = "",
    page: str = "programs:own",
) -> dict[str, Any]:
    return {
        "template": f"programs.{template}",
        "key": f"registration-{registration.pk}-{event or template}",
        "about": registration,
        "values": {**(values or {}), "code": registration.code},
        "link_path": reverse(page, kwargs={"token": token}),
    }
