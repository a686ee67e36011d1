"""What staff read about one departure, and about those of the coming days."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    F,
    IntegerField,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from messaging.domain.routes import route_for
from messaging.enums import Route
from programs.domain.erasure import tells_access_needs
from programs.enums import AccessNeed, OccurrenceState, SkipReason
from programs.enums import RegistrationState as State
from programs.models import BoardingPoint, Occurrence, Registration
from programs.models.registration import needs_in

#: How far the home page of staff looks ahead.
DAYS_AHEAD = 7


def _today_begins() -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min))


# --- lists ----------------------------------------------------------------------


def for_staff() -> "QuerySet[Occurrence]":
    """Every departure with its places, its open offers and the rows it shows.

    Today's and the coming ones first, soonest first; then the past, latest first.
    """
    offers = (
        Registration.objects.filter(
            occurrence=OuterRef("pk"),
            state=State.OFFERED,
            offer_expires_at__gt=timezone.now(),
        )
        .order_by()
        .values("occurrence")
        .annotate(total=Count("pk"))
        .values("total")
    )
    rows: QuerySet[Occurrence] = (
        Occurrence.objects.with_places()
        .select_related("activity__program")
        .annotate(
            open_offers=Coalesce(Subquery(offers), 0, output_field=IntegerField()),
            coming_at=Case(
                When(starts_at__gte=_today_begins(), then=F("starts_at")),
                output_field=DateTimeField(),
            ),
        )
        .order_by(F("coming_at").asc(nulls_last=True), "-starts_at", "pk")
    )
    return rows


def in_the_coming_days() -> "QuerySet[Occurrence]":
    """What departs today or within a week, for the home page of staff."""
    until = _today_begins() + timedelta(days=DAYS_AHEAD + 1)
    return for_staff().filter(
        state=OccurrenceState.PUBLISHED, coming_at__isnull=False, starts_at__lt=until
    )


@dataclass(frozen=True, slots=True)
class OpenOffers:
    count: int
    first_ends_at: datetime | None


def all_open_offers(registrations: "QuerySet[Registration]") -> OpenOffers:
    """Offers somebody is thinking about, and when the first of them ends."""
    counted = registrations.filter(
        state=State.OFFERED, offer_expires_at__gt=timezone.now()
    ).aggregate(count=Count("pk"), first=Min("offer_expires_at"))
    return OpenOffers(counted["count"], counted["first"])


# --- one departure --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """How many parties are in a state, and how many people they are."""

    state: State
    parties: int
    seats: int


def tally(occurrence: Occurrence) -> list[Tally]:
    """Every state that has registrations, in the order of the enumeration."""
    counted = {
        row["state"]: row
        for row in occurrence.registrations.order_by()
        .values("state")
        .annotate(parties=Count("pk"), people=Sum("seats"))
    }
    return [
        Tally(state, counted[state]["parties"], counted[state]["people"])
        for state in State
        if state in counted
    ]


@dataclass(frozen=True, slots=True)
class PointCount:
    """How many get on at one point; `point` is None for those without one."""

    point: BoardingPoint | None
    parties: int
    seats: int


def boarding_counts(occurrence: Occurrence) -> list[PointCount]:
    """Places held by boarding point, in the order of the points."""
    counted = {
        row["boarding_point"]: row
        for row in occurrence.registrations.holding()
        .order_by()
        .values("boarding_point")
        .annotate(parties=Count("pk"), people=Sum("seats"))
    }
    points = [
        PointCount(point, row["parties"], row["people"])
        if (row := counted.get(point.pk))
        else PointCount(point, 0, 0)
        for point in occurrence.boarding_points.all()
    ]
    if points and (row := counted.get(None)):
        points.append(PointCount(None, row["parties"], row["people"]))
    return points


@dataclass(frozen=True, slots=True)
class NeedCount:
    """How many parties with a place told of one need."""

    need: AccessNeed
    parties: int


def need_counts(occurrence: Occurrence) -> list[NeedCount]:
    """What the crew has to expect; sealed, and therefore counted here."""
    told = (
        occurrence.registrations.holding()
        .filter(tells_access_needs())
        .order_by()
        .values_list("access_needs", flat=True)
    )
    counted = Counter(need for codes in told for need in needs_in(codes))
    return [NeedCount(need, counted[need]) for need in AccessNeed if counted[need]]


def seated(occurrence: Occurrence, *, seen_by: Any) -> "QuerySet[Registration]":
    """Who has a place, as far as `seen_by` may see her, in the order of their names."""
    rows: QuerySet[Registration] = (
        occurrence.registrations.visible_to(seen_by)
        .filter(state__in=State.on_board_list)
        .select_related("person", "boarding_point")
        .order_by("person__sort_key", "pk")
    )
    return rows


def over(occurrence: Occurrence, *, seen_by: Any) -> "QuerySet[Registration]":
    """Whose registration has ended, as far as `seen_by` may see, the latest first."""
    rows: QuerySet[Registration] = (
        occurrence.registrations.visible_to(seen_by)
        .exclude(state__in=State.live)
        .select_related("person", "boarding_point")
        .order_by("-ended_at", "-pk")
    )
    return rows


@dataclass(frozen=True, slots=True)
class Next:
    """Who would be offered a place if one became free now, and what that rests on."""

    registration: Registration
    #: The party does not fit into the places that are free now.
    needs_more: bool
    passed_over: list[SkipReason]


def next_in_line(line: list[Registration], *, seats_left: int) -> Next | None:
    """The first of a waiting list, as `queries.waiting_in_line` gives it."""
    if not line:
        return None
    first = line[0]
    reasons = {SkipReason(skip.reason) for skip in first.skips.all()}
    return Next(
        registration=first,
        needs_more=first.seats > seats_left,
        passed_over=sorted(reasons),
    )


@dataclass(frozen=True, slots=True)
class CancelPreview:
    """What cancelling a departure does, before it is done."""

    confirmed: int
    offered: int
    waiting: int
    by_mail: int
    by_staff: int

    @property
    def registrations(self) -> int:
        return self.confirmed + self.offered + self.waiting


def preview_cancel(occurrence: Occurrence) -> CancelPreview:
    """Whose registration would end, and which way each would be told."""
    ending = list(
        occurrence.registrations.filter(
            state__in=(State.CONFIRMED, State.OFFERED, State.WAITING)
        )
        .select_related("person")
        .prefetch_related("person__broken_routes")
    )
    states = [row.state for row in ending]
    routes = [route_for(row.person)[0] for row in ending]
    return CancelPreview(
        confirmed=states.count(State.CONFIRMED),
        offered=states.count(State.OFFERED),
        waiting=states.count(State.WAITING),
        by_mail=routes.count(Route.EMAIL),
        by_staff=routes.count(Route.STAFF),
    )


def has_live_registrations(occurrence: Occurrence) -> bool:
    return bool(occurrence.registrations.live().exists())
