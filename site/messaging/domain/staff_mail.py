"""Writing to members of staff; see `messaging.staff_mail`."""

from functools import partial

from django.contrib.auth.models import User
from django.db import transaction

from messaging import tasks


def tell_staff(user: User, *, subject: str, body: str, calendar: str = "") -> None:
    """Have a worker send it after the commit; without an address nothing is sent."""
    if user.is_active and user.email:
        transaction.on_commit(
            partial(tasks.mail_staff.enqueue, user.pk, subject, body, calendar)
        )
