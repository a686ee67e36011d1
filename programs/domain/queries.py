"""What pages, front ends and staff read about dates and who comes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from language.turkish import tr_sort_key
from people.enums import ContactChannel, District, SafeTime
from people.models import ConsentRecord, Recusal
from people.roles import SEE_PROTECTED
from programs.domain.standing import took_part_before
from programs.enums import (
    ActivityKind,
    MemberKind,
    OccurrenceState,
    PublicStatus,
    RegistrationState,
)
from programs.models import (
    Activity,
    BoardingPoint,
    Occurrence,
    PartyMember,
    Program,
    Registration,
    Stop,
)

_Key = TypeVar("_Key", str, int)


def named_occurrences() -> "QuerySet[Occurrence]":
    """With what their names need."""
    return Occurrence.objects.select_related("activity")


def coming_occurrences(
    *,
    program: Program | None = None,
    kind: str | None = None,
    activity: Activity | None = None,
    district: str = "",
    field: int | None = None,
    venue: int | None = None,
    limit: int | None = None,
) -> "QuerySet[Occurrence]":
    """Public dates that have not begun, soonest first, their places counted.

    One query, however many rows; each row has `seats_left`, `waiting_count`,
    `public_status` and `status_label` at no further cost. `district` is that of the
    course centre; `field` and `venue` are primary keys.
    """
    coming = (
        Occurrence.objects.published()
        .listed()
        .coming()
        .with_places()
        .select_related("activity__program", "stop", "activity__branch__field", "venue")
    )
    if program is not None:
        coming = coming.filter(activity__program=program)
    if kind:
        coming = coming.filter(activity__kind=kind)
    if activity is not None:
        coming = coming.filter(activity=activity)
    if district:
        coming = coming.filter(venue__district=district)
    if field is not None:
        coming = coming.filter(activity__branch__field=field)
    if venue is not None:
        coming = coming.filter(venue=venue)
    return coming[:limit] if limit is not None else coming


@dataclass(frozen=True, slots=True)
class StopDay:
    """A stop as one card: its times, soonest first."""

    stop: Stop
    times: list[Occurrence]

    @property
    def starts_at(self) -> datetime:
        return self.times[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return self.times[-1].ends_at

    @property
    def free_times(self) -> list[Occurrence]:
        return [one for one in self.times if one.takes_registrations]

    @property
    def may_join(self) -> bool:
        return bool(self.free_times)

    @property
    def opens_at(self) -> datetime | None:
        """When the first time opens, where none is open yet."""
        later = [
            one.registration_opens_at
            for one in self.times
            if one.public_status == PublicStatus.OPENS_LATER
        ]
        return min(later, default=None)

    @property
    def is_cancelled(self) -> bool:
        return all(one.state == OccurrenceState.CANCELLED for one in self.times)


def coming_cards(
    *,
    program: Program | None = None,
    kind: str | None = None,
    limit: int | None = None,
    **courses: Any,
) -> list[Occurrence | StopDay]:
    """Coming dates as the public reads them: all times of a stop are one card.

    `courses`: district, field and venue, as of `coming_occurrences`. Two queries,
    however many cards and times.
    """
    coming = coming_occurrences(program=program, kind=kind, **courses)
    dates = coming.filter(stop=None)
    times = coming.exclude(stop=None)
    if limit is not None:
        dates = dates[:limit]
        stops = Stop.objects.filter(pk__in=times.values("stop"))
        times = times.filter(stop__in=stops.order_by("day", "pk").values("pk")[:limit])
    by_stop: dict[int, StopDay] = {}
    for one in times:
        if one.stop is not None:
            day = by_stop.setdefault(one.stop.pk, StopDay(one.stop, []))
            day.times.append(one)
    cards: list[Occurrence | StopDay] = [*dates, *by_stop.values()]
    return sorted(cards, key=lambda card: card.starts_at)[:limit]


def meetings_to_ask_for(program: Program) -> list[Activity]:
    """What a neighborhood may ask for instead of waiting for a date."""
    if not program.is_active:
        return []
    return list(program.activities.filter(kind=ActivityKind.HOUSE_MEETING))


@dataclass(frozen=True, slots=True)
class CourseChoices:
    """Where the coming courses of a program are, and what they teach."""

    districts: list[tuple[str, str]]
    fields: list[tuple[int, str]]
    venues: list[tuple[int, str]]


def course_choices(program: Program) -> CourseChoices:
    """Only what has a date to come; one query."""
    rows = (
        Occurrence.objects.published()
        .filter(starts_at__gt=timezone.now(), activity__program=program)
        .filter(Q(venue__isnull=False) | Q(activity__branch__isnull=False))
        .order_by()
        .values_list(
            "venue__district",
            "venue",
            "venue__name",
            "activity__branch__field",
            "activity__branch__field__name",
        )
        .distinct()
    )
    found = list(rows)
    names = dict(District.choices)
    districts = {key: str(names.get(key, key)) for key, *_rest in found if key}
    venues = {pk: str(name) for _key, pk, name, *_rest in found if pk}
    fields = {pk: str(name) for *_rest, pk, name in found if pk}
    return CourseChoices(_sorted(districts), _sorted(fields), _sorted(venues))


def _sorted(named: dict[_Key, str]) -> list[tuple[_Key, str]]:
    return sorted(named.items(), key=lambda one: tr_sort_key(one[1]))


def other_dates(occurrence: Occurrence, *, limit: int = 3) -> list[Occurrence]:
    """Where she could go instead: the same activity, registration possible."""
    others = coming_occurrences(activity=occurrence.activity).exclude(pk=occurrence.pk)
    return [other for other in others[: limit * 4] if other.takes_registrations][:limit]


def others_of(registration: Registration) -> list[Registration]:
    """What else she is registered for and is not over, soonest first.

    Only what staff know to be one person: the public always enters as a new one.
    """
    return list(
        Registration.objects.live()
        .filter(person=registration.person_id, occurrence__ends_at__gt=timezone.now())
        .exclude(pk=registration.pk)
        .select_related("occurrence__activity")
        .order_by("occurrence__starts_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Passenger:
    """One party as the boarding list shows it."""

    code: str
    #: Given name and one initial of the family name; empty where she is protected.
    name: str
    seats: int
    children: int
    companions: int
    #: She agreed to photographs being published.
    photo: bool
    state: str
    #: Empty unless the list is the coordinator's copy.
    phone: str = ""
    #: When that phone may be called; empty where any time will do.
    safe_time: str = ""
    #: What she needs on the day, in short words.
    needs: str = ""
    registration_pk: int = 0
    person_id: int = 0


@dataclass(slots=True)
class Boarding:
    """Who gets on at one point; `point` is None for those without one."""

    point: BoardingPoint | None
    passengers: list[Passenger] = field(default_factory=list)

    @property
    def seats(self) -> int:
        return sum(passenger.seats for passenger in self.passengers)


#: The consent that the boarding list shows.
PHOTO_CONSENT = "photo_publish"


def boarding_list(
    occurrence: Occurrence, *, seen_by: Any, with_phones: bool = False
) -> list[Boarding]:
    """Confirmed parties by boarding point, in the order of their names.

    Phones are given only on the coordinator's copy, and only of those who may be
    called. A protected woman boards like everybody; who may not see her, or has
    recused herself from her, has a line with her code alone, after the names. Always
    four queries.
    """
    sees_protected = seen_by.has_perm(SEE_PROTECTED)
    recused = Recusal.objects.filter(user=seen_by.pk, person=OuterRef("person"))
    registrations = (
        occurrence.registrations.filter(state__in=RegistrationState.on_board_list)
        .select_related("person")
        .prefetch_related(Prefetch("members", PartyMember.objects.order_by("pk")))
        .annotate(is_recused=Exists(recused))
        .order_by("person__sort_key", "pk")
    )
    rows = list(registrations)
    nameless = {
        row.pk
        for row in rows
        if row.is_recused or (row.person.is_protected and not sees_protected)
    }
    rows.sort(key=lambda row: row.pk in nameless)
    photo = _photo_consents(row.person_id for row in rows)
    points = [Boarding(point) for point in occurrence.boarding_points.all()]
    by_point = {boarding.point.pk: boarding for boarding in points if boarding.point}
    elsewhere = Boarding(None)
    for row in rows:
        by_point.get(row.boarding_point_id or 0, elsewhere).passengers.append(
            _passenger(
                row,
                photo=row.person_id in photo,
                with_phone=with_phones,
                nameless=row.pk in nameless,
            )
        )
    return [*points, elsewhere] if elsewhere.passengers else points


def _passenger(
    registration: Registration, *, photo: bool, with_phone: bool, nameless: bool
) -> Passenger:
    kinds = [member.kind for member in registration.members.all()]
    person = registration.person
    may_be_called = person.contact_channel != ContactChannel.SHE_CALLS
    shown = with_phone and may_be_called and person.phone and not nameless
    return Passenger(
        code=registration.code,
        name="" if nameless else person.guarded_name,
        seats=registration.seats,
        children=kinds.count(MemberKind.CHILD),
        companions=kinds.count(MemberKind.COMPANION),
        photo=photo,
        state=registration.state,
        phone=str(person.phone.as_national) if shown else "",
        safe_time=(
            str(person.get_safe_time_display())
            if shown and person.safe_time != SafeTime.ANY
            else ""
        ),
        needs="" if nameless else ", ".join(one.short for one in registration.needs),
        registration_pk=registration.pk,
        person_id=registration.person_id,
    )


def _photo_consents(person_pks: Iterable[int]) -> set[int]:
    """Whose last word on photographs was yes, to what is asked today."""
    latest: dict[int, ConsentRecord] = {}
    records = (
        ConsentRecord.objects.filter(
            person__in=list(person_pks), text__purpose__key=PHOTO_CONSENT
        )
        .select_related("text__purpose")
        .order_by("at", "pk")
    )
    for record in records:
        latest[record.person_id] = record
    return {pk for pk, record in latest.items() if record.counts}


def waiting_in_line(occurrence: Occurrence) -> list[Registration]:
    """The waiting list in order, each with its `place` (1 is next)."""
    line = list(
        occurrence.registrations.waiting()
        .as_rows()
        .prefetch_related("skips")
        .annotate(took_part_before=took_part_before())
        .in_line()
    )
    for place, registration in enumerate(line, start=1):
        registration.place = place
    return line


def open_offers(occurrence: Occurrence, *, seen_by: Any) -> "QuerySet[Registration]":
    """Offers being waited on that `seen_by` may see, the soonest to end first."""
    rows: QuerySet[Registration] = (
        occurrence.registrations.visible_to(seen_by)
        .filter(state=RegistrationState.OFFERED, offer_expires_at__gt=timezone.now())
        .as_rows()
        .order_by("offer_expires_at", "pk")
    )
    return rows
