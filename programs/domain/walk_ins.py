"""On the day: she stands at the quay or the door and has no place.

Rules, notice and record are those of every registration (`admission`). She has a free
place, or after the time of departure that of somebody who did not come, and is marked
as attended at once. Nothing is written to her: she is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.persons import PersonDetails
from people.enums import EntryChannel
from people.exceptions import Refusal
from people.models import Notice, Person
from programs.domain.admission import register_party, seat_on_the_day
from programs.domain.attendance import mark_attended
from programs.domain.eligibility import once_refusal
from programs.domain.party import EmergencyContact, Guest
from programs.domain.places import lock_places
from programs.domain.seating import registration_now
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import BoardingPoint, Occurrence, Registration


def admit_walk_in(
    *,
    occurrence: Occurrence,
    person: Person | PersonDetails,
    by: User | None,
    party: Sequence[Guest] = (),
    boarding_point: BoardingPoint | None = None,
    notice: Notice | None = None,
    consents: Iterable[str] = (),
    emergency: EmergencyContact | None = None,
    access_needs: Iterable[str] = (),
    states_woman: bool = False,
    states_took_part: bool = False,
    override_note: str = "",
    idempotency_key: str = "",
) -> Registration:
    """Register who has no registration, and mark that she came."""
    with transaction.atomic():
        admitted = register_party(
            occurrence=occurrence,
            person=person,
            party=party,
            boarding_point=boarding_point,
            channel=EntryChannel.DESK,
            by=by,
            notice=notice,
            consents=consents,
            emergency=emergency,
            access_needs=access_needs,
            states_woman=states_woman,
            states_took_part=states_took_part,
            override_note=override_note,
            idempotency_key=idempotency_key,
            is_walk_in=True,
        )
        if not admitted.is_new:
            return admitted.registration
        return mark_attended(admitted.registration, by=by)


def admit_from_line(registration: Registration, *, by: User | None) -> Registration:
    """Who is on the waiting list stands there as well: a place, as for a walk-in."""
    try:
        with transaction.atomic():
            places = lock_places(registration.occurrence_id)
            current = registration_now(registration, places)
            if current.state not in (State.WAITING, State.OFFERED):
                raise Refusal(Reason.MOVE_NOT_ALLOWED)
            seat_on_the_day(current, places, by=by)
            log(current, "programs.registration.walk_in", user=by)
            return mark_attended(current, by=by)
    except IntegrityError as error:
        raise once_refusal(registration.occurrence, registration.season_key) from error


@dataclass(frozen=True, slots=True)
class Room:
    """Places for who stands there, as a screen tells it; the lock decides."""

    free: int
    #: Of those marked as absent; to be had once the departure is due.
    of_absent: int
    is_due: bool

    @property
    def total(self) -> int:
        return self.free + (self.of_absent if self.is_due else 0)


def room_on_the_day(occurrence: Occurrence) -> Room:
    absent = occurrence.registrations.holding().filter(state__in=State.absent)
    return Room(
        free=occurrence.seats_left,
        of_absent=absent.aggregate(n=Sum("seats", default=0))["n"],
        is_due=occurrence.starts_at <= timezone.now(),
    )
