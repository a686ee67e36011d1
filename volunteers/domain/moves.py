"""The one door to an application's state. For the verbs of this package only."""

from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.log_actions import log

from volunteers.domain.duties import Rights, may
from volunteers.enums import ApplicationEvent, ApplicationState
from volunteers.exceptions import MoveDenied, Refusal
from volunteers.log_actions import log_action
from volunteers.models import Application
from volunteers.workflow import MOVES

#: A member of staff; None is the applicant herself, through her private link.
Actor = User | None


def lock(application: Application) -> Application:
    """The row as it is now, held until the transaction ends."""
    # With the call, whose edition says what may happen; only the row itself is held.
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("call__process").get(pk=application.pk)


def lock_hers(application: int) -> Application:
    """All applications of whose this one is, held in one order; returns this one."""
    person = Application.objects.values("person").filter(pk=application)
    rows = Application.objects.select_for_update(of=("self",)).filter(person__in=person)
    with_calls = rows.select_related("call__process")
    return {one.pk: one for one in with_calls.order_by("pk")}[application]


def check(
    locked: Application,
    event: ApplicationEvent,
    *,
    by: Actor,
    by_law: bool = False,
    rights: Rights | None = None,
) -> None:
    """Raise the refusal when her call's table has no such row, or it is not hers.

    `by_law`: an erasure ends what runs, whoever carries it out. `rights`: hers, where
    many are looked at and nothing is done yet.
    """
    if locked.anonymized_at:
        raise Refusal(MoveDenied.ANONYMIZED)
    row = locked.moves.get(event)
    if by is not None and not by_law:
        asked = rights.may if rights else partial(may, by)
        if not asked((row or MOVES[event]).permission, locked):
            raise Refusal(MoveDenied.NOT_YOURS, event=event.label)
    if row is not None and ApplicationState(locked.state) in row.sources:
        return
    if by is None:
        raise Refusal(MoveDenied.NOT_NOW, state=locked.stage.name)
    raise Refusal(
        MoveDenied.NOT_FROM_HERE, event=event.label, state=locked.get_state_display()
    )


def require_reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal(MoveDenied.REASON_MISSING)
    return reason.strip()


def move(
    locked: Application,
    event: ApplicationEvent,
    *,
    by: Actor,
    by_law: bool = False,
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> Application:
    """Take a locked application along one row of the table, and log it.

    `changes` are other fields written with the state; `data` goes to the log and
    holds no personal data.
    """
    check(locked, event, by=by, by_law=by_law)
    previous = ApplicationState(locked.state)
    target = locked.moves[event].target or ApplicationState(locked.decided_from)
    now = timezone.now()
    fields = {
        **changes,
        "state": target,
        "state_since": locked.state_since if target == previous else now,
        "move_count": locked.move_count + 1,
    }
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(fields))
    log(
        locked,
        log_action(event),
        user=by,
        data={"from": previous.value, "to": target.value, **(data or {})},
    )
    return locked
