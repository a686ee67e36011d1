"""Meetings that neighborhoods ask for: asked, planned, declined, withdrawn."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import override as speaking
from wagtail.log_actions import log

from language.translated import Translated
from people.domain.consents import draft_receipt
from people.domain.links import issue_link
from people.domain.persons import PersonDetails, enter_person
from people.enums import EntryChannel, LinkPurpose
from people.exceptions import Refusal
from people.models import Notice
from programs import meeting_texts
from programs.domain.admission import register_party
from programs.domain.occurrences import publish_occurrence
from programs.enums import MeetingDecline, MeetingRefusal, MeetingState
from programs.models import Activity, MeetingRequest, MeetingTopic, Occurrence
from programs.workflow import check_meeting_move

#: How long before it somebody may still come in by the link.
_CLOSES_BEFORE = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingWish:
    """What a neighborhood asks for."""

    district: str
    neighborhood: str
    women: int
    days: list[str]
    day_part: str
    topics: Iterable[MeetingTopic] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The request, and the token of her page."""

    request: MeetingRequest
    token: str


def ask_for_meeting(
    activity: Activity,
    *,
    person: PersonDetails,
    wish: MeetingWish,
    notice: Notice | None,
    channel: EntryChannel,
    idempotency_key: str = "",
    seems_automatic: bool = False,
    by: User | None = None,
) -> Asked:
    """Note it; she gets a private link. A key used before gives what it made then.

    `by`: who noted it for her, where she asked by phone or at the desk.
    """
    if not (activity.traits.by_request and activity.program.is_active):
        raise Refusal(MeetingRefusal.NOT_ASKED_FOR)
    if earlier := _earlier(idempotency_key):
        return earlier
    try:
        with transaction.atomic():
            her = enter_person(person, entered_through=channel, by=by)
            receipt = None
            if notice is not None:
                receipt = draft_receipt(her, notice=notice, shown_through=channel)
                receipt.save()
            request: MeetingRequest = MeetingRequest.objects.create(
                activity=activity,
                person=her,
                district=wish.district,
                neighborhood=wish.neighborhood,
                women=wish.women,
                days=wish.days,
                day_part=wish.day_part,
                channel=channel,
                entered_by=by,
                notice_receipt=receipt,
                seems_automatic=seems_automatic,
                idempotency_key=idempotency_key or None,
            )
            request.topics.set(wish.topics)
            token = issue_link(her, purpose=LinkPurpose.REGISTRATION, target=request)
            log(request, "programs.meeting.ask", user=by)
            meeting_texts.tell_asked(request, token=token)
    except IntegrityError:
        if earlier := _earlier(idempotency_key):
            return earlier
        raise
    return Asked(request, token)


def _earlier(key: str) -> Asked | None:
    if not key:
        return None
    found = MeetingRequest.objects.filter(idempotency_key=key).first()
    if found is None:
        return None
    token = issue_link(found.person, purpose=LinkPurpose.REGISTRATION, target=found)
    return Asked(found, token)


def plan_meeting(
    request: MeetingRequest,
    *,
    starts_at: datetime,
    ends_at: datetime,
    places: int,
    by: User | None,
) -> Occurrence:
    """Give it a date that stands on no list; who has its link registers.

    She who asked has her own place at once.
    """
    with transaction.atomic():
        current = _locked(request)
        check_meeting_move(current.state, MeetingState.PLANNED)
        now = timezone.now()
        if starts_at <= now:
            raise Refusal(MeetingRefusal.IN_THE_PAST)
        closes_at = starts_at - _CLOSES_BEFORE
        occurrence: Occurrence = Occurrence.objects.create(
            activity=current.activity,
            starts_at=starts_at,
            ends_at=ends_at,
            meeting_point=Translated(tr=current.area, en=current.area),
            capacity=places,
            registration_opens_at=now,
            registration_closes_at=closes_at if closes_at > now else starts_at,
            cancel_until=closes_at if closes_at > now else starts_at,
            invitation=secrets.token_urlsafe(12),
            created_by=by,
        )
        occurrence = publish_occurrence(occurrence, by=by)
        current.state, current.occurrence = MeetingState.PLANNED, occurrence
        current.settled_at = now
        current.save(update_fields=["state", "occurrence", "settled_at"])
        log(current, "programs.meeting.plan", user=by)
        with speaking("tr"):
            note = gettext("She asked for this meeting herself")
        register_party(
            occurrence=occurrence,
            person=current.person,
            channel=EntryChannel(current.channel),
            by=by,
            override_note=note,
        )
        meeting_texts.tell_planned(current)
    return occurrence


def decline_meeting(
    request: MeetingRequest, *, reason: MeetingDecline, note: str = "", by: User | None
) -> MeetingRequest:
    """She is told the reason, not the note."""
    with transaction.atomic():
        current = _locked(request)
        check_meeting_move(current.state, MeetingState.DECLINED)
        current.state, current.decline_reason = MeetingState.DECLINED, reason
        current.note, current.settled_at = note, timezone.now()
        current.save(update_fields=["state", "decline_reason", "note", "settled_at"])
        log(current, "programs.meeting.decline", user=by, data={"reason": reason.value})
        meeting_texts.tell_declined(current)
    return current


def withdraw_meeting(
    request: MeetingRequest, *, by: User | None = None
) -> MeetingRequest:
    """She no longer wishes it; staff or an erasure may do it for her."""
    with transaction.atomic():
        current = _locked(request)
        check_meeting_move(current.state, MeetingState.WITHDRAWN)
        current.state, current.settled_at = MeetingState.WITHDRAWN, timezone.now()
        current.save(update_fields=["state", "settled_at"])
        log(current, "programs.meeting.withdraw", user=by)
    return current


def note_address(
    request: MeetingRequest, *, address: str, by: User | None = None
) -> MeetingRequest:
    """Where they meet; sealed, and shown only to who has a place."""
    with transaction.atomic():
        current = _locked(request)
        if current.state != MeetingState.PLANNED:
            raise Refusal(MeetingRefusal.NOT_PLANNED)
        current.host_address = address.strip()
        current.save(update_fields=["host_address"])
        log(current, "programs.meeting.address", user=by)
    return current


def _locked(request: MeetingRequest) -> MeetingRequest:
    return (
        MeetingRequest.objects.select_for_update(of=("self",))
        .select_related("person", "activity__program")
        .get(pk=request.pk)
    )
