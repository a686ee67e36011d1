"""Places of those who missed the first session, given on by staff, never by itself."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.log_actions import log

from people.exceptions import Refusal
from programs.domain.places import lock_places
from programs.domain.registrations import remove_registration
from programs.enums import AttendanceMark
from programs.enums import RegistrationState as State
from programs.enums import SessionRefusal as Reason
from programs.models import Occurrence, Registration
from programs.models.registration import RegistrationQuerySet


def missed_the_first(occurrence: Occurrence, *, seen_by: Any) -> RegistrationQuerySet:
    """Who was absent without an excuse when the first sheet was closed.

    Nobody where the activity does not want it, or once the second session has begun.
    """
    rows: RegistrationQuerySet = occurrence.registrations.filter(state=State.CONFIRMED)
    first = occurrence.sessions.live().first()
    if _refusal(occurrence) or first is None or not first.is_closed:
        return rows.none()
    if seen_by is not None:
        rows = rows.visible_to(seen_by)
    return (
        rows.filter(
            session_marks__session=first, session_marks__mark=AttendanceMark.MISSED
        )
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )


@transaction.atomic
def give_places_on(
    occurrence: Occurrence, *, chosen: Collection[int], by: User
) -> list[Registration]:
    """End the chosen registrations; each place goes to the next in line."""
    current = lock_places(occurrence.pk).occurrence
    if refusal := _refusal(current):
        raise refusal
    wanted = set(chosen)
    if not wanted:
        raise Refusal(Reason.NOBODY_CHOSEN)
    absent = {row.pk: row for row in missed_the_first(current, seen_by=by)}
    if wanted - set(absent):
        raise Refusal(Reason.NOT_LISTED)
    note = gettext("Did not come to the first session")
    removed = [
        remove_registration(row, note=note, by=by)
        for pk, row in absent.items()
        if pk in wanted
    ]
    log(
        current,
        "programs.occurrence.first_session",
        user=by,
        data={"registrations": len(removed)},
    )
    return removed


def _refusal(occurrence: Occurrence) -> Refusal | None:
    has_second = "second" in occurrence.session_plan
    if not occurrence.activity.first_session_frees_place or not has_second:
        return Refusal(Reason.NOT_FREED)
    if occurrence.entry_until <= timezone.now():
        return Refusal(Reason.TOO_LATE)
    return None
