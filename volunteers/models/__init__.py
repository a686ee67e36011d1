"""Calls, applications, interviews, trainings and roles of volunteers."""

from volunteers.models.application import (
    Application,
    ApplicationArea,
    ApplicationQuerySet,
    ReferenceSeries,
    VolunteerAgreement,
)
from volunteers.models.call import (
    Call,
    CallQuerySet,
    ReviewCriterion,
    TrainingModule,
    VolunteerArea,
)
from volunteers.models.draft import (
    ApplicationDraft,
    ApplicationDraftQuerySet,
    ApplicationFile,
)
from volunteers.models.interview import Interview, InterviewSlot, InterviewSlotQuerySet
from volunteers.models.question import CallQuestion
from volunteers.models.review import Review, ReviewScore
from volunteers.models.role import Assignment, Role, RoleQuerySet
from volunteers.models.training import (
    Enrollment,
    TrainingSession,
    TrainingSessionQuerySet,
)

__all__ = [
    "Application",
    "ApplicationArea",
    "ApplicationDraft",
    "ApplicationDraftQuerySet",
    "ApplicationFile",
    "ApplicationQuerySet",
    "Assignment",
    "Call",
    "CallQuerySet",
    "CallQuestion",
    "Enrollment",
    "Interview",
    "InterviewSlot",
    "InterviewSlotQuerySet",
    "ReferenceSeries",
    "Review",
    "ReviewCriterion",
    "ReviewScore",
    "Role",
    "RoleQuerySet",
    "TrainingModule",
    "TrainingSession",
    "TrainingSessionQuerySet",
    "VolunteerAgreement",
    "VolunteerArea",
]
