"""`/api/v1/occurrences/`: coming dates, and what each asks."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.formats import time_format
from django.utils.translation import get_language
from ninja import Field, Router, Schema

from people.api import Problem, ProblemError
from people.enums import District, Process
from people.forms import language_code
from people.models import Notice
from people.prepared import PreparedQuery, Statement
from programs.domain import queries
from programs.enums import ActivityKind, PublicStatus
from programs.models import CourseBranch, Occurrence, Venue
from programs.rule_words import who_may
from programs.session_words import run_words

router = Router(tags=["occurrences"])


class VenueOut(Schema):
    id: int
    name: str
    district: District
    address: str


class BranchOut(Schema):
    id: int
    name: str
    field_id: int
    field: str


class SessionOut(Schema):
    id: int
    starts_at: datetime
    ends_at: datetime
    topic: str
    is_online: bool
    is_cancelled: bool


class OccurrenceOut(Schema):
    id: int
    program: str = Field(description="The slug of the program.")
    kind: ActivityKind
    name: str
    starts_at: datetime
    ends_at: datetime
    meeting_point: str
    venue: VenueOut | None = Field(description="The course centre.")
    branch: BranchOut | None = Field(description="What a course teaches.")
    sessions_label: str = Field(description="Sessions in words; empty for a trip.")
    registration_opens_at: datetime
    registration_closes_at: datetime
    capacity: int
    seats_left: int
    waiting_count: int = Field(description="People on the waiting list.")
    status: PublicStatus
    status_label: str
    registration_path: str
    registration_needed: bool = Field(
        description="Without it nobody registers; everybody may just come."
    )
    places_are: str = Field(description="What is given, in the language asked for.")
    stop: int | None = Field(
        description="Appointment times of one day at one place have the same number."
    )


class BoardingPointOut(Schema):
    id: int
    name: str
    boards_at: str


class RulesOut(Schema):
    minimum_age: int
    guardian_takes_place: bool = Field(
        description="Without it only the children of the party take places."
    )
    children_allowed: bool
    child_max_age: int
    most_children: int
    most_party: int
    companion_allowed: bool
    once_per_season: bool
    asks_took_part: bool = Field(
        description="Whether she is asked if she has taken part in one before."
    )


class OccurrenceDetailOut(OccurrenceOut):
    summary: str
    cancel_until: datetime
    boarding_points: list[BoardingPointOut]
    sessions: list[SessionOut] = Field(description="Of a course; empty for a trip.")
    rules: RulesOut
    who_may: list[str] = Field(description="Every rule in words, for the page.")
    notice_id: int | None = Field(
        description="The privacy notice to show before anything is asked."
    )
    consents: list[str] = Field(description="Consents that may be asked, each apart.")


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
    district: District | None = None,
    field: int | None = None,
    venue: int | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> list[dict[str, Any]]:
    """Coming dates, soonest first, with the places left by now.

    `district` is that of the course centre; `field` and `venue` are their ids.
    """
    coming = queries.coming_occurrences(
        kind=kind, district=district or "", field=field, venue=venue
    )
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
    occurrence = published_or_404(id, with_places=True)
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
        "sessions": _sessions(occurrence),
        "rules": {name: getattr(activity, name) for name in RulesOut.model_fields},
        "who_may": who_may(activity),
        "notice_id": notice.pk if notice else None,
        "consents": [queries.PHOTO_CONSENT],
    }


_published = PreparedQuery(
    lambda pk: (
        Occurrence.objects.published()
        .listed()
        .select_related("activity__program")
        .filter(pk=pk)
        .order_by()
    ),
    -1,
)
_with_places = PreparedQuery(
    lambda pk: (
        Occurrence.objects.published()
        .listed()
        .select_related("activity__program", "activity__branch__field", "venue")
        .with_places()
        .filter(pk=pk)
        .order_by()
    ),
    -1,
)


def published_or_404(pk: int, *, with_places: bool = False) -> Occurrence:
    return found_or_404((_with_places if with_places else _published).all(pk))


def found_or_404(found: list[Occurrence]) -> Occurrence:
    if not found:
        raise ProblemError(404, "not_found", "There is no such date.")
    return found[0]


def published_asking(pk: int) -> Statement:
    """`published_or_404` for who asks it together with other things."""
    return _published.asking(pk)


def _sessions(occurrence: Occurrence) -> list[dict[str, Any]]:
    if not occurrence.has_sessions:
        return []
    return [
        {
            "id": session.pk,
            "starts_at": session.starts_at,
            "ends_at": session.ends_at,
            "topic": session.topic,
            "is_online": session.is_online,
            "is_cancelled": session.cancelled_at is not None,
        }
        for session in occurrence.sessions.all()
    ]


def _venue(venue: Venue | None) -> dict[str, Any] | None:
    if venue is None:
        return None
    names = VenueOut.model_fields
    return {name: getattr(venue, name) for name in names}


def _branch(branch: CourseBranch | None) -> dict[str, Any] | None:
    if branch is None:
        return None
    return {
        "id": branch.pk,
        "name": str(branch),
        "field_id": branch.field_id,
        "field": str(branch.field),
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
        "venue": _venue(occurrence.venue),
        "branch": _branch(activity.branch),
        "sessions_label": run_words(occurrence),
        "registration_opens_at": occurrence.registration_opens_at,
        "registration_closes_at": occurrence.registration_closes_at,
        "capacity": occurrence.capacity,
        "seats_left": occurrence.seats_left,
        "waiting_count": occurrence.waiting_count,
        "status": occurrence.public_status,
        "status_label": occurrence.status_label,
        "registration_path": occurrence.get_registration_url(),
        "registration_needed": occurrence.needs_registration,
        "places_are": str(activity.traits.places),
        "stop": occurrence.stop_id,
    }
