"""Registering by API, and one's own registration: the same verbs, headless."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from messaging.models import MessageText
from people.api import (
    ClientToken,
    PersonIn,
    Problem,
    ProblemError,
    check_form,
    idempotency_key,
    notice_asking,
    notice_or_422,
    own_link,
    request_digest,
)
from people.enums import EntryChannel, LinkPurpose, Process
from people.forms import person_details
from people.models import Notice
from people.prepared import exchange
from programs.api.occurrences import found_or_404, published_asking
from programs.domain import admission, changes, queries, registrations, waiting_list
from programs.enums import AccessNeed, MemberKind, RegistrationState
from programs.forms import ContactForm, WhoForm
from programs.models import Occurrence, Registration
from programs.models.occurrence import points_asking
from programs.models.program import rules_asking
from programs.notifications import confirmation_asking
from programs.own_forms import PartyForm
from programs.workflow import PUBLIC_NAMES

router = Router(tags=["occurrences"])


# --- what is said -------------------------------------------------------------


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


class GuestOut(Schema):
    kind: MemberKind
    given_name: str
    birth_year: int | None
    birth_month: int | None


class OwnOut(RegistrationOut):
    party: list[GuestOut] = Field(description="Who comes with her.")


class AdmittedOut(RegistrationOut):
    private_token: str = Field(description="Opens this registration; shown once.")


# --- what is asked ------------------------------------------------------------


class GuestIn(Schema):
    kind: MemberKind
    given_name: str
    birth_year: int | None = None
    birth_month: int | None = Field(
        default=None, description="Asked where the age counts in months."
    )


class ChangeIn(Schema):
    party: list[GuestIn] | None = Field(
        default=None,
        description="All who come with her from now on; left out: those who came so "
        "far.",
    )
    boarding_point: int | None = Field(
        default=None, description="Left out: where she boards so far."
    )


class EmergencyIn(Schema):
    name: str = ""
    phone: str = ""


class RegistrationIn(Schema):
    notice_id: int = Field(description="The notice she was shown and has read.")
    person: PersonIn
    # However many: the verb says in her words how many may come.
    party: list[GuestIn] = []
    boarding_point: int | None = None
    consents: list[str] = []
    states_woman: bool = Field(
        default=False, description="Her own statement, where an activity asks for it."
    )
    states_took_part: bool = Field(
        default=False,
        description="Has taken part in one of this kind, where `asks_took_part`.",
    )
    emergency: EmergencyIn = EmergencyIn()
    access_needs: list[AccessNeed] = Field(
        default=[],
        max_length=len(AccessNeed),
        description="What she needs on the day, if she wants to tell; kept for 7 days.",
    )


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
    language = payload.person.message_language()
    occurrence, notice, text = _read_first(id, payload.notice_id, language)
    who = WhoForm(_who_data(payload), occurrence=occurrence, check_rules=False)
    reach = ContactForm(_reach_data(payload), occurrence=occurrence)
    answers = {**check_form(who), **check_form(reach)}
    admitted = admission.register_party(
        occurrence=occurrence,
        person=person_details(answers, language=language),
        party=who.party(),
        boarding_point=reach.boarding_point(),
        channel=EntryChannel.API,
        notice=notice,
        consents=[key for key in payload.consents if key == queries.PHOTO_CONSENT],
        emergency=reach.emergency(),
        access_needs=reach.access_needs(),
        states_woman=payload.states_woman,
        states_took_part=payload.states_took_part,
        idempotency_key=idempotency_key(request),
        request_digest=request_digest(payload),
        text_read=text,
    )
    return Status(
        201,
        {
            **_registration(admitted.registration, admitted.position),
            "private_token": admitted.token,
        },
    )


def _read_first(
    pk: int, notice_pk: int, language: str
) -> tuple[Occurrence, Notice, list[MessageText]]:
    """What is read before anything is checked, in one exchange with the database."""
    occurrences, points, rules, notices, text = exchange(
        published_asking(pk),
        points_asking(pk),
        rules_asking(pk),
        notice_asking(notice_pk, Process.REGISTRATION),
        confirmation_asking(language),
    )
    occurrence = found_or_404(occurrences)
    occurrence.points = points
    occurrence.activity.chosen_rules = rules
    return occurrence, notice_or_422(notices), text


@router.get(
    "/registrations/own/",
    response={200: OwnOut, 404: Problem},
    operation_id="get_own_registration",
    url_name="own-registration",
)
def get_own(request: HttpRequest) -> dict[str, Any]:
    """What the `Private-Token` header opens."""
    return _own_answer(_own(request))


@router.patch(
    "/registrations/own/",
    response={200: OwnOut, 404: Problem, 409: Problem, 422: Problem},
    operation_id="change_own_registration",
    url_name="own-registration",
)
def change_own(request: HttpRequest, payload: ChangeIn) -> dict[str, Any]:
    """Change who comes or where they board; her place or number in line stays."""
    registration = _own(request)
    form = PartyForm(
        _party_data(registration, payload),
        registration=registration,
        check_rules=False,
    )
    _check_point(payload.boarding_point, form)
    check_form(form)
    changed = changes.change_party(
        registration, party=form.party(), boarding_point=form.boarding_point()
    )
    return _own_answer(changed)


@router.post(
    "/registrations/own/accept/",
    response={200: OwnOut, 404: Problem, 409: Problem},
    operation_id="accept_own_offer",
    url_name="own-accept",
)
def accept_own(request: HttpRequest) -> dict[str, Any]:
    """Take the place that is offered; asked again, the place is hers already."""
    registration = _own(request)
    if registration.state != RegistrationState.CONFIRMED:
        registration = waiting_list.accept_offer(registration)
    return _own_answer(registration)


@router.post(
    "/registrations/own/decline/",
    response={200: OwnOut, 404: Problem, 409: Problem},
    operation_id="decline_own_offer",
    url_name="own-decline",
)
def decline_own(request: HttpRequest) -> dict[str, Any]:
    """Give up the place that is offered; the next in line is asked."""
    registration = _own(request)
    if registration.state != RegistrationState.DECLINED:
        registration = registrations.decline_offer(registration)
    return _own_answer(registration)


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


def _own(request: HttpRequest) -> Registration:
    link = own_link(request, LinkPurpose.REGISTRATION)
    registration = (
        Registration.objects.select_related("occurrence", "person", "boarding_point")
        .filter(pk=link.target_id, person=link.person_id)
        .first()
    )
    if registration is None or link.target_type.model != "registration":
        raise ProblemError(404, "link_not_open", "The private token opens nothing.")
    return registration


def _own_answer(registration: Registration) -> dict[str, Any]:
    return {
        **_registration(registration, waiting_list.position(registration)),
        "party": [
            member
            for member in registration.members.all()
            if member.kind != MemberKind.SELF
        ],
    }


def _party_data(registration: Registration, payload: ChangeIn) -> dict[str, Any]:
    """The form of a change, filled in: what is left out stays as it is."""
    point = payload.boarding_point or registration.boarding_point_id
    if payload.party is not None:
        party = payload.party
    else:
        party = [
            GuestIn(
                kind=MemberKind(member.kind),
                given_name=member.given_name,
                birth_year=member.birth_year,
                birth_month=member.birth_month,
            )
            for member in registration.members.exclude(kind=MemberKind.SELF)
        ]
    return {**_guests_data(party), "boarding_point": str(point or "")}


def _check_point(pk: int | None, form: PartyForm) -> None:
    """A departure without boarding points has no field that could complain."""
    if pk is not None and str(pk) not in form.points:
        raise ProblemError(
            422,
            "invalid",
            "Some fields need attention.",
            errors={"boarding_point": ["There is no such boarding point."]},
        )


def _who_data(payload: RegistrationIn) -> dict[str, Any]:
    """The first step of the public form, filled in."""
    guests = _guests_data(payload.party)
    children = sum(guest.kind == MemberKind.CHILD for guest in payload.party)
    return {**payload.person.form_data(), **guests, "children": children}


def _guests_data(party: list[GuestIn]) -> dict[str, Any]:
    """As the fields of the rows of children and the companion are posted."""
    data: dict[str, Any] = {}
    children = [guest for guest in party if guest.kind == MemberKind.CHILD]
    companions = [guest for guest in party if guest.kind == MemberKind.COMPANION]
    if len(children) + len(companions) < len(party) or len(companions) > 1:
        raise ProblemError(
            422,
            "invalid",
            "Some fields need attention.",
            errors={"party": ["Name children, and one companion at most."]},
        )
    for row, child in enumerate(children, start=1):
        data[f"child_{row}_name"] = child.given_name
        data[f"child_{row}_year"] = child.birth_year
        data[f"child_{row}_month"] = child.birth_month
    if companions:
        data["companion_name"] = companions[0].given_name
    return data


def _reach_data(payload: RegistrationIn) -> dict[str, Any]:
    return {
        **payload.person.form_data(),
        "boarding_point": str(payload.boarding_point or ""),
        "emergency_name": payload.emergency.name,
        "emergency_phone": payload.emergency.phone,
        "access_needs": [need.value for need in payload.access_needs],
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
