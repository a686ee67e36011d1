"""Trainings are run by whose duty they are in the call, also where calls share one."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.permissions import policy_registry

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    ApplicationFactory,
    AreaFactory,
    CallFactory,
    CompletionFactory,
    EnrollmentFactory,
    ModuleFactory,
    RoleFactory,
    SessionFactory,
    WaitFactory,
    in_days,
)
from volunteers.domain.attendance import (
    Mark,
    close_sheet,
    correct_attendance,
    merge_marks,
    record_attendance,
)
from volunteers.domain.completions import (
    accept_certificate,
    confirm_completion,
    decline_completion,
    withdraw_completion,
)
from volunteers.domain.seats import enroll_in_session, leave_session, move_to_session
from volunteers.domain.sessions import enrollable_in, sessions_to_choose
from volunteers.domain.training import missing_trainings
from volunteers.domain.waiting import leave_waiting_list, wait_for_session
from volunteers.enums import ApplicationState, Attendance, CompletionState, Duty
from volunteers.exceptions import TrainingDenied
from volunteers.models import CallArea, CallMember, Completion

pytestmark = pytest.mark.django_db

PRESENT = Attendance.PRESENT


@pytest.fixture
def shared():
    """One session of two calls, each with a team that has a trainer."""
    module = ModuleFactory()
    session = SessionFactory(module=module, starts_at=in_days(-0.05))
    calls = [CallFactory(required_trainings=[module]) for _call in range(2)]
    ours, theirs = (join(call, Duty.TRAINER) for call in calls)
    seats = [
        EnrollmentFactory(
            application=ApplicationFactory(
                call=call, state=ApplicationState.IN_TRAINING
            ),
            session=session,
        )
        for call in calls
    ]
    return SimpleNamespace(
        module=module, session=session, ours=ours, theirs=theirs, seats=seats
    )


def refused(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def test_nobody_is_absent_by_the_word_of_another_team(shared):
    own, other = shared.seats
    record_attendance(shared.session, marks={own.pk: PRESENT}, by=shared.ours)

    moved = close_sheet(shared.session, by=shared.ours)

    other.refresh_from_db()
    assert [one.pk for one in moved] == [own.application_id]
    assert other.attendance == Attendance.EXPECTED

    record_attendance(shared.session, marks={other.pk: PRESENT}, by=shared.theirs)

    assert Completion.objects.valid().count() == 2
    by_whom = ModelLogEntry.objects.filter(
        action="volunteers.application.complete_training"
    )
    assert {(entry.object_id, entry.user_id) for entry in by_whom} == {
        (str(own.application_id), shared.ours.pk),
        (str(other.application_id), shared.theirs.pk),
    }


def test_what_another_team_marked_before_follows_with_the_closing(shared):
    own, other = shared.seats
    record_attendance(shared.session, marks={own.pk: PRESENT}, by=shared.ours)
    record_attendance(shared.session, marks={other.pk: PRESENT}, by=shared.theirs)

    moved = close_sheet(shared.session, by=shared.ours)

    other.application.refresh_from_db()
    # It is told how many of her own there are, and no more.
    assert [one.pk for one in moved] == [own.application_id]
    assert other.application.state == ApplicationState.TRAINED


def test_whom_one_reads_and_may_not_mark_is_marked_before_the_closing(shared):
    _own, other = shared.seats
    CallMember.objects.create(
        call=other.application.call, user=shared.ours, duty=Duty.READER
    )

    assert refused(close_sheet, shared.session, by=shared.ours) == (
        TrainingDenied.OTHERS_UNMARKED
    )


def test_marks_and_corrections_are_for_ones_own_call(shared):
    own, other = shared.seats
    both = {own.pk: PRESENT, other.pk: PRESENT}

    assert refused(record_attendance, shared.session, marks=both, by=shared.ours) == (
        TrainingDenied.FOREIGN_ENROLLMENT
    )
    codes = [Mark(seat.code, PRESENT, timedelta(0)) for seat in shared.seats]
    merged = merge_marks(shared.session, marks=codes, by=shared.ours)
    assert (merged.standing, merged.unknown) == ({own.code: PRESENT}, [other.code])

    close_sheet(shared.session, by=shared.theirs)
    assert refused(correct_attendance, other, attendance=PRESENT, by=shared.ours) == (
        TrainingDenied.NOT_YOURS
    )


def test_whoever_trains_in_no_call_of_the_sheet_cannot_close_it(shared):
    stranger = join(CallFactory(), Duty.TRAINER)

    reason = refused(close_sheet, shared.session, by=stranger)

    shared.session.refresh_from_db()
    assert (reason, shared.session.closed_at) == (TrainingDenied.NOT_YOURS, None)


def test_places_and_lines_are_kept_by_ones_own_team(shared):
    _own, other = shared.seats
    coming = SessionFactory(module=shared.module)
    another = SessionFactory(module=shared.module)
    hers = other.application
    seat = EnrollmentFactory(application=hers, session=coming)
    wait = WaitFactory(application=hers, session=another)

    reasons = {
        refused(enroll_in_session, hers, session=another, by=shared.ours),
        refused(move_to_session, seat, session=another, by=shared.ours),
        refused(wait_for_session, hers, session=another, by=shared.ours),
        refused(leave_session, seat, by=shared.ours),
        refused(leave_waiting_list, wait, by=shared.ours),
    }

    assert reasons == {TrainingDenied.NOT_YOURS}
    assert list(enrollable_in(another, seen_by=shared.theirs)) == [hers]
    assert hers not in enrollable_in(another, seen_by=shared.ours)


def test_completions_are_decided_and_read_by_ones_own_team(shared):
    hers = shared.seats[1].application
    proposed = CompletionFactory(
        application=hers,
        module=shared.module,
        state=CompletionState.PROPOSED,
        code=None,
    )
    confirmed = CompletionFactory(application=hers, module=ModuleFactory())

    for user in (shared.ours, make_staff(StaffRole.TRAINING)):
        reasons = {
            refused(confirm_completion, proposed, by=user),
            refused(decline_completion, proposed, reason="Eksik", by=user),
            refused(withdraw_completion, confirmed, reason="Yanlış", by=user),
            refused(
                accept_certificate,
                hers,
                module=shared.module,
                issuer="Kızılay",
                issuer_number="7",
                issued_on=timezone.localdate(),
                by=user,
            ),
        }
        assert reasons == {TrainingDenied.NOT_YOURS}

    policy = policy_registry.get_by_type(Completion)
    seen = policy.instances_user_has_permission_for
    assert set(seen(shared.theirs, "view")) == {proposed, confirmed}
    assert not seen(shared.ours, "view").exists()
    confirm_completion(proposed, by=shared.theirs)
    hers.refresh_from_db()
    assert hers.state == ApplicationState.TRAINED


def test_an_area_asks_for_a_valid_completion_of_its_training():
    area = AreaFactory()
    call = CallFactory(areas=[area])
    module = ModuleFactory(validity_months=12)
    terms = CallArea.objects.create(call=call, area=area)
    terms.required_trainings.set([module])
    terms.save()
    application = ApplicationFactory(
        call=call, areas=[area], state=ApplicationState.IN_TRAINING
    )
    session = SessionFactory(module=module)

    assert list(sessions_to_choose(application)) == [session]
    completion = CompletionFactory(
        application=application,
        module=module,
        valid_until=timezone.localdate() + timedelta(days=200),
    )
    assert missing_trainings(application) == []
    assert list(sessions_to_choose(application)) == []

    completion.valid_until = timezone.localdate() - timedelta(days=1)
    completion.completed_on = timezone.localdate() - timedelta(days=300)
    completion.save()
    assert missing_trainings(application) == [module]
    assert list(sessions_to_choose(application)) == [session]


def test_whoever_is_on_duty_finds_trainings_of_her_area_and_of_its_roles():
    area = AreaFactory()
    of_area, of_role = ModuleFactory(), ModuleFactory()
    call = CallFactory(areas=[area])
    terms = CallArea.objects.create(call=call, area=area)
    terms.required_trainings.set([of_area])
    terms.save()
    RoleFactory(area=area).required_trainings.set([of_role])
    application = ApplicationFactory(
        call=call, areas=[area], state=ApplicationState.ON_DUTY
    )
    sessions = [SessionFactory(module=module) for module in (of_area, of_role)]

    assert set(sessions_to_choose(application)) == set(sessions)
    manager = make_staff(StaffRole.MANAGER)
    for session in sessions:
        assert list(enrollable_in(session, seen_by=manager)) == [application]
