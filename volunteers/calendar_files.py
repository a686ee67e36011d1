"""Interviews as appointments in a calendar."""

from django.utils import translation

from messaging.calendar_files import Appointment
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
