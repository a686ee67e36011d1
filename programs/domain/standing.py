"""Where she stands in line by what was before: behind first-timers, or among them.

By her own word, and by the given row of a person. The public always enters as a new
row, so history speaks of whom staff choose from the record, and of merged records.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.persons import PersonDetails
from people.models import Person
from programs.domain.places import lock_places
from programs.enums import NoShowPolicy, OccurrenceState, RegistrationState
from programs.models import Activity, Occurrence, Registration
from programs.models.registration import RegistrationQuerySet

#: Who has her place for less time than this before the start is not held to it.
LATE_PROMOTION = timedelta(hours=48)
#: The priority of who stands before the others.
FIRST_TIME = 0
#: How long a no-show counts where there are no seasons.
NO_SHOW_COUNTS = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Standing:
    took_part: bool = False
    #: Had a place in this program, in time, and did not come; it still counts.
    missed: bool = False

    def priority_in(self, activity: Activity) -> int:
        """Never worse than behind first-timers, whatever was before."""
        return int(self.missed or (self.took_part and activity.first_timers_first))


def standing_of(
    person: Person | PersonDetails,
    *,
    occurrence: Occurrence,
    states_took_part: bool = False,
) -> Standing:
    """One query: whether she was on one of this kind, and whether she missed one here.

    None for details, of which nothing is known but her word. Who was given her place
    late and could not come after all is a first-timer still.
    """
    if not isinstance(person, Person):
        return Standing(took_part=states_took_part)
    states = set(
        _history(occurrence)
        .filter(person=person)
        .order_by()
        .values_list("state", flat=True)
    )
    return Standing(
        took_part=states_took_part or RegistrationState.ATTENDED in states,
        missed=RegistrationState.MISSED in states,
    )


def standing_now(registration: Registration) -> Standing:
    """Hers on the date that she registered for, by her word and by what is known."""
    return standing_of(
        registration.person,
        occurrence=registration.occurrence,
        states_took_part=registration.states_took_part,
    )


def _history(occurrence: Occurrence) -> RegistrationQuerySet:
    """What of the past says something about a place in `occurrence`."""
    activity = occurrence.activity
    in_time = Q(seated_at__isnull=True) | Q(
        seated_at__lte=F("occurrence__starts_at") - LATE_PROMOTION
    )
    missed = Q(
        state=RegistrationState.MISSED,
        occurrence__activity__program=activity.program_id,
        occurrence__activity__program__after_no_show=NoShowPolicy.LATER,
        occurrence__starts_at__gte=no_shows_count_from(occurrence),
    )
    return Registration.objects.filter(occurrence__activity__kind=activity.kind).filter(
        Q(state=RegistrationState.ATTENDED) | missed & in_time
    )


def no_shows_count_from(occurrence: Occurrence) -> datetime:
    """The beginning of the season; half a year before the day where there is none."""
    begins = occurrence.activity.season_begins(occurrence.day)
    if begins is None:
        return occurrence.starts_at - NO_SHOW_COUNTS
    return timezone.make_aware(datetime.combine(begins, time.min))


def took_part_before() -> Q:
    """For a list of registrations: who was on one of this kind before, or says so."""
    return Q(states_took_part=True) | Q(
        Exists(
            Registration.objects.filter(
                person=OuterRef("person"),
                occurrence__activity__kind=OuterRef("occurrence__activity__kind"),
                occurrence__starts_at__lt=OuterRef("occurrence__starts_at"),
                state=RegistrationState.ATTENDED,
            )
        )
    )


def no_show_counts(registration: Registration) -> bool:
    """Whether this no-show puts her behind first-timers, by the program's policy."""
    in_time = (
        registration.seated_at is None
        or registration.seated_at <= registration.occurrence.starts_at - LATE_PROMOTION
    )
    policy = registration.occurrence.activity.program.after_no_show
    return (
        registration.state == RegistrationState.MISSED
        and policy == NoShowPolicy.LATER
        and in_time
    )


def forgive(registration: Registration) -> None:
    """A no-show was excused or was none: wherever she waits she moves up again.

    After the commit, one departure after the other: each under its own lock.
    """
    pk = registration.person_id
    transaction.on_commit(lambda: _settle(pk, only_up=True))


def settle_when_merged(person_pk: int) -> None:
    """Two records turned out to be hers: wherever she waits, both count from now on.

    Whoever has a place or an offer keeps it.
    """
    transaction.on_commit(lambda: _settle(person_pk, only_up=False))


def _settle(person_pk: int, *, only_up: bool) -> None:
    waits = (
        Registration.objects.waiting()
        .filter(
            person=person_pk,
            occurrence__starts_at__gt=timezone.now(),
            occurrence__state=OccurrenceState.PUBLISHED,
        )
        .select_related("person", "occurrence__activity")
        .order_by("pk")
    )
    if only_up:
        waits = waits.filter(priority__gt=FIRST_TIME)
    for registration in waits:
        with transaction.atomic():
            lock_places(registration.occurrence_id)
            activity = registration.occurrence.activity
            priority = standing_now(registration).priority_in(activity)
            if only_up and priority:
                continue
            still = Registration.objects.waiting().filter(pk=registration.pk)
            if still.exclude(priority=priority).update(priority=priority):
                moved = "fall_behind" if priority else "forgive"
                log(registration, f"programs.registration.{moved}")
