"""The one exception with which a domain verb says no."""

from django.db.models import TextChoices


class Refusal(Exception):
    """A rule said no. `reason` is a fact; its label holds the words, said at the edge.

    `details` carries what the words need (a date, a number), never personal data.
    """

    def __init__(self, reason: TextChoices, **details: object):
        super().__init__(reason.value)
        self.reason = reason
        self.details = details
