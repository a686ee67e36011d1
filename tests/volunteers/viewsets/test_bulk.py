"""Many at once: what will happen is shown, what was refused is said, by number."""

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging.models import Batch, Message
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    AreaFactory,
    AssignmentFactory,
    CallFactory,
    CompletionFactory,
    ModuleFactory,
    RoleFactory,
    SessionFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain import bulk
from volunteers.domain.next_steps import NEXT_STEPS
from volunteers.domain.papers import install_first_text
from volunteers.enums import REASONS_FOR, DecisionReason
from volunteers.exceptions import RoleDenied
from volunteers.models import (
    AgreementText,
    Application,
    Assignment,
    Decision,
    ReviewAssignment,
    VolunteerAgreement,
)
from volunteers.viewsets.bulk_actions import BULK_ACTIONS
from volunteers.viewsets.next_of_many import next_of_many
from volunteers.workflow import Permission

pytestmark = pytest.mark.django_db
URL = "volunteers_application:bulk"


@pytest.fixture
def clerk(client):
    client.user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(client.user)
    return client


def send(client, action, applications=(), query="", **data):
    ids = [one.pk for one in applications]
    return client.post(f"{reverse(URL)}?{query}", {"action": action, "id": ids, **data})


def states():
    return set(Application.objects.values_list("state", flat=True))


def test_preview_says_what_will_happen_and_changes_nothing(clerk):
    ready = ApplicationFactory(state="interviewed")
    early = ApplicationFactory(state="submitted")

    page = send(clerk, "accept", [ready, early])

    assert [row["code"] for row in page.context["will"]] == [ready.reference]
    [refused] = page.context["will_be_refused"]
    assert refused["code"] == early.reference
    assert refused["why"]
    assert states() == {"interviewed", "submitted"}
    assert "{" not in page.context["message"]["body"]


def test_decision_is_carried_out_with_its_reason_and_refusals_are_told(clerk):
    ready = ApplicationFactory.create_batch(2, state="interviewed")
    early = ApplicationFactory(state="submitted")

    page = send(
        clerk, "reject", [*ready, early], step="go", reason="no_places", note="Dolu"
    )

    assert len(page.context["done"]) == 2
    assert [row["code"] for row in page.context["refused"]] == [early.reference]
    assert set(Decision.objects.values_list("reason", flat=True)) == {"no_places"}
    assert states() == {"rejected", "submitted"}


def test_decision_asks_for_a_reason(clerk):
    ready = ApplicationFactory(state="interviewed")

    page = send(clerk, "accept", [ready], step="go")

    assert page.context["form"].errors
    assert states() == {"interviewed"}


@pytest.mark.parametrize(
    "name", [name for name, action in BULK_ACTIONS.items() if action.is_decision]
)
def test_a_decision_offers_the_reasons_that_fit_it(clerk, name):
    ready = ApplicationFactory(state="interviewed")
    fitting = [reason.value for reason in REASONS_FOR[name]]

    one = clerk.get(reverse(f"volunteers_application:{name}", args=[ready.pk]))
    many = send(clerk, name, [ready])
    foreign = next(one.value for one in DecisionReason if one not in fitting)
    refused = send(clerk, name, [ready], step="go", reason=foreign)

    for page in (one, many):
        offered = page.context["form"].fields["reason"].choices
        assert [value for value, _label in offered] == ["", *fitting]
    assert "reason" in refused.context["form"].errors
    assert states() == {"interviewed"}


def test_all_that_are_listed_are_those_of_the_filters(clerk):
    call = CallFactory()
    ApplicationFactory.create_batch(2, state="submitted", call=call)
    ApplicationFactory(state="submitted")

    send(
        clerk,
        "start_screening",
        query=f"call={call.pk}",
        scope="all",
        step="go",
    )

    screened = Application.objects.filter(state="screening")
    assert set(screened.values_list("call", flat=True)) == {call.pk}
    assert screened.count() == 2


def test_invited_are_many_at_once(clerk):
    call = CallFactory()
    SlotFactory(call=call)
    application = ApplicationFactory(state="screening", call=call)
    until = in_days(5).strftime("%d.%m.%Y")

    send(clerk, "invite_to_interview", [application], step="go", until=until)

    assert states() == {"invited"}


def test_reviewers_are_shown_before_they_are_assigned(clerk):
    applications = ApplicationFactory.create_batch(2, state="screening")
    other = make_staff(StaffRole.INTERVIEWER)
    data = {"reviewers": [clerk.user.pk, other.pk], "way": "balanced"}

    page = send(clerk, "assign_reviewers", applications, step="plan", **data)
    assert len(page.context["plan"]["rows"]) == 2
    assert not ReviewAssignment.objects.exists()
    result = send(clerk, "assign_reviewers", applications, step="go", **data)

    assert len(result.context["done"]) == 2
    assert ReviewAssignment.objects.count() == 4


def test_message_waits_until_somebody_has_read_it(clerk):
    applications = ApplicationFactory.create_batch(2)

    page = send(clerk, "write", applications, step="go", words_tr="Yerimiz değişti.")

    batch = Batch.objects.get()
    assert {message.state for message in Message.objects.all()} == {"held"}
    assert page.context["batch_url"] in (
        "",
        reverse("messaging_batch:inspect", args=[batch.pk]),
    )


def test_export_takes_the_ticked_ones(client):
    client.force_login(make_staff(StaffRole.MANAGER))
    ticked, _other = ApplicationFactory.create_batch(2)

    page = client.get(send(client, "export", [ticked]).headers["Location"])

    assert "1" in page.context["explanation"]
    assert "2" not in page.context["explanation"]


def test_what_she_may_not_see_is_not_there(clerk):
    protected = ApplicationFactory(
        state="interviewed", person=PersonFactory(is_protected=True)
    )

    answer = send(clerk, "accept", [protected], step="go", reason="fits")

    assert answer.status_code == 302
    assert states() == {"interviewed"}


@pytest.mark.parametrize(
    "name",
    [key for key, one in BULK_ACTIONS.items() if one.permission != Permission.TRAINING],
)
def test_only_who_may_can_do_it(client, name):
    client.force_login(make_staff(StaffRole.TRAINING))
    application = ApplicationFactory(state="accepted")

    answer = send(client, name, [application], step="go", reason="fits")

    assert answer.status_code in (302, 403)
    assert states() == {"accepted"}
    assert not Decision.objects.exists()


def test_too_many_at_once_are_refused_in_words(clerk, monkeypatch):
    monkeypatch.setattr("volunteers.viewsets.application_bulk.MOST", 1)
    applications = ApplicationFactory.create_batch(2, state="submitted")

    answer = send(clerk, "start_screening", applications, step="go")

    assert answer.status_code == 302
    assert states() == {"submitted"}
    assert bulk.MOST == 500


@pytest.mark.parametrize("action", ["", "unknown", "accept"])
def test_without_an_action_or_rows_the_list_comes_back(clerk, action):
    assert send(clerk, action).status_code == 302


@pytest.fixture
def manager(client):
    client.user = make_staff(StaffRole.MANAGER)
    client.force_login(client.user)
    return client


@pytest.fixture
def term():
    """A call with one area and a training, and three of its applications."""
    area, module = AreaFactory(), ModuleFactory()
    call = CallFactory(areas=[area], required_trainings=[module])
    call.of_area, call.training = area, module
    return call


def applications_in(call, state, count=3):
    return ApplicationFactory.create_batch(count, call=call, state=state)


def test_training_places_are_given_to_many_until_the_session_is_full(manager, term):
    accepted = applications_in(term, "accepted")
    session = SessionFactory(module=term.training, capacity=2)
    asked = send(manager, "enroll", accepted)
    assert list(asked.context["form"].chooses) == [session]

    page = send(manager, "enroll", accepted, step="go", session=session.pk)

    assert len(page.context["done"]) == 2
    [refused] = page.context["refused"]
    assert refused["code"] == accepted[2].reference
    assert session.enrollments.count() == 2
    assert Message.objects.filter(template="volunteers.enrolled").count() == 2


def test_signed_agreements_are_recorded_for_many(manager, term):
    install_first_text()
    text = AgreementText.objects.get()
    trained = applications_in(term, "trained")
    early = applications_in(term, "accepted", 1)
    today = timezone.localdate().isoformat()

    page = send(
        manager,
        "sign_agreement",
        [*trained, *early],
        step="go",
        version=text.version,
        signed_on=today,
    )

    assert len(page.context["done"]) == 3
    assert {one.text for one in VolunteerAgreement.objects.all()} == {text}
    assert states() == {"ready", "accepted"}


@pytest.fixture
def ready(term):
    """Three who may have a role of the area, and one who lacks her training."""
    four = applications_in(term, "ready", 4)
    for one in four:
        AgreementFactory(application=one)
    for one in four[:3]:
        CompletionFactory(application=one, module=term.training)
    return four


def test_many_are_assigned_from_the_page_of_the_role(manager, term, ready):
    role = RoleFactory(area=term.of_area, places=2)
    for one in ready:
        one.area_choices.update(area=term.of_area)
    shown = manager.get(reverse("volunteers_role:inspect", args=[role.pk]))
    fitting = [one for one, _fit in shown.context["fitting"]]
    assert set(fitting) == set(ready[:3])
    assert shown.content.decode().count('name="id"') == 3

    asked = send(manager, "assign_role", ready, role=role.pk)
    assert asked.context["form"]["role"].value() == str(role.pk)
    assert not Assignment.objects.exists()
    page = send(
        manager,
        "assign_role",
        ready,
        step="go",
        role=role.pk,
        starts_on=timezone.localdate().isoformat(),
    )

    assert len(page.context["done"]) == 2
    why = {row["code"]: row["why"] for row in page.context["refused"]}
    assert why == {
        ready[2].reference: RoleDenied.ROLE_FULL.label,
        ready[3].reference: RoleDenied.TRAINING_MISSING.label,
    }
    assert Message.objects.filter(template="volunteers.assigned").count() == 2


def test_without_a_role_or_a_session_it_says_where_one_is_made(manager, ready):
    AssignmentFactory(role=RoleFactory(places=1))

    for action, where in (
        ("assign_role", "volunteers_role:add"),
        ("enroll", "volunteers_session:add"),
    ):
        page = send(manager, action, ready).content.decode()
        assert reverse(where) in page


@pytest.mark.parametrize("action", ["enroll", "sign_agreement", "assign_role"])
def test_who_only_reviews_does_none_of_it(client, ready, action):
    client.force_login(make_staff(StaffRole.INTERVIEWER))

    assert send(client, action, ready, step="go").status_code in (302, 403)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("action", "state", "data", "following"),
    [
        ("start_screening", "submitted", {}, ["invite_to_interview"]),
        ("accept", "interviewed", {"reason": "fits"}, []),
        ("reject", "interviewed", {"reason": "times"}, []),
    ],
)
def test_what_was_done_names_the_next_step_and_leads_on(
    clerk, action, state, data, following
):
    call = CallFactory()
    chosen = ApplicationFactory.create_batch(2, state=state, call=call)

    page = send(clerk, action, chosen, query=f"state={state}", step="go", **data)

    assert page.context["step"].words == NEXT_STEPS[chosen_state(chosen)].words
    assert [one.name for one in page.context["next_bulk"]] == following
    if following:
        # The filter of the list that she came from finds them no more.
        on = clerk.post(
            page.context["next_url"],
            {"action": following[0], "id": page.context["next_ids"]},
        )
        assert len(on.context["will"]) == 2


def chosen_state(applications):
    [state] = {Application.objects.get(pk=one.pk).state for one in applications}
    return state


def test_who_stand_at_different_stages_have_no_one_next_step(clerk):
    trained, ready = (ApplicationFactory(state=name) for name in ("trained", "ready"))
    AgreementFactory(application=ready)

    assert next_of_many([trained.pk, ready.pk], clerk.user) == {}
    assert next_of_many([], clerk.user) == {}
    several = [trained.pk, ApplicationFactory(state="trained").pk]
    assert next_of_many(several, clerk.user)["step_by"] is None
