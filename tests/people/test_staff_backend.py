"""Staff are known with fewer questions, and may do what Django and Wagtail say."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from people.roles import StaffRole
from people.staff_backend import StaffBackend
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def known(user):
    return StaffBackend().get_user(user.pk)


@pytest.mark.parametrize("role", StaffRole, ids=lambda role: role.name)
def test_permissions_are_those_that_django_finds(role):
    user = make_staff(role)
    user.user_permissions.add(Permission.objects.get(codename="add_site"))
    asked = known(user).get_all_permissions()

    assert asked == ModelBackend().get_all_permissions(
        get_user_model().objects.get(pk=user.pk)
    )
    assert "wagtailcore.add_site" in asked


def test_permissions_and_the_user_are_two_queries(django_assert_num_queries):
    user = make_staff(StaffRole.APPLICATIONS)

    with django_assert_num_queries(2):
        found = known(user)
        found.has_perm("volunteers.view_application")
        found.has_perm("people.view_person")


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_superuser": True}])
def test_who_left_may_nothing_and_a_superuser_everything(change):
    user = make_staff(StaffRole.APPLICATIONS)
    get_user_model().objects.filter(pk=user.pk).update(**change)
    user.refresh_from_db()

    assert (known(user) is None) == (not user.is_active)
    assert user.has_perm("wagtailcore.delete_site") == user.is_active


def test_a_group_with_pages_is_seen_and_one_without_is_not_asked():
    user = get_user_model().objects.create_user("gulsah", password="x")
    group = Group.objects.create(name="Deneme")
    user.groups.add(group)
    policy = PagePermissionPolicy()

    with CaptureQueriesContext(connection) as none:
        assert not policy.user_has_permission(known(user), "change")
    GroupPagePermission.objects.create(
        group=group,
        page=Page.objects.get(depth=1),
        permission=Permission.objects.get(
            codename="change_page", content_type__app_label="wagtailcore"
        ),
    )
    with CaptureQueriesContext(connection) as some:
        assert policy.user_has_permission(known(user), "change")
    assert len(none) < len(some)
