"""May this party register here? Each rule gives its reason, or nothing.

Rules about one's own history look only at the given row of a person. The public
always enters as a new row, so that nobody can test whether a woman is known.

Asked when she comes in and when her party changes. A place that comes free is offered
without asking again: a rule that staff add later is for who comes later.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from people.exceptions import Refusal
from people.fields import age_on
from people.models import Person
from programs.domain.party import Guest, seats_of
from programs.domain.rules import Asked, rule_denied_reason
from programs.enums import MemberKind, OccurrenceState, RegistrationState, RuleKind
from programs.enums import RegistrationRefusal as Reason
from programs.models import Activity, BoardingPoint, Occurrence, Registration
from programs.models.stop import stop_key

#: Boarding begins well before the departure.
MARKED_FROM = timedelta(hours=6)


def day_denied_reason(occurrence: Occurrence, *, now: datetime) -> Refusal | None:
    """May somebody who stands there take part? No note sets the day aside."""
    if occurrence.state == OccurrenceState.CANCELLED:
        return Refusal(Reason.OCCURRENCE_CANCELLED)
    if occurrence.state != OccurrenceState.PUBLISHED:
        return Refusal(Reason.NOT_PUBLISHED)
    if not occurrence.needs_registration:
        return Refusal(Reason.JUST_COME)
    if occurrence.has_sessions:
        return Refusal(Reason.JOINED_AS_A_WHOLE)
    if now < (since := occurrence.starts_at - MARKED_FROM):
        return Refusal(Reason.TOO_EARLY, since=since)
    if occurrence.ends_at <= now:
        return Refusal(Reason.DEPARTED)
    return None


def window_denied_reason(
    occurrence: Occurrence, *, now: datetime, overriding: bool = False
) -> Refusal | None:
    """Is this the time to register? Staff may set the window aside, not the date."""
    if occurrence.state == OccurrenceState.CANCELLED:
        return Refusal(Reason.OCCURRENCE_CANCELLED)
    if occurrence.state != OccurrenceState.PUBLISHED:
        return Refusal(Reason.NOT_PUBLISHED)
    if occurrence.starts_at <= now:
        return Refusal(Reason.DEPARTED)
    if not occurrence.needs_registration:
        return Refusal(Reason.JUST_COME)
    if overriding:
        return None
    if occurrence.registration_opens_at > now:
        return Refusal(Reason.NOT_OPEN_YET, opens_at=occurrence.registration_opens_at)
    if occurrence.registration_closes_at <= now:
        return Refusal(Reason.CLOSED, closed_at=occurrence.registration_closes_at)
    return None


def age_denied_reason(
    activity: Activity, *, birth_date: date | None, on: date
) -> Refusal | None:
    """Old enough on the day itself?"""
    if birth_date is None:
        return Refusal(Reason.BIRTH_DATE_MISSING)
    if age_on(birth_date, on) < activity.minimum_age:
        return Refusal(Reason.UNDER_AGE, minimum_age=activity.minimum_age)
    return None


def party_denied_reason(
    activity: Activity, *, party: Sequence[Guest], on: date
) -> Refusal | None:
    """The first rule on children, companions and size that the party breaks."""
    return next(_party_refusals(activity, party, on), None)


def _party_refusals(
    activity: Activity, party: Sequence[Guest], on: date
) -> Iterator[Refusal]:
    children = [guest for guest in party if guest.kind == MemberKind.CHILD]
    companions = [guest for guest in party if guest.kind == MemberKind.COMPANION]
    if not children and not activity.guardian_takes_place:
        yield Refusal(Reason.CHILD_NEEDED)
    if children and not activity.children_allowed:
        yield Refusal(Reason.CHILDREN_NOT_ALLOWED)
    for child in children:
        age = on.year - (child.birth_year or 0)
        if age < 0 or child.birth_year is None:
            yield Refusal(Reason.CHILD_NOT_BORN)
        elif age > activity.child_max_age:
            yield Refusal(Reason.CHILD_TOO_OLD, oldest=activity.child_max_age)
    if len(children) > activity.most_children:
        yield Refusal(Reason.TOO_MANY_CHILDREN, most=activity.most_children)
    if companions and not activity.companion_allowed:
        yield Refusal(Reason.COMPANION_NOT_ALLOWED)
    if len(companions) > 1:
        yield Refusal(Reason.TOO_MANY_COMPANIONS)
    if seats_of(party, activity=activity) > activity.most_party:
        yield Refusal(Reason.PARTY_TOO_LARGE, most=activity.most_party)


def changed_party_denied_reason(
    registration: Registration, *, party: Sequence[Guest]
) -> Refusal | None:
    """What the rules say of who comes with her from now on.

    Those that were set aside for her when she registered stay aside.
    """
    occurrence = registration.occurrence
    activity, on = occurrence.activity, occurrence.day
    if denied := party_denied_reason(activity, party=party, on=on):
        return denied
    if registration.override_note:
        return None
    rules = [one for one in activity.chosen_rules if one.kind in RuleKind.about_party]
    return rule_denied_reason(
        rules,
        Asked(day=on, party=party, takes_place=activity.guardian_takes_place),
    )


def boarding_denied_reason(
    occurrence: Occurrence, *, boarding_point: BoardingPoint | None
) -> Refusal | None:
    if boarding_point is not None:
        if boarding_point.occurrence_id != occurrence.pk:
            return Refusal(Reason.BOARDING_POINT_FOREIGN)
    elif occurrence.points:
        return Refusal(Reason.BOARDING_POINT_MISSING)
    return None


def history_denied_reason(
    person: Person, *, occurrence: Occurrence, season_key: str
) -> Refusal | None:
    """For a person staff chose: is she here already, has she used season or stop?"""
    hers = Registration.objects.filter(person=person)
    if hers.live().filter(occurrence=occurrence).exists():
        return Refusal(Reason.ALREADY_REGISTERED)
    if season_key and holds_season(person.pk, season_key):
        return once_refusal(occurrence, season_key)
    return None


def once_refusal(occurrence: Occurrence, season_key: str) -> Refusal:
    """She has what may be held once: a place of the season, or one at the stop."""
    is_stop = bool(occurrence.stop_id) and season_key == stop_key(occurrence.stop_id)
    return Refusal(Reason.STOP_USED if is_stop else Reason.SEASON_USED)


def holds_season(person_pk: int, season_key: str) -> bool:
    return Registration.objects.filter(
        person=person_pk,
        season_key=season_key,
        state__in=RegistrationState.season_using,
    ).exists()


def registration_denied_reason(
    occurrence: Occurrence,
    *,
    asked: Asked,
    boarding_point: BoardingPoint | None,
    now: datetime,
    overriding: bool = False,
    on_the_day: bool = False,
) -> Refusal | None:
    """Every rule that follows from what was asked; capacity is admission's matter.

    `overriding` (staff, with a note) sets the window, her age and the chosen rules
    aside; `on_the_day` she stands there, and no window counts. `occurrence` comes with
    its activity.
    """
    activity = occurrence.activity
    return (
        (
            day_denied_reason(occurrence, now=now)
            if on_the_day
            else window_denied_reason(occurrence, now=now, overriding=overriding)
        )
        or (None if overriding else _denied_by_who_she_is(activity, asked))
        or party_denied_reason(activity, party=asked.party, on=asked.day)
        or boarding_denied_reason(occurrence, boarding_point=boarding_point)
    )


def _denied_by_who_she_is(activity: Activity, asked: Asked) -> Refusal | None:
    return age_denied_reason(
        activity, birth_date=asked.birth_date, on=asked.day
    ) or rule_denied_reason(activity.chosen_rules, asked)
