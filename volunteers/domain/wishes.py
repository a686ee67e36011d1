"""She asks to pause, to return or to leave; staff carry it out with one press."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import override as speaking
from wagtail.log_actions import log

from people.exceptions import Refusal
from volunteers import notifications
from volunteers.domain.assignment_changes import WISHED_IN
from volunteers.domain.duties import may
from volunteers.domain.moves import lock
from volunteers.domain.roles import (
    pause_assignment,
    record_leaving,
    return_to_assignment,
)
from volunteers.enums import ApplicationEvent, ApplicationState, WishKind
from volunteers.models import Application, Assignment, DutyWish
from volunteers.service_exceptions import WishDenied
from volunteers.workflow import Permission, events_from


def open_wish(application: Application) -> DutyWish | None:
    return (
        application.duty_wishes.filter(settled_at=None)
        .select_related("assignment__role")
        .first()
    )


def possible_wishes(
    application: Application, held: "QuerySet[Assignment] | list[Assignment]"
) -> list[tuple[WishKind, Assignment | None]]:
    """What she may ask for now; `held`: the roles she has."""
    found: list[tuple[WishKind, Assignment | None]] = [
        (kind, assignment)
        for assignment in held
        for kind, state in WISHED_IN.items()
        if assignment.state == state
    ]
    if _may_leave(application):
        found.append((WishKind.LEAVE, None))
    return found


@transaction.atomic
def ask_for(
    application: Application,
    kind: WishKind,
    *,
    assignment: Assignment | None = None,
    note: str = "",
) -> DutyWish:
    """Note what she asks for. Asked twice, it is noted once."""
    locked = lock(application)
    present = open_wish(locked)
    asked_about = assignment.pk if assignment else None
    if present is not None:
        if (present.kind, present.assignment_id) == (kind, asked_about):
            return present
        raise Refusal(WishDenied.ALREADY_ASKED)
    if kind == WishKind.LEAVE:
        is_possible = assignment is None and _may_leave(locked)
    else:
        is_possible = (
            assignment is not None
            and locked.assignments.filter(
                pk=assignment.pk, state=WISHED_IN[kind]
            ).exists()
        )
    if not is_possible:
        raise Refusal(WishDenied.NOT_NOW)
    wish = DutyWish.objects.create(
        application=locked,
        assignment=assignment,
        kind=kind,
        note=note.strip()[:300],
        asked_at=timezone.now(),
    )
    log(locked, "volunteers.wish.ask", data={"kind": kind.value})
    return wish


@transaction.atomic
def take_back_wish(wish: DutyWish) -> None:
    """She has changed her mind before staff carried it out."""
    locked = lock(wish.application)
    deleted, _kinds = DutyWish.objects.filter(pk=wish.pk, settled_at=None).delete()
    if not deleted:
        raise Refusal(WishDenied.SETTLED)
    log(locked, "volunteers.wish.take_back", data={"kind": wish.kind})


@transaction.atomic
def carry_out_wish(wish: DutyWish, *, by: User) -> DutyWish:
    """Do what she asked for, and tell her."""
    fresh = _open_under_lock(wish, by=by)
    application = fresh.application
    match WishKind(fresh.kind):
        case WishKind.PAUSE:
            pause_assignment(_role_of(fresh), by=by)
        case WishKind.RETURN:
            return_to_assignment(_role_of(fresh), by=by)
        case WishKind.LEAVE:
            with speaking("tr"):
                reason = gettext("She asked for it on her page")
            record_leaving(application, reason=reason, by=by)
    application.refresh_from_db()
    notifications.tell_wish_settled(application, fresh)
    return fresh


@transaction.atomic
def close_wish(wish: DutyWish, *, by: User) -> DutyWish:
    """Staff have talked with her, and everything stays as it is."""
    fresh = _open_under_lock(wish, by=by)
    fresh.settled_at, fresh.settled_by = timezone.now(), by
    fresh.save(update_fields=["settled_at", "settled_by"])
    log(fresh.application, "volunteers.wish.close", user=by, data={"kind": fresh.kind})
    return fresh


def _may_leave(application: Application) -> bool:
    state = ApplicationState(application.state)
    return ApplicationEvent.LEAVE in events_from(state, application.moves)


def _open_under_lock(wish: DutyWish, *, by: User) -> DutyWish:
    locked = lock(wish.application)
    if not may(by, Permission.ASSIGN, locked):
        raise Refusal(WishDenied.NOT_YOURS)
    fresh = DutyWish.objects.select_related("assignment").get(pk=wish.pk)
    if fresh.settled_at is not None:
        raise Refusal(WishDenied.SETTLED)
    fresh.application = locked
    return fresh


def _role_of(wish: DutyWish) -> Assignment:
    if wish.assignment is None:
        raise Refusal(WishDenied.NOT_NOW)
    return wish.assignment
