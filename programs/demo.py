"""Demo content: "Kadınlar için Bir Mola", its dates, and fictional people on them;
`demo_kinds` has the other programs.

Registrations go through the verb, as the public's do. Nothing is ever sent to the
addresses: example.org, and numbers that nobody has.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from language.translated import Translated
from people.domain.consents import record_consents
from people.domain.persons import PersonDetails
from people.enums import ContactChannel, District, EntryChannel, Process
from people.models import Notice
from programs.demo_after import make_answers, make_team_program
from programs.demo_courses import make_courses
from programs.demo_draws import make_draws
from programs.demo_kinds import build_kinds
from programs.domain.admission import register_party
from programs.domain.attendance import mark_attended, mark_missed
from programs.domain.holds import hold_seats
from programs.domain.party import Guest
from programs.domain.queries import PHOTO_CONSENT
from programs.domain.walk_ins import admit_walk_in
from programs.enums import (
    AccessNeed,
    ActivityKind,
    MemberKind,
    OccurrenceState,
    RuleKind,
)
from programs.models import (
    Activity,
    BoardingPoint,
    Occurrence,
    Program,
    RegistrationRule,
)

SLUG = "kadinlar-icin-bir-mola"

GIVEN = (
    "İpek", "Işıl", "Şule", "Çiğdem", "Gülşah", "Ümran", "Nesrin", "Zeynep", "Öznur",
    "Ayşe Nur",
)  # fmt: skip
FAMILY = (
    "Öztürk", "Çağlayan", "Güneş", "Iğdırlı", "Yıldız", "Âkif", "Kılıç", "Ilgın",
    "Şahin", "Doğan",
)  # fmt: skip
CHILDREN = ("Ada", "Deniz", "Çınar", "Işık", "İnci", "Umut", "Ege")

#: Muhtars' offices and squares where the buses stop, minutes before the start.
BAY_POINTS = (
    ("Üçkuyular Feribot İskelesi", 30),
    ("Bayraklı Onur Mahallesi Muhtarlığı önü", 90),
    ("Buca Fırat Mahallesi Muhtarlığı önü", 80),
    ("Konak Kadifekale Mahallesi Muhtarlığı önü", 70),
)
CULTURE_POINTS = (
    ("Tarihi Havagazı Fabrikası önü", 30),
    ("Gaziemir Emrez Mahallesi Muhtarlığı önü", 60),
    ("Bornova Meriç Mahallesi Muhtarlığı önü", 60),
)
SEA_POINTS = (
    ("Tarihi Havagazı Fabrikası önü", 120),
    ("Çiğli Evka-2 Mahallesi Muhtarlığı önü", 150),
    ("Karabağlar Muhtarlık önü", 110),
)


#: A few tell what they need on the day.
NEEDS = {
    4: (AccessNeed.STAIRS,),
    9: (AccessNeed.HEARING, AccessNeed.SIGN_LANGUAGE),
    15: (AccessNeed.WHEELCHAIR,),
}


def build_demo() -> None:
    """Make what is not there yet; a second run changes nothing."""
    if Program.objects.filter(slug=SLUG).exists():
        return
    with transaction.atomic():
        bay, culture, sea = _activities(_program())
        RegistrationRule.objects.create(activity=culture, kind=RuleKind.FIRST_TIMERS)
        register = _Registrar()
        _dates(bay, culture, sea, register)
        build_kinds(register)
        courses = Program.objects.get(slug="meslek-fabrikasi")
        make_courses(courses, register.alone)
        make_team_program()


def _program() -> Program:
    return Program.objects.create(
        slug=SLUG,
        name=Translated(tr="Kadınlar için Bir Mola", en="A Break for Women"),
        summary=Translated(
            tr=(
                "Körfez turları, kültür turları ve deniz gezileri: Günlük işlere bir "
                "gün ara verin, İzmir'i birlikte gezelim. Katılım ücretsizdir."
            ),
            en=(
                "Bay tours, culture tours and sea trips: take a day off from daily "
                "chores and see İzmir together with us. Taking part is free."
            ),
        ),
    )


def _activities(program: Program) -> list[Activity]:
    rows = (
        (
            ActivityKind.BAY_TOUR,
            "Körfez turu",
            "Bay tour",
            "Bergama Vapuru ile iki saatlik körfez turu.",
            "Two hours on the bay with the ferry Bergama.",
            {"once_per_season": True, "companion_allowed": True},
        ),
        (
            ActivityKind.CULTURE_TOUR,
            "Kültür turu",
            "Culture tour",
            "Kemeraltı, Saat Kulesi ve Alsancak Atatürk Müzesi, rehber eşliğinde.",
            "Kemeraltı, the Clock Tower and the Atatürk Museum, with a guide.",
            {"children_allowed": False, "companion_allowed": True},
        ),
        (
            ActivityKind.SEA_TRIP,
            "Deniz gezisi",
            "Sea trip",
            "Selçuk Pamucak Sahili'nde bir gün; ulaşım ve yiyecek bizden.",
            "A day at the beach of Pamucak; the bus and the food are on us.",
            {"most_children": 3},
        ),
    )
    return [
        Activity.objects.create(
            program=program,
            kind=kind,
            name=Translated(tr=turkish, en=english),
            summary=Translated(tr=about_tr, en=about_en),
            sort=sort,
            **rules,
        )
        for sort, (kind, turkish, english, about_tr, about_en, rules) in enumerate(rows)
    ]


def _dates(
    bay: Activity, culture: Activity, sea: Activity, register: "_Registrar"
) -> None:
    quay = Translated(tr="Üçkuyular Feribot İskelesi", en="Üçkuyular ferry quay")
    factory = Translated(tr="Tarihi Havagazı Fabrikası", en="Historic Gasworks")
    clock = Translated(tr="Konak Saat Kulesi", en="Konak Clock Tower")

    past = _date(bay, quay, BAY_POINTS, days=8, hour=10, hours=2, capacity=250)
    register.parties(past, 12)
    _let_it_pass(past, register)
    make_answers(past)

    today = _date(bay, quay, BAY_POINTS, days=8, hour=10, hours=2, capacity=60)
    register.parties(today, 11)
    if guide := _account("rehber"):
        today.guides.add(guide)
    _move_back(today, today.starts_at - _soon())

    first = _date(bay, quay, BAY_POINTS, days=9, hour=10, hours=2, capacity=250)
    register.parties(first, 14)
    # Two who are filling in the form at this moment.
    hold_seats(first, seats=3)
    hold_seats(first, seats=1)
    nearly_full = _date(
        culture, clock, CULTURE_POINTS, days=11, hour=9, hours=6, capacity=12
    )
    register.alone(nearly_full, 14)
    register.parties(
        _date(sea, factory, SEA_POINTS, days=13, hour=9, hours=8, capacity=95), 9
    )
    register.alone(
        _date(culture, clock, CULTURE_POINTS, days=16, hour=9, hours=6, capacity=40), 6
    )
    register.parties(
        _date(bay, quay, BAY_POINTS, days=18, hour=14, hours=2, capacity=250), 5
    )
    _date(sea, factory, SEA_POINTS, days=19, hour=9, hours=8, capacity=95)
    _date(culture, clock, CULTURE_POINTS, days=20, hour=13, hours=4, capacity=40)
    make_draws(
        _date(sea, factory, SEA_POINTS, days=15, hour=9, hours=8, capacity=20),
        _date(sea, factory, SEA_POINTS, days=7, hour=9, hours=8, capacity=10),
        lambda occurrence: register.parties(occurrence, 8),
    )
    # Opens in a few days: shows when.
    _date(bay, quay, BAY_POINTS, days=25, hour=10, hours=2, capacity=250)


def _date(
    activity: Activity,
    meeting_point: Translated,
    points: tuple[tuple[str, int], ...],
    *,
    days: int,
    hour: int,
    hours: int,
    capacity: int,
) -> Occurrence:
    day = timezone.localdate() + timedelta(days=days)
    start = timezone.make_aware(datetime.combine(day, time(hour)))
    occurrence = Occurrence.objects.create(
        activity=activity,
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        meeting_point=meeting_point,
        capacity=capacity,
        state=OccurrenceState.PUBLISHED,
    )
    BoardingPoint.objects.bulk_create(
        BoardingPoint(
            occurrence=occurrence,
            name=name,
            boards_at=(start - timedelta(minutes=before))
            .astimezone(timezone.get_current_timezone())
            .time(),
            sort=sort,
        )
        for sort, (name, before) in enumerate(points)
    )
    return occurrence


def _let_it_pass(occurrence: Occurrence, register: "_Registrar") -> None:
    """Move a date three weeks back; most came, two did not, one stood at the quay."""
    to_the_day = occurrence.starts_at - timezone.now() + timedelta(minutes=5)
    _move_back(occurrence, to_the_day)
    for turn, registration in enumerate(occurrence.registrations.order_by("pk")):
        mark = mark_missed if turn < 2 else mark_attended
        mark(registration, by=None)
    register.walk_in(occurrence)
    _move_back(occurrence, timedelta(days=29) - to_the_day)


def _soon() -> datetime:
    """In about two hours, at half past or on the hour: boarding has begun."""
    now = timezone.now().replace(second=0, microsecond=0)
    return now + timedelta(minutes=120 - now.minute % 30)


def _move_back(occurrence: Occurrence, back: timedelta) -> None:
    for name in (
        "starts_at",
        "ends_at",
        "registration_opens_at",
        "registration_closes_at",
        "cancel_until",
    ):
        setattr(occurrence, name, getattr(occurrence, name) - back)
    occurrence.save()
    for point in occurrence.boarding_points.all():
        point.boards_at = (
            datetime.combine(date.min, point.boards_at)
            + timedelta(days=1)
            - back % timedelta(days=1)
        ).time()
        point.save(update_fields=["boards_at"])


def _account(username: str) -> Any:
    return get_user_model().objects.filter(username=username).first()


class _Registrar:
    """Registers one fictional woman after another."""

    def __init__(self) -> None:
        self.number = 0
        self.notice = Notice.objects.current(Process.REGISTRATION, "tr")
        self.desk = _account("muhtar")

    def alone(self, occurrence: Occurrence, count: int) -> None:
        for _one in range(count):
            self._register(occurrence, [])

    def parties(self, occurrence: Occurrence, count: int) -> None:
        """Every second one brings a child, every fourth two."""
        year = timezone.localdate().year
        for turn in range(count):
            size = (0, 1, 0, 2)[turn % 4]
            self._register(
                occurrence,
                [
                    Guest(
                        kind=MemberKind.CHILD,
                        given_name=CHILDREN[(turn + child) % len(CHILDREN)],
                        birth_year=year - 4 - (turn + child) % 8,
                    )
                    for child in range(size)
                ],
            )

    def with_party(self, occurrence: Occurrence, party: list[Guest]) -> None:
        self._register(occurrence, party)

    def walk_in(self, occurrence: Occurrence) -> None:
        """She stood at the quay; nobody knew of her before."""
        admit_walk_in(
            occurrence=occurrence,
            person=PersonDetails(
                given_name="Müzeyyen",
                family_name="Yelken",
                birth_date=date(1968, 5, 14),
                phone="+905000009001",
                district=District.BALCOVA,
                contact_channel=ContactChannel.PHONE,
            ),
            boarding_point=occurrence.boarding_points.first(),
            notice=self.notice,
            by=None,
        )

    def details(self) -> PersonDetails:
        """The next fictional woman; every fifth wants to be called."""
        n = self.number = self.number + 1
        by_phone = n % 5 == 0
        return PersonDetails(
            given_name=GIVEN[n % 10],
            family_name=FAMILY[(n * 7 + n // 10) % 10],
            birth_date=date(1955 + n * 7 % 48, 1 + n % 12, 1 + n * 3 % 28),
            phone=f"+90500000{n:04d}",
            email="" if by_phone else f"katilimci{n}@example.org",
            district=list(District)[n * 11 % 30],
            contact_channel=(
                ContactChannel.PHONE if by_phone else ContactChannel.EMAIL
            ),
        )

    def _register(self, occurrence: Occurrence, party: list[Guest]) -> None:
        person = self.details()
        n, by_phone = self.number, not person.email
        points = list(occurrence.boarding_points.all())
        admitted = register_party(
            occurrence=occurrence,
            person=person,
            party=party,
            boarding_point=points[n % len(points)] if points else None,
            channel=EntryChannel.MUHTAR if by_phone else EntryChannel.WEB,
            by=self.desk if by_phone else None,
            notice=self.notice,
            access_needs=NEEDS.get(n % 17, ()),
        )
        if n % 3 == 0:
            record_consents(
                admitted.registration.person,
                given=[PHOTO_CONSENT],
                language="tr",
                entered_through=EntryChannel.WEB,
            )
