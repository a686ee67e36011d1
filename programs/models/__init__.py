"""Programs, their activities and dates, who comes, and how places are given."""

from programs.models.attendance import AttendanceRecord
from programs.models.call import WaitingCall
from programs.models.draw import Draw, DrawEntry
from programs.models.feedback import Feedback
from programs.models.hold import SeatHold
from programs.models.meeting import MeetingRequest, MeetingTopic
from programs.models.occurrence import BoardingPoint, Occurrence
from programs.models.program import Activity, Program
from programs.models.quota import PlaceQuota
from programs.models.registration import PartyMember, PlaceSkip, Registration
from programs.models.result import CourseResult
from programs.models.rule import RegistrationRule
from programs.models.session import CourseSession, SessionMark
from programs.models.stop import Stop
from programs.models.tally import SeatTally
from programs.models.team import OccurrenceTeamMember, ProgramTeamMember
from programs.models.venue import CourseBranch, CourseField, Venue

__all__ = [
    "Activity",
    "AttendanceRecord",
    "BoardingPoint",
    "CourseBranch",
    "CourseField",
    "CourseResult",
    "CourseSession",
    "Draw",
    "DrawEntry",
    "Feedback",
    "MeetingRequest",
    "MeetingTopic",
    "Occurrence",
    "OccurrenceTeamMember",
    "PartyMember",
    "PlaceQuota",
    "PlaceSkip",
    "Program",
    "ProgramTeamMember",
    "Registration",
    "RegistrationRule",
    "SeatHold",
    "SeatTally",
    "SessionMark",
    "Stop",
    "Venue",
    "WaitingCall",
]
