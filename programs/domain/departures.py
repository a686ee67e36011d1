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
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from messaging.domain.routes import route_for
from messaging.enums import Route
from programs.domain.deadlines import answers_until
from programs.domain.eligibility import MARKED_FROM
from programs.domain.erasure import tells_access_needs
from programs.domain.instead import ending_with, plan_instead
from programs.domain.places import count_places
from programs.enums import AccessNeed, OccurrenceState, SkipReason
from programs.enums import RegistrationState as State
from programs.models import BoardingPoint, Occurrence, Registration, SeatTally, Stop
from programs.models.occurrence import OccurrenceQuerySet
from programs.models.registration import needs_in
from programs.permissions import VIEW_OCCURRENCES, VIEW_STOPS

#: How far the home page of staff looks ahead.
DAYS_AHEAD = 7


def _today_begins() -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min))


# --- lists ----------------------------------------------------------------------


def for_staff(user: Any) -> "QuerySet[Occurrence]":
    """Every departure that she may see, with its places, its open offers and names.

    Running courses, today's and the coming ones first, soonest first; then the past,
    latest first.
    """
    rows = with_all_for_staff(Occurrence.objects.where_may(user, VIEW_OCCURRENCES))
    return rows.order_by(F("coming_at").asc(nulls_last=True), "-starts_at", "pk")


def with_all_for_staff(rows: OccurrenceQuerySet) -> "QuerySet[Occurrence]":
    """With what a list of staff shows of a departure, and its order."""
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
    found: QuerySet[Occurrence] = (
        rows.with_places()
        .select_related("activity__program", "venue")
        .annotate(
            open_offers=Coalesce(Subquery(offers), 0, output_field=IntegerField()),
            coming_at=Case(
                When(
                    Q(starts_at__gte=_today_begins())
                    | Q(ends_at__gte=_today_begins()) & ~Q(session_plan={}),
                    then=F("starts_at"),
                ),
                output_field=DateTimeField(),
            ),
        )
    )
    return found


def dates_for_staff(user: Any) -> "QuerySet[Occurrence]":
    """`for_staff` without the times of stops, which are listed a day at a time."""
    return for_staff(user).filter(stop=None)


def of_the_day(now: datetime | None = None) -> Q:
    """Today's, and over midnight what is under way or can be marked already."""
    now = now or timezone.now()
    return Q(starts_at__date=timezone.localdate(now)) | Q(
        starts_at__lte=now + MARKED_FROM, ends_at__gte=now
    )


def in_the_coming_days(user: Any) -> "QuerySet[Occurrence]":
    """What departs today or within a week, for the home page of staff."""
    until = _today_begins() + timedelta(days=DAYS_AHEAD + 1)
    return dates_for_staff(user).filter(
        state=OccurrenceState.PUBLISHED,
        starts_at__gte=_today_begins(),
        starts_at__lt=until,
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


# --- stops ----------------------------------------------------------------------


def stops_for_staff(user: Any) -> "QuerySet[Any]":
    """Every stop that she may see, its times and how many are taken; coming first."""
    standing = Q(times__state__in=(OccurrenceState.DRAFT, OccurrenceState.PUBLISHED))
    taken = (
        SeatTally.objects.filter(occurrence__stop=OuterRef("pk"), is_waiting=False)
        .order_by()
        .values("occurrence__stop")
        .annotate(total=Sum("seats"))
        .values("total")
    )
    rows: QuerySet[Any] = (
        Stop.objects.where_may(user, VIEW_STOPS)
        .select_related("activity")
        .annotate(
            times_count=Count("times", filter=standing),
            places=Coalesce(Sum("times__capacity", filter=standing), 0),
            taken=Coalesce(Subquery(taken), 0, output_field=IntegerField()),
            coming_day=Case(When(day__gte=timezone.localdate(), then=F("day"))),
        )
        .order_by(F("coming_day").asc(nulls_last=True), "-day", "pk")
    )
    return rows


def stops_in_the_coming_days(user: Any) -> "QuerySet[Stop]":
    """The stops of today and of the week to come."""
    today = timezone.localdate()
    return stops_for_staff(user).filter(
        day__gte=today, day__lte=today + timedelta(days=DAYS_AHEAD), times_count__gt=0
    )


def times_of(stop: Stop) -> "QuerySet[Occurrence]":
    """The times of a stop with their places, soonest first."""
    rows: QuerySet[Occurrence] = (
        Occurrence.objects.filter(stop=stop)
        .with_places()
        .select_related("activity")
        .order_by("starts_at", "pk")
    )
    return rows


def live_registrations_at(stop: Stop) -> int:
    """How many appointments would end with it."""
    return _live_at(stop).count()


def times_with_registrations(stop: Stop) -> int:
    return _live_at(stop).values("occurrence").distinct().count()


def _live_at(stop: Stop) -> "QuerySet[Registration]":
    rows: QuerySet[Registration] = Registration.objects.live().filter(
        occurrence__stop=stop, occurrence__starts_at__gt=timezone.now()
    )
    return rows.order_by()


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
    #: of them marked as attended
    came: int = 0


def boarding_counts(occurrence: Occurrence) -> list[PointCount]:
    """Places held by boarding point, in the order of the points."""
    counted = {
        row["boarding_point"]: row
        for row in occurrence.registrations.holding()
        .order_by()
        .values("boarding_point")
        .annotate(
            parties=Count("pk"),
            people=Sum("seats"),
            came=Sum("seats", filter=Q(state=State.ATTENDED), default=0),
        )
    }
    points = [
        PointCount(point, row["parties"], row["people"], row["came"])
        if (row := counted.get(point.pk))
        else PointCount(point, 0, 0)
        for point in occurrence.boarding_points.all()
    ]
    if points and (row := counted.get(None)):
        points.append(PointCount(None, row["parties"], row["people"], row["came"]))
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
        .as_rows()
        .order_by("person__sort_key", "pk")
    )
    return rows


def over(occurrence: Occurrence, *, seen_by: Any) -> "QuerySet[Registration]":
    """Whose registration has ended, as far as `seen_by` may see, the latest first."""
    rows: QuerySet[Registration] = (
        occurrence.registrations.visible_to(seen_by)
        .exclude(state__in=State.live)
        .as_rows()
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
    #: The date that is offered in its place; who is asked, and who waits there.
    instead: Occurrence | None = None
    offered_instead: int = 0
    waiting_instead: int = 0

    @property
    def registrations(self) -> int:
        return self.confirmed + self.offered + self.waiting


def preview_cancel(
    occurrence: Occurrence, *, instead: Occurrence | None = None
) -> CancelPreview:
    """Whose registration would end, which way each is told, who is asked instead."""
    ending = ending_with(occurrence)
    states = [row.state for row in ending]
    routes = [route_for(row.person)[0] for row in ending]
    planned = []
    if instead is not None:
        places = count_places(instead)
        until = answers_until(instead, now=places.now)
        planned = plan_instead(ending, places, until=until)
    return CancelPreview(
        confirmed=states.count(State.CONFIRMED),
        offered=states.count(State.OFFERED),
        waiting=states.count(State.WAITING),
        by_mail=routes.count(Route.EMAIL),
        by_staff=routes.count(Route.STAFF),
        instead=instead,
        offered_instead=sum(one.is_offered for one in planned),
        waiting_instead=sum(
            one.new is not None and not one.is_offered for one in planned
        ),
    )


def has_live_registrations(occurrence: Occurrence) -> bool:
    return bool(occurrence.registrations.live().exists())
