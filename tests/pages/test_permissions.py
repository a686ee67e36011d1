"""Who writes the site's words."""

import pytest
from django.urls import reverse
from wagtail.models import Site

from people.roles import StaffRole

pytestmark = pytest.mark.django_db

WRITERS = {StaffRole.COMMUNICATIONS, StaffRole.MANAGER}


@pytest.fixture
def settings_url(home):
    site = Site.objects.get(is_default_site=True)
    return reverse("wagtailsettings:edit", args=["pages", "sitesettings", site.pk])


@pytest.mark.parametrize("role", sorted(WRITERS))
def test_writers_change_the_site_information(staff_client, settings_url, role):
    assert staff_client(role).get(settings_url).status_code == 200


@pytest.mark.parametrize("role", sorted(set(StaffRole) - WRITERS))
def test_others_do_not(staff_client, settings_url, role):
    assert staff_client(role).get(settings_url).status_code == 302


@pytest.mark.parametrize(
    ("role", "allowed"), [(role, role in WRITERS) for role in StaffRole]
)
def test_only_writers_edit_pages(demo_site, staff_user, role, allowed):
    user = staff_user(role)
    home = Site.objects.get(is_default_site=True).root_page

    permissions = home.permissions_for_user(user)

    assert permissions.can_edit() == allowed
    assert permissions.can_publish() == allowed
    assert permissions.can_add_subpage() == allowed
