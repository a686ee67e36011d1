"""Who sees what: each screen for the roles that need it, and for nobody else."""

import pytest
from django.urls import reverse

from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    InterviewFactory,
    RoleFactory,
    SheetFactory,
    SlotFactory,
)
from volunteers.enums import ApplicationState

pytestmark = pytest.mark.django_db

R = StaffRole
LISTS = {
    "volunteers_application:index": {
        R.APPLICATIONS, R.INTERVIEWER, R.TRAINING, R.MANAGER, R.PRIVACY,
    },
    "volunteers_slot:index": {R.APPLICATIONS, R.INTERVIEWER, R.MANAGER, R.PRIVACY},
    "volunteers_slot:week": {R.APPLICATIONS, R.INTERVIEWER, R.MANAGER, R.PRIVACY},
    "volunteers_slot:add": {R.APPLICATIONS, R.MANAGER},
    "volunteers_session:index": {R.APPLICATIONS, R.TRAINING, R.MANAGER, R.PRIVACY},
    "volunteers_session:add": {R.TRAINING, R.MANAGER},
    "volunteers_trainingmodule:index": {
        R.APPLICATIONS, R.TRAINING, R.MANAGER, R.PRIVACY,
    },
    "volunteers_trainingmodule:add": {R.TRAINING, R.MANAGER},
    "volunteers_role:index": {R.APPLICATIONS, R.TRAINING, R.MANAGER, R.PRIVACY},
    "volunteers_role:add": {R.APPLICATIONS, R.MANAGER},
    "volunteers_assignment:index": {R.APPLICATIONS, R.TRAINING, R.MANAGER, R.PRIVACY},
    "volunteers_call:index": {R.APPLICATIONS, R.MANAGER, R.PRIVACY},
    "volunteers_call:add": {R.APPLICATIONS, R.MANAGER},
    "volunteers_area:index": {R.APPLICATIONS, R.MANAGER, R.PRIVACY},
    "volunteers_area:add": {R.APPLICATIONS, R.MANAGER},
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", R, ids=lambda role: role.name)
def test_screen_opens_for_who_needs_it(client, role, name):
    client.force_login(make_staff(role))

    answer = client.get(reverse(name))

    assert (answer.status_code == 200) == (role in LISTS[name])


@pytest.mark.parametrize(
    ("role", "menu_is_shown"),
    [(R.APPLICATIONS, True), (R.INTERVIEWER, True), (R.COMMUNICATIONS, False)],
)
def test_menu_is_shown_to_who_works_there(client, role, menu_is_shown):
    client.force_login(make_staff(role))

    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert ("/yonetim/basvurular/" in home) is menu_is_shown


def named(given, family, **kwargs):
    return ApplicationFactory(
        person=PersonFactory(given_name=given, family_name=family), **kwargs
    )


@pytest.fixture
def two_scheduled():
    """An interviewer, the application she interviews, and somebody else's."""
    interviewer = make_staff(R.INTERVIEWER)
    call = CallFactory()
    hers = named("Işıl", "Çağlayan", call=call, state="scheduled")
    others = named("Çiğdem", "Iğdırlı", call=call, state="scheduled")
    slot = SlotFactory(call=call)
    slot.interviewers.add(interviewer)
    InterviewFactory(application=hers, slot=slot)
    InterviewFactory(application=others, slot=SlotFactory(call=call))
    return interviewer, hers, others


@pytest.mark.parametrize(
    "query", [{}, {"q": "igdirli"}, {"q": "cagla"}, {"whose": "mine"}]
)
def test_interviewer_meets_only_her_own_in_lists(client, two_scheduled, query):
    interviewer, _hers, _others = two_scheduled
    client.force_login(interviewer)

    page = client.get(reverse("volunteers_application:index"), query).content.decode()

    assert ("Işıl Çağlayan" in page) is (query != {"q": "igdirli"})
    assert "Çiğdem Iğdırlı" not in page


def test_interviewer_finds_no_other_by_number(client, two_scheduled):
    interviewer, _hers, others = two_scheduled
    client.force_login(interviewer)

    page = client.get(
        reverse("volunteers_application:index"), {"q": others.reference}
    ).content.decode()

    assert "Çiğdem" not in page


@pytest.mark.parametrize("view", ["inspect", "history"])
def test_interviewer_opens_only_her_own(client, two_scheduled, view):
    interviewer, hers, others = two_scheduled
    client.force_login(interviewer)

    def status(application):
        url = reverse(f"volunteers_application:{view}", args=[application.pk])
        return client.get(url).status_code

    assert (status(hers), status(others)) == (200, 404)


@pytest.mark.parametrize("name", ["record_interview", "record_missed_interview"])
def test_interviewer_acts_only_on_her_own(client, two_scheduled, name):
    interviewer, _hers, others = two_scheduled
    client.force_login(interviewer)

    answer = client.post(reverse(f"volunteers_application:{name}", args=[others.pk]))

    others.refresh_from_db()
    assert (answer.status_code, others.state) == (404, ApplicationState.SCHEDULED)


def test_interviewer_reviews_only_her_own(client, two_scheduled):
    interviewer, _hers, others = two_scheduled
    client.force_login(interviewer)
    url = reverse("volunteers_application:review", args=[others.pk])

    answer = client.post(url, {"recommendation": "accept"})

    assert answer.status_code == 404
    assert others.reviews.count() == 0


def test_interviewer_meets_only_her_own_times(client, two_scheduled):
    interviewer, hers, _others = two_scheduled
    client.force_login(interviewer)
    monday = hers.interviews.get().slot.starts_at.date().isoformat()

    for url, query in (
        (reverse("volunteers_slot:index"), {}),
        (reverse("volunteers_slot:week"), {"gun": monday}),
    ):
        page = client.get(url, query).content.decode()
        assert "Işıl Çağlayan" in page
        assert "Çiğdem Iğdırlı" not in page


def test_interviewer_reads_no_history_of_others_in_the_report(client, two_scheduled):
    interviewer, hers, others = two_scheduled
    clerk = make_staff(R.APPLICATIONS)
    client.force_login(clerk)
    for application in (hers, others):
        client.post(
            reverse(
                "volunteers_application:record_excused_interview", args=[application.pk]
            )
        )
    report = reverse("wagtailadmin_reports:site_history")
    assert others.reference in client.get(report).content.decode()

    client.force_login(interviewer)

    assert others.reference not in client.get(report).content.decode()


def test_interviewer_sees_no_phone_and_no_messages(client, two_scheduled):
    interviewer, hers, _others = two_scheduled
    client.force_login(interviewer)

    page = client.get(
        reverse("volunteers_application:inspect", args=[hers.pk])
    ).content.decode()

    assert str(hers.person.phone.as_national) not in page
    assert hers.person.email not in page
    assert "/yonetim/iletiler/" not in page


def test_trainer_meets_only_who_was_accepted(client):
    client.force_login(make_staff(R.TRAINING))
    accepted = named("Işıl", "Çağlayan", state="accepted")
    waiting = named("Çiğdem", "Iğdırlı", state="interviewed")

    page = client.get(reverse("volunteers_application:index")).content.decode()
    answers = [
        client.get(reverse("volunteers_application:inspect", args=[one.pk])).status_code
        for one in (accepted, waiting)
    ]

    assert "Işıl Çağlayan" in page
    assert "Çiğdem Iğdırlı" not in page
    assert answers == [200, 404]


def test_trainer_reads_no_score_and_no_interview(client):
    client.force_login(make_staff(R.TRAINING))
    application = named("Işıl", "Çağlayan", state="accepted")
    SheetFactory(interview__application=application, note="Sesi çok duru geldi.")

    page = client.get(
        reverse("volunteers_application:inspect", args=[application.pk])
    ).content.decode()

    assert "Sesi çok duru geldi." not in page
    assert "Puan" not in page


@pytest.mark.parametrize("role", [R.COMMUNICATIONS, R.TRIPS], ids=lambda one: one.name)
def test_others_meet_nobody(client, role):
    application = named("Işıl", "Çağlayan", state="on_duty")
    assignment = AssignmentFactory(application=application)
    seat = EnrollmentFactory(application=application)
    client.force_login(make_staff(role))

    for url in (
        reverse("volunteers_application:index"),
        reverse("volunteers_application:inspect", args=[application.pk]),
        reverse("volunteers_application:history", args=[application.pk]),
        reverse("volunteers_assignment:index"),
        reverse("volunteers_role:inspect", args=[assignment.role_id]),
        reverse("volunteers_session:inspect", args=[seat.session_id]),
    ):
        answer = client.get(url, follow=True)
        assert "Çağlayan" not in answer.content.decode()


def test_privacy_officer_reads_and_changes_nothing(client):
    client.force_login(make_staff(R.PRIVACY))
    application = named("Işıl", "Çağlayan", state="interviewed")

    page = client.get(
        reverse("volunteers_application:inspect", args=[application.pk])
    ).content.decode()
    client.post(reverse("volunteers_application:accept", args=[application.pk]))

    application.refresh_from_db()
    assert "Işıl Çağlayan" in page
    assert "/kabul/" not in page
    assert application.state == ApplicationState.INTERVIEWED


@pytest.mark.parametrize(
    ("role", "is_shown"), [(R.APPLICATIONS, True), (R.TRIPS, False)]
)
def test_her_record_shows_her_applications_to_who_may_see_them(client, role, is_shown):
    application = named("Işıl", "Çağlayan")
    client.force_login(make_staff(role))

    page = client.get(
        reverse("people_person:inspect", args=[application.person_id])
    ).content.decode()

    assert (application.reference in page) is is_shown


def test_a_role_shows_no_names_to_who_may_not_see_assignments(client):
    role = RoleFactory()
    AssignmentFactory(role=role, application=named("Işıl", "Çağlayan", state="on_duty"))
    user = make_staff(R.COMMUNICATIONS)
    client.force_login(user)

    answer = client.get(reverse("volunteers_role:inspect", args=[role.pk]), follow=True)

    assert "Çağlayan" not in answer.content.decode()
