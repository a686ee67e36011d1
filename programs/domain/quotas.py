"""Places kept for neighborhoods: whose they are, and how many nobody holds yet."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum

from language.turkish import fold_tr
from people.domain.persons import PersonDetails
from people.models import Person
from programs.enums import SelectionMode
from programs.models import Occurrence, PlaceQuota, Registration

#: What stands behind a neighborhood's name, or does not: "Onur", "Onur Mah.".
_KIND = {"mah", "mh", "mahalle", "mahallesi"}


def neighborhood_key(name: str) -> str:
    """The same for every way to write one neighborhood."""
    words = fold_tr(name.replace(".", " ")).split()
    while len(words) > 1 and words[-1] in _KIND:
        words.pop()
    return " ".join(words)


def quota_of(
    quotas: Iterable[PlaceQuota], person: Person | PersonDetails
) -> PlaceQuota | None:
    """The places kept for where she lives; her neighborhood before her district."""
    hers = neighborhood_key(person.neighborhood)
    found = None
    for quota in quotas:
        if quota.district != person.district:
            continue
        if not quota.neighborhood:
            found = found or quota
        elif neighborhood_key(quota.neighborhood) == hers:
            return quota
    return found


def quota_for_newcomer(
    occurrence: Occurrence, person: Person | PersonDetails
) -> PlaceQuota | None:
    """No query, except where places are kept."""
    if occurrence.selection != SelectionMode.QUOTA:
        return None
    return quota_of(PlaceQuota.objects.filter(occurrence=occurrence), person)


def kept_places(occurrence: Occurrence, *, now: datetime) -> dict[int, int]:
    """By quota, what is kept and not held yet; asked under the lock of the date.

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
    return {
        quota.pk: max(quota.seats - held.get(quota.pk, 0), 0)
        for quota in PlaceQuota.objects.filter(occurrence=occurrence)
    }
