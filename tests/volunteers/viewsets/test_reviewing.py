"""Reviewing beside the answers: the next one, keeping out, what was asked."""

import pytest
from django.urls import reverse

from people.models import Person, Recusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CriterionFactory,
    ReviewFactory,
    ScreeningRuleFactory,
    in_days,
)
from volunteers.domain.information import answer_information, ask_information
from volunteers.enums import InformationPart
from volunteers.models import Application, ReviewAssignment

pytestmark = pytest.mark.django_db
NEXT = "volunteers_application:next_to_review"
LIST = "volunteers_application:index"


@pytest.fixture
def clerk(client):
    client.user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(client.user)
    return client


def page_of(application):
    return reverse("volunteers_application:inspect", args=[application.pk])


def asked_of(user, *days, **kwargs):
    made = []
    for day in days:
        application = ApplicationFactory(
            state="screening", submitted_at=in_days(-day), **kwargs
        )
        ReviewAssignment.objects.create(
            application=application, reviewer=user, assigned_at=in_days(0)
        )
        made.append(application)
    return made


def test_next_is_the_one_that_waits_longest(clerk):
    newer, older = asked_of(clerk.user, 1, 5)
    ApplicationFactory(state="screening", submitted_at=in_days(-9))

    first = clerk.get(reverse(NEXT)).headers["Location"]
    then = clerk.get(reverse(NEXT), {"after": older.pk}).headers["Location"]

    assert (first, then) == (page_of(older), page_of(newer))


def test_nothing_left_leads_back_to_the_list(clerk):
    [application] = asked_of(clerk.user, 1)
    ReviewFactory(application=application, reviewer=clerk.user)

    assert clerk.get(reverse(NEXT)).headers["Location"] == reverse(LIST)


def test_saving_may_lead_straight_to_the_next(clerk):
    first, second = asked_of(clerk.user, 5, 1)
    criterion = CriterionFactory(call=first.call)

    answer = clerk.post(
        reverse("volunteers_application:review", args=[first.pk]),
        {f"score_{criterion.pk}": "4", "recommendation": "accept", "next": "1"},
        follow=True,
    )

    assert answer.redirect_chain[-1][0] == page_of(second)
    assert first.reviews.get().mean == 4


def test_who_does_not_review_has_no_next(client):
    client.force_login(make_staff(StaffRole.TRAINING))

    assert client.get(reverse(NEXT)).status_code in (302, 403)


def test_after_declaring_a_conflict_she_meets_her_nowhere(clerk):
    [application] = asked_of(clerk.user, 1)
    url = reverse("volunteers_application:recuse", args=[application.pk])

    answer = clerk.post(url, {"reason": "friend"})

    assert answer.headers["Location"] == reverse(LIST)
    history = reverse("volunteers_application:history", args=[application.pk])
    person = reverse("people_person:inspect", args=[application.person_id])
    for address in (page_of(application), history, person, url):
        assert clerk.get(address).status_code == 404, address
    page = clerk.get(reverse(LIST), {"q": application.reference})
    assert not list(page.context["object_list"])
    assert not Person.objects.visible_to(clerk.user).exists()


def test_manager_sees_the_conflict_and_lifts_it(clerk):
    [application] = asked_of(clerk.user, 1)
    clerk.post(
        reverse("volunteers_application:recuse", args=[application.pk]),
        {"reason": "family"},
    )
    lift = reverse(
        "volunteers_application:lift_recusal", args=[Recusal.objects.get().pk]
    )
    assert clerk.post(lift).status_code in (302, 403)
    assert Recusal.objects.exists()

    clerk.force_login(make_staff(StaffRole.MANAGER))
    assert lift in clerk.get(page_of(application)).content.decode()
    clerk.post(lift)

    assert application in Application.objects.visible_to(clerk.user)


def test_reviewer_is_taken_off(clerk):
    [application] = asked_of(make_staff(StaffRole.INTERVIEWER), 1)
    one = application.review_assignments.get()

    clerk.post(reverse("volunteers_application:take_back_assignment", args=[one.pk]))

    assert not application.review_assignments.exists()


def test_page_shows_rule_value_and_outcome(clerk):
    application = ApplicationFactory(weekly_hours="up_to_2")
    ScreeningRuleFactory(call=application.call, kind="hours", hours="more")

    page = clerk.get(page_of(application))

    [outcome] = page.context["outcomes"]
    assert outcome.is_met is False
    assert outcome.wanted in page.content.decode()


def test_page_shows_the_old_answer_beside_the_new(clerk):
    application = ApplicationFactory(state="screening", weekly_hours="up_to_2")
    ask_information(
        application, part=InformationPart.TIME, words="Kaç saat?", by=clerk.user
    )
    answer_information(application, changes={"weekly_hours": "more"})

    page = clerk.get(page_of(application))

    [(asked, differences)] = page.context["questions_asked"]
    assert asked.words == "Kaç saat?"
    [(_label, before, now)] = differences
    assert before != now


def test_page_flags_opinions_that_differ(clerk):
    application = ApplicationFactory(state="accepted")
    for role, mean in ((StaffRole.MANAGER, 5), (StaffRole.INTERVIEWER, 2)):
        ReviewFactory(application=application, reviewer=make_staff(role), mean=mean)

    assert clerk.get(page_of(application)).context["opinions_differ"]
