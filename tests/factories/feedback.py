"""Departures that are over, who came, and answers on how it was."""

from datetime import timedelta

from django.utils import timezone

from programs.domain.feedback import give_feedback
from programs.enums import FeltSafe
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from tests.factories.programs import OccurrenceFactory, register


def move_to_past(occurrence: Occurrence, *, days: float) -> Occurrence:
    """It ended so many days ago."""
    ends_at = timezone.now() - timedelta(days=days)
    starts_at = ends_at - timedelta(hours=2)
    Occurrence.objects.filter(pk=occurrence.pk).update(
        starts_at=starts_at,
        ends_at=ends_at,
        registration_opens_at=starts_at - timedelta(days=21),
        registration_closes_at=starts_at - timedelta(days=5),
        cancel_until=starts_at - timedelta(hours=24),
    )
    occurrence.refresh_from_db()
    return occurrence


def came(
    occurrence: Occurrence | None = None,
    *,
    n: int = 1,
    days: float = 2,
    state: str = State.ATTENDED,
    **changes: object,
) -> Registration:
    """One who was there, `days` after the end."""
    occurrence = occurrence or OccurrenceFactory(capacity=90)
    if occurrence.starts_at < timezone.now():
        move_to_past(occurrence, days=-20)
    registration = register(occurrence, n=n, **changes).registration
    move_to_past(occurrence, days=days)
    Registration.objects.filter(pk=registration.pk).update(state=state)
    return Registration.objects.select_related(
        "person", "occurrence__activity__program"
    ).get(pk=registration.pk)


def answered(
    occurrence: Occurrence,
    *,
    ratings: list[int],
    felt_safe: FeltSafe = FeltSafe.YES,
    words: str = "",
    first: int = 1,
) -> None:
    """An answer for each rating, by as many women."""
    for n, rating in enumerate(ratings, start=first):
        give_feedback(
            came(occurrence, n=n), rating=rating, felt_safe=felt_safe, words=words
        )
