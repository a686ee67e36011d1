from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from people import checks  # noqa: F401  (registers the system checks)
        from people.activities import register_activities
        from people.counting import count_rows_in_words
        from people.domain.anonymize import erase_own_rows
        from people.domain.kinds import register_kinds
        from people.domain.protection import forget_reasons
        from people.erasers import register_batch_eraser
        from people.freezing import freeze_published_texts
        from people.models import (
            AccessRecord,
            ConsentRecord,
            DistinctPair,
            LegalHold,
            NoticeReceipt,
            Person,
            PersonMerge,
            PrivateLink,
            Protection,
            Recusal,
        )
        from people.own_records import register_holdings
        from people.permissions import register_policies
        from people.roles import SEE_PROTECTED, VIEW_OWN_ENTRIES, StaffRole, grant
        from people.sealed_columns import register_sealed_column

        post_migrate.connect(freeze_published_texts, sender=self)
        count_rows_in_words()
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
                Recusal,
            ),
        )
        register_policies()
        register_sealed_column("people.Protection", "sealed_reason")
        register_sealed_column("people.Protection", "sealed_lift_reason")
        register_batch_eraser(
            "protection",
            forget_reasons,
            models=(DistinctPair, PersonMerge, Protection),
        )
        for role in (StaffRole.APPLICATIONS, StaffRole.TRIPS, StaffRole.MANAGER):
            grant(
                role,
                "people.view_person",
                "people.add_person",
                "people.change_person",
                "people.merge_person",
            )
        grant(
            StaffRole.MUHTAR,
            VIEW_OWN_ENTRIES,
            "people.add_person",
            "people.change_person",
        )
        grant(StaffRole.TRAINING, "people.view_person")
        grant(StaffRole.PRIVACY, "people.view_person")
        for role in (StaffRole.PRIVACY, StaffRole.MANAGER):
            grant(
                role,
                SEE_PROTECTED,
                "people.lift_recusal",
                "people.protect_person",
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
