"""What `programs` holds on somebody, made unrecognizable.

Seats, who they were for, and how it ended stay countable.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone

from people.domain.anonymize import clean_log
from people.models import Person
from programs.domain.meetings import withdraw_meeting
from programs.domain.registrations import cancel_registration, remove_registration
from programs.enums import RegistrationState
from programs.models import (
    AttendanceRecord,
    CourseResult,
    MeetingRequest,
    PartyMember,
    Registration,
    SessionMark,
)
from programs.models.meeting import MeetingRequestQuerySet
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


def running_meetings(person: Person) -> list[str]:
    """Her requests for a meeting that nobody has answered yet."""
    return [
        f"{request.activity} ({request.get_state_display()})"
        for request in _open_meetings(person).select_related("activity")
    ]


def end_meetings(person: Person, by: Any) -> None:
    for request in _open_meetings(person):
        withdraw_meeting(request, by=by)


def _open_meetings(person: Person) -> MeetingRequestQuerySet:
    return MeetingRequest.objects.filter(person=person).open()


def erase_of_programs(persons: Collection[int]) -> dict[str, int]:
    meetings = MeetingRequest.objects.filter(person__in=persons)
    asked = anonymize_meetings(list(meetings.values_list("pk", flat=True)))
    registered = erase_registrations_of(persons)
    cleaned = "wagtailcore.modellogentry"
    return {
        **asked,
        **registered,
        cleaned: asked[cleaned] + registered[cleaned],
    }


def anonymize_meetings(pks: Collection[int]) -> dict[str, int]:
    """Take out where she lives and what was noted; district and size stay countable."""
    return {
        "programs.meetingrequest": MeetingRequest.objects.filter(pk__in=pks).update(
            neighborhood="",
            days=[],
            host_address="",
            note="",
            idempotency_key=None,
            anonymized_at=timezone.now(),
        ),
        "wagtailcore.modellogentry": clean_log(MeetingRequest, pks),
    }


def forget_addresses(pks: Collection[int]) -> int:
    return MeetingRequest.objects.filter(pk__in=pks).update(host_address="")


def erase_registrations_of(persons: Collection[int]) -> dict[str, int]:
    registrations = Registration.objects.filter(person__in=persons)
    pks = list(registrations.values_list("pk", flat=True))
    results = CourseResult.objects.filter(registration__in=pks)
    forgotten = forget_certificates(list(results.values_list("pk", flat=True)))
    return {**anonymize_registrations(pks), "programs.courseresult": forgotten}


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
        "programs.sessionmark": SessionMark.objects.filter(
            registration__in=pks
        ).delete()[0],
        "wagtailcore.modellogentry": clean_log(Registration, pks),
    }


def forget_certificates(pks: Collection[int]) -> int:
    """Hours and number stay for statistics; nobody can verify the paper any more."""
    return CourseResult.objects.filter(pk__in=pks).update(
        code=None, note="", revoke_reason=""
    )


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
