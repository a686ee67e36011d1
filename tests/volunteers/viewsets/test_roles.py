"""Roles, who fits them, and assignments."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    AreaFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    RoleFactory,
    SessionFactory,
    in_days,
)
from volunteers.enums import Attendance
from volunteers.exceptions import RoleDenied
from volunteers.models import Assignment, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(make_staff(StaffRole.APPLICATIONS))
    return client


def inspect(client, role):
    return client.get(reverse("volunteers_role:inspect", args=[role.pk]))


def people(page, name):
    return [one for one, _fit in page.context[name]]


class Candidates:
    """One area and one required training; people at every distance from a role."""

    def __init__(self):
        self.area = AreaFactory()
        self.module = ModuleFactory()
        self.call = CallFactory(areas=[self.area], required_trainings=[self.module])
        self.role = RoleFactory(area=self.area)

    def enter(self, state, *, is_trained, has_signed, given="Işıl", area=None):
        application = ApplicationFactory(
            call=self.call,
            state=state,
            person=PersonFactory(given_name=given, family_name="Çağlayan"),
            areas=[area or self.area],
        )
        if is_trained:
            EnrollmentFactory(
                application=application,
                session=SessionFactory(module=self.module, starts_at=in_days(-3)),
                attendance=Attendance.PRESENT,
            )
        if has_signed:
            AgreementFactory(application=application)
        return application


def test_page_tells_who_fits_and_why_others_do_not(clerk):
    world = Candidates()
    fits = world.enter("ready", is_trained=True, has_signed=True)
    learns = world.enter("in_training", is_trained=False, has_signed=False)
    unsigned = world.enter("trained", is_trained=True, has_signed=False)
    world.enter("ready", is_trained=True, has_signed=True, area=AreaFactory())

    page = inspect(clerk, world.role)

    assert people(page, "fitting") == [fits]
    assert {
        one: [found.reason for found in fit.refused]
        for one, fit in page.context["not_fitting"]
    } == {
        learns: [RoleDenied.TRAINING_MISSING, RoleDenied.AGREEMENT_MISSING],
        unsigned: [RoleDenied.AGREEMENT_MISSING],
    }
    assert world.module.name["tr"] in page.content.decode()


def test_clearance_is_asked_for_where_children_are(clerk):
    world = Candidates()
    world.area.requires_child_clearance = True
    world.area.save()
    seen = world.enter("ready", is_trained=True, has_signed=True)
    seen.clearance_shown_on = timezone.localdate()
    seen.clearance_seen_by = make_staff(StaffRole.MANAGER)
    seen.save()
    unseen = world.enter("ready", is_trained=True, has_signed=True)

    page = inspect(clerk, world.role)

    assert people(page, "fitting") == [seen]
    assert people(page, "not_fitting") == [unseen]
    ((_one, fit),) = page.context["not_fitting"]
    assert [found.reason for found in fit.refused] == [RoleDenied.CLEARANCE_MISSING]


def test_who_has_the_role_is_no_candidate(clerk):
    world = Candidates()
    holder = world.enter("on_duty", is_trained=True, has_signed=True)
    assignment = AssignmentFactory(application=holder, role=world.role)

    page = inspect(clerk, world.role)

    assert [one for one, _kind in page.context["assignments"]] == [assignment]
    assert page.context["fitting"] == []


def test_full_role_offers_no_button(clerk):
    world = Candidates()
    world.role.places = 1
    world.role.save()
    fits = world.enter("ready", is_trained=True, has_signed=True)
    url = reverse("volunteers_application:assign_role", args=[fits.pk])
    assert url in inspect(clerk, world.role).content.decode()

    AssignmentFactory(role=world.role)

    assert url not in inspect(clerk, world.role).content.decode()


def test_page_costs_the_same_for_1_and_30_candidates(clerk):
    world = Candidates()
    url = reverse("volunteers_role:inspect", args=[world.role.pk])

    def count():
        with CaptureQueriesContext(connection) as context:
            assert clerk.get(url).status_code == 200
        return len(context)

    world.enter("ready", is_trained=True, has_signed=True)
    count()
    one = count()
    for _place in range(29):
        world.enter("ready", is_trained=True, has_signed=True)
    # Whoever is seen for the first time is noted.
    count()

    assert count() == one


@pytest.mark.parametrize(
    "name", ["volunteers_role:index", "volunteers_assignment:index"]
)
def test_list_costs_the_same_for_1_and_30(clerk, name):
    def count():
        with CaptureQueriesContext(connection) as context:
            assert clerk.get(reverse(name)).status_code == 200
        return len(context)

    AssignmentFactory()
    count()
    one = count()
    for _place in range(29):
        AssignmentFactory()

    assert count() == one


def test_assignments_are_found_by_name_in_any_spelling(clerk):
    person = PersonFactory(given_name="Işıl", family_name="Çağlayan")
    found = AssignmentFactory(application=ApplicationFactory(person=person))
    other = PersonFactory(given_name="Zeynep", family_name="Öztürk")
    AssignmentFactory(application=ApplicationFactory(person=other))

    page = clerk.get(reverse("volunteers_assignment:index"), {"q": "caglayan"})

    assert list(page.context["object_list"]) == [found]


#: action -> (state of the assignment, of the application, both afterwards)
ACTIONS = {
    "pause": ("active", "on_duty", "paused", "paused"),
    "return": ("paused", "paused", "active", "on_duty"),
    "end": ("active", "on_duty", "ended", "ready"),
}


def make_assignment(name):
    state, application_state, _after, _application_after = ACTIONS[name]
    return AssignmentFactory(
        state=state, application=ApplicationFactory(state=application_state)
    )


def act(client, name, assignment):
    url = reverse(f"volunteers_assignment:{name}", args=[assignment.pk])
    return client.post(url, {"reason": "Dönem bitti."})


@pytest.mark.parametrize("name", ACTIONS)
def test_assignment_action(clerk, name):
    assignment = make_assignment(name)

    answer = act(clerk, name, assignment)

    fresh = Assignment.objects.select_related("application").get()
    assert (fresh.state, fresh.application.state) == ACTIONS[name][2:]
    assert answer.headers["Location"] == reverse(
        "volunteers_application:inspect", args=[assignment.application_id]
    )


@pytest.mark.parametrize("name", ACTIONS)
def test_assignment_action_on_an_ended_one_changes_nothing(clerk, name):
    assignment = AssignmentFactory(
        state="ended", application=ApplicationFactory(state="ready")
    )

    answer = act(clerk, name, assignment)

    assert len(answer.context["form"].errors) == 1
    assert Assignment.objects.get().state == "ended"


@pytest.mark.parametrize("name", ACTIONS)
def test_reading_an_assignment_action_changes_nothing(clerk, name):
    assignment = make_assignment(name)

    answer = clerk.get(reverse(f"volunteers_assignment:{name}", args=[assignment.pk]))

    assert answer.status_code == 200
    assert Assignment.objects.get().state == ACTIONS[name][0]


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize(
    "role",
    [StaffRole.COMMUNICATIONS, StaffRole.TRAINING, StaffRole.INTERVIEWER],
    ids=lambda one: one.name,
)
def test_assignment_action_is_refused_to_who_may_not(client, role, name):
    client.force_login(make_staff(role))
    assignment = make_assignment(name)

    answer = act(client, name, assignment)

    assert answer.headers["Location"] == reverse("wagtailadmin_home")
    assert Assignment.objects.get().state == ACTIONS[name][0]


def test_end_of_a_role_needs_a_reason(clerk):
    assignment = make_assignment("end")

    answer = clerk.post(reverse("volunteers_assignment:end", args=[assignment.pk]))

    assert set(answer.context["form"].errors) == {"reason"}
    assert Assignment.objects.get().state == "active"


def test_role_is_set_up(clerk):
    area = AreaFactory()

    clerk.post(
        reverse("volunteers_role:add"),
        {
            "name_tr": "Broşür çevirisi",
            "name_en": "Translating leaflets",
            "description_tr": "",
            "description_en": "",
            "area": area.pk,
            "places": "4",
            "starts_on": "01.12.2026",
            "ends_on": "",
            "is_active": "on",
        },
    )

    role = Role.objects.get()
    assert (dict(role.name), role.area, role.places) == (
        {"tr": "Broşür çevirisi", "en": "Translating leaflets"},
        area,
        4,
    )


def test_role_that_somebody_had_is_not_deleted(clerk):
    kept = AssignmentFactory(state="ended").role
    unused = RoleFactory()

    for role in (kept, unused):
        clerk.post(reverse("volunteers_role:delete", args=[role.pk]))

    assert list(Role.objects.all()) == [kept]
