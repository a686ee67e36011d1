"""Private links: issue, open, revoke."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from people.enums import LinkPurpose
from people.models import ApiClient, Person, PrivateLink
from people.prepared import PreparedQuery

TOKEN_BYTES = 16


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue_link(
    person: Person,
    *,
    purpose: LinkPurpose,
    target: Model,
    expires_at: datetime | None = None,
) -> str:
    """Make a link that opens `target` for `person`; returns its token, once.

    The token is not kept: whoever loses it asks for a new link.
    """
    token, link = draft_link(
        person, purpose=purpose, target=target, expires_at=expires_at
    )
    link.save()
    return token


def draft_link(
    person: Person,
    *,
    purpose: LinkPurpose,
    target: Model,
    expires_at: datetime | None = None,
) -> tuple[str, PrivateLink]:
    """`issue_link` for who writes the row herself, together with others."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, PrivateLink(
        token_hash=hash_token(token),
        purpose=purpose,
        person=person,
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        expires_at=expires_at
        or timezone.now() + timedelta(days=settings.PRIVATE_LINK_DAYS),
    )


def open_link(token: str, *, purpose: LinkPurpose) -> PrivateLink | None:
    """The open link behind `token` for this purpose, or None for every other case.

    A wrong, foreign, expired or revoked token all give None: the answer must not
    tell which.
    """
    link = (
        PrivateLink.objects.select_related("person", "target_type")
        .filter(token_hash=hash_token(token), purpose=purpose)
        .first()
    )
    return link if link is not None and link.is_open else None


def use_link(token: str, *, purpose: LinkPurpose) -> PrivateLink | None:
    """Open a link that opens once, and close it; None for every other case.

    Two that open it at the same moment get one answer between them.
    """
    link = open_link(token, purpose=purpose)
    if link is None:
        return None
    now = timezone.now()
    first = PrivateLink.objects.filter(pk=link.pk, used_at__isnull=True).update(
        used_at=now
    )
    link.used_at = now
    return link if first else None


def revoke_links(target: Model, *, purpose: LinkPurpose | None = None) -> int:
    """Close every link to `target`; returns how many were open."""
    links = PrivateLink.objects.filter(
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        revoked_at__isnull=True,
    )
    if purpose:
        links = links.filter(purpose=purpose)
    return links.update(revoked_at=timezone.now())


def create_api_client(name: str) -> tuple[ApiClient, str]:
    """A client of the API and its token; only the token's hash is kept."""
    token = secrets.token_urlsafe(32)
    client = ApiClient.objects.create(name=name, token_hash=hash_token(token))
    return client, token


_client = PreparedQuery(
    lambda token_hash: ApiClient.objects.filter(
        token_hash=token_hash, revoked_at__isnull=True
    ),
    "token",
)


def api_client_for(token: str) -> ApiClient | None:
    return _client.first(hash_token(token))
