"""Fills our database with past registrations, each of a person of her own.

    python -m benchmarks.prepare_retention ROWS      with the settings of production

With "check" behind it: prints as JSON what is left of them.
"""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone
from wagtail.models import ModelLogEntry

from language.translated import Translated
from messaging.enums import MessageState, Route
from messaging.models import Message
from people.enums import EntryChannel, LinkPurpose, Process
from people.models import DestructionLog, Notice, NoticeReceipt, Person, PrivateLink
from programs.enums import ActivityKind, MemberKind, OccurrenceState, RegistrationState
from programs.models import Activity, Occurrence, PartyMember, Program, Registration

SEATS = 40
#: Nothing of a trip a year ago may be left.
LONG_AGO = timedelta(days=365)


def prepare(rows: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("install_defaults", verbosity=0)
    program = Program.objects.create(name=Translated(tr="Ölçüm"), slug="olcum")
    activity = Activity.objects.create(
        program=program, kind=ActivityKind.BAY_TOUR, name=Translated(tr="Körfez turu")
    )
    notice = Notice.objects.filter(process=Process.REGISTRATION, language="tr").get()
    for first in range(0, rows, SEATS):
        travel(activity, notice, range(first, min(first + SEATS, rows)))
    Person.objects.update(created_at=timezone.now() - LONG_AGO)


def travel(activity: Activity, notice: Notice, numbers: range) -> None:
    """One departure of the past with everything that belongs to its registrations."""
    start = timezone.now() - LONG_AGO
    trip = Occurrence.objects.create(
        activity=activity,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        capacity=SEATS * 2,
        state=OccurrenceState.PUBLISHED,
    )
    people = Person.objects.bulk_create(_people(numbers))
    receipts = NoticeReceipt.objects.bulk_create(
        NoticeReceipt(person=one, notice=notice, shown_at=start) for one in people
    )
    made = Registration.objects.bulk_create(
        Registration(
            occurrence=trip,
            person=one,
            state=RegistrationState.ATTENDED,
            seats=2,
            queued_at=start,
            channel=EntryChannel.WEB,
            notice_receipt=receipt,
            emergency_name="Bir Yakını",
            emergency_phone="+905320000000",
        )
        for one, receipt in zip(people, receipts, strict=True)
    )
    PartyMember.objects.bulk_create(
        PartyMember(registration=one, kind=kind, given_name=name, birth_year=year)
        for one in made
        for kind, name, year in (
            (MemberKind.SELF, "", None),
            (MemberKind.CHILD, "Deniz", 2019),
        )
    )
    kind = ContentType.objects.get_for_model(Registration)
    PrivateLink.objects.bulk_create(
        PrivateLink(
            token_hash=f"{one.pk:064d}",
            purpose=LinkPurpose.REGISTRATION,
            person_id=one.person_id,
            target_type=kind,
            target_id=one.pk,
            expires_at=start + timedelta(days=30),
        )
        for one in made
    )
    Message.objects.bulk_create(
        Message(
            key=f"programs:registration:{one.pk}:confirmed",
            person_id=one.person_id,
            template="programs.confirmed",
            route=Route.EMAIL,
            language="tr",
            subject="Kaydınız alındı",
            body="Sayın ilgili, kaydınızı aldık. " * 10,
            about_type=kind,
            about_id=one.pk,
            state=MessageState.SENT,
            created_at=start,
            sent_at=start,
        )
        for one in made
    )
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(one.pk),
            label=str(one),
            action="programs.registration.register",
            timestamp=start,
            data={"state": "confirmed", "seats": 2, "override": False},
        )
        for one in made
    )


def _people(numbers: range) -> Iterator[Person]:
    for number in numbers:
        one = Person(
            given_name="Ölçüm",
            family_name="Kişisi",
            birth_date=timezone.localdate() - timedelta(days=20 * 365 + number % 9000),
            phone=f"+90532{number:07d}",
            email=f"kisi{number}@example.org",
            district="konak",
        )
        one.fill_search_columns()
        yield one


def left() -> dict[str, Any]:
    """What can still be read, what is still counted, what was logged."""
    rows = DestructionLog.objects.order_by().values_list("kind")
    return {
        "people known by name": Person.objects.exclude(given_name="").count(),
        "emergency contacts": Registration.objects.exclude(emergency_name="").count(),
        "children by name": PartyMember.objects.exclude(given_name="").count(),
        "message texts": Message.objects.exclude(body="").count(),
        "private links": PrivateLink.objects.count(),
        "registrations counted": Registration.objects.count(),
        "seats counted": Registration.objects.aggregate(n=Sum("seats"))["n"],
        "logged": dict(rows.annotate(n=Sum("rows")).order_by("kind")),
    }


if __name__ == "__main__":
    if sys.argv[1] == "check":
        sys.stdout.write(json.dumps(left()))
    else:
        prepare(int(sys.argv[1]))
