"""Completed trainings in the admin: who sees, confirms, withdraws, downloads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.enums import AccessKind
from people.models import AccessRecord
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    CompletionFactory,
    ModuleFactory,
)
from tests.pdf_reading import text_of
from volunteers.enums import ApplicationState, CompletionState
from volunteers.models import Completion

pytestmark = pytest.mark.django_db

LIST = "volunteers_completion:index"


@pytest.fixture
def trainer(client):
    client.force_login(make_staff(StaffRole.TRAINING))
    return client


def completed(**more):
    """Of an applicant in training who needs it."""
    module = ModuleFactory(needs_confirmation=True)
    person = PersonFactory(given_name="Şükran", family_name="Iğdırlı")
    application = ApplicationFactory(
        call=CallFactory(required_trainings=[module]),
        person=person,
        state=ApplicationState.IN_TRAINING,
    )
    return CompletionFactory(application=application, module=module, **more)


@pytest.fixture
def proposal():
    return completed(code=None, state=CompletionState.PROPOSED)


def url(name, completion):
    return reverse(f"volunteers_completion:{name}", args=[completion.pk])


def test_what_waits_for_a_person_is_on_the_home_page_and_in_the_list(trainer, proposal):
    completed()

    home = trainer.get(reverse("wagtailadmin_home")).content.decode()
    page = trainer.get(reverse(LIST), {"state": "proposed"})

    assert f"{reverse(LIST)}?state=proposed" in home
    assert list(page.context["object_list"]) == [proposal]


def test_confirming_completes_the_training(trainer, proposal):
    trainer.post(url("confirm", proposal))

    proposal.refresh_from_db()
    proposal.application.refresh_from_db()
    assert proposal.has_certificate
    assert proposal.application.state == ApplicationState.TRAINED


def test_declining_and_withdrawing_ask_for_a_reason(trainer, proposal):
    confirmed = completed()

    trainer.post(url("decline", proposal), {"reason": ""})
    trainer.post(url("withdraw", confirmed), {"reason": "Yanlış kişi"})

    states = Completion.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [CompletionState.PROPOSED, CompletionState.WITHDRAWN]


def test_reading_changes_nothing(trainer, proposal):
    statuses = {
        name: trainer.get(url(name, proposal)).status_code
        for name in ("inspect", "confirm", "decline", "withdraw")
    }

    proposal.refresh_from_db()
    assert statuses == {"inspect": 200, "confirm": 405, "decline": 200, "withdraw": 200}
    assert proposal.state == CompletionState.PROPOSED


def test_expiring_and_expired_can_be_asked_for(trainer):
    today = timezone.localdate()
    past = today - timedelta(days=400)
    soon = completed(valid_until=today + timedelta(days=30))
    over = completed(completed_on=past, valid_until=today - timedelta(days=1))
    completed()

    def asked(until):
        return list(trainer.get(reverse(LIST), {"until": until}).context["object_list"])

    assert (asked("soon"), asked("over")) == ([soon], [over])


def test_the_certificate_is_downloaded_and_noted(trainer):
    completion = completed()
    number = f"KB-{completion.completed_on.year}-{completion.pk:05d}"

    answer = trainer.get(url("certificate", completion))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{number}.pdf"'
    assert "Şükran Iğdırlı" in text_of(b"".join(answer.streaming_content))
    note = AccessRecord.objects.get(person=completion.application.person)
    assert note.kind == AccessKind.DOWNLOAD


def test_no_certificate_of_what_is_not_confirmed(trainer, proposal):
    assert trainer.get(url("certificate", proposal)).status_code == 404


@pytest.mark.parametrize("role", [StaffRole.INTERVIEWER, StaffRole.COMMUNICATIONS])
def test_others_see_no_completed_trainings(client, proposal, role):
    client.force_login(make_staff(role))

    for name in ("inspect", "certificate", "decline"):
        assert client.get(url(name, proposal)).status_code in (302, 403, 404), name
    client.post(url("confirm", proposal))

    proposal.refresh_from_db()
    assert proposal.state == CompletionState.PROPOSED


def test_protected_people_are_not_in_the_list(trainer, proposal):
    person = proposal.application.person
    person.is_protected = True
    person.save()

    page = trainer.get(reverse(LIST))

    assert list(page.context["object_list"]) == []
    assert trainer.get(url("inspect", proposal)).status_code == 404


def test_a_paper_from_elsewhere_is_accepted(trainer):
    module = ModuleFactory()
    application = ApplicationFactory(
        call=CallFactory(required_trainings=[module]), state="in_training"
    )
    action = reverse("volunteers_application:accept_certificate", args=[application.pk])
    assert trainer.get(action).status_code == 200

    trainer.post(
        action,
        {
            "module": module.pk,
            "issuer": "Ege Kadın Buluşması",
            "issuer_number": "",
            "issued_on": timezone.localdate().isoformat(),
        },
    )

    application.refresh_from_db()
    assert application.state == ApplicationState.TRAINED


def test_list_costs_the_same_for_1_and_30(trainer):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert trainer.get(reverse(LIST)).status_code == 200
        return len(queries)

    completed()
    count()
    one = count()
    for _row in range(29):
        completed()

    assert count() == one
