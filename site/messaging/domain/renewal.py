"""Answering "I lost my link" without telling whether somebody is known."""

from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac

from messaging.renewal import renew_links
from people.enums import ContactChannel
from people.models import Person

#: One address gets new links at most this often, in seconds.
PAUSE = 600


def send_new_links(email: str) -> int:
    """Queue fresh links for each person reached by this address; returns how many."""
    if not cache.add(pause_key(email), True, PAUSE):
        return 0
    people = Person.objects.filter(email=email, contact_channel=ContactChannel.EMAIL)
    for person in people:
        with transaction.atomic():
            renew_links(person)
    return len(people)


def pause_key(email: str) -> str:
    """Under which the cache remembers that this address was served."""
    return f"renewal:{salted_hmac('messaging.renewal', email).hexdigest()}"
