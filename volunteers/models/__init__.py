"""Calls, applications, interviews, trainings and roles of volunteers."""

from volunteers.models.application import (
    Application,
    ApplicationArea,
    ApplicationQuerySet,
    ReferenceSeries,
    VolunteerAgreement,
)
from volunteers.models.availability import Absence, AvailabilityWindow
from volunteers.models.calendar_feed import CalendarFeed
from volunteers.models.call import (
    Call,
    CallQuerySet,
    ReviewCriterion,
    VolunteerArea,
)
from volunteers.models.completion import Completion, CompletionQuerySet
from volunteers.models.draft import (
    ApplicationDraft,
    ApplicationDraftQuerySet,
    ApplicationFile,
)
from volunteers.models.interview import Interview, InterviewSlot, InterviewSlotQuerySet
from volunteers.models.interview_sheet import InterviewScore, InterviewSheet
from volunteers.models.process import ProcessEdition, StageText, stages_of
from volunteers.models.question import CallQuestion
from volunteers.models.review import Review, ReviewScore
from volunteers.models.role import Assignment, Role, RoleQuerySet
from volunteers.models.session import (
    Enrollment,
    SessionWait,
    SessionWaitQuerySet,
    TrainingSession,
    TrainingSessionQuerySet,
)
from volunteers.models.team import CallMember
from volunteers.models.terms import CallArea, DocumentKind, ShownDocument
from volunteers.models.training import TrainingModule, TrainingPart

__all__ = [
    "Absence",
    "Application",
    "ApplicationArea",
    "ApplicationDraft",
    "ApplicationDraftQuerySet",
    "ApplicationFile",
    "ApplicationQuerySet",
    "Assignment",
    "AvailabilityWindow",
    "CalendarFeed",
    "Call",
    "CallArea",
    "CallMember",
    "CallQuerySet",
    "CallQuestion",
    "Completion",
    "CompletionQuerySet",
    "DocumentKind",
    "Enrollment",
    "Interview",
    "InterviewScore",
    "InterviewSheet",
    "InterviewSlot",
    "InterviewSlotQuerySet",
    "ProcessEdition",
    "ReferenceSeries",
    "Review",
    "ReviewCriterion",
    "ReviewScore",
    "Role",
    "RoleQuerySet",
    "SessionWait",
    "SessionWaitQuerySet",
    "ShownDocument",
    "StageText",
    "TrainingModule",
    "TrainingPart",
    "TrainingSession",
    "TrainingSessionQuerySet",
    "VolunteerAgreement",
    "VolunteerArea",
    "stages_of",
]
