from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from people import checks  # noqa: F401  (registers the system checks)
        from people.activities import register_activities
        from people.domain.anonymize import erase_own_rows
        from people.domain.kinds import register_kinds
        from people.erasers import register_batch_eraser
        from people.models import (
            AccessRecord,
            ConsentRecord,
            LegalHold,
            NoticeReceipt,
            Person,
            PrivateLink,
        )
        from people.own_records import register_holdings
        from people.roles import StaffRole, grant

        register_kinds()
        register_activities()
        register_holdings()

        register_batch_eraser(
            "people",
            erase_own_rows,
            models=(
                AccessRecord,
                ConsentRecord,
                LegalHold,
                NoticeReceipt,
                Person,
                PrivateLink,
            ),
        )
        for role in (StaffRole.APPLICATIONS, StaffRole.TRIPS, StaffRole.MANAGER):
            grant(
                role, "people.view_person", "people.add_person", "people.change_person"
            )
        grant(StaffRole.TRAINING, "people.view_person")
        grant(StaffRole.PRIVACY, "people.view_person")
        for role in (StaffRole.PRIVACY, StaffRole.MANAGER):
            grant(
                role,
                "people.see_protected",
                "people.erase_person",
                "people.export_person",
                "people.view_accessrecord",
                "people.view_breach",
                "people.add_breach",
                "people.change_breach",
                "people.view_inventory",
                "people.add_legalhold",
                "people.change_legalhold",
                "people.view_retentionrule",
                "people.change_retentionrule",
                "people.view_destructionlog",
                "people.view_notice",
                "people.add_notice",
                "people.view_consentpurpose",
                "people.add_consentpurpose",
                "people.change_consentpurpose",
                "people.view_consenttext",
                "people.add_consenttext",
            )
        grant(
            StaffRole.MANAGER,
            "auth.view_user",
            "auth.add_user",
            "auth.change_user",
            "auth.view_group",
        )
