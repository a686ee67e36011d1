"""Fields that are encrypted at rest, on the models that use them."""

import logging
import re

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection
from django.db.models import Q
from django.forms import modelform_factory
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from people import sealed_fields
from people.roles import StaffRole
from people.sealed_columns import sealed_columns, stored_values
from people.sealed_fields import SealedTextField, Unreadable
from programs.models import Registration
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.volunteers import ApplicationFactory
from volunteers.models import Application

WORDS = "(okunamıyor: anahtarı eksik)"
pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    made = register(OccurrenceFactory()).registration
    made.emergency_name = "Nurten Abla"
    made.emergency_phone = "+905321234567"
    made.end_note = "Not düşüldü"
    made.save()
    return made


def stored(row, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s",  # noqa: S608
            [row.pk],
        )
        return cursor.fetchone()[0]


def lose_the_key(settings) -> None:
    settings.FIELD_KEYS = ["another-key-than-the-one-that-sealed"]


def test_value_is_sealed_in_the_database_and_plain_in_python(registration):
    read = Registration.objects.get(pk=registration.pk)

    assert re.fullmatch(r"v1:[0-9a-f]{8}:[\w=-]+", stored(registration, "end_note"))
    assert re.match(r"v1:", stored(registration, "emergency_phone"))
    assert read.end_note == "Not düşüldü"
    assert read.emergency_name == "Nurten Abla"
    assert read.emergency_phone.as_national == "0532 123 45 67"


def test_empty_value_is_stored_empty(registration):
    assert stored(registration, "override_note") == ""
    assert Registration.objects.get(override_note="").pk == registration.pk
    assert list(Registration.objects.exclude(Q(end_note=""))) == [registration]


def test_update_and_bulk_update_seal(registration):
    Registration.objects.update(end_note="Yeni")
    registration.override_note = "Neden"
    Registration.objects.bulk_update([registration], ["override_note"])

    assert stored(registration, "end_note").startswith("v1:")
    assert stored(registration, "override_note").startswith("v1:")
    assert Registration.objects.values_list("end_note", "override_note").get() == (
        "Yeni",
        "Neden",
    )


@pytest.mark.parametrize(
    "lookup",
    ["end_note", "end_note__icontains", "end_note__in", "end_note__startswith"],
)
def test_lookup_of_a_sealed_text_is_refused_without_naming_it(registration, lookup):
    value = ["Gizli"] if lookup.endswith("in") and "icon" not in lookup else "Gizli"
    with pytest.raises(FieldError, match="is sealed") as refused:
        list(Registration.objects.filter(**{lookup: value}))

    assert "Gizli" not in str(refused.value)


def test_length_is_measured_in_plain_text():
    field = Registration._meta.get_field("emergency_name")

    assert field.clean("a" * 80, None) == "a" * 80
    with pytest.raises(ValidationError):
        field.clean("a" * 81, None)


def test_field_is_deconstructed_without_loss():
    field = Application._meta.get_field("skills")
    _name, path, args, kwargs = field.deconstruct()

    assert path == "people.sealed_fields.SealedTextField"
    assert SealedTextField(*args, **kwargs).max_length == 1000


def test_dump_holds_no_plain_text_and_loads_again(registration):
    dump = serializers.serialize("json", [registration])
    Registration.objects.filter(pk=registration.pk).update(end_note="")

    assert "Nurten" not in dump
    assert "1234567" not in dump
    for one in serializers.deserialize("json", dump):
        one.save()
    read = Registration.objects.get(pk=registration.pk)
    assert (read.end_note, read.emergency_phone.as_e164) == (
        "Not düşüldü",
        "+905321234567",
    )


def test_unreadable_value_says_so_and_is_logged_once(registration, settings, caplog):
    lose_the_key(settings)
    sealed_fields._told.clear()

    with caplog.at_level(logging.ERROR):
        first = Registration.objects.get(pk=registration.pk)
        Registration.objects.get(pk=registration.pk)

    assert first.end_note == WORDS
    assert first.emergency_phone.as_national == WORDS
    told = [
        one.getMessage() for one in caplog.records if "end_note" in one.getMessage()
    ]
    assert len(told) == 1
    assert "düşüldü" not in caplog.text


@pytest.mark.parametrize("damaged", ["v1:00000000:AAAA", "kesik", "v1:"])
def test_damaged_value_stays_as_it_is(registration, damaged):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programs_registration SET end_note = %s", [damaged])

    read = Registration.objects.get()
    read.seats = 2
    read.save()

    assert isinstance(read.end_note, Unreadable)
    assert stored(registration, "end_note") == damaged
    assert Registration.objects.get().seats == 2


def test_form_never_replaces_what_it_cannot_show(registration, settings):
    before = stored(registration, "end_note"), stored(registration, "emergency_phone")
    lose_the_key(settings)
    form_class = modelform_factory(Registration, fields=["end_note", "seats"])

    read = Registration.objects.get()
    for words in (WORDS, "Başka bir şey", ""):
        form = form_class({"end_note": words, "seats": 2}, instance=read)
        assert form.is_valid(), form.errors
        form.save()

    now = stored(registration, "end_note"), stored(registration, "emergency_phone")
    assert now == before


def test_words_handed_back_do_not_replace_the_value(registration, settings):
    before = stored(registration, "end_note")
    lose_the_key(settings)

    read = Registration.objects.get()
    read.end_note = WORDS
    read.save()

    assert stored(registration, "end_note") == before


ASKED = {"key": "neden", "kind": "text", "label": {"tr": "Neden?"}, "choices": []}


def test_answers_are_sealed_as_a_whole_and_read_as_they_were():
    made = ApplicationFactory(answers={"neden": "Çok istedim"}, questions_asked=[ASKED])

    assert re.match(r"v1:", stored(made, "answers"))
    read = Application.objects.get(pk=made.pk)
    assert read.answers == {"neden": "Çok istedim"}
    assert read.answered_questions() == [("Neden?", "Çok istedim")]
    assert stored(ApplicationFactory(), "answers") == ""


def test_answers_that_do_not_open_say_so_and_stay(settings):
    made = ApplicationFactory(answers={"neden": "Çok istedim"}, questions_asked=[ASKED])
    before = stored(made, "answers")
    lose_the_key(settings)

    read = Application.objects.get(pk=made.pk)
    read.save()

    assert read.answers == {}
    assert read.answered_questions() == [("Neden?", WORDS)]
    assert read.answer_to("neden") == ("Neden?", WORDS)
    assert stored(made, "answers") == before


def test_erasing_replaces_an_unreadable_value(registration, settings):
    lose_the_key(settings)

    Registration.objects.update(end_note="")

    assert stored(registration, "end_note") == ""


def test_deferred_value_is_read_when_asked(registration):
    read = Registration.objects.defer("end_note").get()

    assert read.end_note == "Not düşüldü"


def test_list_with_unreadable_values_is_shown(settings, staff_client):
    application = ApplicationFactory(skills="Dikiş")
    lose_the_key(settings)
    browser = staff_client(StaffRole.MANAGER)

    page = browser.get(f"/yonetim/basvurular/inspect/{application.pk}/")

    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert browser.get("/yonetim/basvurular/").status_code == 200


def test_stored_values_come_in_batches(registration):
    rows = stored_values(Registration, "end_note", after=0, batch=1)

    assert [pk for pk, _value in rows] == [registration.pk]
    assert stored_values(Registration, "end_note", after=registration.pk, batch=1) == []


def test_sealed_models_keep_no_revisions():
    kept = [
        model
        for model, _column in sealed_columns()
        if issubclass(model, ClusterableModel | RevisionMixin)
    ]

    assert kept == []


def test_free_text_about_people_is_sealed():
    """Every text column of these models is sealed, short or a vocabulary."""
    open_texts = {
        f"{model._meta.label}.{field.name}"
        for label in (
            "programs.Registration",
            "programs.MeetingRequest",
            "volunteers.Application",
            "volunteers.Interview",
            "volunteers.InterviewSheet",
            "volunteers.Review",
            "volunteers.Assignment",
        )
        for model in [apps.get_model(label)]
        for field in model._meta.local_concrete_fields
        if field.get_internal_type() in ("TextField", "CharField")
        and not isinstance(field, SealedTextField)
        and not field.choices
        and field.editable
    }

    assert open_texts == {
        "programs.MeetingRequest.neighborhood",
        "programs.Registration.season_key",
    }
