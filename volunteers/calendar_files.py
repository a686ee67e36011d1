"""Interviews as appointments in a calendar."""

from django.contrib.auth.models import User
from django.utils import translation

from messaging.calendar_files import Appointment, StaffGuest
from volunteers.models import Interview


def interview_appointment(interview: Interview) -> Appointment:
    slot = interview.slot
    with translation.override(interview.application.person.language):
        place = str(slot.place)
    return Appointment(
        name=f"randevu-{interview.pk}",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=place,
    )


def work_appointment(
    interview: Interview, user: User, guest: StaffGuest
) -> Appointment:
    """The same for an interviewer: an entry of her own, in her language."""
    slot = interview.slot
    with translation.override(guest.language):
        place = str(slot.place)
    return Appointment(
        name=f"gorusme-{interview.pk}-{user.pk}",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=place,
    )
