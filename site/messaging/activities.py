"""What `messaging` does with personal data."""

from django.utils.translation import gettext_lazy as _

from people.enums import DataCategory as Category
from people.inventory import ProcessingActivity, register_activity


def register_activities() -> None:
    register_activity(
        ProcessingActivity(
            key="messaging.messages",
            process=_("Messages"),
            purpose=_("To tell her what became of her application or registration"),
            data_subjects=_("Participants, volunteers and applicants"),
            data_categories=(Category.CONTACT, Category.CORRESPONDENCE),
            legal_basis=_("Law 6698 art. 5/2 (a) and (ç); Law 5393 art. 14 and 77"),
            recipients=_("Staff of the unit; the provider of mail or text messages"),
            transfer_abroad=_(
                "Only with a provider abroad, and then with a stated basis "
                "(KVKK_TRANSFER_BASIS); otherwise no"
            ),
            models=(
                "messaging.Message",
                "messaging.BrokenRoute",
                "messaging.DeliveryAttempt",
            ),
            retention_kinds=("messaging.message", "messaging.broken_route"),
        )
    )
