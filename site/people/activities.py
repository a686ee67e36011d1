"""The activities of `people` itself."""

from django.utils.translation import gettext_lazy as _

from people.enums import DataCategory as Category
from people.inventory import ProcessingActivity, register_activity

_PARTICIPANTS = _("Participants, volunteers and applicants")


def register_activities() -> None:
    register_activity(
        ProcessingActivity(
            key="people.contact",
            process=_("Keeping the record of a person"),
            purpose=_("To know who applied or registered, and to reach her safely"),
            data_subjects=_PARTICIPANTS,
            data_categories=(Category.IDENTITY, Category.CONTACT, Category.LOCATION),
            legal_basis=_("Law 6698 art. 5/2 (a) and (ç); Law 5393 art. 14 and 77"),
            models=(
                "people.Person",
                "people.PrivateLink",
                "people.DistinctPair",
                "people.PersonMerge",
                "people.Protection",
                "people.Recusal",
            ),
            retention_kinds=("people.person", "people.link", "people.unfinished_form"),
        )
    )
    register_activity(
        ProcessingActivity(
            key="people.consents",
            process=_("Notices and consents"),
            purpose=_("To prove what she was told and what she agreed to"),
            data_subjects=_PARTICIPANTS,
            data_categories=(Category.LEGAL,),
            legal_basis=_("Law 6698 art. 10 and art. 5/2 (ç); explicit consent"),
            models=(
                "people.NoticeReceipt",
                "people.ConsentRecord",
                "people.LegalHold",
            ),
            retention_kinds=("people.consent",),
        )
    )
    register_activity(
        ProcessingActivity(
            key="people.accountability",
            process=_("Log of accesses, breaches and destruction"),
            purpose=_("To prove who saw and changed what; to answer for breaches"),
            data_subjects=_("Staff; participants by record number only"),
            data_categories=(Category.SECURITY,),
            legal_basis=_("Law 6698 art. 12 and art. 5/2 (ç), (f)"),
            models=(
                "people.AccessRecord",
                "people.Breach",
                "people.BreachStep",
            ),
            retention_kinds=("people.access", "people.destruction_log"),
        )
    )
