"""The processing inventory is as true as the code."""

from io import StringIO
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models import EmailField, ForeignKey, Model
from openpyxl import load_workbook
from phonenumber_field.modelfields import PhoneNumberField

from people.enums import DataCategory
from people.inventory import HEADINGS, all_activities, covered_models, kept_for
from people.models import Person, RetentionRule
from people.retention import all_kinds
from people.roles import StaffRole
from people.sealed_columns import sealed_columns
from people.sealed_fields import SealedTextField

ROOT = Path(__file__).resolve().parents[2]
NAMES = {"given_name", "family_name", "trainer"}
#: Numbers and addresses of institutions, and keys without anything of a person.
OF_NOBODY = {
    "people.ErasureRecord",
    "pages.SiteSettings",
    "pages.EmergencyLine",
}


def our_apps() -> list[AppConfig]:
    places = (ROOT, ROOT / "site")
    return [app for app in apps.get_app_configs() if Path(app.path).parent in places]


def leads_to_a_person(model: type[Model], seen: frozenset[type[Model]]) -> bool:
    if model is Person:
        return True
    return any(
        leads_to_a_person(field.related_model, seen | {model})
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and field.related_model not in seen
    )


def holds_personal_data(model: type[Model]) -> bool:
    return leads_to_a_person(model, frozenset()) or any(
        isinstance(field, PhoneNumberField | EmailField | SealedTextField)
        or field.name in NAMES
        for field in model._meta.local_fields
    )


def test_every_model_with_personal_data_belongs_to_an_activity():
    holding = {
        model._meta.label
        for app in our_apps()
        for model in app.get_models()
        if holds_personal_data(model)
    }

    assert sorted(holding - covered_models() - OF_NOBODY) == []
    assert len(holding) >= 20


def test_every_sealed_column_is_known_to_the_change_of_keys():
    sealed = {
        f"{model._meta.label}.{field.name}"
        for app in our_apps()
        for model in app.get_models()
        for field in model._meta.local_concrete_fields
        if field.name.startswith("sealed_") or isinstance(field, SealedTextField)
    }
    known = {f"{model._meta.label}.{column}" for model, column in sealed_columns()}

    assert sealed == known


def test_activities_name_models_that_exist():
    assert {apps.get_model(label)._meta.label for label in covered_models()} == (
        covered_models()
    )


def test_every_activity_is_complete():
    for one in all_activities():
        assert one.process and one.purpose and one.data_subjects, one.key
        assert one.legal_basis and one.recipients and one.transfer_abroad, one.key
        assert one.data_categories and one.retention_kinds, one.key
        assert set(one.data_categories) <= set(DataCategory), one.key
        assert set(one.retention_kinds) <= {kind.key for kind in all_kinds()}, one.key


@pytest.mark.django_db
def test_inventory_says_the_time_limits_that_staff_have_set():
    RetentionRule.objects.update_or_create(
        kind="people.access", defaults={"length": 3, "unit": "years"}
    )

    assert kept_for()["people.access"].endswith(": 3 yıl")
    assert kept_for()["programs.emergency_contact"].endswith(": 7 gün")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"), [(StaffRole.PRIVACY, 200), (StaffRole.TRIPS, 302)]
)
def test_inventory_page_and_file(staff_client, role, status):
    browser = staff_client(role)

    assert browser.get("/yonetim/isleme-envanteri/").status_code == status
    assert browser.get("/yonetim/isleme-envanteri/indir/").status_code == status


@pytest.mark.django_db
def test_export_inventory_writes_every_activity(tmp_path):
    file = tmp_path / "envanter.xlsx"
    call_command("export_inventory", str(file), stdout=StringIO())

    rows = list(load_workbook(file).active.values)
    assert len(rows) == 1 + len(all_activities())
    assert len(rows[0]) == len(HEADINGS)
    assert rows[0][0] == "Süreç"
