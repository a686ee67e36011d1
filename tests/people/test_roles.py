"""The groups of staff, in a database that may have been emptied."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from people import roles
from people.domain.defaults import install_defaults
from people.domain.roles import sync_roles
from people.roles import StaffRole, grant, granted

pytestmark = pytest.mark.django_db

#: Made by a migration of wagtail-localize.
FOREIGN = "wagtail_localize.submit_translation"


@pytest.fixture
def _fresh_content_types():
    """What is remembered of them does not outlive the test's transaction."""
    yield
    ContentType.objects.clear_cache()


@pytest.fixture
def more_grants(monkeypatch):
    """Grants that are forgotten after the test."""
    monkeypatch.setattr(roles, "_grants", roles._Grants())


def permissions_of(role: StaffRole) -> set[str]:
    group = Group.objects.get(name=role.value)
    return {
        f"{app_label}.{codename}"
        for app_label, codename in group.permissions.values_list(
            "content_type__app_label", "codename"
        )
    }


def test_each_role_gets_what_it_is_granted_and_keeps_what_staff_added():
    sync_roles()
    trips = Group.objects.get(name=StaffRole.TRIPS.value)
    trips.permissions.add(Permission.objects.get(codename="view_user"))

    sync_roles()

    assert Group.objects.filter(name__in=list(StaffRole)).count() == len(StaffRole)
    assert {role: permissions_of(role) for role in StaffRole} == {
        **granted(),
        StaffRole.TRIPS: granted()[StaffRole.TRIPS] | {"auth.view_user"},
    }
    assert "auth.view_user" not in granted()[StaffRole.TRIPS]


@pytest.mark.usefixtures("_fresh_content_types")
@pytest.mark.parametrize("inhibit_post_migrate", [False, True])
def test_an_emptied_database_gets_all_that_models_declare(caplog, inhibit_post_migrate):
    call_command(
        "flush",
        interactive=False,
        verbosity=0,
        inhibit_post_migrate=inhibit_post_migrate,
    )

    added = install_defaults()

    assert added["groups"] == len(StaffRole)
    assert {role: permissions_of(role) for role in StaffRole} == {
        role: names - {FOREIGN} for role, names in granted().items()
    }
    assert caplog.messages == [f"Left out of the roles: {FOREIGN}"]


def test_what_nothing_declares_is_named(more_grants):
    grant(StaffRole.TRIPS, "people.viev_person", "peple.view_person")

    with pytest.raises(ImproperlyConfigured) as raised:
        sync_roles()

    assert str(raised.value) == (
        "Roles are granted what no model declares: "
        "people.viev_person, peple.view_person"
    )
    assert not Group.objects.filter(name=StaffRole.TRIPS.value).exists()
