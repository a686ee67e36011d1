"""The board: what the list shows, by stage, with the moves that are allowed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.domain.recusals import declare_recusal
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    ApplicationFactory,
    AreaFactory,
    CallFactory,
    InterviewFactory,
    ReviewFactory,
    ReviewPlanFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain.board import MOST_CARDS
from volunteers.domain.duties import Rights
from volunteers.domain.queries import moves_for
from volunteers.enums import ApplicationState, Duty
from volunteers.models import ReviewAssignment, SavedView
from volunteers.viewsets.application_actions import ACTIONS

pytestmark = pytest.mark.django_db
BOARD = "volunteers_application:board"
LIST = "volunteers_application:index"
FRAGMENT = "volunteers_application:board_results"


@pytest.fixture
def clerk(client):
    client.user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(client.user)
    return client


def board_of(client, **query):
    page = client.get(reverse(BOARD), query)
    assert page.status_code == 200
    return page.context["board"]


def counts_on(client, **query):
    return {
        column.stage.state.value: column.stage.count
        for column in board_of(client, **query)
    }


def cards_on(client, **query):
    return [card for column in board_of(client, **query) for card in column.cards]


def entered(given="Işıl", family="Çağlayan", district="konak", **kwargs):
    person = PersonFactory(given_name=given, family_name=family, district=district)
    return ApplicationFactory(person=person, **kwargs)


def test_a_column_for_each_stage_that_somebody_is_in(clerk):
    for days in (-3, -12):
        entered(state="submitted", state_since=in_days(days))
    entered(state="reserve")

    first, second = board_of(clerk)

    assert (first.label, first.stage.count, first.oldest) == (
        "Başvuru alındı",
        2,
        "12 gün",
    )
    assert second.stage.state == ApplicationState.RESERVE
    page = clerk.get(reverse(BOARD))
    assert "Mülakat yapıldı" in page.context["empty_stages"]
    assert "Yedek" not in page.context["empty_stages"]


def test_card_tells_name_areas_days_and_reviewer(clerk):
    area = AreaFactory(name={"tr": "Çeviri", "en": "Translation"})
    application = entered(
        call=CallFactory(areas=[area]), state="screening", state_since=in_days(-4)
    )
    ReviewAssignment.objects.create(
        application=application, reviewer=clerk.user, assigned_at=in_days(-1)
    )

    (card,) = cards_on(clerk)

    assert (card.name, card.areas) == ("Işıl Çağlayan", "Çeviri")
    assert (card.days, card.reviewers) == ("4 gün", "Gülşah")
    assert card.url == reverse("volunteers_application:inspect", args=[application.pk])


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "isil"},
        {"q": "EIG-2027-0777"},
        {"state": ["submitted", "reserve"]},
        {"district": "buca"},
        {"waited": "late"},
        {"reached": "reviewed"},
        {"doubt": "double"},
        {"whose": "mine"},
        {"ordering": "-person__sort_key"},
    ],
)
def test_filters_and_search_are_those_of_the_list(clerk, query):
    entered(state="submitted", reference="EIG-2027-0777", possible_double=True)
    entered("Zeynep", "Öztürk", state="reserve", district="buca")
    old = entered(
        "Şule",
        "Güneş",
        state="screening",
        state_since=in_days(-60),
        submitted_at=in_days(-60),
    )
    ReviewFactory(application=old, reviewer=clerk.user)

    listed = clerk.get(reverse(LIST), query).context["object_list"]
    names = {row.person.full_name for row in listed}

    assert {card.name for card in cards_on(clerk, **query)} == names
    assert sum(counts_on(clerk, **query).values()) == len(names)
    assert clerk.get(reverse(FRAGMENT), query).status_code == 200


def test_board_and_list_lead_to_each_other_with_the_same_filters(clerk):
    entered(state="reserve")

    board = clerk.get(reverse(BOARD), {"state": "reserve"})
    listed = clerk.get(reverse(LIST), {"state": "reserve"})

    assert f'{reverse(LIST)}?state=reserve"' in board.content.decode()
    assert f'{reverse(BOARD)}?state=reserve"' in listed.content.decode()


def test_kept_lists_open_and_are_kept_on_the_board(clerk):
    address = reverse("volunteers_application:keep_list")

    answer = clerk.post(f"{address}?state=reserve", {"name": "Yedekler", "board": "1"})

    assert answer.url == f"{reverse(BOARD)}?state=reserve"
    tabs = clerk.get(answer.url).context["tabs"]
    shown = [tab for tab in tabs if tab["is_current"] and tab["label"] == "Yedekler"]
    assert shown[0]["url"] == answer.url
    kept = SavedView.objects.get()
    gone = clerk.post(
        reverse("volunteers_application:delete_list", args=[kept.pk]), {"board": "1"}
    )
    assert gone.url == reverse(BOARD)


def test_no_more_cards_than_a_column_holds_and_the_way_to_the_rest(clerk):
    call = CallFactory()
    for days in range(MOST_CARDS + 3):
        ApplicationFactory(call=call, state="screening", state_since=in_days(-days))
    ApplicationFactory(call=call, state="reserve")
    ApplicationFactory(state="screening")

    screening, _reserve = board_of(clerk, call=call.pk)

    assert len(screening.cards) == MOST_CARDS
    assert screening.hidden == 3
    # Those that wait longest are the ones on show.
    assert screening.cards[0].days == f"{MOST_CARDS + 2} gün"
    listed = clerk.get(screening.url)
    assert listed.context["paginator"].count == MOST_CARDS + 3


def test_protected_and_recused_women_are_on_no_card_and_in_no_count(clerk):
    entered(state="submitted")
    ApplicationFactory(state="submitted", person=PersonFactory(is_protected=True))
    known = ApplicationFactory(state="submitted")
    declare_recusal(known.person, reason="family", by=clerk.user)

    assert counts_on(clerk) == {"submitted": 1}
    assert [card.name for card in cards_on(clerk)] == ["Işıl Çağlayan"]


def test_names_are_hidden_as_in_the_list(client):
    call = CallFactory()
    ReviewPlanFactory(call=call, is_blind=True)
    application = entered(call=call, state="submitted")
    client.force_login(join(call, Duty.REVIEWER))

    (card,) = cards_on(client)

    assert card.name == application.reference
    page = client.get(reverse(BOARD)).content.decode()
    assert "Çağlayan" not in page
    assert cards_on(client, q="Çağlayan") == []


def test_reviewers_are_told_only_to_who_judges(client):
    call = CallFactory()
    application = entered(call=call, state="accepted")
    ReviewAssignment.objects.create(
        application=application,
        reviewer=make_staff(StaffRole.MANAGER),
        assigned_at=in_days(-1),
    )
    client.force_login(join(call, Duty.TRAINER))

    (card,) = cards_on(client)

    assert card.reviewers == ""


STAFF = {
    "clerk": lambda call: make_staff(StaffRole.APPLICATIONS),
    "manager": lambda call: make_staff(StaffRole.MANAGER),
    "privacy": lambda call: make_staff(StaffRole.PRIVACY),
    "reviewer": lambda call: join(call, Duty.REVIEWER),
    "trainer": lambda call: join(call, Duty.TRAINER),
    "reader": lambda call: join(call, Duty.READER),
}


@pytest.mark.parametrize("who", sorted(STAFF))
def test_menu_holds_exactly_the_moves_of_the_table(client, who):
    call = CallFactory()
    applications = [
        ApplicationFactory(call=call, state=state, decided_from="interviewed")
        for state in ApplicationState.values
    ]
    for application in applications:
        if application.state == "scheduled":
            slot = SlotFactory(call=call, starts_at=in_days(-1))
            InterviewFactory(application=application, slot=slot)
    user = STAFF[who](call)
    client.force_login(user)
    rights = Rights(user)
    by_url = {
        reverse("volunteers_application:inspect", args=[one.pk]): one
        for one in applications
    }

    cards = cards_on(client)

    offered = {}
    for card in cards:
        application = by_url[card.url]
        allowed = {
            reverse(f"volunteers_application:{event.value}", args=[application.pk])
            + "?pano=1"
            for event in moves_for(application, rights)
            if event.value in ACTIONS
        }
        assert {move.url for move in card.moves} == allowed
        offered |= {move.url: move for move in card.moves}
    assert len(cards) >= 6
    assert bool(offered) is (who not in ("privacy", "reader"))
    for url, move in offered.items():
        if not move.is_at_once:
            assert client.get(url).status_code == 200, url


def test_interview_to_come_is_not_recorded_yet(clerk):
    application = entered(state="scheduled")
    InterviewFactory(
        application=application,
        slot=SlotFactory(call=application.call, starts_at=in_days(2)),
    )

    (card,) = cards_on(clerk)

    urls = {move.url.split("/")[-2] for move in card.moves}
    assert "gorusme-kaydi" not in urls
    assert "randevu-degistir" in urls


def test_one_press_moves_the_card_and_leads_back_to_the_board(clerk):
    application = entered(state="submitted")

    (card,) = cards_on(clerk, state=["submitted", "screening"], q="isil")
    at_once = [move for move in card.moves if move.is_at_once]
    answer = clerk.post(at_once[0].url)

    application.refresh_from_db()
    assert application.state == "screening"
    # As it was narrowed, but without the name that was searched for.
    assert answer.url == f"{reverse(BOARD)}?state=screening&state=submitted"


def test_page_of_a_move_leads_back_to_the_board_too(clerk):
    application = entered(state="interviewed")
    (card,) = cards_on(clerk)
    (reject,) = [move for move in card.moves if "/olumsuz/" in move.url]

    page = clerk.get(reject.url)

    assert page.context["back_url"] == reverse(BOARD)
    assert reverse("volunteers_application:inspect", args=[application.pk]) in [
        item["url"] for item in page.context["breadcrumbs_items"]
    ]


def test_empty_board_says_what_will_be_there(clerk):
    page = clerk.get(reverse(BOARD)).content.decode()

    assert "burada görünür" in page
    assert "Eşleşen başvuru yok" in (
        clerk.get(reverse(BOARD), {"state": "reserve"}).content.decode()
    )


def test_who_sees_no_applications_sees_no_board(client):
    client.force_login(make_staff(StaffRole.TRIPS))

    assert client.get(reverse(BOARD)).status_code == 302


def test_board_costs_the_same_for_1_and_30(clerk):
    call = CallFactory()

    def enter(number):
        application = ApplicationFactory(
            call=call, state=ApplicationState.values[number % 3]
        )
        ReviewAssignment.objects.create(
            application=application, reviewer=clerk.user, assigned_at=in_days(-3)
        )
        ReviewFactory(application=application, reviewer=clerk.user)
        InterviewFactory(application=application, state="held")

    def count():
        with CaptureQueriesContext(connection) as context:
            board_of(clerk)
        return len(context)

    enter(0)
    count()
    one = count()
    for number in range(29):
        enter(number)

    assert count() == one
