"""Courses of several sessions, with those who come to them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import factory
from django.utils import timezone

from language.translated import Translated
from programs.domain.sessions import SessionDetails, add_session
from programs.domain.sheets import close_sheet
from programs.enums import ActivityKind, AttendanceMark
from programs.models import (
    CourseBranch,
    CourseField,
    CourseSession,
    Occurrence,
    Registration,
    SessionMark,
    Venue,
)
from tests.factories.programs import ActivityFactory, OccurrenceFactory, at_ten


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Işıkkent Kurs Merkezi {n + 1}")
    district = "bornova"
    address = "Işıkkent Mahallesi"


class CourseFieldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CourseField

    name = factory.LazyFunction(lambda: Translated(tr="Giyim", en="Clothing"))


class CourseBranchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CourseBranch

    field = factory.SubFactory(CourseFieldFactory)
    name = factory.LazyFunction(lambda: Translated(tr="Kalıp çıkarma", en="Patterns"))


class CourseActivityFactory(ActivityFactory):
    """A course for one, with a certificate."""

    kind = ActivityKind.COURSE
    name = factory.LazyFunction(lambda: Translated(tr="Dikiş kursu", en="Sewing"))
    children_allowed = False
    gives_certificate = True


def make_course(*, sessions: int = 4, hours: int = 2, **changes: object) -> Occurrence:
    """Published, in 14 days, sessions day after day at ten."""
    activity = changes.pop("activity", None) or CourseActivityFactory()
    run: Occurrence = OccurrenceFactory(activity=activity, **changes)
    for day in range(sessions):
        begins = at_ten(14 + day)
        details = SessionDetails(
            starts_at=begins, ends_at=begins + timedelta(hours=hours)
        )
        add_session(run, details=details, by=None)
    run.refresh_from_db()
    return run


def move_back(run: Occurrence, days: int) -> Occurrence:
    """The whole run and its sessions, so many days earlier."""
    back = timedelta(days=days)
    names = ("registration_opens_at", "registration_closes_at", "cancel_until")
    Occurrence.objects.filter(pk=run.pk).update(
        **{name: getattr(run, name) - back for name in ("starts_at", "ends_at", *names)}
    )
    for session in run.sessions.all():
        CourseSession.objects.filter(pk=session.pk).update(
            starts_at=session.starts_at - back, ends_at=session.ends_at - back
        )
    plan = run.session_plan
    if second := plan.get("second"):
        plan["second"] = (datetime.fromisoformat(second) - back).isoformat()
        Occurrence.objects.filter(pk=run.pk).update(session_plan=plan)
    run.registrations.update(seated_at=timezone.now() - back)
    return Occurrence.objects.select_related("activity").get(pk=run.pk)


def attend(
    session: CourseSession,
    registration: Registration,
    mark: AttendanceMark = AttendanceMark.CAME,
) -> None:
    SessionMark.objects.update_or_create(
        session=session,
        registration=registration,
        defaults={"mark": mark, "at": session.starts_at},
    )


def close_all(run: Occurrence, marks: Sequence[Sequence[str]]) -> None:
    """One text for each registration, by code: "CCME" is came, came, missed, excused.

    A dot leaves a session without a mark.
    """
    letters = {
        "C": AttendanceMark.CAME,
        "M": AttendanceMark.MISSED,
        "E": AttendanceMark.EXCUSED,
    }
    rows = run.registrations.order_by("pk")
    for place, session in enumerate(run.sessions.live()):
        for row, text in zip(rows, marks, strict=False):
            if text[place] in letters:
                attend(session, row, letters[text[place]])
        close_sheet(session, by=None)
