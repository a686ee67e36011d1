"""The draw of a date's places: freeze, publish, seed, result, each once.

Every verb locks the date first, then takes the one step whose turn it is.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log

from language.turkish import tidy
from people.exceptions import Refusal
from programs import notifications
from programs.domain.draw_rules import (
    Drawing,
    Party,
    Quota,
    draw_places,
    hash_of,
    read_drawing,
)
from programs.domain.eligibility import holds_season
from programs.domain.places import Places, lock_places
from programs.domain.quotas import quota_of
from programs.domain.seating import give_seats
from programs.domain.waiting_list import offer_free_places
from programs.enums import DrawOutcome, DrawStep, OccurrenceState, SelectionMode
from programs.enums import DrawRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Draw, DrawEntry, Occurrence, PlaceQuota, Registration
from programs.models.registration import new_code


def draw_of(occurrence: Occurrence) -> Draw | None:
    found: Draw | None = Draw.objects.filter(occurrence=occurrence).first()
    return found


def freeze_list(occurrence: Occurrence, *, by: User | None) -> Draw:
    """Who takes part in the draw, for good: one line a party, by code only."""
    with transaction.atomic():
        places = _lock(occurrence)
        if places.occurrence.registration_closes_at > places.now:
            until = places.occurrence.registration_closes_at
            raise Refusal(Reason.STILL_OPEN, until=until)
        if draw_of(places.occurrence):
            raise Refusal(Reason.OUT_OF_TURN)
        drawing, entries = _take_part(places)
        text = drawing.as_text()
        draw: Draw = Draw.objects.create(
            occurrence=places.occurrence,
            frozen_list=text,
            list_hash=hash_of(text),
            places=drawing.places,
            frozen_at=places.now,
            frozen_by=by,
        )
        for entry in entries:
            entry.draw = draw
        DrawEntry.objects.bulk_create(entries)
        _log(draw, "freeze", by, parties=len(entries), hash=draw.list_hash)
    return draw


def publish_hash(
    draw: Draw, *, seed_source: str, seed_due_at: datetime, by: User | None
) -> Draw:
    """The list and its hash are public, with what will be the seed, and from when."""
    with transaction.atomic():
        current, places = _current(draw, DrawStep.FROZEN)
        if seed_due_at <= places.now:
            raise Refusal(Reason.SEED_IN_THE_PAST)
        current.published_at = places.now
        current.published_by = by
        current.seed_source = tidy(seed_source)
        current.seed_due_at = seed_due_at
        current.save()
        _log(current, "publish", by, hash=current.list_hash)
    return current


def enter_seed(draw: Draw, *, seed: str, by: User | None) -> Draw:
    """The announced number, as it was announced; it cannot be changed afterwards."""
    with transaction.atomic():
        current, places = _current(draw, DrawStep.PUBLISHED)
        due_at = current.seed_due_at
        if due_at is None or due_at > places.now:
            raise Refusal(Reason.SEED_TOO_EARLY, due_at=due_at)
        current.seed = tidy(seed)
        current.seeded_at = places.now
        current.seeded_by = by
        current.save()
        _log(current, "seed", by, seed=current.seed)
    return current


def run_draw(draw: Draw, *, by: User | None) -> Draw:
    """Seat whom the list and the seed give a place; the others wait in that order."""
    with transaction.atomic():
        current, places = _current(draw, DrawStep.SEEDED)
        if places.free < current.places:
            raise Refusal(Reason.PLACES_CHANGED)
        entries = {entry.code: entry for entry in _entries(current)}
        out = {code for code, entry in entries.items() if not _takes_part(entry)}
        drawing = read_drawing(current.frozen_list)
        results = draw_places(drawing, seed=current.seed, out=out)
        current.drawn_at = places.now
        current.drawn_by = by
        current.save()
        places.occurrence.drawn_at = places.now
        places.occurrence.save(update_fields=["drawn_at"])
        for rank, (party, outcome) in enumerate(results, start=1):
            entry = entries[party.code]
            entry.rank, entry.outcome = rank, outcome
        DrawEntry.objects.bulk_update(entries.values(), ["rank", "outcome"])
        _seat(results, entries, places)
        _log(
            current,
            "run",
            by,
            seated=sum(outcome == DrawOutcome.SEATED for _party, outcome in results),
            out=len(out),
        )
        _tell_those_who_wait(places.occurrence)
        # More places may have been added since the list was frozen.
        offer_free_places(places, by=by)
    return current


def rank_of_latecomer(occurrence: Occurrence) -> int:
    """Behind everybody who was drawn; 0 where nothing was."""
    if occurrence.drawn_at is None:
        return 0
    last = DrawEntry.objects.filter(draw__occurrence=occurrence).aggregate(
        last=Max("rank")
    )["last"]
    return (last or 0) + 1


def _lock(occurrence: Occurrence) -> Places:
    places = lock_places(occurrence.pk)
    current = places.occurrence
    if current.selection != SelectionMode.DRAW:
        raise Refusal(Reason.NOT_A_DRAW)
    if current.state != OccurrenceState.PUBLISHED or current.starts_at <= places.now:
        raise Refusal(Reason.NOT_COMING)
    return places


def _current(draw: Draw, step: DrawStep) -> tuple[Draw, Places]:
    """The draw as it is under the lock, where it is the turn of what follows `step`."""
    places = _lock(draw.occurrence)
    current: Draw = Draw.objects.get(pk=draw.pk)
    current.occurrence = places.occurrence
    if current.step != step:
        raise Refusal(Reason.OUT_OF_TURN)
    return current, places


def _take_part(places: Places) -> tuple[Drawing, list[DrawEntry]]:
    """The list to freeze, and which party each of its codes stands for."""
    waiting = list(
        Registration.objects.filter(occurrence=places.occurrence)
        .waiting()
        .select_related("person")
        .order_by("pk")
    )
    if not waiting:
        raise Refusal(Reason.NOBODY)
    quotas = list(PlaceQuota.objects.filter(occurrence=places.occurrence))
    kept = sum(quota.seats for quota in quotas)
    if kept > places.free:
        raise Refusal(Reason.QUOTAS_TOO_LARGE, kept=kept, places=places.free)
    groups = {quota.pk: str(number) for number, quota in enumerate(quotas, start=1)}
    parties, entries, codes = [], [], _codes(len(waiting))
    for code, registration in zip(codes, waiting, strict=True):
        quota = quota_of(quotas, registration.person)
        parties.append(
            Party(
                code=code,
                seats=registration.seats,
                group=groups[quota.pk] if quota else "",
                priority=registration.priority,
            )
        )
        entries.append(DrawEntry(code=code, registration=registration))
    return (
        Drawing(
            places=places.free,
            parties=tuple(parties),
            quotas=tuple(
                Quota(groups[quota.pk], quota.seats, str(quota)) for quota in quotas
            ),
        ),
        entries,
    )


def _codes(count: int) -> list[str]:
    codes: dict[str, None] = {}
    while len(codes) < count:
        codes[new_code()] = None
    return list(codes)


def _entries(draw: Draw) -> list[DrawEntry]:
    return list(
        draw.entries.select_related(
            "registration__person", "registration__boarding_point"
        )
    )


def _takes_part(entry: DrawEntry) -> bool:
    """She still wants a place and may have one, with the party she came with."""
    registration = entry.registration
    if registration is None or registration.state != State.WAITING:
        return False
    key = registration.season_key
    return not key or not holds_season(registration.person_id, key)


def _seat(
    results: list[tuple[Party, DrawOutcome]],
    entries: dict[str, DrawEntry],
    places: Places,
) -> None:
    late = len(results) + 1
    Registration.objects.filter(occurrence=places.occurrence).waiting().update(
        drawn_rank=late
    )
    ranked = []
    for party, _outcome in results:
        entry = entries[party.code]
        registration = entry.registration
        if registration is None or registration.state != State.WAITING:
            continue
        registration.occurrence = places.occurrence
        registration.drawn_rank = entry.rank or late
        ranked.append(registration)
    Registration.objects.bulk_update(ranked, ["drawn_rank"])
    for party, outcome in results:
        registration = entries[party.code].registration
        if outcome == DrawOutcome.SEATED and registration is not None:
            give_seats(registration, State.CONFIRMED, places)
            log(registration, "programs.registration.drawn")
            notifications.tell_confirmed(registration)


def _tell_those_who_wait(occurrence: Occurrence) -> None:
    waiting = Registration.objects.filter(occurrence=occurrence).waiting()
    rows = waiting.select_related("person", "boarding_point").in_line()
    for place, registration in enumerate(rows, start=1):
        registration.occurrence = occurrence
        notifications.tell_not_drawn(registration, position=place)


def _log(draw: Draw, step: str, by: User | None, **data: object) -> None:
    """On the departure, whose history staff read."""
    log(draw.occurrence, f"programs.draw.{step}", user=by, data=data)
