"""Exactly what is past its time goes; nothing else, once, and never what is held."""

import dataclasses
from datetime import date, datetime, time, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from messaging.enums import MessageState
from messaging.models import BrokenRoute
from people.domain import retention
from people.domain.consents import record_consents
from people.domain.defaults import install_defaults
from people.domain.erasure import erase_person
from people.domain.holds import lift_hold, set_hold
from people.domain.links import issue_link
from people.domain.retention import (
    apply_due_retention,
    apply_retention,
    change_rule,
    install_rules,
    kept_until,
    past_date,
    past_rows,
    period_of,
)
from people.enums import (
    AccessKind,
    ConsentAction,
    EntryChannel,
    HoldReason,
    LinkPurpose,
    RetentionUnit,
)
from people.erasers import endings
from people.models import (
    AccessRecord,
    ConsentRecord,
    DestructionLog,
    ErasureRecord,
    Person,
    PrivateLink,
    RetentionRule,
    RetentionRun,
)
from people.retention import Period, all_kinds, kind_of
from people.roles import StaffRole
from people.sealing import seal
from programs.domain.party import EmergencyContact
from programs.domain.results import confirm_results
from programs.models import CourseResult, Feedback, MeetingRequest, Occurrence
from rights.models import AddressChange
from tests.factories.courses import close_all, make_course, move_back
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, ask_meeting, register
from tests.factories.rights import DataRequestFactory
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    ReviewFactory,
    SheetFactory,
)
from tests.factories.whole_life import live_a_whole_life
from tests.factories.whole_search import find
from volunteers.domain.applications import deletion_day
from volunteers.enums import ApplicationState
from volunteers.models import (
    Application,
    ApplicationDraft,
    Interview,
    InterviewSheet,
    Review,
)

DAYS, MONTHS, YEARS = RetentionUnit.DAYS, RetentionUnit.MONTHS, RetentionUnit.YEARS


# --- how time is counted ------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "day", "over_on"),
    [
        (Period(90, DAYS), date(2026, 9, 1), date(2026, 11, 30)),
        (Period(6, MONTHS), date(2026, 5, 24), date(2026, 11, 24)),
        (Period(6, MONTHS), date(2026, 8, 31), date(2027, 2, 28)),
        (Period(6, MONTHS), date(2027, 8, 31), date(2028, 2, 29)),
        (Period(1, YEARS), date(2028, 2, 29), date(2029, 2, 28)),
        (Period(3, YEARS), date(2028, 2, 28), date(2031, 2, 28)),
        (Period(12, MONTHS), date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_period_ends_on_its_day_and_not_before(period, day, over_on):
    assert period.after(day) == over_on
    assert period.latest_day_over_on(over_on) >= day
    assert period.latest_day_over_on(over_on - timedelta(days=1)) < day


@pytest.mark.parametrize("period", [Period(6, MONTHS), Period(1, YEARS)])
def test_latest_day_agrees_with_the_end_on_every_day_of_a_leap_cycle(period):
    first = date(2027, 1, 1)
    for number in range(4 * 366):
        today = first + timedelta(days=number)
        latest = period.latest_day_over_on(today)
        assert period.after(latest) <= today
        assert period.after(latest + timedelta(days=1)) > today


# --- the rows of each kind ----------------------------------------------------


def session(moment):
    store = SessionStore()
    store["wizard_ApplyView"] = {}
    store.create()
    Session.objects.update(expire_date=moment)
    return Session.objects.get()


def link(moment):
    person = PersonFactory()
    issue_link(person, purpose=LinkPurpose.REGISTRATION, target=person)
    PrivateLink.objects.update(expires_at=moment)
    return PrivateLink.objects.get()


def consent(moment):
    install_defaults()
    person = PersonFactory()
    [given] = record_consents(
        person,
        given=["news_email"],
        language="tr",
        entered_through=EntryChannel.WEB,
        at=moment - timedelta(days=400),
    )
    # What was said is never changed, so that the withdrawal is made with its moment.
    ConsentRecord.objects.create(
        person=person,
        text=given.text,
        action=ConsentAction.WITHDRAWN,
        at=moment,
        entered_through=EntryChannel.WEB,
    )
    return ConsentRecord.objects.get(action="given")


def access(moment):
    return AccessRecord.objects.create(
        at=moment, kind=AccessKind.VIEW, person=PersonFactory()
    )


def destruction(moment):
    return DestructionLog.objects.create(kind="people.link", rows=3, ran_at=moment)


def erasure(moment):
    return ErasureRecord.objects.create(person_pk=1, erased_at=moment)


def person(moment):
    made = PersonFactory()
    Person.objects.update(created_at=moment)
    return made


def message(moment):
    return MessageFactory(state=MessageState.SENT, sent_at=moment)


def broken(moment):
    return BrokenRoute.objects.create(
        person=PersonFactory(), route="email", address_hash="x", since=moment
    )


def job(moment):
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="messaging.tasks.deliver_message",
        run_after=moment,
        finished_at=moment,
        backend_name="default",
        exception_class_path="",
        traceback="",
    )


def application(state, **more):
    return lambda moment: ApplicationFactory(state=state, state_since=moment, **more)


def kept_for_next_term(moment):
    install_defaults()
    made = ApplicationFactory(state=ApplicationState.REJECTED, state_since=moment)
    record_consents(
        made.person,
        given=["keep_for_next_term"],
        language="tr",
        entered_through="web",
    )
    return made


def scored(moment):
    made = ApplicationFactory(
        state=ApplicationState.IN_TRAINING,
        decided_at=moment,
        state_since=moment + timedelta(days=3),
    )
    SheetFactory(interview__application=made, note="İyi konuştu")
    return made


def feedback(moment):
    return Feedback.objects.create(
        occurrence=registration(moment).occurrence,
        rating=4,
        felt_safe="yes",
        words="Rüzgârlıydı",
        day=timezone.localdate(moment),
    )


def registration(moment):
    occurrence = OccurrenceFactory()
    made = register(
        occurrence,
        seats=2,
        emergency=EmergencyContact(name="Şule", phone="+905321119966"),
        access_needs=["stairs"],
    ).registration
    Occurrence.objects.update(
        starts_at=moment - timedelta(hours=2),
        ends_at=moment,
        registration_opens_at=moment - timedelta(days=20),
        registration_closes_at=moment - timedelta(days=5),
        cancel_until=moment - timedelta(days=1),
    )
    return made


def open_meeting(moment):
    request = ask_meeting().request
    MeetingRequest.objects.update(asked_at=moment)
    return request


def declined_meeting(moment):
    request = open_meeting(moment)
    MeetingRequest.objects.update(state="declined", settled_at=moment)
    return request


def meeting_with_address(moment):
    request = open_meeting(moment)
    made = OccurrenceFactory(invitation="bir-eve")
    request.state, request.occurrence = "planned", made
    request.settled_at, request.host_address = moment, "Mavi kapı"
    request.save()
    Occurrence.objects.update(
        starts_at=moment - timedelta(hours=2),
        ends_at=moment,
        registration_opens_at=moment - timedelta(days=20),
        registration_closes_at=moment - timedelta(days=5),
        cancel_until=moment - timedelta(days=1),
    )
    return request


def certificate(moment):
    run = make_course(sessions=1)
    made = register(run).registration
    close_all(move_back(run, 20), ["C"])
    confirm_results(run, completed=[made.pk], by=None)
    CourseResult.objects.update(decided_at=moment)
    return CourseResult.objects.get()


def data_request(moment):
    return DataRequestFactory(
        received_at=moment - timedelta(days=10),
        state="accepted",
        answered_at=moment,
    )


def address(moment):
    made = AddressChange.objects.create(
        person=PersonFactory(), kind="email", sealed_value=seal("yeni@example.org")
    )
    AddressChange.objects.update(asked_at=moment)
    return made


def draft(moment):
    return ApplicationDraft.objects.create(
        call=CallFactory(),
        person=PersonFactory(),
        created_at=moment,
        expires_at=moment + timedelta(days=30),
    )


MAKE = {
    "volunteers.draft": draft,
    "rights.request": data_request,
    "rights.address": address,
    "people.unfinished_form": session,
    "people.link": link,
    "people.consent": consent,
    "people.access": access,
    "people.destruction_log": destruction,
    "people.erasure": erasure,
    "people.person": person,
    "messaging.message": message,
    "messaging.broken_route": broken,
    "messaging.job": job,
    "volunteers.opinions": scored,
    "volunteers.refused": application(ApplicationState.REJECTED),
    "volunteers.next_term": kept_for_next_term,
    "volunteers.file": application(ApplicationState.LEFT),
    "volunteers.undecided": application(ApplicationState.SCREENING),
    "programs.certificate": certificate,
    "programs.emergency_contact": registration,
    "programs.access_needs": registration,
    "programs.registration": registration,
    "programs.meeting_request": declined_meeting,
    "programs.meeting_unanswered": open_meeting,
    "programs.meeting_address": meeting_with_address,
    "programs.feedback_words": feedback,
}


def rule_of(key):
    install_rules()
    return RetentionRule.objects.get(kind=key)


def first_moment_kept(rule):
    """The midnight before which everything is past its time."""
    return period_of(rule).over_before(timezone.now())


def test_every_kind_is_tried():
    assert {kind.key for kind in all_kinds()} == set(MAKE)


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(MAKE))
def test_last_moment_of_the_day_is_past_and_the_next_is_not(key):
    kind, rule = kind_of(key), rule_of(key)
    midnight = first_moment_kept(rule)
    row = MAKE[key](midnight - timedelta(microseconds=1))

    past = list(past_rows(kind, rule).values_list("pk", flat=True))
    a_day_earlier = past_rows(kind, rule, now=timezone.now() - timedelta(days=1))

    assert row.pk in past
    assert row.pk not in a_day_earlier.values_list("pk", flat=True)


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(MAKE))
def test_run_leaves_what_is_not_past(key):
    row = MAKE[key](first_moment_kept(rule_of(key)))

    _run, done = apply_retention(keys=[key])

    assert done == {}
    assert row.pk in kind_of(key).rows().values_list("pk", flat=True)
    assert DestructionLog.objects.filter(run__isnull=False).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(MAKE))
def test_run_takes_what_is_past_once_and_logs_it(key):
    rule = rule_of(key)
    row = MAKE[key](first_moment_kept(rule) - timedelta(microseconds=1))

    _run, done = apply_retention(keys=[key])
    _run, again = apply_retention(keys=[key])

    taken = 2 if key == "people.consent" else 1
    assert (done, again) == ({key: taken}, {})
    assert row.pk not in kind_of(key).rows().values_list("pk", flat=True)
    logged = DestructionLog.objects.get(run__isnull=False)
    assert (logged.kind, logged.rows) == (key, taken)
    assert (logged.length, logged.unit) == (rule.length, rule.unit)
    assert logged.effect == kind_of(key).effect


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", sorted(kind.key for kind in all_kinds() if kind.person_lookup)
)
def test_hold_keeps_every_kind_until_it_is_lifted(key, staff_user):
    officer, kind = staff_user(StaffRole.PRIVACY), kind_of(key)
    row = MAKE[key](first_moment_kept(rule_of(key)) - timedelta(microseconds=1))
    held = Person.objects.get(
        pk=kind.rows().filter(pk=row.pk).values_list(kind.person_lookup, flat=True)[0]
    )
    set_hold(held, reason=HoldReason.COURT, by=officer)

    _run, nothing = apply_retention(keys=[key])
    told = past_date(rule_of(key))
    lift_hold(held, by=officer)
    _run, done = apply_retention(keys=[key])

    taken = 2 if key == "people.consent" else 1
    assert (nothing, done) == ({}, {key: taken})
    assert (told.count, told.on_hold, told.next_run_takes) == (taken, taken, 0)


# --- what is left -------------------------------------------------------------


@pytest.mark.django_db
def test_emergency_contact_goes_first_and_the_rest_of_the_registration_stays():
    made = registration(timezone.now() - timedelta(days=8))

    apply_retention()

    made.refresh_from_db()
    assert (made.emergency_name, str(made.emergency_phone)) == ("", "")
    assert made.anonymized_at is None
    assert made.members.filter(given_name="Deniz").count() == 1
    assert Person.objects.get(pk=made.person_id).given_name != ""


@pytest.mark.django_db
def test_who_is_needed_by_nothing_any_more_is_anonymized_in_the_same_run():
    made = registration(timezone.now() - timedelta(days=91))
    Person.objects.update(created_at=timezone.now() - timedelta(days=120))

    _run, done = apply_retention()

    assert done["programs.registration"] == done["people.person"] == 1
    assert Person.objects.get(pk=made.person_id).email == ""
    assert ErasureRecord.objects.get().person_pk == made.person_id


@pytest.mark.django_db
def test_who_is_still_needed_by_an_application_keeps_her_name():
    made = registration(timezone.now() - timedelta(days=91))
    ApplicationFactory(person=made.person, state=ApplicationState.ON_DUTY)
    Person.objects.update(created_at=timezone.now() - timedelta(days=120))

    apply_retention()

    made.refresh_from_db()
    assert made.anonymized_at is not None
    assert Person.objects.get(pk=made.person_id).email != ""


@pytest.mark.django_db
def test_opinions_are_gone_and_the_interview_is_still_counted(staff_user):
    made = scored(timezone.now() - timedelta(days=200))
    ReviewFactory(
        application=made, note="İyi", reviewer=staff_user(StaffRole.APPLICATIONS)
    )

    apply_retention(keys=["volunteers.opinions"])

    assert Review.objects.count() == 0
    assert InterviewSheet.objects.count() == 0
    assert Interview.objects.get().state == "held"


@pytest.mark.django_db
def test_opinions_on_an_application_in_reserve_are_still_needed():
    made = scored(timezone.now() - timedelta(days=200))
    Application.objects.update(state=ApplicationState.RESERVE)

    _run, done = apply_retention(keys=["volunteers.opinions"])

    assert done == {}
    assert made.interviews.get().sheets.get().note != ""


@pytest.mark.django_db
def test_day_she_was_told_is_the_day_on_which_it_goes():
    made = ApplicationFactory(state=ApplicationState.REJECTED)
    told = deletion_day(made)
    kind, rule = kind_of("volunteers.refused"), rule_of("volunteers.refused")
    Application.objects.update(state_since=timezone.now())

    def past_on(day):
        now = timezone.make_aware(datetime.combine(day, time(3)))
        return past_rows(kind, rule, now=now).count()

    assert (past_on(told - timedelta(days=1)), past_on(told)) == (0, 1)


# --- runs ---------------------------------------------------------------------


@pytest.mark.django_db
def test_many_rows_go_in_batches_and_are_logged_once(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 3)
    long_ago = timezone.now() - timedelta(days=800)
    AccessRecord.objects.bulk_create(
        AccessRecord(at=long_ago, kind=AccessKind.VIEW) for _row in range(8)
    )

    _run, done = apply_retention()

    assert done["people.access"] == 8
    assert DestructionLog.objects.get(kind="people.access").rows == 8


@pytest.mark.django_db
def test_run_that_was_broken_off_is_gone_on_with(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 3)
    long_ago = timezone.now() - timedelta(days=800)
    AccessRecord.objects.bulk_create(
        AccessRecord(at=long_ago, kind=AccessKind.VIEW) for _row in range(8)
    )
    first, _done = apply_retention(seconds=0)
    batches = iter([True, True])

    def die(kind, run):
        if kind.key == "people.access" and not next(batches, False):
            raise KeyboardInterrupt
        return applied(kind, run)

    applied = retention._apply_batch
    monkeypatch.setattr(retention, "_apply_batch", die)
    with pytest.raises(KeyboardInterrupt):
        apply_retention()
    monkeypatch.setattr(retention, "_apply_batch", applied)
    assert AccessRecord.objects.count() == 2

    run, done = apply_retention()

    assert run.pk == first.pk
    assert run.finished_at is not None
    assert done == {"people.access": 2}
    assert DestructionLog.objects.get(kind="people.access").rows == 8


@pytest.mark.django_db
def test_rule_switched_off_keeps_its_rows_and_says_so():
    rule = rule_of("people.access")
    RetentionRule.objects.filter(pk=rule.pk).update(active=False)
    access(timezone.now() - timedelta(days=800))

    _run, done = apply_retention()

    told = past_date(RetentionRule.objects.get(pk=rule.pk))
    assert done == {}
    assert (told.count, told.next_run_takes) == (1, 0)


@pytest.mark.django_db
def test_kind_that_leaves_its_rows_is_found_out(monkeypatch):
    access(timezone.now() - timedelta(days=800))
    kind = kind_of("people.access")
    lazy = dataclasses.replace(kind, apply=len)
    monkeypatch.setattr(retention, "all_kinds", lambda: [lazy])

    with pytest.raises(RuntimeError, match="leaves its rows"):
        apply_retention()


@pytest.mark.django_db
def test_due_work_runs_once_a_day():
    access(timezone.now() - timedelta(days=800))

    assert apply_due_retention() == 1
    access(timezone.now() - timedelta(days=800))
    assert apply_due_retention() == 0
    RetentionRun.objects.update(started_at=timezone.now() - timedelta(days=1))
    assert apply_due_retention() == 1

    assert RetentionRun.objects.filter(finished_at__isnull=False).count() == 2


@pytest.mark.django_db
def test_due_work_goes_on_with_an_open_run(monkeypatch):
    access(timezone.now() - timedelta(days=800))
    monkeypatch.setattr(retention, "TURN", 0)
    assert apply_due_retention() == 0
    monkeypatch.setattr(retention, "TURN", 30)

    assert apply_due_retention() == 1

    assert RetentionRun.objects.get().finished_at is not None


@pytest.mark.django_db
def test_law_is_stronger_than_a_shorter_rule():
    rule = rule_of("people.destruction_log")
    rule.length, rule.unit = 30, DAYS

    assert period_of(rule) == Period(3, YEARS)


@pytest.mark.django_db
def test_changing_a_rule_is_logged(staff_user):
    rule = rule_of("people.link")
    rule.length, rule.active = 60, False

    change_rule(rule, by=staff_user(StaffRole.PRIVACY))

    entry = ModelLogEntry.objects.get(action="people.retention_rule.change")
    assert entry.data == {"from": "30 days on", "to": "60 days off"}


@pytest.mark.django_db
def test_nothing_of_her_stands_in_what_a_run_leaves(
    django_capture_on_commit_callbacks,
):
    trace = live_a_whole_life(Client())
    for ending in endings().values():
        ending.end(trace.person, trace.manager)
    long_ago = timezone.now() - timedelta(days=5 * 366)
    Application.objects.update(state_since=long_ago, decided_at=long_ago)
    Occurrence.objects.update(
        starts_at=long_ago - timedelta(hours=2),
        ends_at=long_ago,
        registration_opens_at=long_ago - timedelta(days=20),
        registration_closes_at=long_ago - timedelta(days=5),
        cancel_until=long_ago - timedelta(days=1),
    )
    MeetingRequest.objects.update(asked_at=long_ago)
    MeetingRequest.objects.exclude(state="requested").update(settled_at=long_ago)
    CourseResult.objects.update(decided_at=long_ago)
    Person.objects.update(created_at=long_ago)
    Session.objects.update(expire_date=long_ago)

    with django_capture_on_commit_callbacks(execute=True):
        _run, done = apply_retention()
    _run, again = apply_retention()

    assert done["people.person"] == 1
    assert find(trace.marks) == {}
    assert again == {}


# --- told ---------------------------------------------------------------------


@pytest.mark.django_db
def test_record_says_until_when_each_thing_is_kept(staff_user):
    ended = timezone.now() - timedelta(days=1)
    made = registration(ended)
    day = timezone.localdate(ended)

    kept = {str(one.label): one for one in kept_until(made.person)}

    labels = {key: str(kind_of(key).label) for key in MAKE}
    assert kept[labels["programs.registration"]].until == day + timedelta(days=90)
    assert kept[labels["programs.emergency_contact"]].until == day + timedelta(days=7)
    assert {one.stays for one in kept.values()} == {False}
    set_hold(made.person, reason=HoldReason.ACCIDENT, by=staff_user(StaffRole.PRIVACY))
    assert {one.stays for one in kept_until(made.person)} == {True}


@pytest.mark.django_db
def test_erased_person_has_nothing_left_to_run_out():
    made = registration(timezone.now() - timedelta(days=1))

    erase_person(made.person, by=None)

    labels = [one.label for one in kept_until(made.person)]
    assert [str(kind_of("programs.registration").label)] not in labels
    assert kept_until(made.person) == []
