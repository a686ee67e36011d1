"""What `rights` does with personal data."""

from django.utils.translation import gettext_lazy as _

from people.enums import DataCategory as Category
from people.inventory import ProcessingActivity, register_activity


def register_activities() -> None:
    register_activity(
        ProcessingActivity(
            key="rights.requests",
            process=_("Requests of those whose data are held"),
            purpose=_("To answer requests within 30 days and to correct addresses"),
            data_subjects=_("Participants, volunteers and applicants"),
            data_categories=(Category.IDENTITY, Category.CONTACT, Category.LEGAL),
            legal_basis=_("Law 6698 art. 11, 13 and art. 5/2 (ç)"),
            models=("rights.DataRequest", "rights.AddressChange"),
            retention_kinds=("rights.request", "rights.address"),
        )
    )
