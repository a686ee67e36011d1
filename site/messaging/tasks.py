"""What a worker does for `messaging`. Arguments are plain values."""

from django_tasks import task

from messaging.domain import delivery


@task()
def deliver_message(key: str) -> str:
    """Send one message if it is still due; returns the state it ended in."""
    return delivery.deliver(key)
