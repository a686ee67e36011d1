"""Managing accounts does not make anybody almighty."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from people.roles import StaffRole
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def filled(account, **changes):
    return {
        "username": account.username,
        "email": "x@example.org",
        "first_name": "Öznur",
        "last_name": "Şahin",
        "is_active": "on",
        **changes,
    }


def test_manager_gives_a_role(client):
    client.force_login(make_staff(StaffRole.MANAGER))
    account = make_staff(StaffRole.INTERVIEWER)
    trips = Group.objects.get(name=StaffRole.TRIPS.value)

    client.post(
        reverse("wagtailusers_users:edit", args=[account.pk]),
        filled(account, groups=[trips.pk]),
    )

    assert list(account.groups.all()) == [trips]


def test_manager_makes_no_superuser(client):
    client.force_login(make_staff(StaffRole.MANAGER))
    account = make_staff(StaffRole.INTERVIEWER)

    client.post(
        reverse("wagtailusers_users:edit", args=[account.pk]),
        filled(account, is_superuser="on"),
    )

    account.refresh_from_db()
    assert account.last_name == "Şahin"
    assert account.is_superuser is False


def test_manager_does_not_touch_a_superuser(client):
    client.force_login(make_staff(StaffRole.MANAGER))
    root = get_user_model().objects.create_superuser("root", password="x")

    client.post(
        reverse("wagtailusers_users:edit", args=[root.pk]),
        filled(root, password1="Başka-bir-parola-1", password2="Başka-bir-parola-1"),
    )

    root.refresh_from_db()
    assert root.check_password("x")


def test_others_see_no_accounts(client):
    client.force_login(make_staff(StaffRole.TRIPS))
    account = make_staff(StaffRole.INTERVIEWER, "zeynep-ilgin")

    answer = client.get(reverse("wagtailusers_users:index"), follow=True)

    assert account.username not in answer.content.decode()
