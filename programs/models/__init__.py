"""Programs, their activities and dates, who comes, and how places are given."""

from programs.models.attendance import AttendanceRecord
from programs.models.call import WaitingCall
from programs.models.draw import Draw, DrawEntry
from programs.models.hold import SeatHold
from programs.models.occurrence import BoardingPoint, Occurrence
from programs.models.program import Activity, Program
from programs.models.quota import PlaceQuota
from programs.models.registration import PartyMember, PlaceSkip, Registration
from programs.models.rule import RegistrationRule
from programs.models.tally import SeatTally

__all__ = [
    "Activity",
    "AttendanceRecord",
    "BoardingPoint",
    "Draw",
    "DrawEntry",
    "Occurrence",
    "PartyMember",
    "PlaceQuota",
    "PlaceSkip",
    "Program",
    "Registration",
    "RegistrationRule",
    "SeatHold",
    "SeatTally",
    "WaitingCall",
]
