"""Dates that can be registered for, and registrations made through the verb."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import factory
from django.utils import timezone

from language.translated import Translated
from people.domain.persons import PersonDetails
from people.enums import ContactChannel, District, EntryChannel
from programs.domain.admission import Admission, register_party
from programs.domain.party import Guest
from programs.enums import ActivityKind, MemberKind, OccurrenceState
from programs.models import Activity, BoardingPoint, Occurrence, Program
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
