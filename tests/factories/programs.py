"""Dates that can be registered for, and registrations made through the verb."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import factory
from django.utils import timezone

from language.translated import Translated
from people.domain.persons import PersonDetails
from people.enums import ContactChannel, District, EntryChannel
from programs.domain.admission import Admission, register_party
from programs.domain.meetings import MeetingWish, ask_for_meeting
from programs.domain.party import Guest
from programs.domain.stops import StopPlan, make_stop, publish_stop
from programs.enums import ActivityKind, MemberKind, OccurrenceState
from programs.kinds import traits_of
from programs.models import Activity, BoardingPoint, Occurrence, Program, Stop
from tests.factories.people import NAMES


class ProgramFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Program

    name = factory.LazyFunction(
        lambda: Translated(tr="Kadınlar için Bir Mola", en="A Break for Women")
    )
    slug = factory.Sequence(lambda n: f"bir-mola-{n}")


class ActivityFactory(factory.django.DjangoModelFactory):
    """A bay tour with up to two children and no companion, as often as one likes."""

    class Meta:
        model = Activity

    program = factory.SubFactory(ProgramFactory)
    kind = ActivityKind.BAY_TOUR
    name = factory.LazyFunction(lambda: Translated(tr="Körfez turu", en="Bay tour"))


def at_ten(days: int) -> datetime:
    """Ten in the morning in so many days: never in the night, never about to change."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(10)))


class OccurrenceFactory(factory.django.DjangoModelFactory):
    """Published and open, in 14 days, 10 places, no boarding points."""

    class Meta:
        model = Occurrence

    activity = factory.SubFactory(ActivityFactory)
    starts_at = factory.LazyFunction(lambda: at_ten(14))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=2))
    meeting_point = factory.LazyFunction(
        lambda: Translated(tr="Üçkuyular Feribot İskelesi", en="Üçkuyular ferry quay")
    )
    capacity = 10
    state = OccurrenceState.PUBLISHED


class BoardingPointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BoardingPoint

    occurrence = factory.SubFactory(OccurrenceFactory)
    name = factory.Sequence(lambda n: f"Muhtarlık önü {n + 1}")
    boards_at = time(9, 15)


def details(n: int = 0, **changes: object) -> PersonDetails:
    """The n-th fictional woman, an adult who chose e-mail."""
    given, family = NAMES[n % len(NAMES)]
    values: dict[str, object] = {
        "given_name": given,
        "family_name": family,
        "birth_date": date(1990, 11, 21),
        "phone": f"+90500{n % 10_000_000:07d}",
        "email": f"kisi{n}@example.org",
        "district": District.KONAK,
        "contact_channel": ContactChannel.EMAIL,
    }
    return PersonDetails(**{**values, **changes})  # type: ignore[arg-type]


def children(count: int, *, birth_year: int | None = None) -> list[Guest]:
    """So many children of seven years."""
    year = birth_year or timezone.localdate().year - 7
    return [
        Guest(kind=MemberKind.CHILD, given_name="Deniz", birth_year=year)
        for _child in range(count)
    ]


def register(
    occurrence: Occurrence,
    *,
    n: int = 0,
    seats: int = 1,
    party: Sequence[Guest] | None = None,
    **changes: object,
) -> Admission:
    """A party of `seats` through the verb, from the website unless told otherwise."""
    values: dict[str, object] = {
        "person": details(n),
        "party": children(seats - 1) if party is None else party,
        "channel": EntryChannel.WEB,
    }
    return register_party(
        occurrence=occurrence,
        **{**values, **changes},  # type: ignore[arg-type]
    )


def activity_of(kind: ActivityKind, **changes: object) -> Activity:
    """An activity as the form of staff would begin it."""
    usual = dict(traits_of(kind).activity)
    return ActivityFactory(kind=kind, **{**usual, **changes})


def date_of(activity: Activity, **changes: object) -> Occurrence:
    """A published date whose places are given as is usual for its kind."""
    return OccurrenceFactory(
        activity=activity, **{"selection": activity.traits.selection, **changes}
    )


def plan_of(activity: Activity, **changes: object) -> StopPlan:
    """A day in a week from ten to four, every half hour, an hour's break."""
    values: dict[str, object] = {
        "activity": activity,
        "day": timezone.localdate() + timedelta(days=7),
        "place": Translated(tr="Onur Mahallesi Muhtarlığı önü"),
        "district": "bayrakli",
        "neighborhood": "Onur",
        "services": Translated(tr="Saç kesimi\nFön"),
        "begins": time(10),
        "ends": time(16),
        "minutes": 30,
        "break_begins": time(12, 30),
        "break_ends": time(13, 30),
    }
    return StopPlan(**{**values, **changes})  # type: ignore[arg-type]


def stop_with_times(activity: Activity | None = None, **changes: object) -> Stop:
    """A published stop of the mobile hairdresser."""
    stop = make_stop(
        plan_of(activity or activity_of(ActivityKind.MOBILE_STOP), **changes), by=None
    )
    publish_stop(stop, by=None)
    return stop


def ask_meeting(activity: Activity | None = None, *, n: int = 0, **changes: object):
    """The n-th woman asks for a meeting in her neighborhood."""
    wish: dict[str, object] = {
        "district": "karabaglar",
        "neighborhood": "Limontepe",
        "women": 9,
        "days": ["tue", "thu"],
        "day_part": "afternoon",
    }
    return ask_for_meeting(
        activity or activity_of(ActivityKind.HOUSE_MEETING),
        person=details(n),
        wish=MeetingWish(**{**wish, **changes}),  # type: ignore[arg-type]
        notice=None,
        channel=EntryChannel.WEB,
    )
