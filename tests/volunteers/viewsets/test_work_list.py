"""The work list: tabs, kept lists, columns, filters of reviewing, names hidden."""

import pytest
from django.urls import reverse

from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    CriterionFactory,
    InterviewFactory,
    ReviewFactory,
    ReviewPlanFactory,
    in_days,
)
from volunteers.models import InformationRequest, ReviewAssignment, SavedView

pytestmark = pytest.mark.django_db
LIST = "volunteers_application:index"


@pytest.fixture
def clerk(client):
    client.user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(client.user)
    return client


@pytest.fixture
def reviewer(client):
    client.user = make_staff(StaffRole.INTERVIEWER)
    client.force_login(client.user)
    return client


def assign(application, user):
    return ReviewAssignment.objects.create(
        application=application, reviewer=user, assigned_at=in_days(0)
    )


def listed(client, **query):
    return list(client.get(reverse(LIST), query).context["object_list"])


def headings(page):
    return [str(column.label) for column in page.context["table"].columns.values()]


def tab(page, label):
    [found] = [one for one in page.context["tabs"] if str(one["label"]) == label]
    return found


def keep(client, query, **data):
    url = reverse("volunteers_application:keep_list")
    return client.post(f"{url}?{query}", {"name": "Benim listem", **data})


# --- kept lists -------------------------------------------------------------------


def test_kept_list_is_a_tab_with_its_filters_order_and_columns(clerk):
    answer = keep(clerk, "state=screening&ordering=state_since&sutun=call&q=ayse")

    page = clerk.get(answer.headers["Location"])
    assert tab(page, "Benim listem")["is_current"]
    assert SavedView.objects.get().query == {
        "state": ["screening"],
        "ordering": ["state_since"],
        "sutun": ["call"],
    }


def test_shared_list_is_seen_by_others_and_deleted_by_its_owner_alone(clerk):
    keep(clerk, "state=screening", is_shared="on")
    keep(clerk, "state=reserve", name="Yalnız benim")
    own, shared = SavedView.objects.order_by("-name")
    delete = reverse("volunteers_application:delete_list", args=[shared.pk])

    clerk.force_login(make_staff(StaffRole.MANAGER))
    page = clerk.get(reverse(LIST))

    assert tab(page, "Benim listem")["delete_url"] == ""
    assert own.name not in [str(one["label"]) for one in page.context["tabs"]]
    assert clerk.post(delete).status_code == 404
    clerk.force_login(clerk.user)
    clerk.post(delete)
    assert list(SavedView.objects.all()) == [own]


@pytest.mark.parametrize(
    ("query", "data"), [("", {}), ("state=screening", {"name": ""})]
)
def test_list_without_filters_or_name_is_not_kept(clerk, query, data):
    keep(clerk, query, **data)

    assert not SavedView.objects.exists()


def test_a_name_is_given_once(clerk):
    keep(clerk, "state=screening")
    keep(clerk, "state=reserve")

    assert SavedView.objects.get().query == {"state": ["screening"]}


def test_who_sees_no_applications_keeps_no_list(client):
    client.force_login(make_staff(StaffRole.TRIPS))

    assert keep(client, "state=screening").status_code in (302, 403)
    assert not SavedView.objects.exists()


# --- columns ----------------------------------------------------------------------


def test_columns_are_those_she_chose_and_stay_so(clerk):
    ApplicationFactory()

    chosen = headings(clerk.get(reverse(LIST), {"sutun": ["call", "age"]}))
    later = headings(clerk.get(reverse(LIST)))

    assert chosen == later
    assert len(chosen) == 4


def test_who_does_not_judge_is_offered_no_scores(client):
    client.force_login(make_staff(StaffRole.TRAINING))
    ApplicationFactory(state="accepted")

    page = client.get(reverse(LIST))

    offered = [name for name, _label, _on in page.context["column_choices"]]
    assert not {"score", "reviewers", "rules"} & set(offered)


# --- filters of reviewing ---------------------------------------------------------


def test_for_me_to_review_are_those_asked_and_not_yet_written(clerk):
    waiting, written, _other = ApplicationFactory.create_batch(3, state="screening")
    for one in (waiting, written):
        assign(one, clerk.user)
    ReviewFactory(application=written, reviewer=clerk.user)

    assert listed(clerk, whose="to_review") == [waiting]
    assert set(listed(clerk, reviewer=clerk.user.pk)) == {waiting, written}


def test_rules_not_met_are_found(clerk):
    missed = ApplicationFactory(meets_rules=False)
    met = ApplicationFactory(meets_rules=True)

    assert listed(clerk, rules="missed") == [missed]
    assert listed(clerk, rules="met") == [met]


def test_disagreement_is_found_by_who_may_read_the_reviews(clerk):
    application = ApplicationFactory(state="screening")
    ReviewPlanFactory(call=application.call, disagreement_above=2)
    CriterionFactory(call=application.call)
    ReviewFactory(
        application=application, reviewer=make_staff(StaffRole.MANAGER), mean=5
    )
    ReviewFactory(
        application=application, reviewer=make_staff(StaffRole.TRAINING), mean=2
    )

    assert listed(clerk, opinions="apart") == []
    ReviewFactory(application=application, reviewer=clerk.user, mean=3)

    assert listed(clerk, opinions="apart") == [application]


def test_what_she_was_asked_is_found_and_what_is_overdue(clerk):
    open_one, late, _none = ApplicationFactory.create_batch(
        3, state="information_asked"
    )
    for one, days in ((open_one, 3), (late, -3)):
        InformationRequest.objects.create(
            application=one,
            part="time",
            words="?",
            asked_at=in_days(-5),
            answer_by=in_days(days).date(),
        )

    assert set(listed(clerk, answer="open")) == {open_one, late}
    assert listed(clerk, answer="overdue") == [late]


# --- without names ----------------------------------------------------------------


@pytest.fixture
def blind(reviewer):
    call = CallFactory()
    ReviewPlanFactory(call=call, is_blind=True)
    person = PersonFactory(given_name="Işıl", family_name="Çağlayan", district="buca")
    application = ApplicationFactory(call=call, person=person, state="screening")
    assign(application, reviewer.user)
    return application


def test_list_does_not_name_the_nameless(reviewer, blind):
    page = reviewer.get(
        reverse(LIST), {"sutun": ["district", "age", "reference"]}
    ).content.decode()

    assert blind.reference in page
    for told in ("Işıl", "Çağlayan", "Buca</td>"):
        assert told not in page


@pytest.mark.parametrize(
    "query",
    [
        {"q": "Işıl"},
        {"district": "buca"},
        {"rules": "met"},
        {"q": "0532"},
        {"possible_double": "true"},
        {"doubt": "double"},
    ],
)
def test_nothing_about_her_finds_the_nameless(reviewer, blind, query):
    blind.meets_rules = blind.possible_double = True
    blind.save()

    assert listed(reviewer, **query) == []


def test_the_nameless_are_found_by_their_number(reviewer, blind):
    assert listed(reviewer, q=blind.reference) == [blind]


def test_order_of_names_does_not_tell_the_nameless(reviewer, blind):
    person = PersonFactory(given_name="Ayşe", family_name="Acar")
    first = ApplicationFactory(call=blind.call, person=person, state="screening")
    assign(first, reviewer.user)

    # By name Acar would stand before Çağlayan.
    by_name = listed(reviewer, ordering="name_order")
    asked_for = listed(reviewer, ordering="person__sort_key")

    assert set(by_name) == {blind, first}
    assert asked_for == listed(reviewer)


def test_page_hides_what_tells_who_she_is(reviewer, blind):
    url = reverse("volunteers_application:inspect", args=[blind.pk])

    page = reviewer.get(url).content.decode()

    for told in ("Işıl", "Çağlayan", "Buca", blind.person.email, "contact-banner"):
        assert told not in page
    assert blind.reference in page


def test_names_come_back_with_the_interviews(reviewer, blind):
    blind.state = "invited"
    blind.save()

    assert "Işıl Çağlayan" in reviewer.get(reverse(LIST)).content.decode()


# --- orders -----------------------------------------------------------------------


@pytest.fixture
def scored(clerk):
    """Three of a call that she reviews and decides on, two of them with a score."""
    call = CallFactory()
    other = make_staff(StaffRole.INTERVIEWER)
    low, none, high = ApplicationFactory.create_batch(3, call=call, state="screening")
    for one, mean in ((low, 2), (high, 5)):
        ReviewFactory(application=one, reviewer=other, mean=mean)
        ReviewFactory(application=one, reviewer=clerk.user, mean=mean)
    return low, none, high


def test_list_goes_by_score_and_those_without_one_come_last(clerk, scored):
    low, none, high = scored

    assert listed(clerk, ordering="score_shown") == [low, high, none]
    assert listed(clerk, ordering="-score_shown") == [high, low, none]


def test_order_does_not_tell_a_score_that_she_may_not_read_yet(clerk, scored):
    low, none, high = scored
    newest_first = [high, none, low]
    high.reviews.filter(reviewer=clerk.user).delete()
    assert listed(clerk, ordering="-score_shown") == [low, high, none]

    low.reviews.filter(reviewer=clerk.user).delete()
    assert listed(clerk, ordering="-score_shown") == newest_first
    assert listed(clerk, ordering="score_shown") == newest_first


def test_list_goes_by_interview_and_those_without_one_come_last(clerk):
    late, early = (
        InterviewFactory(slot__starts_at=in_days(days)).application for days in (9, 2)
    )
    none = ApplicationFactory(call=late.call)

    assert listed(clerk, ordering="interview_at") == [early, late, none]
    assert listed(clerk, ordering="-interview_at") == [late, early, none]


def test_a_phone_orders_the_list_without_headings(clerk):
    page = clerk.get(reverse(LIST), {"state": "screening", "ordering": "-score_shown"})
    orders = {key: is_current for key, _words, is_current in page.context["orders"]}

    assert [key for key, is_current in orders.items() if is_current] == ["-score_shown"]
    assert {"", "person__sort_key", "interview_at", "-state_since"} <= set(orders)
    assert page.context["unordered_parameters"] == [("state", "screening")]
    assert "Puan, azalan" in page.content.decode()
