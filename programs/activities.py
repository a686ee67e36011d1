"""What `programs` does with personal data."""

from django.utils.translation import gettext_lazy as _

from people.enums import DataCategory as Category
from people.inventory import ProcessingActivity, register_activity


def register_activities() -> None:
    register_activity(
        ProcessingActivity(
            key="programs.registration",
            process=_("Registration for programs and trips"),
            purpose=_("To give places fairly, keep the waiting list, and board safely"),
            data_subjects=_(
                "Participants, the children and companions they bring, whom to call "
                "in an emergency"
            ),
            data_categories=(
                Category.IDENTITY,
                Category.CONTACT,
                Category.FAMILY,
                Category.PARTICIPATION,
                Category.HEALTH,
            ),
            legal_basis=_(
                "Law 6698 art. 5/2 (a) and (ç); Law 5393 art. 14; for what she needs "
                "to take part, her explicit consent (art. 6/3)"
            ),
            recipients=_("Staff of the unit; the coordinator of the departure"),
            models=(
                "programs.Registration",
                "programs.PartyMember",
                "programs.PlaceSkip",
                "programs.AttendanceRecord",
                "programs.DrawEntry",
                "programs.WaitingCall",
            ),
            retention_kinds=(
                "programs.registration",
                "programs.emergency_contact",
                "programs.access_needs",
            ),
        )
    )
