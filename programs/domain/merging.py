"""What of a person's registrations must be settled before her records are merged.

Where she waits, the history of both records counts afterwards.
"""

from collections.abc import Collection

from people.exceptions import Refusal
from people.models import Person
from programs.domain.places import lock_places
from programs.domain.standing import settle_when_merged
from programs.enums import MergeRefusal as Reason
from programs.enums import RegistrationState
from programs.models import Registration


def lock_departures(persons: Collection[int]) -> None:
    """Hold still what these persons have a place, an offer or a wait for."""
    live = Registration.objects.live().filter(person__in=persons).order_by("occurrence")
    for pk in list(live.values_list("occurrence", flat=True).distinct()):
        lock_places(pk)


def check_registrations(kept: Person, merged: Person) -> None:
    """One woman has one live registration for a date, one place in a season or stop."""
    live = Registration.objects.live().select_related("occurrence")
    ours = live.filter(person=kept).values("occurrence")
    twice = live.filter(person=merged, occurrence__in=ours).first()
    if twice is not None:
        raise Refusal(Reason.SAME_DEPARTURE, day=twice.occurrence.day, code=twice.code)
    placed = Registration.objects.filter(
        state__in=RegistrationState.season_using
    ).exclude(season_key="")
    used = placed.filter(person=kept).values("season_key")
    second = placed.filter(person=merged, season_key__in=used).first()
    if second is not None:
        raise Refusal(Reason.SAME_SEASON, code=second.code)
    settle_when_merged(kept.pk)
