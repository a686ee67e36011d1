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
                "programs.SessionMark",
                "programs.CourseResult",
            ),
            retention_kinds=(
                "programs.registration",
                "programs.emergency_contact",
                "programs.access_needs",
                "programs.certificate",
            ),
        )
    )
    register_activity(
        ProcessingActivity(
            key="programs.meeting",
            process=_("Requests for meetings in neighborhoods"),
            purpose=_("To find a date and a place for a meeting, and to answer"),
            data_subjects=_("Women who ask for a meeting"),
            data_categories=(
                Category.IDENTITY,
                Category.CONTACT,
                Category.LOCATION,
                Category.PREFERENCES,
            ),
            legal_basis=_("Law 6698 art. 5/2 (a) and (ç); Law 5393 art. 14"),
            recipients=_("Staff of the unit; of the address, those who have a place"),
            models=("programs.MeetingRequest",),
            retention_kinds=(
                "programs.meeting_request",
                "programs.meeting_unanswered",
                "programs.meeting_address",
            ),
        )
    )
    register_activity(
        ProcessingActivity(
            key="programs.feedback",
            process=_("Asking participants how it was"),
            purpose=_("To make trips better and safer"),
            data_subjects=_("Participants, without anything that leads to one of them"),
            data_categories=(Category.PARTICIPATION,),
            legal_basis=_("Law 6698 art. 5/2 (f); answering is voluntary"),
            recipients=_("Staff of the unit, from five answers on"),
            models=("programs.Feedback",),
            retention_kinds=("programs.feedback_words",),
        )
    )
