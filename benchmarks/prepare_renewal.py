"""A database of people who have registrations, for benchmarks.renewal."""

import sys
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from language.translated import Translated
from people.enums import ContactChannel, EntryChannel
from people.models import Person
from programs.enums import (
    ActivityKind,
    OccurrenceState,
    RegistrationState,
)
from programs.models import Activity, Occurrence, Program, Registration


def prepare(people: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("install_defaults", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    start = timezone.now() + timedelta(days=20)
    program = Program.objects.create(name=Translated(tr="Ölçüm"), slug="olcum")
    activity = Activity.objects.create(
        program=program, kind=ActivityKind.BAY_TOUR, name=Translated(tr="Körfez turu")
    )
    occurrence = Occurrence.objects.create(
        activity=activity,
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        capacity=people,
        state=OccurrenceState.PUBLISHED,
    )
    for number in range(people):
        person = Person.objects.create(
            given_name="Ölçüm",
            family_name="Kişisi",
            phone=f"+90532{number:07d}",
            email=f"kisi{number}@example.org",
            contact_channel=ContactChannel.EMAIL,
        )
        Registration.objects.create(
            occurrence=occurrence,
            person=person,
            seats=1,
            state=RegistrationState.CONFIRMED,
            queued_at=timezone.now(),
            channel=EntryChannel.WEB,
        )


if __name__ == "__main__":
    prepare(int(sys.argv[1]))
