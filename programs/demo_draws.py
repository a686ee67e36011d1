"""Demo content of draws: one that takes registrations, one that is over."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from programs.domain.draw import enter_seed, freeze_list, publish_hash, run_draw
from programs.enums import SelectionMode
from programs.models import Draw, Occurrence, PlaceQuota


def make_draws(
    open_one: Occurrence, drawn_one: Occurrence, fill: Callable[[Occurrence], None]
) -> None:
    """`fill` registers fictional women; both dates are open and empty before it."""
    for occurrence in (open_one, drawn_one):
        occurrence.selection = SelectionMode.DRAW
        occurrence.save(update_fields=["selection"])
        PlaceQuota.objects.create(occurrence=occurrence, district="karabaglar", seats=4)
        fill(occurrence)
    hold_draw(drawn_one)


def hold_draw(occurrence: Occurrence) -> None:
    """Registration closed two days ago; the seed was announced yesterday."""
    now = timezone.now()
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=now - timedelta(days=2)
    )
    draw = freeze_list(occurrence, by=None)
    publish_hash(
        draw,
        seed_source="Açık radyo yayınında okunan altı sayı",
        seed_due_at=now + timedelta(hours=1),
        by=None,
    )
    Draw.objects.filter(pk=draw.pk).update(
        frozen_at=now - timedelta(hours=40),
        published_at=now - timedelta(hours=39),
        seed_due_at=now - timedelta(hours=24),
    )
    enter_seed(draw, seed="11 27 30 41 55 90", by=None)
    run_draw(draw, by=None)
