"""What a worker does for `rights`. Arguments are plain values."""

from django_tasks import task

from rights.domain import links


@task()
def send_own_data_links(email: str) -> int:
    """Write to everybody with this address who chose e-mail; returns how many.

    Runs in a worker, so that the page that asked for it answers alike and as fast
    whether somebody is known or not.
    """
    return links.ask_for_own_data_by_email(email)
