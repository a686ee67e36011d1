"""Whom of staff a form offers: who belongs to the call it is about, and no stranger."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    CallFactory,
    RoleFactory,
)
from volunteers.enums import Duty
from volunteers.viewsets.application_filters import known_reviewers

pytestmark = pytest.mark.django_db
BULK = reverse("volunteers_application:bulk")


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def team(call, client):
    """Coordinator, reviewer and trainer of the call; the first is logged in."""
    members = [
        join(call, one, username=f"bizden-{one}")
        for one in (Duty.COORDINATOR, Duty.REVIEWER, Duty.TRAINER)
    ]
    client.force_login(members[0])
    return members


@pytest.fixture
def strangers():
    """Of another call's team, and of the house."""
    other = CallFactory()
    return [
        *(join(other, one, username=f"baska-{one}") for one in (Duty.COORDINATOR,)),
        make_staff(StaffRole.APPLICATIONS, "evden"),
        make_staff(StaffRole.TRIPS, "gezilerden"),
    ]


def offered(form, field):
    return set(form.fields[field].queryset)


def bulk_form(client, action, *applications):
    data = {"action": action, "id": [one.pk for one in applications]}
    return client.post(BULK, data).context["form"]


def test_supervisors_are_of_the_team(client, call, team, strangers):
    ready = ApplicationFactory(call=call, state="ready")
    AgreementFactory(application=ready)
    leader = make_staff(StaffRole.INTERVIEWER, "onderi")
    RoleFactory(supervisor=leader)
    page = client.get(reverse("volunteers_application:assign_role", args=[ready.pk]))

    for form in (page.context["form"], bulk_form(client, "assign_role", ready)):
        assert offered(form, "supervisor") == {*team, leader}


def test_of_a_call_without_a_team_anybody_of_staff_is_offered(client, call, strangers):
    client.force_login(strangers[1])
    ready = ApplicationFactory(call=call, state="ready")

    assert offered(bulk_form(client, "assign_role", ready), "supervisor") == set(
        strangers
    )


def test_a_stranger_is_not_taken_as_supervisor(client, call, team, strangers):
    ready = ApplicationFactory(call=call, state="ready")
    AgreementFactory(application=ready)
    role = RoleFactory()
    data = {"role": role.pk, "starts_on": "01.12.2026", "supervisor": strangers[1].pk}

    page = client.post(
        reverse("volunteers_application:assign_role", args=[ready.pk]), data
    )

    assert "supervisor" in page.context["form"].errors
    assert not ready.assignments.exists()


def test_reviewers_are_who_reviews_in_the_call(client, call, team, strangers):
    oversees = make_staff(StaffRole.MANAGER, "yonetici")
    form = bulk_form(client, "assign_reviewers", ApplicationFactory(call=call))

    assert offered(form, "reviewers") == {team[0], team[1], oversees}
    assert set(known_reviewers([call])) == {team[0], team[1], oversees}


def test_times_off_are_entered_for_who_interviews_in_her_calls(client, team, strangers):
    CallFactory()  # nobody's in particular
    outsider = strangers[1]
    client.force_login(outsider)
    interviewer = make_staff(StaffRole.INTERVIEWER)
    oversees = make_staff(StaffRole.MANAGER, "yonetici")

    page = client.get(reverse("volunteers_absence:add"))

    hands = {outsider, interviewer, oversees}
    assert offered(page.context["form"], "interviewer") == hands


def test_words_are_asked_for_in_each_language_that_is_read(client, call, team):
    ids = [
        ApplicationFactory(call=call, person__language=language).pk
        for language in ("tr", "en")
    ]
    data = {"action": "write", "id": ids, "step": "go"}
    turkish = {"words_tr": "Buluşmamızın yeri değişti."}

    page = client.post(BULK, data | turkish)
    assert list(page.context["form"].errors) == ["words_en"]

    done = client.post(BULK, data | turkish | {"words_en": "We meet elsewhere."})
    assert len(done.context["done"]) == 2


def test_writing_costs_the_same_for_1_and_30(client, call, team):
    applications = ApplicationFactory.create_batch(30, call=call)
    bulk_form(client, "write", *applications)
    costs = []

    for some in (applications[:1], applications):
        with CaptureQueriesContext(connection) as queries:
            assert "words_tr" in bulk_form(client, "write", *some).fields
        costs.append(len(queries))

    assert costs[0] == costs[1]
