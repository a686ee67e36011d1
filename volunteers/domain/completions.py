"""Completed trainings written down: proposed, confirmed, accepted, withdrawn.

The application is locked first, as everywhere.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.log_actions import log

from volunteers.codes import new_certificate_code
from volunteers.domain.moves import Actor, lock, require_reason
from volunteers.domain.training import (
    Earned,
    check_trains,
    earned_by,
    settle,
    valid_until,
)
from volunteers.enums import (
    ApplicationState,
    Attendance,
    CompletionSource,
    CompletionState,
)
from volunteers.exceptions import CompletionDenied, Refusal, TrainingDenied
from volunteers.models import (
    Application,
    Completion,
    Enrollment,
    TrainingModule,
    TrainingSession,
)

#: From here on a completion that attendance has earned is not taken back by it.
_SIGNED = (ApplicationState.READY, ApplicationState.ON_DUTY, ApplicationState.PAUSED)


def follow_attendance(
    locked: Application, module: TrainingModule, *, by: Actor
) -> None:
    """Write down what her attendance has earned, and take back what it has not.

    Only sheets that are closed count. A person who confirms finds a proposal.
    """
    earned = earned_by(module, _attended(locked, module))
    written = list(
        Completion.objects.filter(
            application=locked, module=module, source=CompletionSource.ATTENDANCE
        )
        .exclude(state=CompletionState.WITHDRAWN)
        .order_by("completed_on", "pk")
    )
    by_day = {one.completed_on: one for one in written}
    new = [one for one in earned if one.day not in by_day]
    days = {one.day for one in earned}
    stale = [one for one in written if one.completed_on not in days]
    for fact in earned:
        if fact.day in by_day:
            _write_fact(by_day[fact.day], fact)
    # Corrected by a day: the same completion, with the same certificate.
    for completion, fact in zip(stale, new, strict=False):
        _write_fact(completion, fact)
    for fact in new[len(stale) :]:
        _create(locked, module, fact, by=by)
    for completion in stale[len(new) :]:
        _take_back(locked, completion, by=by)


def came_without_completing(session: TrainingSession) -> int:
    """How many were there and have not completed the training with it, or before."""
    came = session.enrollments.filter(attendance=Attendance.PRESENT)
    written = Completion.objects.filter(
        application=OuterRef("application"), module=session.module_id
    ).exclude(state=CompletionState.WITHDRAWN)
    return came.filter(~Exists(written)).count()


def _attended(locked: Application, module: TrainingModule) -> Iterable[Enrollment]:
    return locked.enrollments.select_related("session").filter(
        session__module=module,
        session__closed_at__isnull=False,
        attendance=Attendance.PRESENT,
    )


def _write_fact(completion: Completion, fact: Earned) -> None:
    completion.completed_on = fact.day
    completion.hours = _rounded(fact.hours)
    completion.valid_until = valid_until(completion.module, fact.day)
    completion.save(update_fields=["completed_on", "hours", "valid_until"])


def _create(
    locked: Application, module: TrainingModule, fact: Earned, *, by: Actor
) -> Completion:
    asks = module.needs_confirmation
    completion = Completion.objects.create(
        application=locked,
        module=module,
        state=CompletionState.PROPOSED if asks else CompletionState.CONFIRMED,
        hours=_rounded(fact.hours),
        completed_on=fact.day,
        valid_until=valid_until(module, fact.day),
        code=None if asks else new_certificate_code(),
    )
    _log(locked, completion, "propose" if asks else "complete", by=by)
    return completion


def _take_back(locked: Application, completion: Completion, *, by: Actor) -> None:
    if completion.state == CompletionState.CONFIRMED:
        if locked.state in _SIGNED:
            raise Refusal(TrainingDenied.ATTENDANCE_SETTLED)
        completion.state = CompletionState.WITHDRAWN
        completion.save(update_fields=["state"])
        _log(locked, completion, "withdraw", by=by)
    else:
        completion.delete()


def _rounded(hours: Decimal) -> Decimal:
    return hours.quantize(Decimal("0.1"))


@transaction.atomic
def confirm_completion(completion: Completion, *, by: User) -> Completion:
    """What the system proposed is so; her certificate is there from now on."""
    locked = lock(completion.application)
    check_trains([locked], by=by)
    fresh = _proposed(completion)
    fresh.code = new_certificate_code()
    _decide(fresh, CompletionState.CONFIRMED, by=by, also=["code"])
    _log(locked, fresh, "confirm", by=by)
    settle(locked, by=by)
    return fresh


@transaction.atomic
def decline_completion(completion: Completion, *, reason: str, by: User) -> Completion:
    """Her hours are enough, and still it does not count; staff tell her themselves."""
    locked = lock(completion.application)
    check_trains([locked], by=by)
    fresh = _proposed(completion)
    fresh.reason = require_reason(reason)[:300]
    _decide(fresh, CompletionState.DECLINED, by=by, also=["reason"])
    _log(locked, fresh, "decline", by=by)
    return fresh


@transaction.atomic
def withdraw_completion(completion: Completion, *, reason: str, by: User) -> Completion:
    """It counts no more; the public page says so. She is not told: staff tell her."""
    locked = lock(completion.application)
    check_trains([locked], by=by)
    fresh = _now(completion)
    if fresh.state != CompletionState.CONFIRMED:
        raise Refusal(CompletionDenied.NOT_CONFIRMED)
    fresh.reason = require_reason(reason)[:300]
    _decide(fresh, CompletionState.WITHDRAWN, by=by, also=["reason"])
    _log(locked, fresh, "withdraw", by=by)
    settle(locked, by=by)
    return fresh


@transaction.atomic
def accept_certificate(
    application: Application,
    *,
    module: TrainingModule,
    issuer: str,
    issuer_number: str,
    issued_on: date,
    by: User,
) -> Completion:
    """She showed a certificate of the same training from elsewhere; it counts here."""
    locked = lock(application)
    check_trains([locked], by=by)
    if locked.state not in ApplicationState.accepted_on:
        raise Refusal(CompletionDenied.NOT_ACCEPTED)
    today = timezone.localdate()
    if issued_on > today:
        raise Refusal(CompletionDenied.IN_FUTURE)
    until = valid_until(module, issued_on)
    if until is not None and until < today:
        raise Refusal(CompletionDenied.EXPIRED)
    if locked.completions.filter(
        module=module, completed_on=issued_on, state__in=CompletionState.standing
    ).exists():
        raise Refusal(CompletionDenied.ALREADY_THERE)
    completion = Completion.objects.create(
        application=locked,
        module=module,
        source=CompletionSource.CERTIFICATE,
        state=CompletionState.CONFIRMED,
        hours=module.hours,
        completed_on=issued_on,
        valid_until=until,
        issuer=issuer.strip()[:120],
        issuer_number=issuer_number.strip()[:60],
        decided_by=by,
        decided_at=timezone.now(),
    )
    _log(locked, completion, "accept", by=by)
    settle(locked, by=by)
    return completion


def _now(completion: Completion) -> Completion:
    return Completion.objects.select_related("module").get(pk=completion.pk)


def _proposed(completion: Completion) -> Completion:
    fresh = Completion.objects.filter(pk=completion.pk).proposed().first()
    if fresh is None:
        raise Refusal(CompletionDenied.NOT_PROPOSED)
    return fresh


def _decide(
    completion: Completion, state: CompletionState, *, by: User, also: list[str]
) -> None:
    completion.state = state
    completion.decided_by = by
    completion.decided_at = timezone.now()
    completion.save(update_fields=["state", "decided_by", "decided_at", *also])


def _log(locked: Application, completion: Completion, what: str, *, by: Actor) -> None:
    log(
        locked,
        f"volunteers.completion.{what}",
        user=by,
        data={"module": completion.module_id, "completion": completion.pk},
    )
