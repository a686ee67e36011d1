"""Asking afterwards how it was, and counting what was answered; nobody is named.

An answer is not logged and not dated to the minute: whoever reads the log, the rows or
the messages must not be able to tell whose it is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from messaging.domain.routes import route_for
from messaging.enums import Route
from messaging.models import Message
from people.enums import ContactChannel
from people.exceptions import Refusal
from programs import notifications
from programs.enums import FeedbackRefusal as Reason
from programs.enums import FeltSafe, OccurrenceState, Rating, RegistrationState
from programs.models import Activity, Feedback, Occurrence, Program, Registration

#: How long after the end an answer is taken.
OPEN_FOR = timedelta(days=30)
#: When whoever came is asked, after the end.
ASKED_AFTER = timedelta(days=1)
#: Later than this nobody is asked any more: marks may be entered late, not so late.
ASKED_UNTIL = timedelta(days=14)
#: Below so many answers nothing of them is shown to anybody.
FEWEST_SHOWN = 5
#: How many invitations one run writes, so that it ends.
BATCH = 500


# --- her answer -------------------------------------------------------------------


def feedback_denied_reason(registration: Registration) -> Refusal | None:
    """Whether she may say now how it was."""
    occurrence, now = registration.occurrence, timezone.now()
    came = registration.state == RegistrationState.ATTENDED
    if not came or not occurrence.activity.program.asks_feedback:
        return Refusal(Reason.NOT_ASKED)
    if occurrence.ends_at > now:
        return Refusal(Reason.NOT_YET)
    if occurrence.ends_at + OPEN_FOR <= now:
        return Refusal(Reason.OVER)
    if registration.feedback_given:
        return Refusal(Reason.ALREADY)
    return None


def give_feedback(
    registration: Registration, *, rating: int, felt_safe: FeltSafe, words: str = ""
) -> None:
    """Keep the answer apart from her, and note that she has answered: both or none.

    Nothing is logged: the moment in a log would join the two again.
    """
    with transaction.atomic():
        current = (
            Registration.objects.select_for_update(of=("self",), no_key=True)
            .select_related("occurrence__activity__program")
            .get(pk=registration.pk)
        )
        if denied := feedback_denied_reason(current):
            raise denied
        current.feedback_given = True
        current.save(update_fields=["feedback_given"])
        Feedback.objects.create(
            occurrence=current.occurrence,
            rating=rating,
            felt_safe=felt_safe,
            words=words.strip(),
            day=timezone.localdate(),
        )


# --- asking for it ----------------------------------------------------------------


def queue_feedback_invitations() -> int:
    """Ask whoever came, one day after the end; returns how many were written.

    Only whom a message with its link reaches by itself: nobody is called to be asked.
    """
    now, written = timezone.now(), 0
    over = Occurrence.objects.filter(
        state=OccurrenceState.PUBLISHED,
        activity__program__asks_feedback=True,
        ends_at__lte=now - ASKED_AFTER,
        ends_at__gt=now - ASKED_UNTIL,
    ).select_related("activity__program")
    for occurrence in over.order_by("ends_at", "pk"):
        came = (
            occurrence.registrations.filter(
                state=RegistrationState.ATTENDED,
                feedback_given=False,
                person__anonymized_at=None,
                person__contact_channel__in=(ContactChannel.EMAIL, ContactChannel.SMS),
            )
            .exclude(pk__in=notifications.asked_how_it_was(occurrence))
            .select_related("person", "boarding_point")
            .prefetch_related("person__broken_routes")
            .order_by("pk")
        )
        for registration in came:
            if written >= BATCH:
                return written
            if route_for(registration.person)[0] not in (Route.EMAIL, Route.SMS):
                continue
            registration.occurrence = occurrence
            with transaction.atomic():
                notifications.tell_feedback_asked(
                    registration, until=occurrence.ends_at + OPEN_FOR
                )
            written += 1
    return written


def is_still_asked(message: Message) -> bool:
    """Whether an invitation about to leave still leads to a question."""
    registration = message.about
    return (
        isinstance(registration, Registration)
        and feedback_denied_reason(registration) is None
    )


# --- what staff read --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FeedbackSummary:
    """What several answers say together; there are at least `FEWEST_SHOWN`."""

    count: int
    average: float
    #: rating -> answers, the best first
    ratings: dict[Rating, int]
    felt_safe: dict[FeltSafe, int]
    words: list[str]

    @property
    def safe_share(self) -> int | None:
        """Percent of those who said yes or no; None where nobody did."""
        yes, no = self.felt_safe[FeltSafe.YES], self.felt_safe[FeltSafe.NO]
        return round(100 * yes / (yes + no)) if yes + no else None


def summary_of(rows: Iterable[Feedback]) -> FeedbackSummary | None:
    """None where too few answered: then not even how many is told."""
    answers = list(rows)
    if len(answers) < FEWEST_SHOWN:
        return None
    ratings = Counter(row.rating for row in answers)
    felt = Counter(row.felt_safe for row in answers)
    return FeedbackSummary(
        count=len(answers),
        average=round(sum(row.rating for row in answers) / len(answers), 1),
        ratings={one: ratings[one] for one in Rating},
        felt_safe={one: felt[one] for one in FeltSafe},
        words=[row.words for row in answers if row.words],
    )


def feedback_on(occurrence: Occurrence) -> FeedbackSummary | None:
    return summary_of(Feedback.objects.filter(occurrence=occurrence))


@dataclass(frozen=True, slots=True)
class ActivityFeedback:
    activity: Activity
    #: None below the least that is shown
    summary: FeedbackSummary | None
    #: Departures whose answers are left out, so that no difference betrays them.
    left_out: int


def feedback_by_activity(
    *, year: int, programs: QuerySet[Program]
) -> list[ActivityFeedback]:
    """What was answered on a year's departures. Three queries, however many rows.

    Departures with too few answers count together, if together they are enough; else
    they are left out: from the sum and the departures one could tell the rest.
    """
    held = Occurrence.objects.filter(
        activity__program__in=programs.order_by().values("pk"),
        starts_at__year=year,
        state=OccurrenceState.PUBLISHED,
    )
    answers: dict[int, list[Feedback]] = defaultdict(list)
    for row in Feedback.objects.filter(occurrence__in=held):
        answers[row.occurrence_id].append(row)
    told: dict[int, list[int]] = defaultdict(list)
    for pk, activity in held.filter(pk__in=list(answers)).values_list("pk", "activity"):
        told[activity].append(pk)
    activities = Activity.objects.select_related("program").in_bulk(told)
    return [
        _by_activity(activities[pk], [answers[one] for one in told[pk]])
        for pk in sorted(activities, key=lambda one: (activities[one].program_id, one))
    ]


def _by_activity(
    activity: Activity, departures: list[list[Feedback]]
) -> ActivityFeedback:
    enough = [rows for rows in departures if len(rows) >= FEWEST_SHOWN]
    few = [rows for rows in departures if len(rows) < FEWEST_SHOWN]
    together = sum(map(len, few)) >= FEWEST_SHOWN
    counted = [row for rows in (*enough, *(few if together else ())) for row in rows]
    return ActivityFeedback(
        activity=activity,
        summary=summary_of(sorted(counted, key=lambda row: row.pk)),
        left_out=0 if together else len(few),
    )


def years_of_feedback() -> list[int]:
    """Of which departures there are answers, the latest first."""
    days = Occurrence.objects.filter(feedback__isnull=False)
    return [day.year for day in days.dates("starts_at", "year", order="DESC")]


def forget_words(pks: Iterable[Any]) -> int:
    """Take the words out of answers; what is left are numbers."""
    return Feedback.objects.filter(pk__in=list(pks)).update(words="")
