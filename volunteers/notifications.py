"""What applicants and volunteers are sent.

Subjects are neutral and bodies name no program: somebody else may read her screen.
The words for each moment are data (`message_texts`); the functions below fill them in
and queue them.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from messaging.calendar_files import (
    Appointment,
    announcement,
    cancellation,
    invitation,
)
from messaging.domain.outbox import queue_message
from messaging.models import Batch, Message
from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.models import Person
from volunteers.calendar_files import (
    interview_appointment,
    training_appointment,
)
from volunteers.models import (
    Application,
    ApplicationDraft,
    Completion,
    DutyWish,
    Enrollment,
    HourEntry,
    Interview,
    InterviewSlot,
    SessionWait,
    Shift,
)

#: What tells of a decision; of two that wait, only the later is true.
DECISIONS = (
    "volunteers.accepted",
    "volunteers.reserve",
    "volunteers.rejected",
    "volunteers.carried_over",
)


def application_path(token: str, *, language: str) -> str:
    """Her own page, in her language."""
    with translation.override(language):
        return reverse("volunteers:application", kwargs={"token": token})


def information_path(token: str, *, language: str) -> str:
    with translation.override(language):
        return reverse("volunteers:information", kwargs={"token": token})


def interview_path(token: str, *, language: str) -> str:
    with translation.override(language):
        return reverse("volunteers:interview", kwargs={"token": token})


def receipt_path(token: str, *, language: str) -> str:
    """Where the address she gave is confirmed; behind it is her own page."""
    with translation.override(language):
        return reverse("volunteers:confirm_reach", kwargs={"token": token})


def draft_path(token: str, *, language: str) -> str:
    with translation.override(language):
        return reverse("volunteers:resume", kwargs={"token": token})


def tell_received(application: Application, *, token: str) -> None:
    _queue(
        application,
        "received",
        link_path=receipt_path(token, language=application.person.language),
        code=application.reference,
    )


def send_draft_link(draft: ApplicationDraft, *, token: str) -> None:
    """To the address in the draft; asked for again, it is sent again."""
    person = draft.person
    if person is None:
        raise ValueError("A draft without a person has nobody to write to.")
    queue_message(
        person,
        template="volunteers.draft",
        key=f"volunteers:draft:{draft.pk}:{int(timezone.now().timestamp())}",
        about=draft,
        values={"until": _day(draft.expires_at, person)},
        link_path=draft_path(token, language=person.language),
    )


def tell_information(application: Application, *, token: str, until: date) -> None:
    """What is asked stands on the page behind the link, not in the message."""
    person = application.person
    _queue(
        application,
        "information",
        link_path=information_path(token, language=person.language),
        until=_day(until, person),
    )


def tell_written(
    application: Application, *, words: str, short: str, hold: Batch
) -> None:
    """What staff wrote to many at once; it waits until somebody has read it again."""
    queue_message(
        application.person,
        template="volunteers.written",
        key=f"volunteers:application:{application.pk}:written:{hold.pk}",
        about=application,
        values={"words": words, **({"short": short} if short else {})},
        link_path=_fresh_path(application),
        hold=hold,
    )


def tell_invited(application: Application, *, token: str, until: datetime) -> None:
    person = application.person
    _queue(
        application,
        "invited",
        link_path=interview_path(token, language=person.language),
        until=_day(until, person),
    )


def tell_booked(
    application: Application, interview: Interview, *, token: str, moved: bool
) -> None:
    person = application.person
    _queue(
        application,
        "moved" if moved else "booked",
        link_path=interview_path(token, language=person.language),
        calendar=invitation(interview_appointment(interview), person),
        **_when_and_where(interview.slot, person),
    )


def tell_changed(application: Application, interview: Interview, *, token: str) -> None:
    """Her time itself was corrected; her calendar entry moves with it."""
    person = application.person
    _queue(
        application,
        "changed",
        # It may be corrected more than once without a move of the application.
        suffix=f":{interview.pk}:{secrets.token_hex(4)}",
        link_path=interview_path(token, language=person.language),
        calendar=invitation(interview_appointment(interview), person),
        **_when_and_where(interview.slot, person),
    )


def tell_given_up(
    application: Application, interview: Interview, *, token: str
) -> None:
    person = application.person
    _queue(
        application,
        "given_up",
        link_path=interview_path(token, language=person.language),
        calendar=cancellation(interview_appointment(interview), person),
        moment=_moment(interview.slot.starts_at, person),
    )


def tell_excused(application: Application, interview: Interview, *, token: str) -> None:
    _tell_cancelled(application, "excused", interview, token=token)


def tell_called_off(
    application: Application, interview: Interview, *, token: str
) -> None:
    _tell_cancelled(application, "called_off", interview, token=token)


def tell_missed(application: Application, interview: Interview) -> None:
    moment = _moment(interview.slot.starts_at, application.person)
    _tell(application, "missed", moment=moment)


def tell_invited_again(
    application: Application, interview: Interview, *, token: str, until: datetime
) -> None:
    person = application.person
    _queue(
        application,
        "invited_again",
        link_path=interview_path(token, language=person.language),
        moment=_moment(interview.slot.starts_at, person),
        until=_day(until, person),
    )


def _tell_cancelled(
    application: Application, what: str, interview: Interview, *, token: str
) -> None:
    """Her entry leaves her calendar, and she may choose again."""
    person = application.person
    _queue(
        application,
        what,
        link_path=interview_path(token, language=person.language),
        calendar=cancellation(interview_appointment(interview), person),
        moment=_moment(interview.slot.starts_at, person),
    )


def tell_reminder(
    application: Application,
    interview: Interview,
    name: str,
    *,
    token: str,
    until: datetime,
) -> None:
    """`name`: "reminder" or "reminder_soon"; useless from `until` on."""
    person = application.person
    queue_message(
        person,
        template=f"volunteers.{name}",
        key=_reminder_key(interview, name),
        about=application,
        link_path=interview_path(token, language=person.language),
        values=_when_and_where(interview.slot, person),
        not_before=timezone.now(),
        not_after=until,
    )


def was_reminded(interview: Interview, name: str) -> bool:
    return Message.objects.filter(key=_reminder_key(interview, name)).exists()


def is_reminder_of(message: Message, interview: Interview) -> bool:
    """Whether it speaks of the time that the booking has by now."""
    name = message.template.removeprefix("volunteers.")
    return message.key == _reminder_key(interview, name)


def _reminder_key(interview: Interview, name: str) -> str:
    # Of a time that was changed in place she is reminded anew.
    begins = int(interview.slot.starts_at.timestamp())
    return f"volunteers:interview:{interview.pk}:{name}:{interview.slot_id}:{begins}"


def tell_earlier(
    interview: Interview, slot: InterviewSlot, *, token: str, until: datetime
) -> None:
    """A time earlier than hers came free; by day, and useless from `until` on."""
    application = interview.application
    person = application.person
    queue_message(
        person,
        template="volunteers.earlier",
        key=_earlier_key(interview, slot),
        about=application,
        link_path=interview_path(token, language=person.language),
        values=_when_and_where(slot, person),
        not_before=timezone.now(),
        not_after=until,
    )


def was_offered(interview: Interview, slot: InterviewSlot) -> bool:
    return Message.objects.filter(key=_earlier_key(interview, slot)).exists()


def slot_told_of(message: Message) -> int:
    """The time that a message of `tell_earlier` speaks of."""
    return int(message.key.rsplit(":", 1)[1])


def _earlier_key(interview: Interview, slot: InterviewSlot) -> str:
    return f"volunteers:interview:{interview.pk}:earlier:{slot.pk}"


def tell_accepted(application: Application, *, hold: Batch | None) -> None:
    _tell(application, "accepted", hold)


def tell_reserve(application: Application, *, hold: Batch | None) -> None:
    _tell(application, "reserve", hold)


def tell_rejected(
    application: Application, *, deleted_on: date, hold: Batch | None
) -> None:
    until = _day(deleted_on, application.person)
    _queue(application, "rejected", hold, until=until)


def tell_carried_over(application: Application, *, hold: Batch | None) -> None:
    _tell(application, "carried_over", hold)


def tell_enrolled(
    application: Application, seat: Enrollment, *, gone: Sequence[Appointment] = ()
) -> None:
    """`gone`: what leaves her calendar for it."""
    person = application.person
    appointment = training_appointment(seat)
    _queue(
        application,
        "enrolled",
        suffix=f":{seat.pk}",
        link_path=_fresh_path(application),
        calendar=(
            announcement([appointment], person, gone=gone)
            if gone
            else invitation(appointment, person)
        ),
        **_when_and_where(seat.session, person),
    )


def tell_session_left(application: Application, seat: Enrollment) -> None:
    """She gave her place back herself: the entry leaves her calendar too."""
    person = application.person
    _queue(
        application,
        "session_left",
        suffix=f":{seat.pk}",
        link_path=_fresh_path(application),
        calendar=cancellation(training_appointment(seat), person),
        moment=_moment(seat.session.starts_at, person),
    )


def tell_session_moved(seat: Enrollment) -> None:
    """Her place stays hers on another day or at another place."""
    application, person = seat.application, seat.application.person
    _queue(
        application,
        "session_moved",
        suffix=_again(seat),
        link_path=_fresh_path(application),
        calendar=invitation(training_appointment(seat), person),
        **_when_and_where(seat.session, person),
    )


def tell_session_moved_waiting(wait: SessionWait) -> None:
    """She waits, or a place is kept for her; in the line nothing changes."""
    application = wait.application
    _queue(
        application,
        "session_moved_wait",
        suffix=_again(wait),
        link_path=_fresh_path(application),
        **_when_and_where(wait.session, application.person),
    )


def tell_session_cancelled(
    held: Enrollment | SessionWait, *, instead: SessionWait | None
) -> None:
    """It is not held; `instead`: the place on another day that is kept for her."""
    application, person = held.application, held.application.person
    kind, calendar = "wait", ""
    if isinstance(held, Enrollment):
        kind, calendar = "seat", cancellation(training_appointment(held), person)
    values = {"moment": _moment(held.session.starts_at, person)}
    if instead is not None and instead.offered_until is not None:
        next_one = _when_and_where(instead.session, person)
        values |= {
            "next_moment": next_one["moment"],
            "place": next_one["place"],
            "deadline": _moment(instead.offered_until, person),
        }
    _queue(
        application,
        "session_cancelled" if instead is None else "session_cancelled_offer",
        suffix=f":{kind}:{held.pk}",
        link_path=_fresh_path(application),
        calendar=calendar,
        **values,
    )


def tell_session_offer(wait: SessionWait) -> None:
    """A place is kept for her until a time of the clock."""
    if wait.offered_until is None:
        raise ValueError("No place is offered to her.")
    application = wait.application
    person = application.person
    queue_message(
        person,
        template="volunteers.session_offer",
        key=f"volunteers:wait:{wait.pk}:offer:{wait.offers_lapsed}",
        about=application,
        link_path=_fresh_path(application),
        not_after=wait.offered_until,
        values={
            **_when_and_where(wait.session, person),
            "deadline": _moment(wait.offered_until, person),
        },
    )


def tell_session_offer_lapsed(wait: SessionWait) -> None:
    application = wait.application
    _queue(
        application,
        "session_offer_lapsed",
        suffix=f":{wait.pk}:{wait.offers_lapsed}",
        link_path=_fresh_path(application),
        moment=_moment(wait.session.starts_at, application.person),
    )


def tell_training_expires(completion: Completion, *, until: date) -> None:
    application = completion.application
    _queue(
        application,
        "training_expires",
        suffix=f":{completion.pk}:{completion.reminders_sent}",
        link_path=_fresh_path(application),
        until=_day(until, application.person),
    )


def tell_trained(application: Application) -> None:
    _tell(application, "trained")


def tell_assigned(application: Application) -> None:
    _tell(application, "assigned")


def tell_shift_given(application: Application, shift: Shift) -> None:
    places = _when_and_where(shift, application.person)
    _tell(application, "shift_given", suffix=_again(shift), **places)


def tell_shift_removed(application: Application, shift: Shift) -> None:
    moment = _moment(shift.starts_at, application.person)
    _tell(application, "shift_removed", suffix=_again(shift), moment=moment)


def tell_hours_returned(application: Application, entry: HourEntry) -> None:
    _tell(application, "hours_returned", suffix=_again(entry))


def tell_wish_settled(application: Application, wish: DutyWish) -> None:
    _tell(application, "wish_settled", suffix=f":{wish.pk}")


def _again(about: Model) -> str:
    """It may happen more than once without a move of the application."""
    return f":{about.pk}:{secrets.token_hex(4)}"


def tell_withdrawn(application: Application) -> None:
    _queue(application, "withdrawn")


def send_new_link(application: Application) -> None:
    """A fresh link, to the address on record; `messaging` decides how often."""
    stamp = int(timezone.now().timestamp())
    _tell(application, "new_link", suffix=f":{stamp}")


def _tell(
    application: Application,
    what: str,
    hold: Batch | None = None,
    /,
    *,
    token: str = "",
    suffix: str = "",
    **values: str,
) -> None:
    """A message whose link opens her own page."""
    language = application.person.language
    path = application_path(token, language=language) if token else ""
    _queue(
        application,
        what,
        hold,
        suffix=suffix,
        link_path=path or _fresh_path(application),
        **values,
    )


def _queue(
    application: Application,
    what: str,
    hold: Batch | None = None,
    /,
    *,
    link_path: str = "",
    calendar: str = "",
    suffix: str = "",
    **values: str,
) -> None:
    # Each move has its number, so that a step taken twice is told twice.
    number = f"{application.pk}:{application.move_count}"
    queue_message(
        application.person,
        template=f"volunteers.{what}",
        key=f"volunteers:application:{number}:{what}{suffix}",
        about=application,
        values=values,
        link_path=link_path,
        calendar=calendar,
        hold=hold,
    )


def _fresh_path(application: Application) -> str:
    token = issue_link(
        application.person, purpose=LinkPurpose.APPLICATION, target=application
    )
    return application_path(token, language=application.person.language)


def _when_and_where(held: Model, person: Person) -> dict[str, str]:
    with translation.override(person.language):
        place = str(held.place)  # type: ignore[attr-defined]
    moment = _moment(held.starts_at, person)  # type: ignore[attr-defined]
    return {"moment": moment, "place": place}


def _moment(moment: datetime, person: Person) -> str:
    with translation.override(person.language):
        return _in_words(moment)


def _in_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y l, H.i")


def _day(day: datetime | date, person: Person) -> str:
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    with translation.override(person.language):
        return date_format(day, "DATE_FORMAT")
