"""What a worker does for `messaging`. Arguments are plain values."""

from django_tasks import task

from messaging.domain import delivery, renewal
from people.sealing import unseal


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
