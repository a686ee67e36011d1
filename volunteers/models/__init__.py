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
    CallQuestion,
    ReviewCriterion,
    TrainingModule,
    VolunteerArea,
)
from volunteers.models.interview import Interview, InterviewSlot, InterviewSlotQuerySet
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
