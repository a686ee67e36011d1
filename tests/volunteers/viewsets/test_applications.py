"""The list of applications and the page of one."""

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.enums import ContactChannel
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AreaFactory,
    AssignmentFactory,
    CallFactory,
    CriterionFactory,
    InterviewFactory,
    ReviewFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain.applications import start_screening
from volunteers.domain.next_steps import NEXT_STEPS
from volunteers.enums import ApplicationState
from volunteers.models import Review, ReviewScore

pytestmark = pytest.mark.django_db
LIST = "volunteers_application:index"


@pytest.fixture
def clerk(client):
    client.user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(client.user)
    return client


def named(given, family, district="konak", **kwargs):
    person = PersonFactory(given_name=given, family_name=family, district=district)
    return ApplicationFactory(person=person, **kwargs)


def names_on(page):
    return [row.person.full_name for row in page.context["object_list"]]


def inspect(client, application):
    url = reverse("volunteers_application:inspect", args=[application.pk])
    return client.get(url).content.decode()


@pytest.mark.parametrize("query", ["isil", "IŞIL", "caglayan ışıl", "EIG-2027-0777"])
def test_search_finds_name_in_any_spelling_and_number(clerk, query):
    named("Işıl", "Çağlayan", reference="EIG-2027-0777")
    named("Zeynep", "Öztürk")

    assert names_on(clerk.get(reverse(LIST), {"q": query})) == ["Işıl Çağlayan"]


def test_filters_narrow_the_list(clerk):
    area = AreaFactory()
    call = CallFactory(areas=[area])
    named(
        "Işıl",
        "Çağlayan",
        district="buca",
        call=call,
        state="reserve",
        possible_double=True,
    )
    named("Zeynep", "Öztürk", state="screening", state_since=in_days(-6))
    named("Şule", "Güneş", state="on_duty", state_since=in_days(-60))

    def found(**query):
        return names_on(clerk.get(reverse(LIST), query))

    assert found(call=call.pk) == ["Işıl Çağlayan"]
    assert found(area=area.pk) == ["Işıl Çağlayan"]
    assert found(district="buca") == ["Işıl Çağlayan"]
    assert found(state="reserve") == ["Işıl Çağlayan"]
    assert found(possible_double="true") == ["Işıl Çağlayan"]
    assert found(waiting="5") == ["Zeynep Öztürk"]


def test_mine_are_those_i_interview_or_reviewed(clerk):
    reviewed = named("Işıl", "Çağlayan")
    ReviewFactory(application=reviewed, reviewer=clerk.user)
    named("Zeynep", "Öztürk")

    assert names_on(clerk.get(reverse(LIST), {"whose": "mine"})) == ["Işıl Çağlayan"]


def test_ready_made_list_is_marked_as_shown(clerk):
    page = clerk.get(reverse(LIST), {"state": "reserve"})

    shown = [tab["url"] for tab in page.context["tabs"] if tab["is_current"]]
    assert shown == [reverse(LIST) + "?state=reserve"]


def test_score_is_asked_for_until_ones_own_is_given(clerk):
    application = named("Işıl", "Çağlayan", state="screening")
    ReviewFactory(
        application=application, reviewer=make_staff(StaffRole.MANAGER), mean=2
    )

    before = clerk.get(reverse(LIST)).content.decode()
    ReviewFactory(application=application, reviewer=clerk.user, mean=5)
    after = clerk.get(reverse(LIST)).content.decode()

    assert "3,5" not in before
    assert "3,5" in after


def test_empty_list_says_what_will_be_there(clerk):
    page = clerk.get(reverse(LIST)).content.decode()

    assert 'class="staff-tabs' in page
    assert "listing staff-cards" not in page


def test_list_costs_the_same_for_1_and_30(clerk):
    call = CallFactory()
    criterion = CriterionFactory(call=call)
    reviewer = make_staff(StaffRole.MANAGER)

    def enter():
        application = ApplicationFactory(call=call, state="interviewed")
        review = ReviewFactory(application=application, reviewer=reviewer)
        ReviewScore.objects.create(review=review, criterion=criterion, score=3)
        InterviewFactory(application=application, state="held")

    def count():
        with CaptureQueriesContext(connection) as context:
            assert clerk.get(reverse(LIST)).status_code == 200
        return len(context)

    enter()
    count()
    one = count()
    for _place in range(29):
        enter()

    assert count() == one


def test_page_gives_answers_in_words(clerk):
    application = named("Işıl", "Çağlayan", districts=["cigli"], weekly_hours="up_to_5")
    application.questions_asked = [
        {
            "key": "bilgisayar",
            "kind": "one_choice",
            "label": {"tr": "Bilgisayarınız var mı?", "en": "Have you a computer?"},
            "choices": [
                {"value": "evde", "label": {"tr": "Evde var", "en": "At home"}}
            ],
        }
    ]
    application.answers = {"bilgisayar": "evde"}
    application.save()

    page = inspect(clerk, application)

    assert "Bilgisayarınız var mı?" in page
    assert "Evde var" in page
    assert "Çiğli" in page
    assert "up_to_5" not in page


def test_contact_preference_stands_before_the_answers(clerk):
    person = PersonFactory(contact_channel=ContactChannel.SHE_CALLS)
    application = ApplicationFactory(person=person)

    page = inspect(clerk, application)

    banner = page.index("contact-banner")
    assert banner < page.index("application-answers")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("submitted", {"start_screening", "ask_information", "withdraw", "recuse"}),
        (
            "screening",
            {
                "ask_information",
                "invite_to_interview",
                "reject",
                "carry_over",
                "withdraw",
                "recuse",
            },
        ),
        (
            "interviewed",
            {
                "accept",
                "keep_in_reserve",
                "reject",
                "carry_over",
                "withdraw",
                "recuse",
            },
        ),
        ("rejected", {"recuse"}),
        ("ready", {"assign_role", "issue_card", "leave", "withdraw", "recuse"}),
    ],
)
def test_page_offers_what_the_table_allows_and_nothing_else(clerk, state, expected):
    application = named("Işıl", "Çağlayan", state=state)

    url = reverse("volunteers_application:inspect", args=[application.pk])
    page = clerk.get(url)

    offered = {
        action.url
        for action in [*page.context["next_actions"], *page.context["other_actions"]]
    }
    assert offered == {
        reverse(f"volunteers_application:{name}", args=[application.pk])
        for name in expected
    }


def test_interview_is_recorded_only_once_it_has_begun(clerk):
    call = CallFactory()
    coming = named("Işıl", "Çağlayan", call=call, state="scheduled")
    InterviewFactory(
        application=coming, slot=SlotFactory(call=call, starts_at=in_days(1))
    )
    over = named("Zeynep", "Öztürk", call=call, state="scheduled")
    InterviewFactory(
        application=over, slot=SlotFactory(call=call, starts_at=in_days(-0.1))
    )

    assert "/gorusme-kaydi/" not in inspect(clerk, coming)
    assert "/gorusme-kaydi/" in inspect(clerk, over)


def test_only_a_manager_is_offered_to_undo(client):
    application = named(
        "Işıl", "Çağlayan", state="rejected", decided_from="interviewed"
    )

    pages = {}
    for role in (StaffRole.APPLICATIONS, StaffRole.MANAGER):
        client.force_login(make_staff(role))
        pages[role] = inspect(client, application)

    assert "/karari-geri-al/" not in pages[StaffRole.APPLICATIONS]
    assert "/karari-geri-al/" in pages[StaffRole.MANAGER]


def test_others_review_is_hidden_until_ones_own_is_given(clerk):
    application = named("Işıl", "Çağlayan", state="screening")
    ReviewFactory(
        application=application,
        reviewer=make_staff(StaffRole.MANAGER),
        note="Çok istekli görünüyor.",
    )

    assert "Çok istekli görünüyor." not in inspect(clerk, application)

    clerk.post(
        reverse("volunteers_application:review", args=[application.pk]),
        {"recommendation": "accept"},
    )

    assert "Çok istekli görünüyor." in inspect(clerk, application)


def test_review_is_saved_and_changed(clerk):
    application = named("Işıl", "Çağlayan", state="screening")
    criterion = CriterionFactory(call=application.call)
    url = reverse("volunteers_application:review", args=[application.pk])

    for score in (2, 4):
        answer = clerk.post(
            url, {f"score_{criterion.pk}": score, "recommendation": "accept"}
        )

    review = Review.objects.get()
    assert answer.status_code == 302
    assert review.reviewer == clerk.user
    assert [one.score for one in review.scores.all()] == [4]


def test_review_with_a_missing_score_keeps_what_was_written(clerk):
    application = named("Işıl", "Çağlayan", state="screening")
    CriterionFactory(call=application.call)

    answer = clerk.post(
        reverse("volunteers_application:review", args=[application.pk]),
        {"recommendation": "reject", "note": "Zamanı uygun değil."},
    )

    assert answer.status_code == 200
    assert "Zamanı uygun değil." in answer.content.decode()
    assert Review.objects.count() == 0


def test_review_after_the_decision_is_refused(clerk):
    application = named("Işıl", "Çağlayan", state="accepted")

    clerk.post(
        reverse("volunteers_application:review", args=[application.pk]),
        {"recommendation": "accept"},
    )

    assert Review.objects.count() == 0
    assert "review-form" not in inspect(clerk, application)


def test_likely_doubles_are_shown(clerk):
    application = named("Işıl", "Çağlayan")
    other = ApplicationFactory(person=PersonFactory(phone=application.person.phone))

    assert other.reference in inspect(clerk, application)


def test_history_tells_what_was_done_and_by_whom(clerk):
    application = named("Işıl", "Çağlayan")
    start_screening(application, by=clerk.user)
    page = clerk.get(reverse("volunteers_application:inspect", args=[application.pk]))

    entry = page.context["history"][0]
    assert (entry.action, entry.user) == (
        "volunteers.application.start_screening",
        clerk.user,
    )


def test_role_in_progress_can_be_paused_and_ended_from_the_page(clerk):
    assignment = AssignmentFactory(
        application=named("Işıl", "Çağlayan", state="on_duty")
    )

    page = inspect(clerk, assignment.application)

    assert reverse("volunteers_assignment:pause", args=[assignment.pk]) in page
    assert reverse("volunteers_assignment:end", args=[assignment.pk]) in page


def test_unknown_application_is_not_found(clerk):
    url = reverse("volunteers_application:inspect", args=[987654])

    assert clerk.get(url).status_code == 404


@pytest.mark.parametrize("state", sorted(ApplicationState))
def test_the_record_always_says_the_next_step(clerk, state):
    application = named("Işıl", "Çağlayan", state=state)

    page = inspect(clerk, application)

    assert "Sıradaki adım:" in page
    assert str(NEXT_STEPS[state].words) in html.unescape(page)


def test_the_record_says_who_does_what_the_reader_may_not(clerk):
    """The clerk signs no agreements: the page once stopped there without a word."""
    make_staff(StaffRole.TRAINING)
    application = named("Işıl", "Çağlayan", state="trained")

    page = inspect(clerk, application)

    assert "İmzalı sözleşmeyi kaydet" in page
    assert "bunu yapabilenler: Eğitim Sorumlusu" in page
    assert reverse("volunteers_application:sign_agreement", args=[1]) not in page
