"""When a training counts as completed, and when all that are required do.

A module is completed when the hours of the sessions at which she was present reach its
`required_share` of its `hours` and each of its required parts was among them; excused
hours do not count. What was attended after a completion belongs to it, until the
module may be renewed: from then on it counts for the next one. The training is
completed when every module that the call, and her area in it, requires has a completion
that is confirmed and valid.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from volunteers import notifications
from volunteers.domain.duties import may_to_all
from volunteers.domain.moves import Actor, check, lock, move
from volunteers.domain.requirements import progress_of
from volunteers.enums import ApplicationEvent, ApplicationState, Attendance
from volunteers.exceptions import Refusal, TrainingDenied
from volunteers.models import (
    Application,
    ApplicationQuerySet,
    Call,
    Completion,
    Enrollment,
    TrainingModule,
    TrainingPart,
    TrainingSession,
)
from volunteers.workflow import Permission


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def valid_until(module: TrainingModule, completed_on: date) -> date | None:
    """The last day on which a completion of that day counts; None: for ever."""
    if module.validity_months is None:
        return None
    return add_months(completed_on, module.validity_months)


def renewable_from(module: TrainingModule, until: date | None) -> date | None:
    """The first day on which attending counts for the next completion."""
    return None if until is None else add_months(until, -module.renewal_months)


@dataclass(slots=True)
class Earned:
    """What attendance amounts to: a completion, whether it was written down or not."""

    day: date
    hours: Decimal


@dataclass(slots=True)
class Tally:
    """Hours and parts towards one completion."""

    module: TrainingModule
    required_parts: frozenset[int]
    hours: Decimal = Decimal(0)
    parts: set[int] = field(default_factory=set)

    def add(self, seat: Enrollment) -> None:
        self.hours += seat.session.hours
        # A session without a part is of the whole training.
        part = seat.session.part_id
        self.parts |= self.required_parts if part is None else {part}

    @property
    def is_enough(self) -> bool:
        has_hours = self.hours * 100 >= self.module.hours * self.module.required_share
        return has_hours and self.required_parts <= self.parts


def hours_wanted_beside(session: TrainingSession) -> Decimal | None:
    """The hours from which on its training counts, where it alone has fewer of them.

    A part is never the whole; of a session of the whole one expects that it is enough.
    """
    module = session.module
    wanted = module.hours * module.required_share / 100
    return wanted if session.part_id is None and session.hours < wanted else None


def required_parts_of(module: TrainingModule) -> frozenset[int]:
    return frozenset(
        TrainingPart.objects.filter(module=module, is_required=True).values_list(
            "pk", flat=True
        )
    )


def earned_by(module: TrainingModule, seats: Iterable[Enrollment]) -> list[Earned]:
    """The completions that these seats, attended in their order, amount to."""
    required = required_parts_of(module)
    earned: list[Earned] = []
    tally = Tally(module, required)
    for seat in sorted(seats, key=lambda one: (one.session.starts_at, one.pk)):
        day = timezone.localdate(seat.session.ends_at)
        if earned:
            from_day = renewable_from(module, valid_until(module, earned[-1].day))
            if from_day is None or day < from_day:
                earned[-1].hours += seat.session.hours
                continue
        tally.add(seat)
        if tally.is_enough:
            earned.append(Earned(day, tally.hours))
            tally = Tally(module, required)
    return earned


def missing_trainings(application: Application) -> list[TrainingModule]:
    """What her call and her area there require, without a completion valid today."""
    return missing_trainings_of([application])[application.pk]


def missing_trainings_of(
    applications: Iterable[Application],
) -> dict[int, list[TrainingModule]]:
    """The same for many, by pk of the application, in a fixed number of queries."""
    return {
        pk: progress.missing_trainings(progress.area)
        for pk, progress in progress_of(applications).items()
    }


def trained_by(user: User) -> ApplicationQuerySet:
    """Whom she sees, in calls where training is her duty."""
    calls = Call.objects.where_may(user, Permission.TRAINING)
    seen = Application.objects.visible_to(user)
    return seen.filter(call__in=calls.order_by().values("pk"))


def check_trains(applications: Iterable[Application], *, by: Actor) -> None:
    """Refuse whom she may not see, and where training is none of her duties.

    None is the applicant herself.
    """
    if by is None:
        return
    if not may_to_all(by, Permission.TRAINING, [one.pk for one in applications]):
        raise Refusal(TrainingDenied.NOT_YOURS)


def check_needs(locked: Application, module: TrainingModule) -> None:
    """Refuse a place in what she has completed and may not renew yet."""
    latest = latest_valid(locked, module)
    if latest is None:
        return
    from_day = renewable_from(module, latest.valid_until)
    if from_day is None or timezone.localdate() < from_day:
        raise Refusal(TrainingDenied.ALREADY_COMPLETED)


def latest_valid(application: Application, module: TrainingModule) -> Completion | None:
    return (
        Completion.objects.valid()
        .filter(application__person=application.person_id, module=module)
        .order_by("-completed_on", "-pk")
        .first()
    )


def check_lacks_places(
    locked: Application, module: TrainingModule, *, but: Collection[int] = ()
) -> None:
    """Refuse when the places she holds, if she comes, complete the module already.

    `but`: seats, by pk, that she would give back.
    """
    seats = (
        locked.enrollments.select_related("session")
        .filter(
            session__module=module,
            attendance__in=[Attendance.EXPECTED, Attendance.PRESENT],
        )
        .exclude(pk__in=list(but))
    )
    latest = latest_valid(locked, module)
    from_day = renewable_from(module, latest.valid_until) if latest else None
    tally = Tally(module, required_parts_of(module))
    for seat in seats:
        if _counts_from(from_day, seat):
            tally.add(seat)
    if tally.is_enough:
        raise Refusal(TrainingDenied.ENOUGH_SESSIONS)


def covered_modules(
    seats: Iterable[Enrollment], *, since: Mapping[int, date | None]
) -> set[int]:
    """Modules that these places complete, if she comes; in one query.

    `since`: module -> the first day that counts, for what she has completed before.
    """
    held = [
        seat
        for seat in seats
        if seat.attendance in (Attendance.EXPECTED, Attendance.PRESENT)
        and _counts_from(since.get(seat.session.module_id), seat)
    ]
    required: dict[int, set[int]] = {}
    for module_id, part in TrainingPart.objects.filter(
        module__in={seat.session.module_id for seat in held}, is_required=True
    ).values_list("module_id", "pk"):
        required.setdefault(module_id, set()).add(part)
    tallies: dict[int, Tally] = {}
    for seat in held:
        module = seat.session.module
        parts = frozenset(required.get(module.pk, ()))
        tallies.setdefault(module.pk, Tally(module, parts)).add(seat)
    return {pk for pk, one in tallies.items() if one.is_enough}


def _counts_from(day: date | None, seat: Enrollment) -> bool:
    return day is None or timezone.localdate(seat.session.ends_at) >= day


@transaction.atomic
def begin_training(application: Application, *, by: Actor) -> Application:
    """She is expected at trainings; done with the first place she takes, or before."""
    locked = move(lock(application), ApplicationEvent.BEGIN_TRAINING, by=by)
    return settle(locked, by=by)


def settle(locked: Application, *, by: Actor) -> Application:
    """Let the state follow from what is completed."""
    is_complete = not missing_trainings(locked)
    match locked.state:
        case ApplicationState.IN_TRAINING if is_complete:
            move(locked, ApplicationEvent.COMPLETE_TRAINING, by=by)
            notifications.tell_trained(locked)
        case ApplicationState.TRAINED if not is_complete:
            move(locked, ApplicationEvent.REOPEN_TRAINING, by=by)
    return locked


@transaction.atomic
def complete_training(application: Application, *, by: Actor) -> Application:
    """What attendance does by itself, asked for by hand: nothing may be missing."""
    locked = lock(application)
    check(locked, ApplicationEvent.COMPLETE_TRAINING, by=by)
    if missing_trainings(locked):
        raise Refusal(TrainingDenied.TRAINING_MISSING)
    return settle(locked, by=by)
