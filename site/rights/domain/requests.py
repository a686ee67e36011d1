"""Requests of data subjects: received, taken on, answered within thirty days."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.log_actions import log

from messaging.channels import automatic_routes
from messaging.domain.routes import address_of, route_for
from people.domain.access import note_access
from people.domain.erasure import erase_person
from people.enums import AccessKind
from people.exceptions import Refusal
from people.models import Person
from rights import notifications
from rights.enums import (
    RefusalGround,
    RequestChannel,
    RequestEvent,
    RequestKind,
    RequestRefusal,
    RequestState,
)
from rights.models import DataRequest
from rights.workflow import MOVES, may


def receive_request(
    *,
    kind: RequestKind,
    received_through: RequestChannel,
    person: Person | None = None,
    asked_by: str = "",
    wish: str = "",
    received_at: datetime | None = None,
    by: Any = None,
) -> DataRequest:
    """Enter a request; its clock runs from the day it came in, not from the entry."""
    with transaction.atomic():
        request = DataRequest.objects.create(
            kind=kind,
            received_through=received_through,
            person=person,
            asked_by=asked_by,
            wish=wish,
            received_at=received_at or timezone.now(),
        )
        log(request, "rights.request.receive", user=by, data={"kind": str(kind)})
        notifications.tell_received(request)
    return request


def match_request(request: DataRequest, *, person: Person, by: Any) -> DataRequest:
    """Say on whose record a request is that came by letter."""
    with transaction.atomic():
        request = _locked(request)
        _check(request, RequestEvent.TAKE, also=RequestState.IN_PROGRESS)
        request.person = person
        request.save(update_fields=["person"])
        log(request, "rights.request.match", user=by)
    return request


def take_request(request: DataRequest, *, by: Any) -> DataRequest:
    return _move(request, RequestEvent.TAKE, by=by)


def ask_identity(request: DataRequest, *, by: Any) -> DataRequest:
    """Who asked has to show who she is; the clock runs on."""
    return _move(request, RequestEvent.ASK_IDENTITY, by=by)


def answer_request(request: DataRequest, *, reply: str, by: Any) -> DataRequest:
    """Accept it, with the answer she reads on her own page; she is told."""
    if request.kind == RequestKind.ERASURE:
        raise Refusal(RequestRefusal.WRONG_KIND)
    with transaction.atomic():
        request = _move(request, RequestEvent.ACCEPT, by=by, reply=reply)
        notifications.tell_answered(request)
    return request


def refuse_request(
    request: DataRequest, *, ground: RefusalGround, reply: str, by: Any
) -> DataRequest:
    """Refuse it on one of the known grounds, with reasons; she is told."""
    with transaction.atomic():
        request = _move(
            request, RequestEvent.REFUSE, by=by, reply=reply, refusal_ground=ground
        )
        notifications.tell_answered(request)
    return request


def release_copy(request: DataRequest, *, reply: str, by: Any) -> DataRequest:
    """Staff checked the full copy and give it out: noted, and that is the answer.

    Asked again for a request that was answered so, it is only noted again.
    """
    with transaction.atomic():
        request = _locked(request)
        if request.kind != RequestKind.INFORMATION:
            raise Refusal(RequestRefusal.WRONG_KIND)
        if request.person is None:
            raise Refusal(RequestRefusal.NO_PERSON)
        if request.state != RequestState.ACCEPTED:
            request = answer_request(request, reply=reply, by=by)
        note_access(
            by=by,
            kind=AccessKind.DOWNLOAD,
            persons=[request.person_id] if request.person_id else [],
            about=request,
        )
    return request


def carry_out_erasure(request: DataRequest, *, reply: str, by: Any) -> DataRequest:
    """Erase the person and answer; one transaction, all of it or nothing.

    The answer is written after the erasure, to the address she chose, which is kept
    sealed in that one message until it has left.
    """
    with transaction.atomic():
        request = _locked(request)
        _check(request, RequestEvent.ACCEPT)
        if request.kind != RequestKind.ERASURE:
            raise Refusal(RequestRefusal.WRONG_KIND)
        if (person := request.person) is None:
            raise Refusal(RequestRefusal.NO_PERSON)
        route, _reason = route_for(person)
        address = address_of(person, route) if route in automatic_routes() else ""
        # Answered first: an unanswered request is something that is still going on.
        request = _move(request, RequestEvent.ACCEPT, by=by, reply=reply)
        request.erased = erase_person(person, by=by, end_first=True)
        # The erasure emptied the texts of her requests; this answer is our own.
        request.reply = reply
        request.save(update_fields=["erased", "reply"])
        if address:
            person.refresh_from_db()
            notifications.tell_erased(request, person, to=(route, address))
    return request


def running_requests(person: Person) -> list[str]:
    """What of hers waits for an answer, in words."""
    return [
        gettext("data request %(code)s") % {"code": str(request)}
        for request in person.data_requests.unanswered()
    ]


def end_requests(person: Person, by: Any) -> None:
    """Before she is erased: what else she asked is answered by the erasure."""
    for request in person.data_requests.unanswered():
        _move(
            request,
            RequestEvent.ACCEPT,
            by=by,
            reply=gettext("Everything held was erased."),
        )


def _move(
    request: DataRequest, event: RequestEvent, *, by: Any, **changes: Any
) -> DataRequest:
    """Lock, check, write, log."""
    with transaction.atomic():
        request = _locked(request)
        _check(request, event)
        answers = event in (RequestEvent.ACCEPT, RequestEvent.REFUSE)
        if answers and not str(changes.get("reply", "")).strip():
            raise Refusal(RequestRefusal.NO_REPLY)
        request.state = MOVES[event].target
        request.handled_by = by
        for name, value in changes.items():
            setattr(request, name, value)
        if answers:
            request.answered_at = timezone.now()
            request.asked_by = ""
        request.save()
        log(
            request,
            f"rights.request.{event}",
            user=by,
            data={"kind": request.kind, "ground": request.refusal_ground},
        )
    return request


def _locked(request: DataRequest) -> DataRequest:
    # Without the join: PostgreSQL locks no nullable side of one.
    return DataRequest.objects.select_for_update().get(pk=request.pk)


def _check(
    request: DataRequest, event: RequestEvent, *, also: RequestState | None = None
) -> None:
    if not may(event, request.state) and request.state != also:
        raise Refusal(RequestRefusal.NOT_IN_STATE)
