"""What a waiting woman may reckon with, from what happened on dates like hers."""

from dataclasses import dataclass

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from programs.enums import EndReason, Likelihood, OccurrenceState, RegistrationState
from programs.models import Occurrence, Registration

#: How far it looks back.
PAST_DATES = 8
#: From fewer dates than these nothing is concluded.
LEAST_DATES = 3


@dataclass(frozen=True, slots=True)
class Chance:
    #: Past dates of the same activity.
    dates: int
    #: On how many of them enough places came free to reach her.
    enough: int
    #: Places that came free on one of them, on average.
    freed: int

    @property
    def likelihood(self) -> Likelihood:
        if self.dates < LEAST_DATES:
            return Likelihood.UNKNOWN
        share = self.enough / self.dates
        if share >= 3 / 4:
            return Likelihood.HIGH
        if share >= 1 / 2:
            return Likelihood.FAIR
        return Likelihood.LOW if share > 0 else Likelihood.NONE_SO_FAR


def chance_of(registration: Registration) -> Chance:
    """How often enough places came free for everybody before her and for her party.

    Counted are confirmed places that were given up or taken back while the date stood;
    two queries, however long the list is.
    """
    ahead = (
        Registration.objects.filter(occurrence=registration.occurrence_id)
        .waiting()
        .ahead_of(registration)
        .aggregate(seats=Sum("seats", default=0))["seats"]
    )
    needed = ahead + registration.seats
    given_up = Q(
        registrations__seated_at__isnull=False,
        registrations__state__in=(
            RegistrationState.CANCELLED,
            RegistrationState.REMOVED,
        ),
    ) & ~Q(registrations__end_reason=EndReason.OCCURRENCE_CANCELLED)
    freed = list(
        Occurrence.objects.filter(
            activity=registration.occurrence.activity_id,
            state=OccurrenceState.PUBLISHED,
            starts_at__lt=timezone.now(),
        )
        .order_by(F("starts_at").desc(), "pk")
        .annotate(freed=Coalesce(Sum("registrations__seats", filter=given_up), 0))
        .values_list("freed", flat=True)[:PAST_DATES]
    )
    return Chance(
        dates=len(freed),
        enough=sum(seats >= needed for seats in freed),
        freed=sum(freed) // len(freed) if freed else 0,
    )
