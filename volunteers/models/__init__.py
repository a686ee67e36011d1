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
from volunteers.models.decision import Decision
from volunteers.models.draft import (
    ApplicationDraft,
    ApplicationDraftQuerySet,
    ApplicationFile,
)
from volunteers.models.hours import HourEntry, HourEntryQuerySet
from volunteers.models.information import InformationRequest
from volunteers.models.interview import Interview, InterviewSlot, InterviewSlotQuerySet
from volunteers.models.interview_sheet import InterviewScore, InterviewSheet
from volunteers.models.papers import AgreementText, VolunteerCard
from volunteers.models.process import ProcessEdition, StageText, stages_of
from volunteers.models.question import CallQuestion
from volunteers.models.review import Review, ReviewAssignment, ReviewScore
from volunteers.models.review_plan import ReviewPlan, ScreeningRule
from volunteers.models.role import Assignment, Role, RoleQuerySet
from volunteers.models.saved_view import SavedView, SavedViewQuerySet
from volunteers.models.session import (
    Enrollment,
    SessionWait,
    SessionWaitQuerySet,
    TrainingSession,
    TrainingSessionQuerySet,
)
from volunteers.models.shift import Shift, ShiftPlace, ShiftQuerySet
from volunteers.models.team import CallMember
from volunteers.models.terms import CallArea, DocumentKind, ShownDocument
from volunteers.models.training import TrainingModule, TrainingPart
from volunteers.models.wish import DutyWish

__all__ = [
    "Absence",
    "AgreementText",
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
    "Decision",
    "DocumentKind",
    "DutyWish",
    "Enrollment",
    "HourEntry",
    "HourEntryQuerySet",
    "InformationRequest",
    "Interview",
    "InterviewScore",
    "InterviewSheet",
    "InterviewSlot",
    "InterviewSlotQuerySet",
    "ProcessEdition",
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
    "SessionWait",
    "SessionWaitQuerySet",
    "Shift",
    "ShiftPlace",
    "ShiftQuerySet",
    "ShownDocument",
    "StageText",
    "TrainingModule",
    "TrainingPart",
    "TrainingSession",
    "TrainingSessionQuerySet",
    "VolunteerAgreement",
    "VolunteerArea",
    "VolunteerCard",
    "stages_of",
]
