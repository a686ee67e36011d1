"""What interviewers are told of the interviews that they hold: when and where.

Nobody is named, neither in the subject nor in the text: an application is its number,
and its page is behind the login. Who changed it herself is not told of it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.calendar_files import cancellation, invitation
from messaging.domain.staff_mail import tell_staff
from messaging.staff_mail import guest_of
from volunteers.calendar_files import work_appointment
from volunteers.models import Application, Interview, InterviewSlot

_BOOKED = _("An interview with you was booked.")
_MOVED = _("An interview that you hold has another time. It is now:")
_CHANGED = _(
    "An interview that you hold has another time, place or interviewer. It is now:"
)
_GIVEN_UP = _("An interview that you were to hold does not take place.")
_NOT_YOURS = _("You need not hold this interview any more.")


def tell_interviewers(
    interview: Interview, *, coming: Iterable[User], leaving: Iterable[User]
) -> None:
    """Staff changed the time itself, or who holds it."""
    for user in _in_order(coming):
        _tell(user, interview, _CHANGED, calendar_of=invitation)
    for user in _in_order(leaving):
        _tell(user, interview, _NOT_YOURS, calendar_of=cancellation)


def tell_of_booking(interview: Interview, *, by: User | None) -> None:
    for user in _others(interview.slot, by):
        _tell(user, interview, _BOOKED, calendar_of=invitation)


def tell_of_move(
    interview: Interview, *, previous: InterviewSlot, by: User | None
) -> None:
    """Those who hold it now, and those who held the time that she left."""
    before, after = _others(previous, by), _others(interview.slot, by)
    for user in after:
        words = _MOVED if user in before else _BOOKED
        _tell(user, interview, words, calendar_of=invitation)
    for user in before:
        if user not in after:
            _tell(user, interview, _GIVEN_UP, calendar_of=cancellation, slot=previous)


def tell_of_giving_up(interview: Interview, *, by: User | None) -> None:
    """By herself, or staff did it; of a time that has passed nothing is said."""
    if interview.slot.starts_at <= timezone.now():
        return
    for user in _others(interview.slot, by):
        _tell(user, interview, _GIVEN_UP, calendar_of=cancellation)


def _others(slot: InterviewSlot, by: User | None) -> list[User]:
    return [one for one in _in_order(slot.interviewers.all()) if one != by]


def _in_order(users: Iterable[User]) -> list[User]:
    return sorted(users, key=lambda one: one.pk)


def _tell(
    user: User,
    interview: Interview,
    words: Promise,
    *,
    calendar_of: Callable[..., str],
    slot: InterviewSlot | None = None,
) -> None:
    """`slot`: the time it is about, where that is not the interview's any more."""
    application, slot = interview.application, slot or interview.slot
    guest = guest_of(user)
    with translation.override(guest.language):
        facts: dict[str, Any] = {
            "code": application.reference,
            "moment": date_format(timezone.localtime(slot.starts_at), "j F Y l, H.i"),
            "place": gettext("online") if slot.is_online else str(slot.place),
        }
        lines = [
            gettext("Date and time: %(moment)s") % facts,
            gettext("Place: %(place)s") % facts,
        ]
        # As in her calendar: the number only where the application is hers to see.
        seen = Application.objects.visible_to(user).filter(pk=application.pk).exists()
        if seen:
            page = reverse("volunteers_application:inspect", args=[application.pk])
            lines.insert(0, gettext("Application: %(code)s") % facts)
            lines += ["", settings.SITE_URL + page]
        subject = gettext("Change of an appointment")
        body = "\n".join([str(words), "", *lines])
    tell_staff(
        user,
        subject=subject,
        body=body,
        calendar=calendar_of(work_appointment(interview, user, guest), guest),
    )
