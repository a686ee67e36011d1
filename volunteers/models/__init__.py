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
from volunteers.models.decision import Decision
from volunteers.models.information import InformationRequest
from volunteers.models.interview import Interview, InterviewSlot, InterviewSlotQuerySet
from volunteers.models.review import Review, ReviewAssignment, ReviewScore
from volunteers.models.review_plan import ReviewPlan, ScreeningRule
from volunteers.models.role import Assignment, Role, RoleQuerySet
from volunteers.models.saved_view import SavedView, SavedViewQuerySet
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
    "Decision",
    "Enrollment",
    "InformationRequest",
    "Interview",
    "InterviewSlot",
    "InterviewSlotQuerySet",
    "ReferenceSeries",
    "Review",
    "ReviewAssignment",
    "ReviewCriterion",
    "ReviewPlan",
    "ReviewScore",
    "Role",
    "RoleQuerySet",
    "SavedView",
    "SavedViewQuerySet",
    "ScreeningRule",
    "TrainingModule",
    "TrainingSession",
    "TrainingSessionQuerySet",
    "VolunteerAgreement",
    "VolunteerArea",
]
