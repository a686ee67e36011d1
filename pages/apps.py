from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from people.roles import StaffRole, grant, grant_if_present

        for role in (StaffRole.COMMUNICATIONS, StaffRole.MANAGER):
            grant(role, "pages.change_sitesettings")
            grant_if_present(role, "wagtail_localize.submit_translation")
