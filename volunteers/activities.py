"""What `volunteers` does with personal data."""

from django.utils.translation import gettext_lazy as _

from people.enums import DataCategory as Category
from people.inventory import ProcessingActivity, register_activity

_BASIS = _(
    "Law 6698 art. 5/2 (a) and (ç); Law 5393 art. 77 and the regulation of 2005; "
    "art. 5/2 (c) for the volunteer agreement"
)
_VOLUNTEERS = _("Applicants and volunteers")


def register_activities() -> None:
    register_activity(
        ProcessingActivity(
            key="volunteers.application",
            process=_("Volunteer application and selection"),
            purpose=_("To review applications, interview and decide"),
            data_subjects=_VOLUNTEERS,
            data_categories=(
                Category.IDENTITY,
                Category.CONTACT,
                Category.EXPERIENCE,
                Category.PREFERENCES,
                Category.ASSESSMENT,
            ),
            legal_basis=_BASIS,
            models=(
                "volunteers.Application",
                "volunteers.ApplicationArea",
                "volunteers.ApplicationDraft",
                "volunteers.ApplicationFile",
                "volunteers.Decision",
                "volunteers.InformationRequest",
                "volunteers.Interview",
                "volunteers.InterviewScore",
                "volunteers.InterviewSheet",
                "volunteers.Review",
                "volunteers.ReviewAssignment",
                "volunteers.ReviewScore",
            ),
            retention_kinds=(
                "volunteers.draft",
                "volunteers.opinions",
                "volunteers.refused",
                "volunteers.next_term",
                "volunteers.undecided",
            ),
        )
    )
    register_activity(
        ProcessingActivity(
            key="volunteers.service",
            process=_("Training, agreement and roles of volunteers"),
            purpose=_("To train volunteers, to give them roles and to certify them"),
            data_subjects=_VOLUNTEERS,
            data_categories=(
                Category.IDENTITY,
                Category.PARTICIPATION,
                Category.ASSESSMENT,
            ),
            legal_basis=_BASIS,
            models=(
                "volunteers.Completion",
                "volunteers.Enrollment",
                "volunteers.SessionWait",
                "volunteers.ShownDocument",
                "volunteers.VolunteerAgreement",
                "volunteers.Assignment",
                "volunteers.ShiftPlace",
                "volunteers.HourEntry",
                "volunteers.DutyWish",
                "volunteers.VolunteerCard",
                "volunteers.TrainingSession",
            ),
            retention_kinds=("volunteers.file",),
        )
    )
