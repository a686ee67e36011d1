"""When a training counts: hours, parts, validity, renewal, persons, papers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    CallFactory,
    CompletionFactory,
    EnrollmentFactory,
    ModuleFactory,
    RoleFactory,
    SessionFactory,
    in_days,
)
from volunteers.domain.attendance import close_sheet, record_attendance
from volunteers.domain.completions import (
    accept_certificate,
    confirm_completion,
    decline_completion,
    withdraw_completion,
)
from volunteers.domain.role_fit import role_denied_reason
from volunteers.domain.training import add_months, missing_trainings
from volunteers.enums import ApplicationState, Attendance, CompletionState
from volunteers.exceptions import CompletionDenied, MoveDenied, RoleDenied
from volunteers.models import Completion, TrainingPart

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer():
    return make_staff(StaffRole.TRAINING)


def learner(*modules, state=ApplicationState.IN_TRAINING):
    return ApplicationFactory(
        call=CallFactory(required_trainings=list(modules)), state=state
    )


def attend(application, module, *, days_ago=1, hours=3, part=None):
    """Present at a session whose sheet is then closed."""
    starts_at = in_days(-days_ago)
    session = SessionFactory(
        module=module,
        part=part,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
    )
    seat = EnrollmentFactory(application=application, session=session)
    record_attendance(session, marks={seat.pk: Attendance.PRESENT}, by=None)
    close_sheet(session, by=None)
    application.refresh_from_db()
    return seat


def refused(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 24, date(2028, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 10), -2, date(2025, 11, 10)),
    ],
)
def test_months_end_with_the_month(day, months, later):
    assert add_months(day, months) == later


# --- the rule -----------------------------------------------------------------


def test_required_parts_are_needed_beside_the_hours():
    module = ModuleFactory(hours=6, required_share=50)
    theory, practice = (
        TrainingPart.objects.create(module=module, name={"tr": name})
        for name in ("Kuram", "Uygulama")
    )
    TrainingPart.objects.create(module=module, name={"tr": "Ek"}, is_required=False)
    application = learner(module)

    for day in (9, 8):
        attend(application, module, days_ago=day, part=theory)
    assert Completion.objects.count() == 0

    attend(application, module, days_ago=2, hours=1, part=practice)

    completion = Completion.objects.get()
    assert (completion.hours, application.state) == (7, ApplicationState.TRAINED)


def test_a_session_of_the_whole_training_covers_its_parts():
    module = ModuleFactory(hours=3)
    TrainingPart.objects.create(module=module, name={"tr": "Gün 1"})

    attend(learner(module), module)

    assert Completion.objects.count() == 1


def test_hours_after_the_completion_belong_to_it():
    module = ModuleFactory(hours=6)
    application = learner(module)
    for day in (5, 4, 3):
        attend(application, module, days_ago=day)

    completion = Completion.objects.get()
    assert completion.hours == 9
    assert completion.completed_on == timezone.localdate(
        in_days(-4) + timedelta(hours=3)
    )


def test_validity_is_counted_from_the_day_of_completion():
    module = ModuleFactory(validity_months=12)

    attend(learner(module), module)

    completion = Completion.objects.get()
    assert completion.valid_until == add_months(completion.completed_on, 12)


def test_attending_within_the_renewal_makes_the_next_completion():
    module = ModuleFactory(validity_months=12, renewal_months=2)
    application = learner(module)

    attend(application, module, days_ago=340)
    attend(application, module, days_ago=200)
    attend(application, module, days_ago=1)

    first, second = Completion.objects.order_by("completed_on")
    assert (first.hours, second.hours) == (6, 3)
    assert second.is_valid()


def test_an_expired_training_is_missing_again():
    module = ModuleFactory(validity_months=12)
    application = learner(module, state=ApplicationState.READY)
    completion = CompletionFactory(
        application=application, module=module, valid_until=timezone.localdate()
    )
    assert missing_trainings(application) == []

    completion.completed_on = timezone.localdate() - timedelta(days=400)
    completion.valid_until = timezone.localdate() - timedelta(days=1)
    completion.save()

    assert missing_trainings(application) == [module]
    AgreementFactory(application=application)
    reason = role_denied_reason(application, role=RoleFactory())
    assert reason == RoleDenied.TRAINING_MISSING


def test_what_she_learned_with_an_earlier_application_counts():
    module = ModuleFactory()
    earlier = CompletionFactory(module=module)
    now = ApplicationFactory(
        person=earlier.application.person,
        call=CallFactory(required_trainings=[module]),
    )

    assert missing_trainings(now) == []


def test_a_role_requires_trainings_of_its_own():
    module = ModuleFactory()
    application = ApplicationFactory(state=ApplicationState.READY)
    AgreementFactory(application=application)
    role = RoleFactory()
    role.required_trainings.add(module)

    before = role_denied_reason(application, role=role)
    CompletionFactory(application=application, module=module)

    assert before == RoleDenied.ROLE_TRAINING_MISSING
    assert role_denied_reason(application, role=role) is None


# --- a person confirms --------------------------------------------------------


@pytest.fixture
def proposal():
    module = ModuleFactory(needs_confirmation=True)
    application = learner(module)
    attend(application, module)
    return Completion.objects.get()


def test_where_a_person_confirms_attendance_only_proposes(proposal):
    assert proposal.state == CompletionState.PROPOSED
    assert (proposal.code, proposal.application.state) == (None, "in_training")


def test_confirming_makes_the_certificate_and_completes_the_training(proposal, trainer):
    confirmed = confirm_completion(proposal, by=trainer)

    confirmed.application.refresh_from_db()
    assert confirmed.has_certificate
    assert (confirmed.decided_by, confirmed.application.state) == (trainer, "trained")


def test_only_one_decides(proposal, trainer):
    decline_completion(proposal, reason="Uygulamaya katılmadı", by=trainer)

    assert refused(confirm_completion, proposal, by=trainer) == (
        CompletionDenied.NOT_PROPOSED
    )


def test_declining_asks_why(proposal, trainer):
    reason = refused(decline_completion, proposal, reason=" ", by=trainer)

    assert reason == MoveDenied.REASON_MISSING


def test_what_was_declined_is_not_proposed_again_by_the_same_hours(proposal, trainer):
    decline_completion(proposal, reason="Uygulamaya katılmadı", by=trainer)

    attend(proposal.application, proposal.module, days_ago=0.5, hours=1)

    assert [one.state for one in Completion.objects.all()] == ["declined"]


def test_withdrawing_reopens_the_training(trainer):
    module = ModuleFactory()
    application = learner(module)
    attend(application, module)
    assert application.state == ApplicationState.TRAINED

    withdraw_completion(Completion.objects.get(), reason="Yanlış kişi", by=trainer)

    application.refresh_from_db()
    assert application.state == ApplicationState.IN_TRAINING
    assert refused(
        withdraw_completion, Completion.objects.get(), reason="Yine", by=trainer
    ) == (CompletionDenied.NOT_CONFIRMED)


# --- papers from elsewhere ----------------------------------------------------


def accept(application, module, by, *, issued_on=None):
    return accept_certificate(
        application,
        module=module,
        issuer="Ege Kadın Buluşması",
        issuer_number="2026/41",
        issued_on=issued_on or timezone.localdate(),
        by=by,
    )


def test_a_certificate_from_elsewhere_completes_the_training(trainer):
    module = ModuleFactory()
    application = learner(module)

    completion = accept(application, module, trainer)

    application.refresh_from_db()
    assert application.state == ApplicationState.TRAINED
    assert (completion.decided_by, completion.code) == (trainer, None)
    assert not completion.has_certificate


def test_what_it_says_of_her_is_sealed(trainer):
    module = ModuleFactory()
    completion = accept(learner(module), module, trainer)

    stored = (
        Completion.objects.filter(pk=completion.pk)
        .extra(select={"raw": "issuer"})
        .values_list("raw", flat=True)
    )
    assert "Ege" not in stored[0]
    assert Completion.objects.get(pk=completion.pk).issuer == "Ege Kadın Buluşması"


def test_certificates_that_cannot_be(trainer):
    module = ModuleFactory(validity_months=12)
    application = learner(module)
    today = timezone.localdate()
    accept(application, module, trainer, issued_on=today - timedelta(days=30))

    def reason(applicant=application, days=30, by=trainer):
        day = today - timedelta(days=days)
        return refused(accept, applicant, module, by, issued_on=day)

    assert [
        reason(days=-1),
        reason(days=500),
        reason(),
        reason(
            learner(module, state=ApplicationState.SCREENING),
            by=make_staff(StaffRole.MANAGER),
        ),
    ] == [
        CompletionDenied.IN_FUTURE,
        CompletionDenied.EXPIRED,
        CompletionDenied.ALREADY_THERE,
        CompletionDenied.NOT_ACCEPTED,
    ]
