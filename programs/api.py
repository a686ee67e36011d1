"""`/api/v1/occurrences/` and `/api/v1/registrations/own/`: the same verbs, headless."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.formats import time_format
from django.utils.translation import get_language
from ninja import Field, Router, Schema, Status

from people.api import (
    ClientToken,
    PersonIn,
    Problem,
    ProblemError,
    check_form,
    idempotency_key,
    own_link,
    request_digest,
    shown_notice,
)
from people.enums import EntryChannel, LinkPurpose, Process
from people.forms import language_code, person_details
from people.models import Notice
from programs.domain import admission, queries, registrations, waiting_list
from programs.enums import ActivityKind, MemberKind, PublicStatus, RegistrationState
from programs.forms import ContactForm, WhoForm
from programs.models import Occurrence, Registration
from programs.models.program import LARGEST_PARTY
from programs.workflow import PUBLIC_NAMES

router = Router(tags=["occurrences"])


# --- what is said -------------------------------------------------------------


class OccurrenceOut(Schema):
    id: int
    program: str = Field(description="The slug of the program.")
    kind: ActivityKind
    name: str
    starts_at: datetime
    ends_at: datetime
    meeting_point: str
    registration_opens_at: datetime
    registration_closes_at: datetime
    capacity: int
    seats_left: int
    waiting_count: int = Field(description="People on the waiting list.")
    status: PublicStatus
    status_label: str
    registration_path: str


class BoardingPointOut(Schema):
    id: int
    name: str
    boards_at: str


class RulesOut(Schema):
    minimum_age: int
    children_allowed: bool
    child_max_age: int
    most_children: int
    most_party: int
    companion_allowed: bool
    once_per_season: bool


class OccurrenceDetailOut(OccurrenceOut):
    summary: str
    cancel_until: datetime
    boarding_points: list[BoardingPointOut]
    rules: RulesOut
    notice_id: int | None = Field(
        description="The privacy notice to show before anything is asked."
    )
    consents: list[str] = Field(description="Consents that may be asked, each apart.")


class RegistrationOut(Schema):
    code: str
    state: RegistrationState
    state_label: str
    seats: int
    position: int | None = Field(description="On the waiting list; 1 is next.")
    offer_expires_at: datetime | None
    occurrence: int
    starts_at: datetime
    boarding_point: str
    cancel_until: datetime


class AdmittedOut(RegistrationOut):
    private_token: str = Field(description="Opens this registration; shown once.")


# --- what is asked ------------------------------------------------------------


class GuestIn(Schema):
    kind: MemberKind
    given_name: str
    birth_year: int | None = None


class EmergencyIn(Schema):
    name: str = ""
    phone: str = ""


class RegistrationIn(Schema):
    notice_id: int = Field(description="The notice she was shown and has read.")
    person: PersonIn
    party: list[GuestIn] = Field(default=[], max_length=LARGEST_PARTY - 1)
    boarding_point: int | None = None
    consents: list[str] = []
    emergency: EmergencyIn = EmergencyIn()


# --- public reading -----------------------------------------------------------


@router.get(
    "/occurrences/",
    response=list[OccurrenceOut],
    operation_id="list_occurrences",
    url_name="occurrences",
)
def list_occurrences(
    request: HttpRequest,
    program: str = "",
    kind: ActivityKind | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> list[dict[str, Any]]:
    """Coming dates, soonest first, with the places left by now."""
    coming = queries.coming_occurrences(kind=kind)
    if program:
        coming = coming.filter(activity__program__slug=program)
    return [_occurrence(one) for one in coming[:limit]]


@router.get(
    "/occurrences/{int:id}/",
    response={200: OccurrenceDetailOut, 404: Problem},
    operation_id="get_occurrence",
    url_name="occurrence",
)
def get_occurrence(request: HttpRequest, id: int) -> dict[str, Any]:
    """One date with its boarding points, its rules and the notice to show."""
    occurrence = _published(id, with_places=True)
    activity = occurrence.activity
    notice = Notice.objects.current(Process.REGISTRATION, language_code(get_language()))
    return {
        **_occurrence(occurrence),
        "summary": str(activity.summary),
        "cancel_until": occurrence.cancel_until,
        "boarding_points": [
            {
                "id": point.pk,
                "name": point.name,
                "boards_at": time_format(point.boards_at, "H:i"),
            }
            for point in occurrence.boarding_points.all()
        ],
        "rules": {name: getattr(activity, name) for name in RulesOut.model_fields},
        "notice_id": notice.pk if notice else None,
        "consents": [queries.PHOTO_CONSENT],
    }


# --- registering --------------------------------------------------------------


@router.post(
    "/occurrences/{int:id}/registrations/",
    response={201: AdmittedOut, 404: Problem, 409: Problem, 422: Problem},
    auth=ClientToken(),
    operation_id="register",
    url_name="registrations",
)
def register(
    request: HttpRequest, id: int, payload: RegistrationIn
) -> Status[dict[str, Any]]:
    """Register a party: a place, or a position on the waiting list, or a reason.

    Send an `Idempotency-Key`, and a repeated request is answered, not repeated.
    """
    occurrence = _published(id)
    who = WhoForm(_who_data(payload), occurrence=occurrence, check_rules=False)
    reach = ContactForm(_reach_data(payload), occurrence=occurrence)
    answers = {**check_form(who), **check_form(reach)}
    admitted = admission.register_party(
        occurrence=occurrence,
        person=person_details(answers, language=payload.person.message_language()),
        party=who.party(),
        boarding_point=reach.boarding_point(),
        channel=EntryChannel.API,
        notice=shown_notice(payload.notice_id, Process.REGISTRATION),
        consents=[key for key in payload.consents if key == queries.PHOTO_CONSENT],
        emergency=reach.emergency(),
        idempotency_key=idempotency_key(request),
        request_digest=request_digest(payload),
    )
    return Status(
        201,
        {
            **_registration(admitted.registration, admitted.position),
            "private_token": admitted.token,
        },
    )


@router.get(
    "/registrations/own/",
    response={200: RegistrationOut, 404: Problem},
    operation_id="get_own_registration",
    url_name="own-registration",
)
def get_own(request: HttpRequest) -> dict[str, Any]:
    """What the `Private-Token` header opens."""
    registration = _own(request)
    return _registration(registration, waiting_list.position(registration))


@router.delete(
    "/registrations/own/",
    response={200: RegistrationOut, 404: Problem, 409: Problem},
    operation_id="cancel_own_registration",
    url_name="own-registration",
)
def cancel_own(request: HttpRequest) -> dict[str, Any]:
    """Give up the place, or leave the waiting list."""
    registration = _own(request)
    if registration.state != RegistrationState.CANCELLED:
        point = registration.boarding_point
        registration = registrations.cancel_registration(registration)
        registration.boarding_point = point
    return _registration(registration, None)


# --- between the two ----------------------------------------------------------


def _published(pk: int, *, with_places: bool = False) -> Occurrence:
    published = Occurrence.objects.published().select_related("activity__program")
    if with_places:
        published = published.with_places()
    occurrence = published.filter(pk=pk).first()
    if occurrence is None:
        raise ProblemError(404, "not_found", "There is no such date.")
    return occurrence


def _own(request: HttpRequest) -> Registration:
    link = own_link(request, LinkPurpose.REGISTRATION)
    registration = (
        Registration.objects.select_related("occurrence", "person", "boarding_point")
        .filter(pk=link.target_id, person=link.person_id)
        .first()
    )
    if registration is None:
        raise ProblemError(404, "link_not_open", "The private token opens nothing.")
    return registration


def _who_data(payload: RegistrationIn) -> dict[str, Any]:
    """The first step of the public form, filled in."""
    data = payload.person.form_data()
    children = [guest for guest in payload.party if guest.kind == MemberKind.CHILD]
    companions = [
        guest for guest in payload.party if guest.kind == MemberKind.COMPANION
    ]
    if len(children) + len(companions) < len(payload.party) or len(companions) > 1:
        raise ProblemError(
            422,
            "invalid",
            "Some fields need attention.",
            errors={"party": ["Name children, and one companion at most."]},
        )
    data["children"] = len(children)
    for row, child in enumerate(children, start=1):
        data[f"child_{row}_name"] = child.given_name
        data[f"child_{row}_year"] = child.birth_year
    if companions:
        data["companion_name"] = companions[0].given_name
    return data


def _reach_data(payload: RegistrationIn) -> dict[str, Any]:
    return {
        **payload.person.form_data(),
        "boarding_point": str(payload.boarding_point or ""),
        "emergency_name": payload.emergency.name,
        "emergency_phone": payload.emergency.phone,
    }


def _occurrence(occurrence: Occurrence) -> dict[str, Any]:
    activity = occurrence.activity
    return {
        "id": occurrence.pk,
        "program": activity.program.slug,
        "kind": activity.kind,
        "name": str(activity.name),
        "starts_at": occurrence.starts_at,
        "ends_at": occurrence.ends_at,
        "meeting_point": str(occurrence.meeting_point),
        "registration_opens_at": occurrence.registration_opens_at,
        "registration_closes_at": occurrence.registration_closes_at,
        "capacity": occurrence.capacity,
        "seats_left": occurrence.seats_left,
        "waiting_count": occurrence.waiting_count,
        "status": occurrence.public_status,
        "status_label": occurrence.status_label,
        "registration_path": occurrence.get_registration_url(),
    }


def _registration(registration: Registration, position: int | None) -> dict[str, Any]:
    occurrence, point = registration.occurrence, registration.boarding_point
    return {
        "code": registration.code,
        "state": registration.state,
        "state_label": str(PUBLIC_NAMES[RegistrationState(registration.state)]),
        "seats": registration.seats,
        "position": position,
        "offer_expires_at": registration.offer_expires_at,
        "occurrence": occurrence.pk,
        "starts_at": occurrence.starts_at,
        "boarding_point": point.name if point else "",
        "cancel_until": occurrence.cancel_until,
    }
