"""Wagtail's user management with our account screens; for INSTALLED_APPS."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    user_viewset = "people.viewsets.accounts.AccountViewSet"
