"""E-mail to members of staff: about work of theirs, and never about a person.

Not a row of the outbox: that is for people, whose wishes and rights it keeps. Neither
subject nor text names anybody; an application is its number.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from wagtail.users.models import UserProfile

from messaging.calendar_files import StaffGuest
from messaging.email import attach_calendar


def guest_of(user: User) -> StaffGuest:
    """Her address, and the language in which she works."""
    profile = UserProfile.objects.filter(user=user).first()
    language = profile.preferred_language if profile else ""
    known = dict(settings.LANGUAGES)
    return StaffGuest(
        email=user.email,
        language=language if language in known else settings.LANGUAGE_CODE,
    )


def send_to_staff(user_pk: int, subject: str, body: str, calendar: str) -> bool:
    """False where she is gone or has no address by now."""
    user = get_user_model().objects.filter(pk=user_pk, is_active=True).first()
    if user is None or not user.email:
        return False
    mail = EmailMultiAlternatives(
        subject=subject,
        body=body,
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    if calendar:
        attach_calendar(mail, calendar)
    mail.send()
    return True
