"""Getting to one's own data: asked for, sent, opened once, closed soon.

Each rule answers a threat:

- *Somebody found the link of her application.* That link opens her application and no
  more; everything held on her opens only by a fresh link, sent to the address that was
  hers before.
- *Somebody reads her telephone or her history later.* The link opens once, within an
  hour; what it opens has no token in its address, and closes after half an hour, by
  "Close" or by the exit.
- *A mail scanner opens every link.* A GET shows a button and changes nothing; only its
  POST opens the link.
- *Somebody asks whether she is known.* Asking is answered alike and as fast, by a
  worker; a link that opens nothing is answered alike whatever the cause.
- *Somebody floods her mailbox.* One link every few minutes, however often it is asked.
"""

import hashlib
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from messaging.channels import automatic_routes
from messaging.domain.routes import route_for
from people.domain.links import issue_link, revoke_links
from people.enums import ContactChannel, LinkPurpose
from people.models import ConsentPurpose, Person, PrivateLink
from rights import notifications
from rights.domain.requests import receive_request
from rights.enums import RequestChannel, RequestKind
from rights.models import DataRequest

#: How long a link to everything held on her waits to be opened.
LINK_LASTS = timedelta(hours=1)
#: How long what it opened stays open.
VISIT_LASTS = timedelta(minutes=30)
#: One link in this many seconds.
PAUSE = 180


def ask_for_own_data(person: Person) -> None:
    """Send her a fresh link by the way she chose; older unopened ones close.

    Who chose the telephone is told by staff: a request with its clock is entered, once.
    """
    if not cache.add(f"own-data:{person.pk}", True, PAUSE):
        return
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.anonymized_at:
            return
        route, _reason = route_for(person)
        if route in automatic_routes():
            notifications.send_own_data_link(person, token=issue_own_data_link(person))
        elif not _asked_already(person):
            receive_request(
                kind=RequestKind.INFORMATION,
                received_through=RequestChannel.OWN_PAGE,
                person=person,
            )


def ask_for_own_data_by_email(email: str) -> int:
    """The same for whoever chose to be reached by this address; how many."""
    digest = hashlib.sha256(email.encode()).hexdigest()
    if not cache.add(f"own-data-mail:{digest}", True, PAUSE):
        return 0
    people = Person.objects.filter(email=email, contact_channel=ContactChannel.EMAIL)
    for person in people:
        ask_for_own_data(person)
    return len(people)


def issue_own_data_link(person: Person) -> str:
    """A token that opens everything held on her, once; older ones close."""
    revoke_links(person, purpose=LinkPurpose.OWN_DATA)
    return issue_link(
        person,
        purpose=LinkPurpose.OWN_DATA,
        target=person,
        expires_at=timezone.now() + LINK_LASTS,
    )


def visited_by(link_pk: int) -> Person | None:
    """Whose data an opened link still shows; None once the visit is over."""
    link = (
        PrivateLink.objects.select_related("person")
        .filter(
            pk=link_pk,
            purpose=LinkPurpose.OWN_DATA,
            revoked_at__isnull=True,
            used_at__gt=timezone.now() - VISIT_LASTS,
        )
        .first()
    )
    return link.person if link and not link.person.anonymized_at else None


def close_visit(link_pk: int) -> None:
    PrivateLink.objects.filter(pk=link_pk, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )


def withdrawal_path(person: Person, key: str) -> str:
    """The path behind "I no longer agree" in a message that rests on consent `key`."""
    token = issue_link(
        person,
        purpose=LinkPurpose.CONSENT,
        target=ConsentPurpose.objects.get(key=key),
    )
    return notifications.path_of(
        "withdraw_consent", language=person.language, token=token
    )


def _asked_already(person: Person) -> bool:
    return (
        DataRequest.objects.unanswered()
        .filter(person=person, kind=RequestKind.INFORMATION)
        .exists()
    )
