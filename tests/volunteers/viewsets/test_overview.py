"""The overview of a call: every figure leads to a list of exactly that many."""

import csv
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from people.domain.recusals import declare_recusal
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    ApplicationFactory,
    AreaFactory,
    AssignmentFactory,
    CallFactory,
    CompletionFactory,
    EnrollmentFactory,
    InterviewFactory,
    ModuleFactory,
    ReviewFactory,
    RoleFactory,
    SessionFactory,
    SlotFactory,
    in_days,
)
from volunteers.enums import Duty
from volunteers.models import Decision, ReviewAssignment

pytestmark = pytest.mark.django_db
OVERVIEW = "volunteers_overview:index"


@pytest.fixture
def clerk(client):
    client.user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(client.user)
    return client


def figures_of(client, call, table=None):
    """(part, row, column) -> figure."""
    page = client.get(reverse(OVERVIEW), {"call": call.pk})
    assert page.status_code == 200
    return {
        (part.name, str(row.label), place): figure
        for part in page.context["tables"]
        if table in (None, part.name)
        for row in part.rows
        for place, figure in enumerate(row.figures)
    }


def a_term(reviewer):
    """One of everything, and somewhere else the same."""
    module = ModuleFactory(name={"tr": "İlk yardım", "en": "First aid"})
    area = AreaFactory(name={"tr": "Çeviri", "en": "Translation"})
    call = CallFactory(areas=[area], required_trainings=[module])
    long_ago = in_days(-40)
    for state in ("submitted", "screening", "interviewed", "trained", "rejected"):
        for moment in (in_days(0), in_days(-8), long_ago):
            ApplicationFactory(
                call=call, state=state, state_since=moment, submitted_at=moment
            )
    read, asked = call.applications.filter(state="screening")[:2]
    for one in (read, asked):
        ReviewAssignment.objects.create(
            application=one, reviewer=reviewer, assigned_at=in_days(-3)
        )
    ReviewFactory(application=read, reviewer=reviewer)
    week = timezone.localtime() - timedelta(days=timezone.localdate().weekday())
    for state, hours in (("booked", 0), ("held", 1), ("missed", 2)):
        InterviewFactory(
            application=call.applications.filter(state="interviewed")[hours],
            slot=SlotFactory(call=call, starts_at=week + timedelta(hours=hours)),
            state=state,
        )
    SlotFactory(call=call, starts_at=week + timedelta(days=20))
    done = ApplicationFactory(call=call, state="on_duty")
    Decision.objects.create(application=done, event="accept", decided_at=timezone.now())
    CompletionFactory(application=done, module=module)
    full = RoleFactory(area=area, places=1)
    AssignmentFactory(application=done, role=full)
    RoleFactory(area=area)
    RoleFactory(
        area=area,
        ends_on=timezone.localdate() - timedelta(days=1),
        starts_on=timezone.localdate() - timedelta(days=9),
    )
    SessionFactory(module=module)
    EnrollmentFactory(
        application=done, session=SessionFactory(module=module, capacity=1)
    )
    SessionFactory(module=module, starts_at=in_days(-5))
    ApplicationFactory(state="submitted")
    return call


def test_every_figure_leads_to_a_list_of_exactly_that_many(clerk):
    call = a_term(clerk.user)
    figures = figures_of(clerk, call)
    linked = {key: one for key, one in figures.items() if one.url}

    listed = {
        key: clerk.get(one.url).context["paginator"].count
        for key, one in linked.items()
    }

    assert listed == {key: one.value for key, one in linked.items()}
    assert sum(bool(count) for count in listed.values()) >= 20
    assert {key[0] for key, count in listed.items() if count} == {
        "funnel",
        "waiting",
        "reviewers",
        "interviews",
        "trainings",
        "roles",
    }


def test_figures_are_those_of_the_call(clerk):
    figures = figures_of(clerk, a_term(clerk.user))

    def row(part, place):
        return [
            one.value
            for (name, _label, column), one in figures.items()
            if (name, column) == (part, place)
        ]

    # applied, reviewed, interviewed, accepted, trained, in a role
    assert row("funnel", 0) == [16, 1, 1, 1, 1, 1]
    assert row("interviews", 0)[:3] == [1, 1, 1]
    assert row("trainings", 0) == [2]
    assert row("trainings", 1) == [1]
    assert row("roles", 1) == [1]
    assert figures["reviewers", "Gülşah", 0].value == 1
    assert figures["reviewers", "Gülşah", 1].value == 1


def test_newest_call_that_has_opened_comes_first(clerk):
    CallFactory(opens_at=in_days(-100), closes_at=in_days(-50))
    newest = CallFactory(opens_at=in_days(-20))
    CallFactory(opens_at=in_days(10), closes_at=in_days(30))

    assert clerk.get(reverse(OVERVIEW)).context["call"] == newest
    for nonsense in ("abc", "0", "99999999"):
        page = clerk.get(reverse(OVERVIEW), {"call": nonsense})
        assert page.context["call"] == newest


def test_without_a_call_it_says_what_will_be_there(clerk):
    page = clerk.get(reverse(OVERVIEW))

    assert page.status_code == 200
    assert page.context["tables"] == []


def test_protected_and_recused_women_are_not_counted(clerk):
    call = CallFactory()
    ApplicationFactory(call=call)
    ApplicationFactory(call=call, person=PersonFactory(is_protected=True))
    known = ApplicationFactory(call=call)
    declare_recusal(known.person, reason="family", by=clerk.user)

    figures = figures_of(clerk, call, "funnel")

    assert next(iter(figures.values())).value == 1


def test_call_of_another_team_is_not_there(clerk):
    call = CallFactory()
    join(call, Duty.COORDINATOR)
    ApplicationFactory(call=call)

    page = clerk.get(reverse(OVERVIEW), {"call": call.pk})

    assert page.context["call"] is None


def test_interviewer_counts_hers_and_reads_her_own_load_only(client):
    user = make_staff(StaffRole.INTERVIEWER)
    other = make_staff(StaffRole.MANAGER)
    call = CallFactory()
    for reviewer in (user, other):
        application = ApplicationFactory(call=call, state="screening")
        ReviewAssignment.objects.create(
            application=application, reviewer=reviewer, assigned_at=in_days(-1)
        )
    ReviewAssignment.objects.create(
        application=call.applications.earliest("pk"),
        reviewer=other,
        assigned_at=in_days(-1),
    )
    client.force_login(user)

    page = client.get(reverse(OVERVIEW), {"call": call.pk})

    tables = {table.name: table for table in page.context["tables"]}
    assert tables["funnel"].rows[0].figures[0].value == 1
    assert len(tables["reviewers"].rows) == 1
    assert tables["reviewers"].rows[0].figures[0].value == 1


def test_trainer_of_a_team_reads_no_loads(client):
    call = CallFactory()
    client.force_login(join(call, Duty.TRAINER))

    page = client.get(reverse(OVERVIEW), {"call": call.pk})

    names = [table.name for table in page.context["tables"]]
    assert "reviewers" not in names
    assert "trainings" in names


def test_who_sees_no_applications_has_neither_page_nor_menu_entry(client):
    client.force_login(make_staff(StaffRole.TRIPS))

    for name in ("index", "xlsx", "csv"):
        answer = client.get(reverse(f"volunteers_overview:{name}"))
        assert answer.status_code == 302
    assert (
        reverse(OVERVIEW)
        not in client.get(reverse("wagtailadmin_home")).content.decode()
    )


def test_files_hold_the_figures_as_turkish_excel_opens_them(clerk):
    call = a_term(clerk.user)
    ReviewFactory(
        application=call.applications.filter(state="screening")[1], reviewer=clerk.user
    )
    ReviewAssignment.objects.filter(reviewer=clerk.user).order_by("pk").update(
        assigned_at=in_days(-3)
    )
    first = ReviewAssignment.objects.first()
    ReviewAssignment.objects.filter(pk=first.pk).update(assigned_at=in_days(-4))
    query = {"call": call.pk}

    text = clerk.get(reverse("volunteers_overview:csv"), query).content
    book = b"".join(
        clerk.get(reverse("volunteers_overview:xlsx"), query).streaming_content
    )

    assert text.startswith("\ufeff".encode())
    rows = list(csv.reader(text.decode("utf-8-sig").splitlines(), delimiter=";"))
    cells = list(load_workbook(BytesIO(book)).active.values)
    assert len(rows) == len(cells)
    assert len(rows[0]) == 4
    assert "16" in [row[3] for row in rows]
    assert 16 in [row[3] for row in cells]
    assert "3,5" in [row[3] for row in rows]
    assert 3.5 in [row[3] for row in cells]


def test_overview_costs_the_same_for_1_and_30(clerk):
    module = ModuleFactory()
    area = AreaFactory()
    call = CallFactory(areas=[area], required_trainings=[module])

    def enter():
        application = ApplicationFactory(call=call, state="screening")
        ReviewAssignment.objects.create(
            application=application, reviewer=clerk.user, assigned_at=in_days(-3)
        )
        ReviewFactory(application=application, reviewer=clerk.user)
        InterviewFactory(application=application, state="held")
        SessionFactory(module=module)
        RoleFactory(area=area)

    def count():
        with CaptureQueriesContext(connection) as context:
            figures_of(clerk, call)
        return len(context)

    enter()
    count()
    one = count()
    for _time in range(29):
        enter()

    assert count() == one
