"""Demo content of courses: two to come, one running, one over with certificates."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db.models import F
from django.utils import timezone

from language.translated import Translated
from programs.domain.results import confirm_results, standings
from programs.domain.session_plans import Weekly, propose
from programs.domain.sessions import plan_sessions
from programs.domain.sheets import close_sheet
from programs.enums import ActivityKind, AttendanceMark, OccurrenceState
from programs.models import (
    Activity,
    CourseBranch,
    CourseField,
    CourseSession,
    Occurrence,
    Program,
    SessionMark,
    Venue,
)

VENUES = (
    ("Osmangazi Kurs Merkezi", "bayrakli", "Osmangazi Mahallesi"),
    ("Karabağlar Aydın Kurs Merkezi", "karabaglar", "Aydın Mahallesi"),
    ("Güzelbahçe Kurs Merkezi", "guzelbahce", ""),
    ("Toros Kurs Merkezi", "konak", "Toros Mahallesi"),
)
FIELDS: tuple[tuple[Translated, tuple[Translated, ...]], ...] = (
    (
        Translated(tr="Giyim üretimi", en="Clothing"),
        (
            Translated(tr="Dikiş ve kalıp çıkarma", en="Sewing and patterns"),
            Translated(tr="Bilgisayarda giysi kalıbı", en="Patterns by computer"),
        ),
    ),
    (
        Translated(tr="Yiyecek içecek", en="Food and drink"),
        (
            Translated(tr="Aşçı yardımcılığı", en="Kitchen assistance"),
            Translated(tr="Ekmek ve hamur işleri", en="Bread and pastry"),
        ),
    ),
    (
        Translated(tr="Bilişim", en="Computing"),
        (Translated(tr="Bilgisayar okuryazarlığı", en="Computer literacy"),),
    ),
)


def make_courses(program: Program, fill: Callable[[Occurrence, int], None]) -> None:
    """`fill` registers so many fictional women for a date that is open."""
    venues = [
        Venue.objects.create(name=name, district=district, address=address)
        for name, district, address in VENUES
    ]
    sewing, _patterns, kitchen, _bread, computer = _branches()
    trainer = get_user_model().objects.filter(username="rehber").first()

    running = _run(
        _course(program, sewing, "Dikiş kursu", "Sewing course"),
        venues[0],
        room="2. kat, dikiş atölyesi",
        sessions=12,
        capacity=10,
    )
    if trainer:
        running.guides.add(trainer)
    fill(running, 12)
    _move_back(running, weeks=4)
    _hold(running, trainer, leave_open=1)

    over = _run(
        _course(program, kitchen, "Aşçı yardımcılığı kursu", "Kitchen assistants"),
        venues[1],
        room="Mutfak",
        sessions=6,
        capacity=8,
    )
    fill(over, 7)
    _move_back(over, weeks=9)
    _hold(over, trainer, leave_open=0)
    done = [
        one.registration.pk for one in standings(over, seen_by=None) if one.completes
    ]
    confirm_results(over, completed=done, by=None)

    literacy = _course(program, computer, "Bilgisayar kursu", "Computer course")
    for venue, days in ((venues[2], 10), (venues[3], 12)):
        coming = _run(
            literacy, venue, room="Salon 1", sessions=8, capacity=12, days=days
        )
        fill(coming, 3)


def _branches() -> list[CourseBranch]:
    made = []
    for sort, (name, branches) in enumerate(FIELDS):
        field = CourseField.objects.create(name=name, sort=sort)
        made += [
            CourseBranch.objects.create(field=field, name=branch, sort=place)
            for place, branch in enumerate(branches)
        ]
    return made


def _course(
    program: Program, branch: CourseBranch, turkish: str, english: str
) -> Activity:
    activity: Activity = Activity.objects.create(
        program=program,
        kind=ActivityKind.COURSE,
        name=Translated(tr=turkish, en=english),
        summary=Translated(tr="Haftada iki gün, ücretsiz.", en="Twice a week, free."),
        branch=branch,
        children_allowed=False,
        gives_certificate=True,
        first_session_frees_place=True,
        sort=10,
    )
    return activity


def _run(
    activity: Activity,
    venue: Venue,
    *,
    room: str,
    sessions: int,
    capacity: int,
    days: int = 8,
) -> Occurrence:
    """Twice a week from half past one to four, open to registration."""
    first = timezone.localdate() + timedelta(days=days)
    start = timezone.make_aware(datetime.combine(first, time(13, 30)))
    run = Occurrence.objects.create(
        activity=activity,
        venue=venue,
        starts_at=start,
        ends_at=start + timedelta(hours=2, minutes=30),
        meeting_point=Translated(tr=room, en=room),
        capacity=capacity,
        state=OccurrenceState.PUBLISHED,
    )
    plan_sessions(run, planned=propose(_twice_a_week(first, sessions)), by=None)
    return Occurrence.objects.select_related("activity").get(pk=run.pk)


def _twice_a_week(first: date, sessions: int) -> Weekly:
    return Weekly(
        first_day=first,
        weekdays={first.weekday(), (first.weekday() + 2) % 7},
        begins=time(13, 30),
        ends=time(16),
        count=sessions,
    )


def _move_back(run: Occurrence, *, weeks: int) -> None:
    back = timedelta(weeks=weeks)
    for name in (
        "starts_at",
        "ends_at",
        "registration_opens_at",
        "registration_closes_at",
        "cancel_until",
    ):
        setattr(run, name, getattr(run, name) - back)
    second = datetime.fromisoformat(run.session_plan["second"]) - back
    run.session_plan = {**run.session_plan, "second": second.isoformat()}
    run.save()
    run.sessions.update(starts_at=F("starts_at") - back, ends_at=F("ends_at") - back)
    run.registrations.filter(seated_at__isnull=False).update(
        seated_at=run.starts_at - timedelta(days=9)
    )


def _hold(run: Occurrence, trainer: object, *, leave_open: int) -> None:
    """Sheets of what was held; the latest stay open for somebody to close."""
    held = list(run.sessions.filter(ends_at__lt=timezone.now()))
    rows = list(run.registrations.filter(state="confirmed").order_by("pk"))
    for turn, session in enumerate(held[: len(held) - leave_open]):
        SessionMark.objects.bulk_create(
            SessionMark(
                session=session,
                registration=row,
                mark=_mark(turn, place),
                at=session.starts_at,
                by=trainer,
            )
            for place, row in enumerate(rows)
        )
        close_sheet(session, by=trainer)
        CourseSession.objects.filter(pk=session.pk).update(closed_at=session.ends_at)


def _mark(turn: int, place: int) -> AttendanceMark:
    """Most came to most; one often stays away, one was excused twice."""
    if place == 3 and turn % 2:
        return AttendanceMark.MISSED
    if place == 5 and turn in (1, 2):
        return AttendanceMark.EXCUSED
    return AttendanceMark.CAME
