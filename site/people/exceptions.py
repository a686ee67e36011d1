"""The one exception with which a domain verb says no."""

from enum import StrEnum


class Refusal(Exception):
    """A rule said no. `reason` is a fact from an enum, its words live at the edge.

    `details` carries what the words need (a date, a number), never personal data.
    """

    def __init__(self, reason: StrEnum, **details: object):
        super().__init__(reason.value)
        self.reason = reason
        self.details = details
