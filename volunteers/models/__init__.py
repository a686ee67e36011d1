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
    VolunteerArea,
)
from volunteers.models.completion import Completion, CompletionQuerySet
from volunteers.models.interview import Interview, InterviewSlot, InterviewSlotQuerySet
from volunteers.models.review import Review, ReviewScore
from volunteers.models.role import Assignment, Role, RoleQuerySet
from volunteers.models.session import (
    Enrollment,
    SessionWait,
    SessionWaitQuerySet,
    TrainingSession,
    TrainingSessionQuerySet,
)
from volunteers.models.training import TrainingModule, TrainingPart

__all__ = [
    "Application",
    "ApplicationArea",
    "ApplicationQuerySet",
    "Assignment",
    "Call",
    "CallQuerySet",
    "CallQuestion",
    "Completion",
    "CompletionQuerySet",
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
    "SessionWait",
    "SessionWaitQuerySet",
    "TrainingModule",
    "TrainingPart",
    "TrainingSession",
    "TrainingSessionQuerySet",
    "VolunteerAgreement",
    "VolunteerArea",
]
