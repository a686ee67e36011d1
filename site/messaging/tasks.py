"""What a worker does for `messaging`. Arguments are plain values."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from messaging import staff_mail
from messaging.domain import delivery, renewal
from people.sealing import unseal

#: Waits between tries to reach a member of staff.
STAFF_BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)


@task()
def deliver_message(key: str) -> str:
    """Send one message if it is still due; returns the state it ended in."""
    return delivery.deliver(key)


@task()
def send_new_links(sealed_email: str) -> int:
    """Write to everybody with this address who chose e-mail; returns how many.

    The address comes sealed: the rows of a queue are copied, backed up and looked at.
    Runs in a worker, so that the page that asked for it answers alike and as fast
    whether somebody is known or not.
    """
    return renewal.send_new_links(unseal(sealed_email))


@task()
def mail_staff(
    user_pk: int, subject: str, body: str, calendar: str, tried: int = 0
) -> bool:
    """Write to a member of staff; nothing in it is about a person by name.

    While the mail server is away it is tried again, where the queue can wait.
    """
    try:
        return staff_mail.send_to_staff(user_pk, subject, body, calendar)
    except OSError:
        if tried == len(STAFF_BACKOFF) or not mail_staff.get_backend().supports_defer:
            raise
        later = timezone.now() + STAFF_BACKOFF[tried]
        mail_staff.using(run_after=later).enqueue(
            user_pk, subject, body, calendar, tried + 1
        )
        return False
