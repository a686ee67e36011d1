"""Interviews in a call with a team: held and planned by duty, and by nobody else."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    InterviewFactory,
    SlotFactory,
    WindowFactory,
    in_days,
    weeks_ahead,
)
from volunteers.domain.availability import copy_week, make_slots
from volunteers.domain.calendar_feeds import open_calendar_feed, renew_calendar_feed
from volunteers.domain.interviews import save_sheet
from volunteers.enums import Duty, Recommendation
from volunteers.exceptions import InterviewDenied, SlotDenied
from volunteers.models import (
    Absence,
    AvailabilityWindow,
    CallMember,
    InterviewSheet,
    InterviewSlot,
)

pytestmark = pytest.mark.django_db

D = Duty
PLAN = reverse("volunteers_availability:plan")
LATER = date(2040, 1, 1)
#: A week to come without a holiday on its Wednesday.
WEEK = {"first_day": "09.12.2030", "last_day": "15.12.2030"}
INTERVIEWS = [D.COORDINATOR, D.INTERVIEWER]
OTHERS = [one for one in Duty if one not in INTERVIEWS]


@pytest.fixture
def call():
    return CallFactory(title={"tr": "Bahar çağrısı", "en": "Spring"})


@pytest.fixture
def other():
    """Of another team."""
    found = CallFactory(title={"tr": "Güz çağrısı", "en": "Autumn"})
    join(found, D.COORDINATOR, username="baska-koordinator")
    return found


def held_with(call, *interviewers):
    application = ApplicationFactory(call=call, state="interviewed")
    slot = SlotFactory(call=call, starts_at=in_days(-1))
    slot.interviewers.set(interviewers)
    return InterviewFactory(application=application, slot=slot, state="held")


def window_of(user, call, **changes):
    return WindowFactory(
        interviewer=user,
        call=call,
        from_day=timezone.localdate(),
        until_day=LATER,
        **changes,
    )


def hours(call, **changes):
    today = timezone.localdate()
    return {
        "call": call.pk,
        "weekday": "wed",
        "first": "10:00",
        "until": "12:00",
        "minutes": "30",
        "place_tr": "Konak",
        "place_en": "Konak",
        "from_day": today.strftime("%d.%m.%Y"),
        "until_day": (today + timedelta(days=20)).strftime("%d.%m.%Y"),
        **changes,
    }


PAGES = [
    "volunteers_availability:index",
    "volunteers_availability:add",
    "volunteers_availability:plan",
    "volunteers_absence:index",
    "volunteers_absence:add",
    "volunteers_slot:feed",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("duty", Duty, ids=str)
def test_pages_open_for_who_holds_interviews(client, call, duty, page):
    client.force_login(join(call, duty))

    answer = client.get(reverse(page))

    assert (answer.status_code == 200) is (duty in INTERVIEWS)


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_the_list_and_the_week_lead_to_the_hours(client, call, duty):
    client.force_login(join(call, duty))

    pages = [
        client.get(reverse(f"volunteers_slot:{name}"), follow=True).content.decode()
        for name in ("index", "week")
    ]

    link = f'href="{reverse("volunteers_availability:index")}"'
    assert [link in page for page in pages] == [duty in INTERVIEWS] * 2


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_her_own_calendar_answers_by_duty(client, call, duty):
    user = join(call, duty)
    token = renew_calendar_feed(user)

    assert (open_calendar_feed(token) == user) is (duty in INTERVIEWS)


@pytest.mark.parametrize("duty", INTERVIEWS, ids=str)
def test_both_interviewers_score_by_duty(client, call, duty):
    first, second = join(call, D.INTERVIEWER, username="ilk"), join(call, duty)
    interview = held_with(call, first, second)
    client.force_login(second)

    page = client.get(reverse("volunteers_slot:booking", args=[interview.slot_id]))
    client.post(
        reverse("volunteers_slot:sheet", args=[interview.slot_id]),
        {"recommendation": "accept", "note": ""},
    )

    assert page.context["form"] is not None
    assert InterviewSheet.objects.get().author == second


@pytest.mark.parametrize("role", [None, StaffRole.INTERVIEWER], ids=str)
@pytest.mark.parametrize("duty", OTHERS, ids=str)
def test_another_duty_scores_nobody_whatever_her_group(client, call, duty, role):
    user = join(call, duty)
    if role:
        user.groups.set(make_staff(role).groups.all())
    interview = held_with(call, user)
    client.force_login(user)

    client.post(
        reverse("volunteers_slot:sheet", args=[interview.slot_id]),
        {"recommendation": "accept", "note": ""},
    )
    with pytest.raises(Refusal) as caught:
        save_sheet(interview, scores={}, recommendation=Recommendation.ACCEPT, by=user)

    assert caught.value.reason == InterviewDenied.NOT_YOURS
    assert not InterviewSheet.objects.exists()


@pytest.mark.parametrize("duty", INTERVIEWS, ids=str)
def test_she_enters_and_opens_her_hours_in_her_call_only(client, call, other, duty):
    user = join(call, duty)
    client.force_login(user)
    add = reverse("volunteers_availability:add")

    offered = client.get(add).context["form"].fields["call"].queryset
    for one in (call, other):
        client.post(add, hours(one, interviewer=user.pk))

    assert list(offered) == [call]
    window = AvailabilityWindow.objects.get()
    assert (window.call, window.interviewer) == (call, user)
    window_of(user, call)
    client.post(PLAN, WEEK)
    assert {slot.call for slot in InterviewSlot.objects.all()} == {call}


def test_time_off_is_entered_by_duty(client, call):
    user = join(call, D.INTERVIEWER)
    client.force_login(user)
    today = timezone.localdate().strftime("%d.%m.%Y")

    client.post(
        reverse("volunteers_absence:add"), {"from_day": today, "until_day": today}
    )

    assert Absence.objects.get().interviewer == user


def test_coordinator_looks_after_everybodys_hours_in_her_call(client, call, other):
    colleague = join(call, D.INTERVIEWER)
    hers, others = window_of(colleague, call), window_of(colleague, other)
    client.force_login(join(call, D.COORDINATOR))

    listed = client.get(reverse("volunteers_availability:index"))
    edits = [
        client.get(reverse("volunteers_availability:edit", args=[one.pk])).status_code
        for one in (hers, others)
    ]
    client.post(PLAN, WEEK)
    client.post(
        reverse("volunteers_availability:add"), hours(call, interviewer=colleague.pk)
    )

    assert list(listed.context["object_list"]) == [hers]
    assert listed.context["view"].get_edit_url(hers)
    assert edits[0] == 200 and edits[1] != 200
    assert {slot.window for slot in InterviewSlot.objects.all()} == {hers}
    assert AvailabilityWindow.objects.filter(call=call).count() == 2


def test_coordinator_of_one_call_enters_only_her_own_hours_in_another(
    client, call, other
):
    user, colleague = join(call, D.COORDINATOR), join(other, D.INTERVIEWER)
    CallMember.objects.create(call=other, user=user, duty=D.INTERVIEWER)
    client.force_login(user)
    add = reverse("volunteers_availability:add")

    refused = client.post(add, hours(other, interviewer=colleague.pk))
    client.post(add, hours(other, interviewer=user.pk))

    assert set(refused.context["form"].errors) == {"interviewer"}
    assert AvailabilityWindow.objects.get().interviewer == user


def test_a_group_outside_the_team_neither_finds_nor_opens_its_hours(client, call):
    join(call, D.COORDINATOR)
    user = make_staff(StaffRole.INTERVIEWER)
    window = window_of(user, call)
    client.force_login(user)

    add = reverse("volunteers_availability:add")
    page = client.get(add).content.decode()
    client.post(add, hours(call))
    client.post(PLAN, WEEK)
    with pytest.raises(Refusal) as caught:
        make_slots(
            [window], first_day=date(2030, 12, 9), last_day=date(2030, 12, 15), by=user
        )

    assert "Bahar çağrısı" not in page
    assert AvailabilityWindow.objects.count() == 1
    assert caught.value.reason == SlotDenied.NOT_YOURS
    assert not InterviewSlot.objects.exists()


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_a_week_is_copied_by_the_coordinator_alone(client, call, duty):
    """Also not by a member whose groups may: in her call her duty counts."""
    user = join(call, duty)
    user.groups.set(make_staff(StaffRole.APPLICATIONS).groups.all())
    slot = SlotFactory(call=call)
    client.force_login(user)
    asked = {
        "gun": timezone.localdate(slot.starts_at).isoformat(),
        "weeks": str(weeks_ahead(slot)),
    }

    client.post(reverse("volunteers_slot:copy_week"), asked)

    copied = InterviewSlot.objects.count() - 1
    assert copied == (1 if duty == D.COORDINATOR else 0)
    if duty != D.COORDINATOR:
        with pytest.raises(Refusal) as caught:
            copy_week([slot], weeks=12, by=user)
        assert caught.value.reason == SlotDenied.NOT_YOURS


@pytest.mark.parametrize("duty", [D.COORDINATOR, D.INTERVIEWER, D.READER], ids=str)
def test_a_booking_leads_the_coordinator_to_its_time(client, call, duty):
    user = join(call, duty)
    interview = held_with(call, user)
    client.force_login(user)

    page = client.get(reverse("volunteers_slot:booking", args=[interview.slot_id]))

    edit = reverse("volunteers_slot:edit", args=[interview.slot_id])
    assert page.context["edit_url"] == (edit if duty == D.COORDINATOR else "")


def names_in(field):
    return {one.username for one in field.queryset}


def test_choosers_name_who_holds_interviews_in_her_calls(client, call, other):
    """Neither the neighbor's team nor a group that has no call of its own."""
    user, colleague = join(call, D.COORDINATOR), join(call, D.INTERVIEWER)
    stranger = join(other, D.INTERVIEWER)
    make_staff(StaffRole.INTERVIEWER)
    slot = SlotFactory(call=call, starts_at=in_days(5))
    window = window_of(user, call)
    client.force_login(user)

    fields = {}
    for name, args in (
        ("volunteers_slot:add", []),
        ("volunteers_slot:edit", [slot.pk]),
        ("volunteers_availability:add", []),
        ("volunteers_availability:edit", [window.pk]),
    ):
        form = client.get(reverse(name, args=args)).context["form"]
        for field in {"interviewers", "interviewer", "colleague"} & set(form.fields):
            fields[name, field] = names_in(form.fields[field])
    listed = client.get(reverse("volunteers_slot:index")).context["filters"].form

    assert len(fields) == 6
    hers = {user.username, colleague.username}
    assert set(map(frozenset, fields.values())) == {frozenset(hers)}
    assert names_in(listed.fields["interviewer"]) == hers
    assert stranger.username not in hers


def test_who_holds_interviews_in_another_call_is_refused_for_this_one(
    client, call, other
):
    """Both calls are hers, so both teams are offered; each holds its own."""
    user = join(call, D.COORDINATOR)
    CallMember.objects.create(call=other, user=user, duty=D.COORDINATOR)
    stranger = join(other, D.INTERVIEWER)
    client.force_login(user)
    run = {
        **hours(call),
        "day": in_days(7).strftime("%d.%m.%Y"),
        "interviewers": [stranger.pk],
    }

    window = client.post(
        reverse("volunteers_availability:add"),
        hours(call, interviewer=user.pk, colleague=stranger.pk),
    )
    offered = client.post(reverse("volunteers_slot:add"), run)

    assert set(window.context["form"].errors) == {"colleague"}
    assert set(offered.context["form"].errors) == {"interviewers"}
    assert not AvailabilityWindow.objects.exists()
    assert not InterviewSlot.objects.exists()
    client.post(reverse("volunteers_slot:add"), {**run, "call": other.pk})
    assert InterviewSlot.objects.exists()


@pytest.mark.parametrize(
    ("role", "sees_it"),
    [(StaffRole.APPLICATIONS, False), (StaffRole.MANAGER, True)],
    ids=lambda one: str(one),
)
def test_history_of_hours_is_the_teams(client, call, role, sees_it):
    window = window_of(join(call, D.INTERVIEWER), call, first=time(9, 7))
    free = window_of(make_staff(StaffRole.INTERVIEWER), CallFactory())
    for one in (window, free):
        log(one, "wagtail.edit")
    client.force_login(make_staff(role))

    page = client.get(reverse("wagtailadmin_reports:site_history")).text

    assert str(free) in page
    assert (str(window) in page) is sees_it
