"""Answering "I lost my link" without telling whether somebody is known."""

import hashlib

from django.core.cache import cache
from django.db import transaction

from messaging.renewal import renew_links
from people.enums import ContactChannel
from people.models import Person

#: One address gets new links at most this often, in seconds.
PAUSE = 600


def send_new_links(email: str) -> int:
    """Queue fresh links for each person reached by this address; returns how many."""
    digest = hashlib.sha256(email.encode()).hexdigest()
    if not cache.add(f"renewal:{digest}", True, PAUSE):
        return 0
    people = Person.objects.filter(email=email, contact_channel=ContactChannel.EMAIL)
    for person in people:
        with transaction.atomic():
            renew_links(person)
    return len(people)
