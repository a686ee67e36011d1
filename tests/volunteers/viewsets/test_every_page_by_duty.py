"""Every page that staff can open, with each single duty: only what is theirs.

The pages are found in the admin itself, so that a new one is walked too. A page tells
of a woman where her name or her number stands on it, and where it reads otherwise once
she is there: then it counted her.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.admin.viewsets import viewsets
from wagtail.log_actions import log

from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.teams import Team
from tests.factories.volunteers import (
    ApplicationFactory,
    HourEntryFactory,
    InterviewFactory,
    ReviewFactory,
    SlotFactory,
    WaitFactory,
    WindowFactory,
    in_days,
)
from volunteers.enums import ApplicationState, Duty
from volunteers.models import Application, DutyWish

pytestmark = pytest.mark.django_db

D = Duty
OURS = ("volunteers", "messaging", "people")
#: So many rows of a kind that came later are tried, each on every page of its kind.
MOST_NEW = 2
#: Lists are also searched, narrowed and taken out.
ASKED = ("q=igdirli", "q=caglayan", "when=past", "when=coming", "export=csv")
OWN, FOREIGN = "Çağlayan", "Iğdırlı"
#: What differs from one answer to the next, whatever is on the page.
PASSING = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|"?csrf_?token"?: "\w+"'
    r"|DTSTAMP:\w+",
    re.I,
)


def our_viewsets():
    reverse("wagtailadmin_home")  # the hooks have run
    return [one for one in viewsets.viewsets if type(one).__module__.startswith(OURS)]


def addresses(known: dict[type, set[int]]) -> Iterator[str]:
    """Of what is `known` every row, of what came later some."""
    yield reverse("wagtailadmin_home")
    yield reverse("wagtailadmin_reports:site_history")
    for viewset in our_viewsets():
        for pattern in viewset.get_urlpatterns():
            name = f"{viewset.url_namespace}:{pattern.name}"
            if not pattern.pattern.converters:
                yield reverse(name)
                if pattern.name == "index":
                    yield from (f"{reverse(name)}?{query}" for query in ASKED)
                continue
            model = getattr(viewset, "model", None)
            for pk in keys(model, known) if model else ():
                try:
                    yield reverse(name, args=[pk])
                except NoReverseMatch:  # takes a second row, and only by POST
                    break


def keys(model, known):
    there = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    old = known.setdefault(model, set(there))
    new = [pk for pk in there if pk not in old]
    return [*(pk for pk in there if pk in old), *new[:MOST_NEW]]


def text_of(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        book = zipfile.ZipFile(BytesIO(body))
        sheets = [one for one in book.namelist() if one.startswith("xl/")]
        body = b"".join(book.read(name) for name in sheets)
    return PASSING.sub("", body.decode(errors="replace"))


def walk(client, known) -> dict[str, str]:
    """Address -> what it says, of those that open."""
    found = {}
    for url in addresses(known):
        answer = client.get(url)
        if answer.status_code == 200:
            found[url] = text_of(answer)
        client.cookies.pop("messages", None)  # that a page was refused is said once
    return found


def traces(application) -> tuple[str, ...]:
    return application.reference, application.person.full_name


def telling(pages: dict[str, str], application) -> set[str]:
    return {
        url
        for url, words in pages.items()
        if any(one in words for one in traces(application))
    }


@pytest.fixture
def team():
    found = Team()
    for one in (found.hers, found.others):
        leave_traces(one)
    return found


def leave_traces(application):
    """Beside what the team's world has: a message, a trace in the history, requests."""
    MessageFactory(person=application.person, about=application)
    log(application, "wagtail.edit")
    assignment = application.assignments.first()
    if assignment is not None:
        HourEntryFactory(assignment=assignment)
        DutyWish.objects.create(
            application=application,
            assignment=assignment,
            kind="pause",
            asked_at=timezone.now(),
        )


def others_come(team):
    """To the other call, in every state, with what staff do about them."""
    staff = team.other.team.get().user
    for state in ApplicationState:
        person = PersonFactory(given_name="Zeliha", family_name=FOREIGN)
        one = ApplicationFactory(call=team.other, person=person, state=state)
        leave_traces(one)
        ReviewFactory(application=one, reviewer=staff)
    for state, days, booked in (
        ("scheduled", 3, "booked"),
        ("scheduled", -1, "booked"),
        ("interviewed", -2, "held"),
        ("interview_missed", -3, "missed"),
    ):
        slot = SlotFactory(call=team.other, starts_at=in_days(days))
        person = PersonFactory(given_name="Zeliha", family_name=FOREIGN)
        one = ApplicationFactory(call=team.other, person=person, state=state)
        InterviewFactory(application=one, slot=slot, state=booked)
    SlotFactory(call=team.other, starts_at=in_days(4))
    WindowFactory(call=team.other, interviewer=staff)
    learning = team.other.applications.get(state="in_training")
    WaitFactory(session=team.session, application=learning)
    for one in team.others.assignments.all():
        HourEntryFactory(assignment=one, quarters=3)


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_nobody_of_another_call_is_shown_or_counted(client, team, duty):
    client.force_login(team.member(duty))
    known = {}
    before = walk(client, known)

    others_come(team)

    after = walk(client, known)
    assert len(telling(before, team.hers)) >= 2
    for one in Application.objects.filter(call=team.other):
        assert telling(after, one) == set()
    assert sorted(url for url in after if url not in before) == []
    assert sorted(url for url in before if after.get(url) != before[url]) == []


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_whom_she_keeps_out_of_is_on_no_page(client, team, duty):
    """Declared where she met her; nothing is left of her anywhere."""
    client.force_login(team.member(duty))
    page = reverse("volunteers_application:inspect", args=[team.hers.pk])
    recuse = reverse("volunteers_application:recuse", args=[team.hers.pk])
    known = {}
    assert recuse in client.get(page).text

    asked = client.get(recuse)
    answer = client.post(recuse, {"reason": "friend"})

    assert asked.status_code == 200
    assert answer.url == reverse("volunteers_application:index")
    assert telling(walk(client, known), team.hers) == set()
    assert client.get(page).status_code == 404


def test_the_walk_meets_every_kind_of_page(team):
    found = {url.split("/")[2] for url in addresses({})}

    assert {
        "basvurular",
        "genel-bakis",
        "gorusmeler",
        "gorusme-gunleri",
        "nobetler",
        "iletiler",
        "kisiler",
        "reports",
    } <= found
