"""The sheet of a session: marks, closing, corrections, and who is never absent."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from people.exceptions import Refusal
from people.models import Person, Recusal
from people.roles import StaffRole
from programs.domain.checkin import SentMark
from programs.domain.registrations import remove_registration
from programs.domain.results import confirm_results
from programs.domain.sessions import cancel_session
from programs.domain.sheets import (
    close_sheet,
    correct_sheet,
    record_marks,
    sheet_of,
)
from programs.enums import AttendanceMark as Mark
from programs.enums import MarkOutcome as Outcome
from programs.enums import SessionRefusal as Reason
from programs.models import CourseSession, SessionMark
from tests.factories.courses import close_all, make_course, move_back
from tests.factories.programs import register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(db):
    return make_staff(StaffRole.GUIDE)


@pytest.fixture
def run(db):
    """Two sessions, the first of them running now; three women."""
    course = make_course(sessions=2)
    for n in range(3):
        register(course, n=n)
    course = move_back(course, 13)
    first = course.sessions.first()
    now = timezone.now()
    CourseSession.objects.filter(pk=first.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    return course


@pytest.fixture
def session(run):
    return run.sessions.first()


def sent(code, mark=Mark.CAME, *, ago=0):
    at = timezone.now() - timedelta(minutes=ago)
    return SentMark(key=uuid.uuid4(), code=code, mark=mark, at=at)


def send(session, by, *marks):
    return [one.outcome for one in record_marks(session, marks, by=by)]


def codes(run):
    return list(run.registrations.order_by("pk").values_list("code", flat=True))


def standing(session):
    return dict(session.marks.standing().values_list("registration__code", "mark"))


def refused(reason, verb, *args, **kwargs):
    before = list(SessionMark.objects.values_list("pk", "mark"))
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    assert caught.value.reason == reason
    assert list(SessionMark.objects.values_list("pk", "mark")) == before
    return caught.value


# --- marks ----------------------------------------------------------------------


def test_marks_are_written_changed_and_taken_back(run, session, trainer):
    one, two, three = codes(run)

    assert send(session, trainer, sent(one, ago=3), sent(two, Mark.EXCUSED)) == [
        Outcome.DONE,
        Outcome.DONE,
    ]
    assert standing(session) == {one: "came", two: "excused"}
    assert send(session, trainer, sent(one, Mark.UNDONE)) == [Outcome.DONE]
    assert standing(session) == {two: "excused"}
    assert three not in standing(session)


def test_the_later_made_mark_stays_whichever_arrives_first(run, session, trainer):
    one = codes(run)[0]

    send(session, trainer, sent(one, Mark.MISSED, ago=1))

    assert send(session, trainer, sent(one, Mark.CAME, ago=5)) == [Outcome.OVERTAKEN]
    assert standing(session) == {one: "missed"}


def test_a_mark_sent_twice_counts_once(run, session, trainer):
    mark = sent(codes(run)[0])
    send(session, trainer, mark)
    at = session.marks.get().at

    assert send(session, trainer, mark) == [Outcome.DONE]
    assert session.marks.get().at == at


def test_what_cannot_be_marked_says_why(run, session, trainer):
    one = codes(run)[0]
    other = register(make_course()).registration
    later = run.sessions.last()

    assert send(session, trainer, sent(other.code)) == [Outcome.NOT_FOUND]
    assert send(later, trainer, sent(one)) == [Outcome.TOO_EARLY]
    close_sheet(session, by=trainer)
    assert send(session, trainer, sent(one)) == [Outcome.SHEET_CLOSED]
    cancel_session(later, by=None)
    assert send(later, trainer, sent(one)) == [Outcome.OVER]


def test_who_was_removed_is_not_on_the_sheet(run, session, trainer):
    gone = run.registrations.first()
    remove_registration(gone, note="Telefonla", by=trainer)

    assert gone.code not in [row.code for row in sheet_of(session, seen_by=trainer)]
    assert send(session, trainer, sent(gone.code)) == [Outcome.NOT_FOUND]


def test_who_got_her_place_later_is_not_on_the_sheet(run, session, trainer):
    late = run.registrations.last()
    run.registrations.filter(pk=late.pk).update(
        seated_at=session.ends_at + timedelta(hours=1)
    )

    assert len(sheet_of(session, seen_by=trainer)) == 2
    assert len(sheet_of(run.sessions.last(), seen_by=trainer)) == 3


# --- closing --------------------------------------------------------------------


def test_who_is_not_marked_was_absent(run, session, trainer):
    one, two, three = codes(run)
    send(session, trainer, sent(one), sent(two, Mark.EXCUSED))

    assert close_sheet(session, by=trainer) == 1

    assert standing(session) == {one: "came", two: "excused", three: "missed"}
    session.refresh_from_db()
    assert session.closed_by == trainer


def test_the_second_who_closes_is_told_by_whom(run, session, trainer):
    close_sheet(session, by=trainer)

    refusal = refused(Reason.SHEET_CLOSED, close_sheet, session, by=None)

    assert refusal.details["by"] == "Gülşah"


def test_a_sheet_that_cannot_be_closed(run, trainer):
    later = run.sessions.last()

    refused(Reason.NOT_BEGUN, close_sheet, later, by=trainer)
    cancel_session(later, by=None)
    refused(Reason.CANCELLED, close_sheet, later, by=trainer)


def test_who_is_not_shown_is_never_absent_for_that(run, session, trainer):
    protected, recused, plain = run.registrations.order_by("pk")
    Person.objects.filter(pk=protected.person_id).update(is_protected=True)
    Recusal.objects.create(
        person=recused.person,
        user=trainer,
        reason="relative",
        declared_at=timezone.now(),
    )

    sheet = {row.code: row.name for row in sheet_of(session, seen_by=trainer)}
    assert sheet == {plain.code: plain.person.guarded_name, protected.code: ""}
    close_sheet(session, by=trainer)

    assert standing(session) == {plain.code: "missed"}


def test_a_protected_woman_who_says_her_code_is_marked(run, session, trainer):
    protected = run.registrations.first()
    Person.objects.filter(pk=protected.person_id).update(is_protected=True)

    assert send(session, trainer, sent(protected.code)) == [Outcome.DONE]


def test_nobody_marks_whom_she_has_recused_herself_from(run, session, trainer):
    hers = run.registrations.first()
    Recusal.objects.create(
        person=hers.person, user=trainer, reason="relative", declared_at=timezone.now()
    )

    assert send(session, trainer, sent(hers.code)) == [Outcome.NOT_FOUND]
    assert not session.marks.exists()


# --- correcting -----------------------------------------------------------------


def test_a_closed_sheet_is_corrected(run, session, trainer):
    row = run.registrations.first()
    close_sheet(session, by=trainer)

    assert correct_sheet(session, marks={row.pk: Mark.CAME}, by=trainer) == 1

    assert standing(session)[row.code] == "came"


def test_a_correction_that_is_refused(run, session, trainer):
    row = run.registrations.first()
    hers = {row.pk: Mark.CAME}
    refused(Reason.SHEET_OPEN, correct_sheet, session, marks=hers, by=trainer)
    close_sheet(session, by=trainer)
    other = register(make_course()).registration
    both = {**hers, other.pk: Mark.CAME}
    refused(Reason.NOT_LISTED, correct_sheet, session, marks=both, by=trainer)


def test_after_the_result_a_sheet_stays(trainer):
    run = make_course(sessions=1)
    row = register(run).registration
    run = move_back(run, 20)
    close_all(run, ["C"])
    confirm_results(run, completed=[row.pk], by=None)

    missed = {row.pk: Mark.MISSED}
    session = run.sessions.get()
    refused(Reason.DECIDED, correct_sheet, session, marks=missed, by=trainer)
