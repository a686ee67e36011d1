"""Results of a course, its certificates, and places given on after the first day."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from messaging.models import Message
from paper.codes import spaced
from people.domain.erasure import erase_person
from people.exceptions import Refusal
from people.models import Person
from people.roles import StaffRole
from programs.certificate_paper import certificate_file, hours_words
from programs.domain.certificates import verify_certificate
from programs.domain.erasure import anonymize_registrations, forget_certificates
from programs.domain.first_session import give_places_on, missed_the_first
from programs.domain.results import (
    confirm_results,
    revoke_certificate,
    standings,
    take_back_result,
)
from programs.domain.retention import certificates
from programs.domain.sheets import close_sheet
from programs.enums import AttendanceMark, ResultState, SessionRefusal
from programs.enums import RegistrationState as State
from programs.enums import ResultRefusal as Reason
from programs.models import CourseResult, CourseSession, Occurrence, SessionMark
from programs.models.occurrence import local_moment
from tests.factories.courses import (
    CourseActivityFactory,
    attend,
    close_all,
    make_course,
    move_back,
)
from tests.factories.programs import register
from tests.factories.staff import make_staff
from tests.pdf_reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db):
    return make_staff(StaffRole.TRIPS)


def finished(*marks, sessions=5, **changes):
    """A course that is over; one participant for each text of `close_all`."""
    run = make_course(sessions=sessions, **changes)
    for n in range(len(marks)):
        register(run, n=n)
    run = move_back(run, 40)
    close_all(run, marks)
    return run


def rows(run):
    return list(run.registrations.order_by("pk"))


def refused(expected, verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    assert caught.value.reason == expected
    return caught.value


# --- where everybody stands -----------------------------------------------------


def test_hours_present_of_hours_held_and_excused_apart():
    run = finished("CCCCM", "CCCEE", "MMMMM")
    by_code = {one.registration.pk: one for one in standings(run, seen_by=None)}
    first, second, third = (by_code[row.pk] for row in rows(run))

    assert (first.present, first.held, first.share) == (8, 10, 80)
    assert first.completes
    assert (second.present, second.excused, second.absent) == (6, 4, 0)
    assert not second.completes
    assert third.share == 0


def test_a_share_is_never_rounded_up():
    activity = CourseActivityFactory(least_attendance=67)
    run = finished("CCM", sessions=3, activity=activity)

    (one,) = standings(run, seen_by=None)

    assert one.share == 66
    assert not one.completes


def test_who_got_her_place_later_has_missed_what_was_before():
    run = make_course(sessions=4)
    late = register(run).registration
    run = move_back(run, 40)
    first = run.sessions.first()
    run.registrations.update(seated_at=first.ends_at + timedelta(minutes=1))
    close_all(run, [".CCC"])

    (one,) = standings(run, seen_by=None)

    assert one.unmarked == 0
    assert one.share == 75
    assert one.registration == late


def test_standings_cost_the_same_for_one_and_for_thirty(
    staff, django_assert_num_queries
):
    small, large = (
        finished("C", sessions=1),
        finished(*["CCC"] * 10, sessions=3, capacity=10),
    )
    for run in (small, large):
        run.activity  # noqa: B018
    with django_assert_num_queries(3):
        standings(small, seen_by=None)
    with django_assert_num_queries(3):
        standings(large, seen_by=None)


# --- confirming -----------------------------------------------------------------


def test_confirmed_results_give_numbers_codes_and_states(staff):
    run = finished("CCCCC", "CMMMM", "MMMMM", "EEEEE")
    done, left, *_others = rows(run)

    confirm_results(run, completed=[done.pk], by=staff)

    result = done.course_result
    assert result.state == ResultState.COMPLETED
    assert result.number == f"KK-{result.completed_on.year}-{result.pk:05d}"
    assert len(result.code) == 16
    assert result.hours_present == 10
    assert left.course_result.code is None
    states = [row.state for row in rows(run)]
    assert states == [State.ATTENDED, State.ATTENDED, State.MISSED, State.EXCUSED]


def test_without_a_certificate_there_is_no_code():
    run = finished("C", sessions=1, activity=CourseActivityFactory(gives_certificate=0))

    confirm_results(run, completed=[rows(run)[0].pk], by=None)

    assert CourseResult.objects.get().code is None


def test_otherwise_than_the_rule_needs_a_note(staff):
    run = finished("CMMMM", "CCCCC")
    ill, other = rows(run)
    both = [ill.pk, other.pk]

    refused(Reason.NOTE_MISSING, confirm_results, run, completed=both, by=staff)
    confirm_results(run, completed=both, note="Raporlu", by=staff)

    assert ill.course_result.note == "Raporlu"
    assert other.course_result.note == ""


def test_what_cannot_be_confirmed(staff):
    run = make_course(sessions=2)
    row = register(run).registration
    refused(Reason.NOT_OVER, confirm_results, run, completed=[], by=staff)
    run = move_back(run, 40)
    refused(Reason.SHEETS_OPEN, confirm_results, run, completed=[], by=staff)
    close_all(run, ["CC"])
    other = register(make_course()).registration
    refused(Reason.NOT_LISTED, confirm_results, run, completed=[other.pk], by=staff)
    confirm_results(run, completed=[row.pk], by=staff)
    refused(Reason.NOTHING_TO_DECIDE, confirm_results, run, completed=[], by=staff)
    bare = make_course(sessions=0)
    refused(Reason.NO_SESSIONS, confirm_results, bare, completed=[], by=staff)


def test_whose_mark_is_missing_stays_open(staff):
    run = finished("CC", "CC", sessions=2)
    marked, unmarked = rows(run)
    SessionMark.objects.filter(
        registration=unmarked, session=run.sessions.last()
    ).delete()

    refused(Reason.NOT_LISTED, confirm_results, run, completed=[unmarked.pk], by=staff)
    confirm_results(run, completed=[marked.pk], by=staff)

    assert not CourseResult.objects.filter(registration=unmarked).exists()


def test_whom_she_may_not_see_she_does_not_decide_on(staff):
    run = finished("C", "C", sessions=1)
    seen, hidden = rows(run)
    Person.objects.filter(pk=hidden.person_id).update(is_protected=True)

    confirm_results(run, completed=[seen.pk], by=staff)

    assert CourseResult.objects.get().registration == seen


def test_a_result_of_not_completed_is_taken_back(staff):
    run = finished("CMMMM", "CCCCC")
    left, done = rows(run)
    confirm_results(run, completed=[done.pk], by=staff)

    take_back_result(left, by=staff)

    assert rows(run)[0].state == State.CONFIRMED
    refused(Reason.NOT_LISTED, take_back_result, left, by=staff)
    refused(Reason.NOT_LISTED, take_back_result, done, by=staff)


# --- certificates ---------------------------------------------------------------


@pytest.fixture
def certified(staff):
    run = finished("CC", sessions=2)
    row = rows(run)[0]
    confirm_results(run, completed=[row.pk], by=staff)
    return row


def test_a_certificate_is_verified_by_initials(certified):
    told = verify_certificate(certified.course_result.code)

    person = certified.person
    assert told.initials == f"{person.given_name[0]}. {person.family_name[0]}."
    assert told.hours == 4
    assert told.stands
    assert verify_certificate("AAAA AAAA AAAA AAAA") is None
    assert verify_certificate("") is None


def test_a_certificate_is_revoked_with_a_reason(certified, staff):
    refused(Reason.REASON_MISSING, revoke_certificate, certified, reason=" ", by=staff)
    revoke_certificate(certified, reason="Yanlış kişi", by=staff)

    assert not verify_certificate(CourseResult.objects.get().code).stands
    refused(
        Reason.NO_CERTIFICATE, revoke_certificate, certified, reason="Yine", by=staff
    )


def test_the_paper_can_be_read_and_leads_to_the_page(certified, settings):
    settings.SITE_URL = "https://esit.example.org"
    Person.objects.filter(pk=certified.person_id).update(
        given_name="Şükran Işıl", family_name="Iğdırlı"
    )
    certified.person.refresh_from_db()

    data = certificate_file(certified)
    text = text_of(data)

    result = certified.course_result
    for told in (
        "Katılım Belgesi",
        "Şükran Işıl Iğdırlı",
        "Dikiş kursu",
        result.number,
        spaced(result.code),
        "https://esit.example.org/katilim/",
    ):
        assert told in text
    assert certificate_file(certified) == data


def test_half_hours_are_written_as_people_write_them():
    with translation.override("tr"):
        assert hours_words(Decimal("36.00")) == "36"
        assert hours_words(Decimal("37.50")) == "37,5"


def test_who_never_completed_has_nothing_to_revoke(staff):
    row = register(make_course()).registration

    refused(Reason.NO_CERTIFICATE, revoke_certificate, row, reason="x", by=staff)


def test_a_certificate_outlives_the_registration_and_then_goes(certified):
    code = certified.course_result.code
    anonymize_registrations([certified.pk])
    assert verify_certificate(code)
    assert not SessionMark.objects.exists()
    assert certificates().count() == 1

    forget_certificates([certified.course_result.pk])

    assert verify_certificate(code) is None
    assert not certificates().exists()
    assert CourseResult.objects.get().hours_present == 4


def test_erasing_her_ends_the_certificate(certified, staff):
    code = certified.course_result.code

    erase_person(certified.person, by=staff, reason="request")

    assert verify_certificate(code) is None


# --- after the first session ----------------------------------------------------


@pytest.fixture
def begun(db):
    """Two places, two women, one more waiting; the first session is just over."""
    activity = CourseActivityFactory(first_session_frees_place=True)
    run = make_course(sessions=3, capacity=2, activity=activity)
    for n in range(3):
        register(run, n=n)
    run = move_back(run, 14)
    now = timezone.now()
    first, *later = run.sessions.all()
    CourseSession.objects.filter(pk=first.pk).update(
        starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1)
    )
    for day, session in enumerate(later, start=3):
        begins = now + timedelta(days=day)
        CourseSession.objects.filter(pk=session.pk).update(
            starts_at=begins, ends_at=begins + timedelta(hours=2)
        )
    second = now + timedelta(days=3)
    plan = {**run.session_plan, "second": second.isoformat()}
    Occurrence.objects.filter(pk=run.pk).update(
        session_plan=plan,
        starts_at=now - timedelta(hours=3),
        ends_at=now + timedelta(days=5),
    )
    return Occurrence.objects.select_related("activity").get(pk=run.pk)


def close_first(run, mark="M"):
    first = run.sessions.first()
    came, absent, _waiting = rows(run)
    attend(first, came)
    if mark == "E":
        attend(first, absent, AttendanceMark.EXCUSED)
    close_sheet(first, by=None)
    return absent


def test_who_missed_the_first_session_is_proposed_and_nothing_more(begun, staff):
    assert not missed_the_first(begun, seen_by=staff)
    absent = close_first(begun)

    assert list(missed_the_first(begun, seen_by=staff)) == [absent]
    assert [row.state for row in rows(begun)] == ["confirmed", "confirmed", "waiting"]


def test_an_excuse_keeps_her_place(begun, staff):
    close_first(begun, "E")

    assert not missed_the_first(begun, seen_by=staff)


def test_her_place_is_offered_to_the_next_in_line(begun, staff):
    absent = close_first(begun)

    give_places_on(begun, chosen=[absent.pk], by=staff)

    assert [row.state for row in rows(begun)] == ["confirmed", "removed", "offered"]
    offer = Message.objects.get(template="programs.offered")
    second = local_moment(datetime.fromisoformat(begun.session_plan["second"]))
    assert second.split(",")[0] in offer.full_body


def test_places_that_cannot_be_given_on(begun, staff):
    absent = close_first(begun)
    came = rows(begun)[0]
    give = give_places_on

    refused(SessionRefusal.NOBODY_CHOSEN, give, begun, chosen=[], by=staff)
    refused(SessionRefusal.NOT_LISTED, give, begun, chosen=[came.pk], by=staff)
    Occurrence.objects.filter(pk=begun.pk).update(
        session_plan={
            **begun.session_plan,
            "second": (timezone.now() - timedelta(hours=1)).isoformat(),
        }
    )
    refused(SessionRefusal.TOO_LATE, give, begun, chosen=[absent.pk], by=staff)
    plain = make_course(sessions=3)
    refused(SessionRefusal.NOT_FREED, give, plain, chosen=[absent.pk], by=staff)


def test_without_the_option_nothing_is_offered_after_the_start():
    run = make_course(sessions=3)

    assert run.entry_until == run.starts_at
    assert date.fromisoformat(run.session_plan["second"][:10]) > run.day
