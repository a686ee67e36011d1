"""Interviews at the same moment: one wins, the other is told, nothing is half done."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    InterviewFactory,
    SlotFactory,
    WindowFactory,
    in_days,
)
from tests.load.test_volunteer_races import at_once, outcome, send
from tools.servers import Server
from volunteers.domain.availability import make_slots
from volunteers.domain.slots import offer_interview_times
from volunteers.enums import ApplicationState, InterviewState
from volunteers.exceptions import SlotDenied
from volunteers.models import Application, Interview, InterviewSlot

pytestmark = pytest.mark.postgres

ROUNDS = 4


def logged_in(user) -> str:
    """The cookie of a member of staff."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def poster(
    server: Server, path: str, *, cookie: str = "", to: str = "", **form
) -> Callable[[], int]:
    """Reads the page at `path` now; called, it posts the form and gives the status."""
    _status, given, page = send(server, "GET", path, Cookie=cookie)
    [field, *_more] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    cookies = "; ".join(one for one in (cookie, given) if one)
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"csrfmiddlewaretoken": field, **form})
    return lambda: send(server, "POST", to or path, body, **headers)[0]


def her_link(application: Application) -> str:
    token = issue_link(
        application.person, purpose=LinkPurpose.INTERVIEW, target=application
    )
    return reverse("volunteers:interview", args=[token])


def booked(call, **slot) -> Interview:
    application = ApplicationFactory(call=call, state=ApplicationState.SCHEDULED)
    return InterviewFactory(
        application=application, slot=SlotFactory(call=call, **slot)
    )


def is_consistent(application: Application) -> bool:
    """The state says what the booking says, and one booking at most is live."""
    application.refresh_from_db()
    live = application.interviews.filter(state__in=InterviewState.taking).count()
    expected = {ApplicationState.SCHEDULED: 1, ApplicationState.INVITED: 0}
    return live == expected[application.state]


def test_she_moves_and_gives_up_at_once(server):
    call = CallFactory()
    for _round in range(ROUNDS):
        interview = booked(call, starts_at=in_days(5))
        free = SlotFactory(call=call, starts_at=in_days(7))
        path = her_link(interview.application)
        move = poster(server, path, action="move", slot=free.pk)
        give_up = poster(server, f"{path}iptal/")

        statuses = at_once([move, give_up])

        interview.refresh_from_db()
        # Giving up wins in the end, whichever came first; a move may come too late.
        assert statuses[1] == 302
        assert statuses[0] in (302, 409)
        assert interview.state == InterviewState.CANCELLED
        assert is_consistent(interview.application)
        freed = InterviewSlot.objects.free().filter(pk__in=[free.pk, interview.slot_id])
        assert free in freed


def test_staff_call_off_while_she_moves(server):
    call = CallFactory()
    coordinator = make_staff(StaffRole.APPLICATIONS)
    cookie = logged_in(coordinator)
    for _round in range(ROUNDS):
        interview = booked(call, starts_at=in_days(5))
        free = SlotFactory(call=call, starts_at=in_days(7))
        application = interview.application
        page = reverse(
            "volunteers_application:call_off_interview", args=[application.pk]
        )
        call_off = poster(server, page, cookie=cookie)
        move = poster(server, her_link(application), action="move", slot=free.pk)

        statuses = at_once([call_off, move])

        interview.refresh_from_db()
        assert statuses[0] == 302
        # Calling off ends her link and sends another: she may come a moment too late.
        assert statuses[1] in (302, 404, 409)
        assert interview.state == InterviewState.CALLED_OFF
        assert is_consistent(application)
        # The time she had when it was called off is closed, and no other.
        closed = InterviewSlot.objects.filter(closed_at__isnull=False)
        assert closed.filter(pk=interview.slot_id).exists()
        assert Message.objects.filter(template="volunteers.called_off").count() == (
            Interview.objects.filter(state=InterviewState.CALLED_OFF).count()
        )


def test_staff_take_a_time_back_while_she_picks_it(server):
    call = CallFactory()
    cookie = logged_in(make_staff(StaffRole.APPLICATIONS))
    for _round in range(ROUNDS):
        application = ApplicationFactory(call=call, state=ApplicationState.INVITED)
        slot = SlotFactory(call=call, starts_at=in_days(5))
        page = reverse("volunteers_slot:delete", args=[slot.pk])
        take_back = poster(server, page, cookie=cookie)
        pick = poster(server, her_link(application), action="book", slot=slot.pk)

        statuses = at_once([take_back, pick])

        assert statuses[0] == 302
        there = InterviewSlot.objects.filter(pk=slot.pk).exists()
        assert (statuses[1] == 302) == there
        assert is_consistent(application)


def test_freed_time_goes_to_the_first_of_those_who_waited(server):
    call = CallFactory()
    freed = SlotFactory(call=call, starts_at=in_days(3))
    waiting = [booked(call, starts_at=in_days(8 + n)) for n in range(6)]
    Interview.objects.update(wants_earlier=True, moved_count=1)
    tasks = [
        poster(server, her_link(one.application), action="move", slot=freed.pk)
        for one in waiting
    ]

    statuses = at_once(tasks)

    assert sorted(statuses) == [302] + [409] * 5
    assert freed.interviews.get().state == InterviewState.BOOKED
    assert all(is_consistent(one.application) for one in waiting)


def test_hours_opened_twice_at_once_open_once(server):
    interviewer = make_staff(StaffRole.APPLICATIONS)
    WindowFactory(
        interviewer=interviewer, from_day=date(2026, 1, 1), until_day=date(2040, 1, 1)
    )
    cookie = logged_in(interviewer)
    form = {"first_day": "09.12.2030", "last_day": "15.12.2030"}
    page = f"{reverse('volunteers_availability:plan')}?{urlencode(form)}"
    tasks = [
        poster(server, page, cookie=cookie, to=page.split("?")[0], **form)
        for _n in range(6)
    ]

    statuses = at_once(tasks)

    assert statuses == [302] * 6
    assert InterviewSlot.objects.count() == 4


def test_interviewer_is_given_two_times_at_once_and_has_one(postgres_url):
    interviewer = make_staff(StaffRole.INTERVIEWER)
    start = timezone.now().replace(microsecond=0) + timedelta(days=4)
    calls = CallFactory.create_batch(6)

    outcomes = at_once(
        [
            outcome(
                lambda call=call: offer_interview_times(
                    call,
                    starts=[start],
                    minutes=30,
                    place={"tr": "Konak", "en": "Konak"},
                    interviewers=[interviewer],
                    by=None,
                )
            )
            for call in calls
        ]
    )

    assert sorted(outcomes) == ["", *[SlotDenied.INTERVIEWER_BUSY.value] * 5]
    assert InterviewSlot.objects.count() == 1


def test_hours_change_while_she_picks(server):
    call = CallFactory()
    interviewer = make_staff(StaffRole.INTERVIEWER)
    day = date(2030, 12, 11)
    for number in range(ROUNDS):
        window = WindowFactory(
            call=call,
            interviewer=interviewer,
            until=time(10, 30),
            from_day=day,
            until_day=day,
        )
        make_slots([window], first_day=day, last_day=day, by=None)
        slot = InterviewSlot.objects.get(window=window)
        window.first, window.until = time(11), time(11, 30)
        window.save()
        application = ApplicationFactory(call=call, state=ApplicationState.INVITED)
        pick = poster(server, her_link(application), action="book", slot=slot.pk)
        change = outcome(
            lambda one=window: make_slots([one], first_day=day, last_day=day, by=None)
        )

        picked, changed = at_once([pick, change])

        assert changed == "", number
        there = InterviewSlot.objects.filter(pk=slot.pk).exists()
        assert (picked == 302) == there
        assert is_consistent(application)
        Interview.objects.all().delete()
        InterviewSlot.objects.all().delete()
        window.delete()


def changer(server: Server, slot: InterviewSlot, moment, *, cookie: str):
    """Staff's form of the time, with another hour in it."""
    page = reverse("volunteers_slot:edit", args=[slot.pk])
    local = timezone.localtime(moment)
    form = {
        "starts_at": local.strftime("%d.%m.%Y %H:%M"),
        "minutes": "30",
        "place_tr": "Konak",
        "place_en": "Konak",
    }
    return poster(server, page, cookie=cookie, **form)


def choice_of(server: Server, path: str, slot: InterviewSlot) -> str:
    """The time as her page shows it now."""
    _status, _cookies, page = send(server, "GET", path)
    [shown] = re.findall(rf'value="({slot.pk}\.\w+)"', page)
    return shown


def test_staff_change_the_time_that_she_moves_to(server):
    """She has it at the hour that she saw, and is told of another; or she has not."""
    call = CallFactory()
    cookie = logged_in(make_staff(StaffRole.APPLICATIONS))
    ways = set()
    for _round in range(ROUNDS * 2):
        interview = booked(call, starts_at=in_days(5))
        application, before = interview.application, interview.slot_id
        free = SlotFactory(call=call, starts_at=in_days(7))
        later = in_days(8)
        path = her_link(application)
        move = poster(server, path, action="move", slot=choice_of(server, path, free))
        change = changer(server, free, later, cookie=cookie)

        moved, changed = at_once([move, change])

        interview.refresh_from_db()
        free.refresh_from_db()
        told = Message.objects.filter(
            about_id=application.pk, template="volunteers.changed"
        ).count()
        is_changed = abs(free.starts_at - later) < timedelta(minutes=1)
        assert is_changed == (changed == 302)
        assert is_consistent(application)
        if moved == 302:
            # Hers before the change: then she is told of it. Or staff were refused.
            assert interview.slot_id == free.pk
            assert told == is_changed
        else:
            assert moved == 409
            assert (interview.slot_id, told, is_changed) == (before, 0, True)
        ways.add((moved, changed))
        Interview.objects.all().delete()
        InterviewSlot.objects.all().delete()
    assert ways <= {(302, 302), (302, 200), (409, 302)}


def test_two_who_choose_what_two_hold_side_by_side_both_have_it(server):
    """A third who chooses the same is told; nobody waits for another."""
    call = CallFactory()
    for round_ in range(ROUNDS):
        moment = in_days(5 + round_).replace(second=0, microsecond=0)
        slots = SlotFactory.create_batch(2, call=call, starts_at=moment)
        women = ApplicationFactory.create_batch(
            3, call=call, state=ApplicationState.INVITED
        )
        posts = [
            poster(server, her_link(one), action="book", slot=slots[0].choice)
            for one in women
        ]

        statuses = at_once(posts)

        assert sorted(statuses) == [302, 302, 409]
        had = Interview.objects.filter(application__in=women)
        assert {one.slot_id for one in had} == {slot.pk for slot in slots}
        assert all(is_consistent(one) for one in women)
