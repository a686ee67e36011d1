"""Programs, their activities and dates, and who comes."""

from programs.models.attendance import AttendanceRecord
from programs.models.occurrence import BoardingPoint, Occurrence
from programs.models.program import Activity, Program
from programs.models.registration import PartyMember, PlaceSkip, Registration

__all__ = [
    "Activity",
    "AttendanceRecord",
    "BoardingPoint",
    "Occurrence",
    "PartyMember",
    "PlaceSkip",
    "Program",
    "Registration",
]
