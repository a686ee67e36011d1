"""A call with a team, on every screen: who finds it, whom it lets act."""

import pytest
from django.urls import reverse

from messaging.models import Message
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import Team
from tests.factories.volunteers import (
    in_days,
)
from volunteers.domain.applications import accept_application
from volunteers.enums import Duty
from volunteers.models import Call

pytestmark = pytest.mark.django_db

D = Duty


@pytest.fixture
def team():
    return Team()


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_lists_and_searches_show_the_own_call_only(client, team, duty):
    client.force_login(team.member(duty))

    for query in ({}, {"q": "cagla"}, {"q": team.hers.reference}):
        page = client.get(reverse("volunteers_application:index"), query)
        assert "Işıl Çağlayan" in page.content.decode()
        assert "Çiğdem Iğdırlı" not in page.content.decode()
    for query in ({"q": "igdirli"}, {"q": team.others.reference}):
        page = client.get(reverse("volunteers_application:index"), query)
        assert "Çiğdem Iğdırlı" not in page.content.decode()


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_a_filter_names_no_call_of_another_team(client, team, duty):
    client.force_login(team.member(duty))

    page = client.get(reverse("volunteers_application:index"))
    offered = page.context["filters"].form.fields["call"].choices

    assert [str(key) for key, _name in offered if key] == [str(team.own.pk)]


@pytest.mark.parametrize("view", ["inspect", "history"])
@pytest.mark.parametrize("duty", Duty, ids=str)
def test_page_and_history_open_for_the_own_call_only(client, team, duty, view):
    client.force_login(team.member(duty))

    answers = [
        client.get(reverse(f"volunteers_application:{view}", args=[one.pk])).status_code
        for one in (team.hers, team.others)
    ]

    assert answers == [200, 404]


#: Screen -> the duties that see the woman of their own call on it.
SCREENS = {
    "volunteers_slot:index": {D.COORDINATOR, D.READER, D.INTERVIEWER},
    "volunteers_assignment:index": {
        D.COORDINATOR, D.READER, D.TRAINER, D.SUPERVISOR,
    },
    "volunteers_session:inspect": {D.COORDINATOR, D.TRAINER, D.READER},
    "volunteers_role:inspect": {D.COORDINATOR, D.READER, D.TRAINER, D.SUPERVISOR},
}  # fmt: skip


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("duty", Duty, ids=str)
def test_each_screen_shows_her_to_who_works_with_it(client, team, duty, screen):
    client.force_login(team.member(duty))
    args = {
        "volunteers_session:inspect": [team.session.pk],
        "volunteers_role:inspect": [team.role.pk],
    }.get(screen)

    answer = client.get(reverse(screen, args=args), {"when": "coming"}, follow=True)

    page = answer.content.decode()
    assert ("Işıl Çağlayan" in page) is (duty in SCREENS[screen])
    assert "Çiğdem Iğdırlı" not in page


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_the_coordinator_alone_takes_the_list_out_and_only_hers(client, team, duty):
    client.force_login(team.member(duty))
    url = reverse("volunteers_application:export")

    answer = client.post(
        url,
        {
            "reason": "Toplantı için",
            "file_format": "csv",
            "columns": ["reference", "given_name"],
        },
    )

    if duty == D.COORDINATOR:
        rows = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert team.hers.reference in rows
        assert team.others.reference not in rows
    else:
        assert answer.headers["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_the_call_opens_for_reading_and_changing_by_duty(client, team, duty):
    client.force_login(team.member(duty))

    def status(name, call):
        return client.get(
            reverse(f"volunteers_call:{name}", args=[call.pk])
        ).status_code

    assert (status("edit", team.own) == 200) is (duty == D.COORDINATOR)
    assert (status("copy_call", team.own) == 200) is (duty == D.COORDINATOR)
    reads = duty in {D.COORDINATOR, D.READER}
    assert (status("preview", team.own) == 200) is reads
    for name in ("edit", "copy_call", "preview", "delete", "history"):
        assert status(name, team.other) != 200


ACTIONS = {
    "record_clearance": {D.COORDINATOR, D.SUPERVISOR},
    "leave": {D.COORDINATOR, D.SUPERVISOR},
    "undo_decision": set(),
}


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("duty", Duty, ids=str)
def test_actions_open_by_duty_in_the_own_call(client, team, duty, name):
    client.force_login(team.member(duty))

    def reached(application):
        url = reverse(f"volunteers_application:{name}", args=[application.pk])
        return client.get(url).status_code == 200

    assert reached(team.hers) is (duty in ACTIONS[name])
    assert not reached(team.others)


def test_a_coordinator_decides_in_her_call_and_nowhere_else(client, team):
    client.force_login(team.member(D.COORDINATOR))
    for one in (team.hers, team.others):
        type(one).objects.filter(pk=one.pk).update(state="interviewed")
        url = reverse("volunteers_application:accept", args=[one.pk])
        client.post(url, {"reason": "fits"})
        one.refresh_from_db()

    assert (team.hers.state, team.others.state) == ("accepted", "interviewed")


def test_attendance_is_recorded_for_the_own_call_only(client, team):
    client.force_login(team.member(D.TRAINER))
    for one in (team.hers, team.others):
        seat = one.enrollments.get()
        client.post(
            reverse("volunteers_session:record_attendance", args=[team.session.pk]),
            {f"seat-{seat.pk}": "present"},
        )

    assert team.hers.enrollments.get().attendance == "present"
    assert team.others.enrollments.get().attendance == "expected"


@pytest.mark.parametrize(
    ("role", "sees_it"),
    [(StaffRole.APPLICATIONS, False), (StaffRole.MANAGER, True)],
    ids=lambda one: str(one),
)
def test_messages_and_the_report_are_the_teams_too(client, team, role, sees_it):
    """Whom the role lets see all messages and all history meets the same door."""
    type(team.others).objects.filter(pk=team.others.pk).update(state="interviewed")
    accept_application(team.others, by=make_staff(StaffRole.MANAGER, "karar-veren"))
    message = Message.objects.get()
    client.force_login(make_staff(role))

    outbox = client.get(reverse("messaging_message:index")).content.decode()
    opened = client.get(reverse("messaging_message:inspect", args=[message.pk]))

    assert ("Çiğdem Iğdırlı" in outbox) is sees_it
    assert (opened.status_code == 200) is sees_it


@pytest.mark.parametrize(
    ("duty", "is_shown"), [(D.COORDINATOR, True), (D.READER, False)]
)
def test_home_tells_what_is_hers_to_do(client, team, duty, is_shown):
    type(team.hers).objects.filter(pk=team.hers.pk).update(state="interviewed")
    client.force_login(team.member(duty))

    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert ("1 başvuru karar bekliyor" in home) is is_shown


def test_a_coordinator_offers_times_in_her_call_only(client, team):
    client.force_login(team.member(D.COORDINATOR))

    page = client.get(reverse("volunteers_slot:add"))

    assert list(page.context["form"].fields["call"].queryset) == [team.own]


def test_her_record_names_the_application_to_the_team_only(client, team):
    client.force_login(make_staff(StaffRole.APPLICATIONS))

    page = client.get(
        reverse("people_person:inspect", args=[team.others.person_id])
    ).content.decode()

    assert team.others.reference not in page


def test_the_copy_page_makes_the_next_term(client, team):
    client.force_login(team.member(D.COORDINATOR))

    answer = client.post(
        reverse("volunteers_call:copy_call", args=[team.own.pk]),
        {
            "title_tr": "Yaz çağrısı",
            "title_en": "Summer call",
            "opens_at": in_days(60).strftime("%d.%m.%Y %H:%M"),
            "closes_at": in_days(90).strftime("%d.%m.%Y %H:%M"),
        },
    )

    made = Call.objects.get(slug="yaz-cagrisi")
    assert answer.headers["Location"] == reverse("volunteers_call:edit", args=[made.pk])
