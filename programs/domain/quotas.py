"""Places kept for neighborhoods: whose they are, and how many nobody holds yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from language.turkish import fold_tr
from people.domain.persons import PersonDetails
from people.models import Person
from programs.enums import SelectionMode
from programs.models import Occurrence, PlaceQuota, Registration, SeatHold


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where somebody lives of whom nothing else is known yet."""

    district: str = ""
    neighborhood: str = ""


def quota_of(
    quotas: Iterable[PlaceQuota], person: Person | PersonDetails | Home
) -> PlaceQuota | None:
    """The places kept for where she lives; her neighborhood before her district."""
    hers = fold_tr(person.neighborhood)
    found = None
    for quota in quotas:
        if quota.district != person.district:
            continue
        if not quota.neighborhood:
            found = found or quota
        elif fold_tr(quota.neighborhood) == hers:
            return quota
    return found


def quota_for_newcomer(
    occurrence: Occurrence, person: Person | PersonDetails | Home
) -> PlaceQuota | None:
    """No query, except where places are kept."""
    if occurrence.selection != SelectionMode.QUOTA:
        return None
    return quota_of(PlaceQuota.objects.filter(occurrence=occurrence), person)


def kept_places(
    occurrence: Occurrence, *, now: datetime, holds: Iterable[SeatHold]
) -> dict[int, int]:
    """By quota, what is kept and not held yet; asked under the lock of the date.

    `holds`: seats in forms, some of them of the kept places.

    Nothing is kept once registration has closed: then the places are everybody's.
    """
    if (
        occurrence.selection != SelectionMode.QUOTA
        or occurrence.registration_closes_at <= now
    ):
        return {}
    held = dict(
        Registration.objects.filter(occurrence=occurrence, quota__isnull=False)
        .holding()
        .order_by()
        .values_list("quota")
        .annotate(Sum("seats"))
    )
    for hold in holds:
        if hold.quota_id is not None:
            held[hold.quota_id] = held.get(hold.quota_id, 0) + hold.seats
    return {
        quota.pk: max(quota.seats - held.get(quota.pk, 0), 0)
        for quota in PlaceQuota.objects.filter(occurrence=occurrence)
    }
