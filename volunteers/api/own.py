"""`/api/v1/applications/own/`: one's own application, by its private token."""

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from people.api import Problem, own_link
from people.enums import LinkPurpose
from volunteers.domain.applications import withdraw_application
from volunteers.domain.interviews import live_interview
from volunteers.domain.queries import held_assignments
from volunteers.domain.sessions import seats_of
from volunteers.models import Application

router = Router(tags=["volunteers"])


class AppointmentOut(Schema):
    starts_at: datetime
    ends_at: datetime
    is_online: bool
    place: str


class SeatOut(Schema):
    training: str
    starts_at: datetime
    ends_at: datetime
    place: str
    attendance: str


class RoleOut(Schema):
    name: str
    starts_on: str
    ends_on: str | None


class OwnOut(Schema):
    """One's own application, in the words of the public."""

    reference: str
    call: str
    state: str
    stage: str
    next: str
    submitted_at: datetime
    interview: AppointmentOut | None
    trainings: list[SeatOut]
    roles: list[RoleOut]


@router.get(
    "/applications/own/",
    response={200: OwnOut, 404: Problem},
    operation_id="get_own_application",
)
def get_own_application(request: HttpRequest) -> OwnOut:
    """Where it stands. The token goes into the `Private-Token` header."""
    return _own(_application_of(request))


@router.delete(
    "/applications/own/",
    response={200: OwnOut, 404: Problem, 409: Problem},
    operation_id="withdraw_own_application",
)
def withdraw_own_application(request: HttpRequest) -> OwnOut:
    """Withdraw it; frees the appointment and the training places."""
    return _own(withdraw_application(_application_of(request)))


def _application_of(request: HttpRequest) -> Application:
    link = own_link(request, LinkPurpose.APPLICATION)
    return get_object_or_404(
        Application.objects.select_related("call", "person"), pk=link.target_id
    )


def _own(application: Application) -> OwnOut:
    interview = live_interview(application)
    slot = interview.slot if interview else None
    return OwnOut(
        reference=application.reference,
        call=application.call.slug,
        state=application.state,
        stage=str(application.stage.name),
        next=str(application.stage.next),
        submitted_at=application.submitted_at,
        interview=(
            AppointmentOut(
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                is_online=slot.is_online,
                place=str(slot.place),
            )
            if slot
            else None
        ),
        trainings=[
            SeatOut(
                training=str(seat.session.module),
                starts_at=seat.session.starts_at,
                ends_at=seat.session.ends_at,
                place=str(seat.session.place),
                attendance=seat.attendance,
            )
            for seat in seats_of(application)
        ],
        roles=[
            RoleOut(
                name=str(assignment.role),
                starts_on=assignment.starts_on.isoformat(),
                ends_on=assignment.ends_on.isoformat() if assignment.ends_on else None,
            )
            for assignment in held_assignments(application)
        ],
    )
