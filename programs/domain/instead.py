"""Another date in place of one that is cancelled: offered, or waited for there.

Nobody is confirmed without her answer. Who had a place is asked first, then who
waited, in the order of that line; behind everybody who waits for the other date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.log_actions import log

from messaging.models import Batch
from programs import notifications
from programs.domain.deadlines import answers_until
from programs.domain.draw import rank_of_latecomer
from programs.domain.places import Places, count_places
from programs.domain.quotas import quota_of
from programs.domain.seating import give_seats
from programs.domain.waiting_list import (
    lapse_offers,
    note_skips,
    offer_free_places,
    position,
)
from programs.enums import OccurrenceState, SelectionMode
from programs.enums import RegistrationState as State
from programs.models import Occurrence, PartyMember, Registration
from programs.workflow import check_move


def dates_instead(occurrence: Occurrence) -> list[Occurrence]:
    """The coming dates that can be offered in its place, their places counted.

    None for a time of a stop or a meeting by invitation, which are for one place, nor
    where the places are still to be drawn: nobody has a place or a number there.
    """
    if occurrence.stop_id or occurrence.invitation or occurrence.awaits_draw:
        return []
    coming = (
        Occurrence.objects.coming()
        .filter(
            activity=occurrence.activity_id,
            state=OccurrenceState.PUBLISHED,
            stop=None,
            invitation="",
        )
        .exclude(pk=occurrence.pk)
        .select_related("activity", "venue")
        .with_places()
    )
    return [one for one in coming if _can_be_offered(one)]


def usual_instead(dates: Sequence[Occurrence]) -> Occurrence | None:
    """The next one that has room."""
    return next((one for one in dates if one.seats_left), None)


def may_replace(instead: Occurrence, occurrence: Occurrence) -> bool:
    """Whether it can still be offered; asked under both locks."""
    return (
        instead.pk != occurrence.pk
        and instead.activity_id == occurrence.activity_id
        and not (instead.stop_id or instead.invitation or occurrence.awaits_draw)
        and instead.state == OccurrenceState.PUBLISHED
        and _can_be_offered(instead)
    )


def _can_be_offered(occurrence: Occurrence) -> bool:
    return (
        occurrence.needs_registration
        and not occurrence.awaits_draw
        and answers_until(occurrence, now=timezone.now()) is not None
    )


def ending_with(occurrence: Occurrence) -> list[Registration]:
    """Whose registration ends with it: who has a place, then the line in its order."""
    rows = list(
        Registration.objects.filter(
            occurrence=occurrence,
            state__in=(State.CONFIRMED, State.OFFERED, State.WAITING),
        )
        .select_related("person", "boarding_point")
        .prefetch_related("person__broken_routes", "members")
        .in_line()
    )
    return sorted(rows, key=lambda row: row.state == State.WAITING)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one party is asked or told of the other date."""

    of: Registration
    #: Hers on the other date, not in the database yet; None: she is only told.
    new: Registration | None = None
    is_offered: bool = False


def plan_instead(
    rows: Sequence[Registration], places: Places, *, until: datetime | None
) -> list[Asked]:
    """Who would be offered a place there, who would wait, whom neither helps.

    `until`: what `answers_until` gave; without time for an answer nobody is offered
    one. Counts on a copy; what was read of the places stays as it is.
    """
    left = replace(places, kept=dict(places.kept))
    drafts = _Drafts(places, rows)
    planned = []
    for row in rows:
        new = drafts.of(row)
        if new is None:
            planned.append(Asked(row))
        elif until is not None and new.seats <= left.free_for(new.quota_id):
            left.take(new)
            planned.append(Asked(row, new, is_offered=True))
        elif left.may_wait(seats=new.seats, more=new.seats):
            left.waiting_seats += new.seats
            planned.append(Asked(row, new))
        else:
            planned.append(Asked(row))
    return planned


class _Drafts:
    """The same party on the other date."""

    def __init__(self, places: Places, rows: Iterable[Registration]) -> None:
        self.places = places
        self.occurrence = places.occurrence
        persons = [row.person_id for row in rows]
        theirs = Registration.objects.filter(person__in=persons)
        there = theirs.live().filter(occurrence=self.occurrence)
        self.there = set(there.values_list("person", flat=True))
        # Not what ends with the cancelled date: that uses no season.
        used = theirs.filter(state__in=State.season_using).exclude(
            pk__in=[row.pk for row in rows]
        )
        self.used = set(used.values_list("person", "season_key"))
        self.points = {point.name: point for point in self.occurrence.points}
        self.rank = rank_of_latecomer(self.occurrence)
        self.quotas = (
            list(self.occurrence.quotas.all())
            if self.occurrence.selection == SelectionMode.QUOTA
            else []
        )

    def of(self, row: Registration) -> Registration | None:
        """None for who is there already, or has used the season elsewhere."""
        key = self.occurrence.once_key(overriding=bool(row.override_note))
        if row.person_id in self.there or (key and (row.person_id, key) in self.used):
            return None
        point = row.boarding_point
        new = Registration(
            occurrence=self.occurrence,
            person=row.person,
            seats=row.seats,
            boarding_point=self.points.get(point.name) if point else None,
            priority=row.priority,
            states_took_part=row.states_took_part,
            drawn_rank=self.rank,
            quota=quota_of(self.quotas, row.person),
            queued_at=self.places.now,
            season_key=key,
            channel=row.channel,
            entered_by_id=row.entered_by_id,
            override_note=row.override_note,
            notice_receipt_id=row.notice_receipt_id,
            emergency_name=row.emergency_name,
            emergency_phone=row.emergency_phone,
            access_needs=row.access_needs,
        )
        check_move(new.state, State.WAITING)
        new.state = State.WAITING
        return new


def offer_instead(
    rows: Sequence[Registration],
    places: Places,
    *,
    until: datetime | None,
    hold: Batch,
    by: User | None,
) -> int:
    """Ask each party whether she takes the other date; returns how many are asked.

    Answers are awaited `until` then (`answers_until`). The caller holds the lock of
    both dates and has ended `rows`, each of which is told in one message here.
    """
    # Who waits there already comes first.
    lapse_offers(places)
    offer_free_places(count_places(places.occurrence), by=by)
    places = count_places(places.occurrence)
    planned = plan_instead(rows, places, until=until)
    made = [one.new for one in planned if one.new is not None]
    Registration.objects.bulk_create(made)
    PartyMember.objects.bulk_create(
        PartyMember(
            registration=one.new,
            kind=member.kind,
            given_name=member.given_name,
            birth_year=member.birth_year,
            birth_month=member.birth_month,
        )
        for one in planned
        if one.new is not None
        for member in one.of.members.all()
    )
    not_passed = {row.pk for row in made}
    for one in planned:
        if one.new is None:
            continue
        if one.is_offered:
            note_skips(one.new, places, but=not_passed)
            give_seats(one.new, State.OFFERED, places, until=until)
        else:
            not_passed.discard(one.new.pk)
        log(
            one.new,
            "programs.registration.instead",
            user=by,
            data={
                "of": one.of.pk,
                "state": one.new.state,
                "seats": one.new.seats,
                "until": until.isoformat() if until and one.is_offered else None,
            },
        )
    _tell(planned, hold=hold)
    return sum(one.is_offered for one in planned)


def _tell(planned: Iterable[Asked], *, hold: Batch) -> None:
    for one in planned:
        if one.new is None:
            notifications.tell_occurrence_cancelled(one.of, hold=hold)
        elif one.is_offered:
            notifications.tell_offered_instead(one.new, of=one.of, hold=hold)
        else:
            notifications.tell_waits_instead(
                one.new, of=one.of, position=position(one.new) or 1, hold=hold
            )
