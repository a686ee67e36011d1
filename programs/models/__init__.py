"""Programs, their activities and dates, and who comes."""

from programs.models.occurrence import BoardingPoint, Occurrence
from programs.models.program import Activity, Program
from programs.models.registration import PartyMember, PlaceSkip, Registration
from programs.models.rule import RegistrationRule
from programs.models.tally import SeatTally

__all__ = [
    "Activity",
    "BoardingPoint",
    "Occurrence",
    "PartyMember",
    "PlaceSkip",
    "Program",
    "Registration",
    "RegistrationRule",
    "SeatTally",
]
