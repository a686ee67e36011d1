"""Places kept for a neighborhood: however it is written, whenever they are kept."""

import pytest
from django.urls import reverse

from people.roles import StaffRole
from programs.domain.quotas import neighborhood_key
from programs.domain.waiting_list import apply_quotas
from programs.enums import RegistrationState as State
from programs.enums import SelectionMode
from programs.models import PlaceQuota, Registration
from tests.factories.programs import OccurrenceFactory, details, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def living(occurrence, neighborhood):
    number = occurrence.registrations.count()
    person = details(number, district="buca", neighborhood=neighborhood)
    return register(occurrence, person=person).registration


def now(registration):
    return Registration.objects.get(pk=registration.pk)


@pytest.mark.parametrize(
    "written", ["Onur", "onur", "ONUR", "Onur Mah.", "Onur Mahallesi", "Onur mh"]
)
def test_one_neighborhood_however_it_is_written(written):
    assert neighborhood_key(written) == neighborhood_key("Onur")


def test_other_neighborhoods_stay_others():
    assert neighborhood_key("Onurlu Mah.") != neighborhood_key("Onur Mah.")
    assert neighborhood_key("Işıklar") == neighborhood_key("IŞIKLAR MAH.")
    # A neighborhood may bear the word itself.
    assert neighborhood_key("Mahalle") == "mahalle"


def test_kept_places_wait_for_the_neighborhood_as_she_writes_it():
    occurrence = OccurrenceFactory(capacity=1, selection=SelectionMode.QUOTA)
    PlaceQuota.objects.create(
        occurrence=occurrence, district="buca", neighborhood="Onur Mahallesi", seats=1
    )

    other = living(occurrence, "Adatepe")
    hers = living(occurrence, "onur mah.")

    assert (now(other).state, now(hers).state) == (State.WAITING, State.CONFIRMED)


def test_places_kept_later_reach_those_who_wait_already():
    occurrence = OccurrenceFactory(
        capacity=2, waiting_capacity=9, selection=SelectionMode.QUOTA
    )
    first = PlaceQuota.objects.create(
        occurrence=occurrence, district="konak", neighborhood="", seats=2
    )
    before, hers = living(occurrence, "Adatepe"), living(occurrence, "Onur Mah.")
    assert {now(one).state for one in (before, hers)} == {State.WAITING}

    PlaceQuota.objects.filter(pk=first.pk).update(seats=1)
    kept = PlaceQuota.objects.create(
        occurrence=occurrence, district="buca", neighborhood="Onur", seats=1
    )

    assert apply_quotas(occurrence) == 1
    assert now(hers).state == State.OFFERED
    assert now(hers).quota == kept
    assert now(before).state == State.WAITING


def test_nobody_loses_a_place_to_places_kept_later():
    occurrence = OccurrenceFactory(capacity=1, selection=SelectionMode.QUOTA)
    seated, hers = living(occurrence, "Adatepe"), living(occurrence, "Onur")
    PlaceQuota.objects.create(
        occurrence=occurrence, district="buca", neighborhood="Onur", seats=1
    )

    assert apply_quotas(occurrence) == 0
    assert (now(seated).state, now(hers).state) == (State.CONFIRMED, State.WAITING)


# --- on the form ------------------------------------------------------------------


@pytest.fixture
def clerk(client):
    client.force_login(make_staff(StaffRole.TRIPS))
    return client


def posted(clerk, occurrence, **changes):
    """The form as it is shown, sent back with `changes`."""
    url = reverse("programs_occurrence:edit", args=[occurrence.pk])
    form = clerk.get(url).context["form"]
    data = {}
    for one in [form, *form.formsets.values()]:
        parts = [one] if one is form else [one.management_form, *one.forms]
        for part in parts:
            for bound in part:
                value = bound.value()
                widget = bound.field.widget
                if hasattr(widget, "decompress"):
                    for place, piece in enumerate(widget.decompress(value)):
                        data[f"{bound.html_name}_{place}"] = piece or ""
                elif value is not None and value is not False:
                    data[bound.html_name] = widget.format_value(value) or ""
                    if isinstance(value, list):
                        data[bound.html_name] = value
    return clerk.post(url, {**data, **changes})


def test_taking_kept_places_away_offers_them_at_once(clerk):
    occurrence = OccurrenceFactory(capacity=1, selection=SelectionMode.QUOTA)
    PlaceQuota.objects.create(
        occurrence=occurrence, district="konak", neighborhood="", seats=1
    )
    waiting = living(occurrence, "Adatepe")

    answer = posted(clerk, occurrence, **{"quotas-0-DELETE": "on"})

    assert answer.status_code == 302, answer.context["form"].errors
    assert now(waiting).state == State.OFFERED


def test_more_cannot_be_kept_than_there_are_places(clerk):
    occurrence = OccurrenceFactory(capacity=3, selection=SelectionMode.QUOTA)
    PlaceQuota.objects.create(
        occurrence=occurrence, district="konak", neighborhood="", seats=2
    )

    answer = posted(clerk, occurrence, **{"quotas-0-seats": "4"})

    assert answer.status_code == 200
    assert PlaceQuota.objects.get().seats == 2
    assert "4" in str(answer.context["form"].non_field_errors())


@pytest.mark.parametrize("again", ["Onur Mah.", "onur mahallesi", "Onur"])
def test_a_neighborhood_is_listed_once_however_it_is_written(clerk, again):
    occurrence = OccurrenceFactory(capacity=3, selection=SelectionMode.QUOTA)
    PlaceQuota.objects.create(
        occurrence=occurrence, district="bayrakli", neighborhood="Onur", seats=1
    )
    second = {
        "quotas-TOTAL_FORMS": "2",
        "quotas-1-district": "bayrakli",
        "quotas-1-neighborhood": again,
        "quotas-1-seats": "1",
    }

    answer = posted(clerk, occurrence, **second)

    assert answer.status_code == 200
    assert PlaceQuota.objects.count() == 1
    kept = answer.context["form"].formsets["quotas"]
    told = f"{kept.forms[1].errors} {kept.non_form_errors()}"
    assert "Bu mahalle iki kez yazılmış." in told
    assert "neighborhood" not in str(kept.non_form_errors())

    second["quotas-1-district"] = "konak"
    elsewhere = posted(clerk, occurrence, **second)
    assert elsewhere.status_code == 302
    assert PlaceQuota.objects.count() == 2
