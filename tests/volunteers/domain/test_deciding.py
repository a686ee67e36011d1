"""Decisions with their reasons, many at once, names hidden, conflicts of interest."""

import pytest
from django.contrib.auth.models import Permission

from messaging.channels import register_channel
from messaging.enums import Route
from messaging.models import Batch, Message
from people.domain.merging import merge_persons
from people.domain.recusals import declare_recusal, lift_recusal
from people.exceptions import Refusal
from people.models import Person, Recusal
from tests.factories.people import PersonFactory
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    ReviewFactory,
    ReviewPlanFactory,
    in_days,
)
from volunteers.domain.applications import (
    accept_application,
    carry_over_application,
    keep_in_reserve,
    reject_application,
    undo_decision,
)
from volunteers.domain.blind import is_nameless
from volunteers.domain.bulk import carry_out
from volunteers.domain.letters import write_to
from volunteers.domain.reviews import declare_conflict
from volunteers.enums import REASONS_FOR, ApplicationState, DecisionReason
from volunteers.enums import ApplicationEvent as Event
from volunteers.exceptions import MoveDenied
from volunteers.models import Application, Decision, Review, ReviewAssignment
from volunteers.models.blind import nameless_for
from volunteers.workflow import DECISIONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone(django_user_model):
    def make(name, *codenames):
        user = django_user_model.objects.create_user(name)
        user.user_permissions.set(
            Permission.objects.filter(
                content_type__app_label__in=["volunteers", "people"],
                codename__in=codenames,
            )
        )
        return user

    return make


def test_a_decision_says_why_and_by_whom(someone):
    by = someone("karar", "decide_application")
    application = ApplicationFactory(state="interviewed")

    reject_application(application, by=by, reason="times", note=" Akşamları yok ")

    decision = application.decisions.get()
    assert (decision.event, decision.reason) == ("reject", "times")
    assert (decision.note, decision.decided_by) == ("Akşamları yok", by)


VERBS = {
    Event.ACCEPT: (accept_application, "interviewed"),
    Event.KEEP_IN_RESERVE: (keep_in_reserve, "interviewed"),
    Event.REJECT: (reject_application, "screening"),
    Event.CARRY_OVER: (carry_over_application, "screening"),
}


def test_every_reason_belongs_to_a_decision():
    assert set(REASONS_FOR) == set(DECISIONS)
    assert {one for fitting in REASONS_FOR.values() for one in fitting} == set(
        DecisionReason
    )


@pytest.mark.parametrize("event", DECISIONS)
def test_a_decision_takes_the_reasons_that_fit_it_and_no_other(event):
    verb, state = VERBS[event]
    for reason in [*DecisionReason, "made_up"]:
        application = ApplicationFactory(state=state)
        if reason in REASONS_FOR[event]:
            verb(application, by=None, reason=reason)
            continue
        with pytest.raises(Refusal) as refused:
            verb(application, by=None, reason=reason)
        assert refused.value.reason == MoveDenied.FOREIGN_REASON
        application.refresh_from_db()
        assert application.state == state


def test_undoing_marks_the_decision_and_says_why(someone):
    by = someone("yonetici", "decide_application", "undo_decision")
    application = ApplicationFactory(state="interviewed")
    accept_application(application, by=by)

    undo_decision(application, reason="Yanlış başvuru", by=by)

    decision = Decision.objects.get()
    assert decision.undone_at and decision.undone_by == by
    assert decision.undo_reason == "Yanlış başvuru"


def test_many_at_once_tell_which_were_refused_and_why(someone):
    by = someone("karar", "decide_application")
    ready = ApplicationFactory.create_batch(3, state="interviewed")
    early = ApplicationFactory(state="submitted")

    result = carry_out(
        [early, *ready], lambda one: accept_application(one, by=by, reason="fits")
    )

    assert result.done == ready
    [(refused, why)] = result.refused
    assert (refused, why.reason) == (early, MoveDenied.NOT_FROM_HERE)
    assert Application.objects.filter(state="accepted").count() == 3
    assert Decision.objects.count() == 3


def test_a_fault_in_the_middle_leaves_nothing_half_done(someone):
    ready = ApplicationFactory.create_batch(3, state="interviewed")

    def verb(application):
        if application == ready[2]:
            raise RuntimeError
        accept_application(application, by=None)

    with pytest.raises(RuntimeError):
        carry_out(ready, verb)

    assert not Application.objects.filter(state="accepted").exists()
    assert not Message.objects.exists()


def test_what_is_written_to_many_waits_to_be_read(someone, monkeypatch):
    monkeypatch.setattr("messaging.channels._registry", {})
    register_channel(Route.SMS, lambda message: "")
    by = someone("yazan")
    turkish, english, texted = (
        ApplicationFactory(**{f"person__{name}": value for name, value in more.items()})
        for more in (
            {},
            {"language": "en"},
            {"language": "en", "contact_channel": "sms", "phone": "+905321234567"},
        )
    )
    words = {"tr": "Buluşmanın yeri değişti.", "en": "We meet elsewhere."}

    batch = write_to(
        [turkish, english, texted], words=words, shorts={"en": "Moved."}, by=by
    )

    assert set(Message.objects.values_list("state", "batch")) == {("held", batch.pk)}
    bodies = [one.person.messages.get().body for one in (turkish, english, texted)]
    assert words["tr"] in bodies[0]
    assert words["en"] in bodies[1]
    assert bodies[2].startswith("Moved. ")
    assert Batch.objects.count() == 1


# --- conflicts of interest --------------------------------------------------------


def test_from_the_declaration_on_she_sees_nothing_of_her(someone):
    reviewer = someone("bir", "view_application", "review_application", "view_person")
    first = ApplicationFactory()
    second = ApplicationFactory(person=first.person)
    other = ApplicationFactory()
    ReviewFactory(application=second, reviewer=reviewer)
    ReviewAssignment.objects.create(
        application=first, reviewer=reviewer, assigned_at=in_days(0)
    )

    declare_conflict(first, reason="friend", by=reviewer)

    assert list(Application.objects.visible_to(reviewer)) == [other]
    assert first.person not in Person.objects.visible_to(reviewer)
    assert not Review.objects.exists()
    assert not ReviewAssignment.objects.exists()


def test_somebody_else_lifts_it(someone):
    reviewer, manager = someone("bir", "view_application"), someone("iki")
    application = ApplicationFactory()
    recusal = declare_conflict(application, reason="work", by=reviewer)

    with pytest.raises(Refusal):
        lift_recusal(recusal, by=reviewer)
    lift_recusal(recusal, by=manager)

    assert list(Application.objects.visible_to(reviewer)) == [application]


def test_merging_keeps_a_conflict_once(someone):
    reviewer = someone("bir")
    kept, merged = PersonFactory(), PersonFactory()
    for person in (kept, merged):
        declare_recusal(person, reason="family", by=reviewer)

    merge_persons(kept, merged, choices=[], by=reviewer)

    assert Recusal.objects.get().person == kept


# --- without names ----------------------------------------------------------------


@pytest.fixture
def blind():
    call = CallFactory()
    ReviewPlanFactory(call=call, is_blind=True)
    return ApplicationFactory(call=call, state="screening")


def test_reviewers_do_not_learn_names_until_the_interviews(blind, someone):
    reviewer = someone("bir", "review_application", "view_application")

    assert is_nameless(blind, reviewer)
    ReviewFactory(application=blind, reviewer=reviewer)
    assert is_nameless(blind, reviewer)
    blind.state = ApplicationState.INVITED
    blind.save()
    assert not is_nameless(blind, reviewer)


def test_who_decides_knows_names_unless_asked_to_review(blind, someone):
    chief = someone("sef", "review_application", "decide_application")

    assert not is_nameless(blind, chief)
    ReviewAssignment.objects.create(
        application=blind, reviewer=chief, assigned_at=in_days(0)
    )
    assert is_nameless(blind, chief)
    ReviewFactory(application=blind, reviewer=chief)
    assert not is_nameless(blind, chief)


def test_without_a_blind_call_nothing_is_hidden(someone):
    ApplicationFactory()

    assert nameless_for(someone("bir", "review_application")) is None
