"""What an area requires in a call: of whom, and what for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    AreaFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    RoleFactory,
    SessionFactory,
    in_days,
)
from volunteers.domain.applications import accept_application, undo_decision
from volunteers.domain.attendance import close_sheet, record_attendance
from volunteers.domain.documents import documents_to_show, record_document
from volunteers.domain.requirements import progress_of
from volunteers.domain.role_fit import role_denied_reason
from volunteers.domain.sessions import enrollable_in, sessions_to_choose
from volunteers.domain.training import missing_trainings
from volunteers.enums import Attendance
from volunteers.exceptions import RoleDenied
from volunteers.models import CallArea, DocumentKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def term():
    """A call whose second area requires a training and a document of its own."""

    class Term:
        common, special = ModuleFactory(), ModuleFactory()
        paper = DocumentKind.objects.create(name={"tr": "Diploma", "en": "Diploma"})
        plain, strict = AreaFactory(), AreaFactory()
        call = CallFactory(areas=[plain, strict], required_trainings=[common])
        manager = make_staff(StaffRole.MANAGER)

    terms = CallArea.objects.create(call=Term.call, area=Term.strict, places=2)
    terms.required_trainings.set([Term.special])
    terms.required_documents.set([Term.paper])
    terms.save()
    return Term


def attend(application, module):
    EnrollmentFactory(
        application=application,
        session=SessionFactory(module=module, starts_at=in_days(-2)),
        attendance=Attendance.PRESENT,
    )


def test_the_area_she_wants_most_says_what_she_needs(term):
    first_plain = ApplicationFactory(call=term.call, areas=[term.plain, term.strict])
    first_strict = ApplicationFactory(call=term.call, areas=[term.strict, term.plain])

    assert missing_trainings(first_plain) == [term.common]
    assert missing_trainings(first_strict) == [term.common, term.special]
    assert documents_to_show(first_plain) == []
    assert documents_to_show(first_strict) == [term.paper]


def test_the_area_she_was_accepted_for_counts_instead(term):
    application = ApplicationFactory(
        call=term.call, state="interviewed", areas=[term.plain, term.strict]
    )

    accepted = accept_application(application, area=term.strict, by=term.manager)
    assert missing_trainings(accepted) == [term.common, term.special]

    undone = undo_decision(accepted, reason="Yanlış alan", by=term.manager)
    assert undone.accepted_area is None
    assert missing_trainings(undone) == [term.common]


def test_nobody_is_accepted_for_an_area_she_did_not_choose(term):
    application = ApplicationFactory(
        call=term.call, state="interviewed", areas=[term.plain]
    )

    with pytest.raises(Refusal) as refused:
        accept_application(application, area=term.strict, by=term.manager)

    application.refresh_from_db()
    assert (refused.value.reason, application.state) == (
        "area_not_chosen",
        "interviewed",
    )


def test_the_training_of_the_area_is_offered_and_completes(term):
    application = ApplicationFactory(
        call=term.call, state="in_training", areas=[term.strict]
    )
    other = ApplicationFactory(call=term.call, state="in_training", areas=[term.plain])
    attend(application, term.common)
    session = SessionFactory(module=term.special)

    assert list(sessions_to_choose(application)) == [session]
    assert list(sessions_to_choose(other)) == []
    assert list(enrollable_in(session, seen_by=term.manager)) == [application]

    seat = EnrollmentFactory(application=application, session=session)
    after = session.ends_at + timedelta(hours=1)
    record_attendance(
        session, marks={seat.pk: Attendance.PRESENT}, by=term.manager, now=after
    )
    close_sheet(session, by=term.manager, now=after)
    application.refresh_from_db()
    assert application.state == "trained"


def test_a_role_of_the_area_asks_for_its_training_and_document(term):
    application = ApplicationFactory(
        call=term.call, state="ready", areas=[term.plain, term.strict]
    )
    AgreementFactory(application=application)
    attend(application, term.common)
    plain, strict = RoleFactory(area=term.plain), RoleFactory(area=term.strict)

    assert role_denied_reason(application, role=plain) is None
    assert role_denied_reason(application, role=strict) == RoleDenied.TRAINING_MISSING
    attend(application, term.special)
    assert role_denied_reason(application, role=strict) == RoleDenied.DOCUMENT_MISSING
    record_document(
        application,
        kind=term.paper,
        shown_on=timezone.localdate(),
        by=term.manager,
    )
    assert role_denied_reason(application, role=strict) is None


def test_a_document_is_shown_once_and_not_in_the_future(term):
    application = ApplicationFactory(call=term.call, areas=[term.strict])
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(Refusal) as refused:
        record_document(
            application, kind=term.paper, shown_on=tomorrow, by=term.manager
        )
    for _twice in range(2):
        record_document(
            application,
            kind=term.paper,
            shown_on=timezone.localdate(),
            by=term.manager,
        )

    assert refused.value.reason == "shown_in_future"
    assert application.shown_documents.count() == 1


def test_progress_costs_the_same_for_1_and_30(term):
    def count(applications):
        with CaptureQueriesContext(connection) as context:
            progress_of(applications)
        return len(context)

    made = [ApplicationFactory(call=term.call, state="ready") for _one in range(30)]
    for one in made:
        attend(one, term.common)

    assert count(made[:1]) == count(made)
