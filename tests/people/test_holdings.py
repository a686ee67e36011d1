"""Everything held on her is told to her; no model that leads to her is left out."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, ManyToManyField, OneToOneField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from people.domain.consents import record_consents
from people.domain.defaults import install_defaults
from people.holdings import HeldRecord, all_holdings, held_on, tell
from people.models import ErasureRecord, Person
from people.roles import StaffRole
from programs.models import Registration
from rights.domain.links import issue_own_data_link
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.rights import DataRequestFactory
from tests.factories.volunteers import InterviewFactory, ReviewFactory
from tests.factories.whole_life import live_a_whole_life


def leads_to_a_person() -> set[type]:
    """Every model from which a way of foreign keys, one-to-ones or many-to-manys
    ends at `Person`."""
    reached: set[type] = {Person}
    grew = True
    while grew:
        grew = False
        for model in apps.get_models(include_auto_created=True):
            if model in reached:
                continue
            relations = [
                field
                for field in [*model._meta.fields, *model._meta.many_to_many]
                if isinstance(field, ForeignKey | OneToOneField | ManyToManyField)
            ]
            if any(field.related_model in reached for field in relations):
                reached.add(model)
                grew = True
    return reached


def test_every_model_that_leads_to_a_person_has_a_holding():
    told = {model for holding in all_holdings() for model in holding.models}

    left_out = {model._meta.label for model in leads_to_a_person() - told}
    assert left_out == set()


def test_the_guard_sees_a_model_that_is_left_out(monkeypatch):
    kept = {
        holding.name: holding
        for holding in all_holdings()
        if holding.name != "programs.registrations"
    }
    monkeypatch.setattr("people.holdings._registry", kept)

    with pytest.raises(AssertionError):
        test_every_model_that_leads_to_a_person_has_a_holding()


def test_record_of_an_erasure_names_nobody_and_needs_no_holding():
    assert ErasureRecord not in leads_to_a_person()


@pytest.fixture
def trace(db):
    return live_a_whole_life(Client())


def words_of(parts) -> str:
    return "\n".join(
        f"{record.title}\n"
        + "\n".join(f"{name}: {value}" for name, value in record.facts)
        for _holding, records in parts
        for record in records
    )


def test_whole_life_is_told_and_notes_only_in_the_full_copy(trace):
    person = Person.objects.get(pk=trace.person.pk)

    at_once, in_full = held_on(person), held_on(person, in_full=True)

    names = {holding.name for holding, _records in at_once}
    assert names >= {
        "people.person",
        "people.reach",
        "people.consents",
        "people.notices",
        "people.links",
        "people.accesses",
        "messaging.messages",
        "volunteers.applications",
        "volunteers.interviews",
        "volunteers.trainings",
        "volunteers.roles",
        "programs.registrations",
    }
    assert {holding.name for holding, _records in in_full} - names == {
        "volunteers.notes"
    }


def test_names_of_staff_are_told_nowhere(trace):
    person = Person.objects.get(pk=trace.person.pk)
    told = words_of(held_on(person, in_full=True))

    accesses = [
        record
        for holding, records in held_on(person)
        if holding.name == "people.accesses"
        for record in records
    ]
    assert accesses[0].data["accesses"][0]["count"] >= 1
    assert trace.manager.username not in told


@pytest.mark.django_db
def test_words_are_in_the_language_of_the_reader():
    person = PersonFactory()

    with translation.override("en"):
        english = words_of(held_on(person))
    turkish = words_of(held_on(person))

    assert "Date of birth: Nov. 21, 1990" in english or "21 November 1990" in english
    assert "Doğum tarihi: 21 Kasım 1990" in turkish


def test_told_facts_have_stable_keys_and_leave_out_what_is_empty():
    record = tell(
        "Başlık", [("a", "A", ""), ("b", "B", True), ("c", "C", [1, "x"])], c=0
    )

    assert record == HeldRecord(
        "Başlık", [("B", "Evet"), ("C", "1, x")], {"b": True, "c": 0}
    )


@pytest.mark.django_db
def test_same_number_of_queries_for_one_and_thirty_rows(staff_user):
    install_defaults()
    reviewer = staff_user(StaffRole.APPLICATIONS)
    person = PersonFactory()

    def add(count):
        for _row in range(count):
            MessageFactory(person=person)
            DataRequestFactory(person=person)
            issue_own_data_link(person)
            record_consents(
                person, given=["news_email"], language="tr", entered_through="web"
            )
            interview = InterviewFactory(application__person=person)
            ReviewFactory(application=interview.application, reviewer=reviewer)
            Registration.objects.filter(
                pk=register(OccurrenceFactory()).registration.pk
            ).update(person=person)

    add(1)
    held_on(person, in_full=True)
    with CaptureQueriesContext(connection) as one:
        held_on(person, in_full=True)
    add(29)

    with CaptureQueriesContext(connection) as thirty:
        parts = held_on(person, in_full=True)

    assert len(thirty) == len(one)
    counts = {holding.name: len(records) for holding, records in parts}
    assert counts["programs.registrations"] == 30
    assert counts["volunteers.applications"] == 30
    assert counts["volunteers.notes"] == 30
