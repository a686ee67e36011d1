"""Two thousand departures and 100,000 registrations, the same in every run.

    python -m benchmarks.prepare_occurrences        with the settings of production

One row of each kind is made as the site makes it; the database multiplies it. Prints
one line of JSON: what is opened, by its kind; with "count" behind it instead: the
queries of each kind, the time of the database, and the plans of the slowest.
"""

# ruff: noqa: S608 (the SQL is put together from the rows made here alone)
import json
import sys
from datetime import datetime, time, timedelta
from io import StringIO
from typing import Any

import django

django.setup()

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from benchmarks.prepare_applications import array, multiply, persons, receipts
from language.translated import Translated
from messaging.models import Message
from pages.models import ProgramPage
from people.domain.persons import PersonDetails
from people.enums import ContactChannel, District, EntryChannel, Process
from people.models import Notice, PrivateLink
from people.roles import StaffRole
from programs.domain.admission import register_party
from programs.domain.attendance import mark_attended
from programs.domain.party import Guest
from programs.enums import ActivityKind, Duty, MemberKind, OccurrenceState
from programs.models import (
    Activity,
    BoardingPoint,
    Occurrence,
    Program,
    ProgramTeamMember,
    Registration,
    SeatTally,
)
from programs.models.registration import CODE_LETTERS
from programs.models.tally import counted_anew
from tests.factories.staff import make_staff

DEPARTURES = 2000
#: Of those: the day's own, with 250 parties who have a place and 50 who wait.
AT_THE_PIER = 300
#: How many of a hundred stand where.
PAST = {
    "attended": 72, "missed": 8, "excused": 3, "cancelled": 9, "removed": 2,
    "declined": 2, "lapsed": 4,
}  # fmt: skip
COMING = {"confirmed": 73, "waiting": 12, "offered": 2, "cancelled": 10, "removed": 3}
TODAY = {"confirmed": 64, "attended": 19, "waiting": 17}
_OVER = "'cancelled', 'removed', 'declined', 'lapsed'"
_MARKED = "'attended', 'missed', 'excused'"


def prepare() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo", stdout=StringIO())
    call_command("collectstatic", verbosity=0, interactive=False)
    clerk = make_staff(StaffRole.TRIPS, "olcum")
    departures = make_departures(clerk)
    make_registrations(departures)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


# --- departures -------------------------------------------------------------------


def make_departures(clerk: Any) -> list[Occurrence]:
    """The first is today's. Half are of the program of the public page."""
    page = ProgramPage.objects.live().order_by("pk").first()
    programs = [
        page.program,
        *(
            Program.objects.create(name=Translated(tr=f"Ölçüm {n}"), slug=f"olcum-{n}")
            for n in range(3)
        ),
    ]
    ProgramTeamMember.objects.create(
        program=programs[-1], user=clerk, duty=Duty.MANAGER
    )
    activities = [
        Activity.objects.create(
            program=program,
            kind=kind,
            name=Translated(tr=f"{ActivityKind(kind).label} {number}"),
            most_children=4,
        )
        for number, program in enumerate(programs)
        for kind in (
            ActivityKind.BAY_TOUR,
            ActivityKind.CULTURE_TOUR,
            ActivityKind.WORKSHOP,
        )
    ]
    made = Occurrence.objects.bulk_create(
        _departure(number, activities) for number in range(DEPARTURES)
    )
    BoardingPoint.objects.bulk_create(
        BoardingPoint(
            occurrence=one, name=f"Durak {n + 1}", boards_at=time(8, 10 * n), sort=n
        )
        for place, one in enumerate(made)
        for n in range(2 if place else 4)
    )
    return made


def _departure(number: int, activities: list[Activity]) -> Occurrence:
    """Six of seven in the past three years, the others within the next 60 days."""
    if number == 0:
        starts_at = timezone.now() + timedelta(hours=1)
    else:
        is_coming = number % 7 == 0
        days = 1 + number % 60 if is_coming else -1 - number * 17 % 1095
        day = timezone.localdate() + timedelta(days=days)
        starts_at = timezone.make_aware(datetime.combine(day, time(9 + number % 9)))
    # Half of the first program, the others of the three that follow.
    chosen = number // 7 % 3 if number % 2 else 3 + number // 7 % 9
    state = OccurrenceState.CANCELLED if number % 40 == 39 else ""
    one = Occurrence(
        activity=activities[chosen],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        meeting_point=Translated(tr="Üçkuyular Feribot İskelesi"),
        capacity=120 if number else 600,
        state=state or OccurrenceState.PUBLISHED,
        created_at=timezone.now(),
    )
    one.fill_defaults()
    return one


# --- registrations ----------------------------------------------------------------


def make_registrations(departures: list[Occurrence]) -> None:
    today, *others = departures
    first = _first_registration(today)
    persons(first.person)
    receipts(first.notice_receipt)
    _multiply_registrations(first, today, [one.pk for one in others])
    _multiply_members(first)
    kind = ContentType.objects.get_for_model(Registration)
    record = mark_attended(first, by=None).attendance_records.get()
    multiply(
        record,
        f"SELECT id FROM programs_registration WHERE id > {first.pk} "
        f"AND state IN ({_MARKED})",
        registration_id="s.id",
        key="gen_random_uuid()",
    )
    every = f"SELECT id, person_id FROM programs_registration WHERE id > {first.pk}"
    multiply(
        Message.objects.filter(about_type=kind, about_id=first.pk)[0],
        every,
        about_id="s.id",
        person_id="s.person_id",
        key="'programs:registration:' || s.id || ':confirmed'",
    )
    multiply(
        PrivateLink.objects.get(target_type=kind, target_id=first.pk),
        every,
        target_id="s.id",
        person_id="s.person_id",
        token_hash="md5(s.id::text) || md5((-s.id)::text)",  # noqa: S106  (SQL)
    )
    multiply(
        ModelLogEntry.objects.filter(content_type=kind, object_id=str(first.pk))[0],
        every,
        object_id="s.id::text",
    )


def _first_registration(today: Occurrence) -> Registration:
    """Taken as the site takes it, while registration for today was open."""
    when = ("starts_at", "ends_at", "registration_closes_at", "cancel_until")
    today_at = {name: getattr(today, name) for name in when}
    later = {name: at + timedelta(days=9) for name, at in today_at.items()}
    Occurrence.objects.filter(pk=today.pk).update(**later)
    admitted = register_party(
        occurrence=Occurrence.objects.get(pk=today.pk),
        person=PersonDetails(
            given_name="Nesrin",
            family_name="Kılıç",
            birth_date=timezone.localdate() - timedelta(days=12_000),
            phone="+905320000000",
            email="kisi@example.org",
            district=District.KONAK,
            contact_channel=ContactChannel.EMAIL,
        ),
        party=[Guest(kind=MemberKind.CHILD, given_name="Deniz", birth_year=2020)],
        boarding_point=today.boarding_points.first(),
        channel=EntryChannel.WEB,
        notice=Notice.objects.current(Process.REGISTRATION, "tr"),
    )
    Occurrence.objects.filter(pk=today.pk).update(**today_at)
    return admitted.registration


def _multiply_registrations(
    first: Registration, today: Occurrence, others: list[int]
) -> None:
    """The first three hundred are today's, the others spread evenly."""
    step = len(others)
    pks = array(others)
    place = f"(s.n / {step} * 37 + s.n) % 100"

    def of(shares: dict[str, int]) -> str:
        return array([one for one, share in shares.items() for _n in range(share)])

    state = (
        f"CASE WHEN s.occurrence = {today.pk} "
        f"THEN {of(TODAY)}[1 + s.n * 37 % 100] "
        "WHEN s.is_cancelled THEN 'removed' "
        f"WHEN s.is_past THEN {of(PAST)}[1 + {place}] "
        f"ELSE {of(COMING)}[1 + {place}] END"
    )
    letters = [
        f"substr('{CODE_LETTERS}', (1 + (s.n::bigint * 7919773 / "
        f"{len(CODE_LETTERS) ** at}) % {len(CODE_LETTERS)})::int, 1)"
        for at in range(8)
    ]
    code = " || ".join([*letters[:4], "'-'", *letters[4:]])
    source = (
        "SELECT r.*, o.id AS occurrence, o.starts_at, o.starts_at < now() AS is_past, "
        "o.state = 'cancelled' AS is_cancelled, p.id AS point FROM ("
        "SELECT id AS receipt, person_id AS person, "
        "row_number() OVER (ORDER BY id)::int AS n FROM people_noticereceipt "
        f"WHERE id > {first.notice_receipt_id}) r JOIN programs_occurrence o ON o.id = "
        f"CASE WHEN r.n <= {AT_THE_PIER} THEN {today.pk} ELSE {pks}[1 + r.n % {step}] "
        "END JOIN programs_boardingpoint p ON p.occurrence_id = o.id AND p.sort = "
        "r.n % 2"
    )
    multiply(
        first,
        f"SELECT s.*, {state} AS state FROM ({source}) s",
        occurrence_id="s.occurrence",
        person_id="s.person",
        notice_receipt_id="s.receipt",
        code=code,
        state="s.state",
        seats=f"1 + (s.n / {step} + s.n) % 3",
        boarding_point_id="s.point",
        queued_at="s.starts_at - interval '10 days' + s.n * interval '1 second'",
        created_at="s.starts_at - interval '10 days' + s.n * interval '1 second'",
        offer_expires_at="CASE WHEN s.state = 'offered' "
        "THEN now() + interval '1 day' END",
        ended_at=f"CASE WHEN s.state IN ({_OVER}) "
        "THEN s.starts_at - interval '6 days' END",
        channel=f"{array(['web', 'phone', 'desk', 'muhtar'])}[1 + s.n % 4]",
    )


def _multiply_members(first: Registration) -> None:
    herself, child = first.members.order_by("pk")
    every = f"SELECT id, seats FROM programs_registration WHERE id > {first.pk}"
    multiply(herself, every, registration_id="s.id")
    multiply(
        child,
        f"SELECT r.id FROM ({every}) r, generate_series(2, 3) n WHERE n <= r.seats",
        registration_id="s.id",
    )


def check() -> None:
    """What was multiplied must be what the triggers have counted."""

    def told(rows: Any) -> set[tuple[Any, ...]]:
        names = ("occurrence_id", "is_waiting", "offers_lapsed", "priority")
        return {
            tuple(getattr(one, name) for name in (*names, "parties", "seats"))
            for one in rows
            if one.parties
        }

    if told(SeatTally.objects.all()) != told(counted_anew()):
        raise SystemExit("The counts of seats are not those of the registrations.")


if __name__ == "__main__":
    prepare()
    check()
    from benchmarks.prepare_pages import opened

    sys.stdout.write(f"JSON {json.dumps(opened())}\n")
