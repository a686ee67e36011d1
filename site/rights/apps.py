from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "rights"
    verbose_name = _("Data rights")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from people.erasers import Ending, register_batch_eraser, register_ending
        from people.roles import StaffRole, grant
        from people.sealed_columns import register_sealed_column
        from rights.activities import register_activities
        from rights.domain.requests import end_requests, running_requests
        from rights.domain.retention import register_kinds
        from rights.erasers import erase_requests
        from rights.holdings import register_holdings
        from rights.models import AddressChange, DataRequest
        from rights.notifications import register_templates

        register_activities()
        register_sealed_column("rights.AddressChange", "sealed_value")
        register_holdings()
        register_kinds()
        register_templates()
        register_ending("data requests", Ending(running_requests, end_requests))
        register_batch_eraser(
            "rights", erase_requests, models=(AddressChange, DataRequest)
        )
        for role in (StaffRole.PRIVACY, StaffRole.MANAGER):
            grant(
                role,
                "rights.view_datarequest",
                "rights.add_datarequest",
                "rights.change_datarequest",
                "rights.release_copy",
            )
