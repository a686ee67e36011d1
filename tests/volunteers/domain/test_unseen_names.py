"""A woman whom one may not see is neither marked nor made absent, and not told of."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.exceptions import Refusal
from people.models import Recusal
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    HourEntryFactory,
    ModuleFactory,
    SessionFactory,
    ShiftFactory,
    WaitFactory,
    in_days,
)
from volunteers.domain.attendance import (
    Mark,
    close_sheet,
    correct_attendance,
    lacking_attendance,
    marked_by,
    merge_marks,
    record_attendance,
)
from volunteers.domain.completions import accept_certificate, withdraw_completion
from volunteers.domain.hours import approve_hours, log_hours, return_hours
from volunteers.domain.seats import enroll_in_session, leave_session
from volunteers.domain.shifts import give_back_shift, take_shift
from volunteers.domain.waiting import leave_waiting_list
from volunteers.enums import ApplicationState, Attendance
from volunteers.exceptions import TrainingDenied
from volunteers.models import Application, Completion
from volunteers.service_exceptions import HoursDenied, ShiftDenied

pytestmark = pytest.mark.django_db

PRESENT, ABSENT, EXPECTED = Attendance.PRESENT, Attendance.ABSENT, Attendance.EXPECTED


@pytest.fixture
def session():
    """Over for an hour: one whom everybody sees, then one who is hidden."""
    module = ModuleFactory()
    call = CallFactory(required_trainings=[module])
    session = SessionFactory(module=module, starts_at=in_days(-0.2))
    for _place in range(2):
        application = ApplicationFactory(call=call, state=ApplicationState.IN_TRAINING)
        EnrollmentFactory(application=application, session=session)
    return session


@pytest.fixture
def trainer():
    return make_staff(StaffRole.TRAINING)


@pytest.fixture
def colleague():
    """Sees also who is protected."""
    user = make_staff(StaffRole.TRAINING, "yetkili")
    user.user_permissions.add(Permission.objects.get(codename="see_protected"))
    return type(user).objects.get(pk=user.pk)


@pytest.fixture(params=["protected", "recused"])
def hidden(request, session, trainer):
    """The second name, hidden from the trainer."""
    seat = session.enrollments.order_by("pk")[1]
    person = seat.application.person
    if request.param == "protected":
        person.is_protected = True
        person.save()
    else:
        Recusal.objects.create(
            person=person, user=trainer, reason="family", declared_at=timezone.now()
        )
    return seat


def refused(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def attendance_of(seat):
    return type(seat).objects.get(pk=seat.pk).attendance


def test_closing_leaves_her_open_and_counts_her_nowhere(session, hidden, trainer):
    seen = session.enrollments.exclude(pk=hidden.pk).get()

    close_sheet(session, by=trainer)

    assert (attendance_of(seen), attendance_of(hidden)) == (ABSENT, EXPECTED)
    [entry] = ModelLogEntry.objects.filter(action="volunteers.session.close_sheet")
    assert entry.data == {"names": 1}


def test_her_key_and_her_code_are_as_if_they_were_of_nobody(session, hidden, trainer):
    marks = {hidden.pk: PRESENT}
    assert refused(record_attendance, session, marks=marks, by=trainer) == (
        TrainingDenied.FOREIGN_ENROLLMENT
    )
    sent = [Mark(hidden.code, PRESENT, timedelta(0))]

    merged = merge_marks(session, marks=sent, by=trainer)

    assert (merged.standing, merged.unknown) == ({}, [hidden.code])
    assert attendance_of(hidden) == EXPECTED
    assert list(marked_by(session, trainer).values_list("pk", flat=True)) == [
        session.enrollments.exclude(pk=hidden.pk).get().pk
    ]


def test_what_she_completes_is_not_told_to_who_closes(
    session, hidden, trainer, colleague
):
    record_attendance(session, marks={hidden.pk: PRESENT}, by=None)

    moved = close_sheet(session, by=trainer)

    hidden.application.refresh_from_db()
    assert moved == []
    # What is marked follows for her too; that trainer's name is not on it.
    assert hidden.application.state == ApplicationState.TRAINED
    [entry] = ModelLogEntry.objects.filter(
        action="volunteers.application.complete_training"
    )
    assert entry.user is None


def test_a_sheet_with_hidden_names_alone_is_like_an_empty_one(session, hidden, trainer):
    session.enrollments.exclude(pk=hidden.pk).delete()
    empty = SessionFactory(starts_at=in_days(-0.2))

    assert refused(close_sheet, session, by=trainer) == refused(
        close_sheet, empty, by=trainer
    )
    assert not lacking_attendance(trainer).exists()


def test_who_sees_her_is_told_and_marks_her_after_the_closing(
    session, hidden, trainer, colleague
):
    assert set(lacking_attendance(trainer)) == {session}
    close_sheet(session, by=trainer)

    assert not lacking_attendance(trainer).exists()
    assert set(lacking_attendance(colleague)) == {session}
    record_attendance(session, marks={hidden.pk: PRESENT}, by=colleague)

    hidden.application.refresh_from_db()
    assert hidden.application.state == ApplicationState.TRAINED
    assert Completion.objects.get().application_id == hidden.application_id
    assert not lacking_attendance(colleague).exists()


def test_the_tablet_of_who_sees_her_may_come_after_the_closing(
    session, hidden, trainer, colleague
):
    seen = session.enrollments.exclude(pk=hidden.pk).get()
    close_sheet(session, by=trainer)
    sent = [Mark(hidden.code, ABSENT, timedelta(hours=1))]

    merged = merge_marks(session, marks=sent, by=colleague)

    assert merged.standing == {hidden.code: ABSENT}
    # Who was decided on stays so, and there is nothing left to mark.
    again = {"marks": [Mark(seen.code, PRESENT, timedelta(0))], "by": colleague}
    assert refused(merge_marks, session, **again) == TrainingDenied.SHEET_CLOSED
    assert (attendance_of(seen), attendance_of(hidden)) == (ABSENT, ABSENT)


def test_no_verb_of_trainings_reaches_her(session, hidden, trainer):
    hers = hidden.application
    coming = SessionFactory(module=session.module)
    place = EnrollmentFactory(application=hers, session=coming)
    wait = WaitFactory(application=hers, session=SessionFactory(module=session.module))
    completion = Completion.objects.create(
        application=hers,
        module=session.module,
        hours=3,
        completed_on=timezone.localdate(),
        code="AAAABBBBCC",
    )
    close_sheet(session, by=trainer)

    reasons = {
        refused(correct_attendance, hidden, attendance=PRESENT, by=trainer),
        refused(enroll_in_session, hers, session=coming, by=trainer),
        refused(leave_session, place, by=trainer),
        refused(leave_waiting_list, wait, by=trainer),
        refused(withdraw_completion, completion, reason="Yanlış", by=trainer),
        refused(
            accept_certificate,
            hers,
            module=session.module,
            issuer="Kızılay",
            issuer_number="7",
            issued_on=timezone.localdate(),
            by=trainer,
        ),
    }

    assert reasons == {TrainingDenied.NOT_YOURS}
    assert attendance_of(hidden) == EXPECTED


def test_a_protected_woman_who_was_present_is_corrected_by_who_sees_her(
    session, trainer, colleague
):
    person = PersonFactory(is_protected=True)
    application = ApplicationFactory(
        call=session.enrollments.first().application.call,
        person=person,
        state=ApplicationState.IN_TRAINING,
    )
    seat = EnrollmentFactory(application=application, session=session)
    close_sheet(session, by=trainer)

    corrected = correct_attendance(seat, attendance=PRESENT, by=colleague)

    assert corrected.state == ApplicationState.TRAINED


def test_nor_do_the_verbs_of_shifts_and_hours(session, hidden, trainer):
    """Whoever may give roles in her call, and not see her, gives her no shift."""
    trainer.user_permissions.add(Permission.objects.get(codename="assign_role"))
    user = type(trainer).objects.get(pk=trainer.pk)
    Application.objects.update(state=ApplicationState.ON_DUTY)
    duty = AssignmentFactory(application=hidden.application)
    seen = AssignmentFactory(
        application=session.enrollments.exclude(pk=hidden.pk).get().application,
        role=duty.role,
    )
    shift = ShiftFactory(role=duty.role, places=2)
    place = ShiftFactory(role=duty.role, starts_at=in_days(9)).shift_places.create(
        assignment=duty
    )
    noted = HourEntryFactory(assignment=duty)
    note = {"day": timezone.localdate(), "quarters": 4, "what": "Masa", "by": user}

    assert refused(take_shift, duty, shift=shift, by=user) == ShiftDenied.NOT_YOURS
    assert refused(give_back_shift, place, by=user) == ShiftDenied.NOT_YOURS
    assert {
        refused(log_hours, duty, **note),
        refused(approve_hours, [noted.pk], by=user),
        refused(return_hours, noted, word="Hangi gün?", by=user),
    } == {HoursDenied.NOT_YOURS}
    assert take_shift(seen, shift=shift, by=user)
