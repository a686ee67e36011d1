"""What `programs` holds on somebody, made unrecognizable.

Seats, who they were for, and how it ended stay countable.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone

from people.domain.anonymize import clean_log
from people.models import Person
from programs.domain.registrations import cancel_registration, remove_registration
from programs.enums import RegistrationState
from programs.models import AttendanceRecord, PartyMember, Registration
from programs.models.registration import RegistrationQuerySet

#: Why her place was taken back, in the record that is emptied right after.
_GONE = "Kayıt silindi"


def running_registrations(person: Person) -> list[str]:
    """Her places and waiting numbers for dates to come, by date and state."""
    return [
        f"{registration.occurrence} ({registration.get_state_display()})"
        for registration in _to_come(person)
    ]


def end_registrations(person: Person, by: Any) -> None:
    """Give each of them up: her place goes to the next in line."""
    for registration in _to_come(person):
        if by is None:
            remove_registration(registration, note=_GONE, by=by)
        else:
            cancel_registration(registration, by=by)


def _to_come(person: Person) -> RegistrationQuerySet:
    # What was marked is a fact of the past, whenever that was done.
    return (
        Registration.objects.filter(
            person=person, occurrence__starts_at__gt=timezone.now()
        )
        .live()
        .exclude(state__in=RegistrationState.marked)
        .select_related("occurrence__activity")
        .order_by("pk")
    )


def erase_registrations_of(persons: Collection[int]) -> dict[str, int]:
    registrations = Registration.objects.filter(person__in=persons)
    return anonymize_registrations(list(registrations.values_list("pk", flat=True)))


def anonymize_registrations(pks: Collection[int]) -> dict[str, int]:
    """Take out of these registrations who came along, whom to call, what was noted."""
    registrations = Registration.objects.filter(pk__in=pks)
    anonymized = registrations.update(
        emergency_name="",
        emergency_phone="",
        access_needs="",
        override_note="",
        end_note="",
        idempotency_key=None,
        request_digest="",
        quota=None,
        anonymized_at=timezone.now(),
    )
    return {
        "programs.registration": anonymized,
        "programs.partymember": PartyMember.objects.filter(registration__in=pks)
        .exclude(given_name="", birth_year__isnull=True)
        .update(given_name="", birth_year=None, birth_month=None),
        "programs.attendancerecord": AttendanceRecord.objects.filter(
            registration__in=pks
        ).delete()[0],
        "wagtailcore.modellogentry": clean_log(Registration, pks),
    }


def forget_emergency_contacts(pks: Collection[int]) -> int:
    return (
        Registration.objects.filter(pk__in=pks)
        .filter(has_emergency_contact())
        .update(emergency_name="", emergency_phone="")
    )


def forget_access_needs(pks: Collection[int]) -> int:
    told = Registration.objects.filter(pk__in=pks).filter(tells_access_needs())
    return told.update(access_needs="")


def tells_access_needs() -> Q:
    return ~Q(access_needs="")


def has_emergency_contact() -> Q:
    return ~Q(emergency_name="", emergency_phone="")
