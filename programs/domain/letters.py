"""Writing to those who are registered for one departure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from messaging.domain.outbox import hold_messages, words_in
from messaging.domain.routes import route_for
from messaging.enums import Route, StateReason
from messaging.models import Batch
from people.exceptions import Refusal
from programs import notifications
from programs.domain.places import lock_places
from programs.enums import LetterRefusal as Reason
from programs.enums import OccurrenceState
from programs.enums import RegistrationState as State
from programs.models import BoardingPoint, Occurrence, Registration

#: Under which messages are held; see `messaging.batches`.
WRITTEN = "programs.written"
#: Who can be written to.
ADDRESSED = (State.CONFIRMED, State.OFFERED, State.WAITING)


def write_to_registered(
    occurrence: Occurrence,
    *,
    states: Collection[State],
    boarding_point: BoardingPoint | None,
    words: Mapping[str, str],
    shorts: Mapping[str, str],
    by: User,
) -> Batch:
    """One held message for each; nothing leaves before somebody releases it.

    `words` and, for text messages, `shorts` by language. Who reads in a language
    that is missing, because she came meanwhile, is written to in the first there is.
    """
    with transaction.atomic():
        places = lock_places(occurrence.pk)
        current = places.occurrence
        if current.state != OccurrenceState.PUBLISHED:
            raise Refusal(Reason.NOT_PUBLISHED)
        if current.ends_at <= places.now:
            raise Refusal(Reason.OVER)
        told = addressed(current, states=states, boarding_point=boarding_point)
        if not told:
            raise Refusal(Reason.NOBODY)
        is_ahead = current.starts_at > places.now
        batch: Batch = hold_messages(
            WRITTEN,
            by=by,
            about=current,
            needed_by=current.starts_at if is_ahead else current.ends_at,
        )
        for registration in told:
            language = registration.person.language
            notifications.tell_written(
                registration,
                words=words_in(language, words),
                short=shorts.get(language, ""),
                hold=batch,
            )
        log(
            current,
            "programs.occurrence.write",
            user=by,
            data={"registrations": len(told)},
        )
    return batch


def addressed(
    occurrence: Occurrence,
    *,
    states: Collection[State],
    boarding_point: BoardingPoint | None,
) -> list[Registration]:
    """Those it goes to; two queries."""
    found = Registration.objects.filter(
        occurrence=occurrence, state__in=set(states) & set(ADDRESSED)
    )
    if boarding_point is not None:
        found = found.filter(boarding_point=boarding_point)
    rows = list(
        found.select_related("person", "boarding_point")
        .prefetch_related("person__broken_routes")
        .order_by("pk")
    )
    for registration in rows:
        registration.occurrence = occurrence
    return rows


@dataclass(frozen=True, slots=True)
class Reached:
    """How many are reached in one way; `why` says what makes it work of staff."""

    route: Route
    why: StateReason
    count: int


def how_reached(registrations: Iterable[Registration]) -> list[Reached]:
    """By which ways; what leaves by itself first."""
    counted = Counter(route_for(one.person) for one in registrations)
    order = list(Route)
    return [
        Reached(route, why, count)
        for (route, why), count in sorted(
            counted.items(), key=lambda item: (order.index(item[0][0]), -item[1])
        )
    ]
