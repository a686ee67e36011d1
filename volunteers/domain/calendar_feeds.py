"""The secret address at which an interviewer's own calendar reads her interviews."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.links import hash_token
from volunteers.domain.duties import may_somewhere
from volunteers.enums import InterviewState
from volunteers.models import Application, CalendarFeed, Interview
from volunteers.workflow import Permission

TOKEN_BYTES = 24
#: Interviews that lie further back are left out.
LOOKS_BACK = timedelta(days=30)
#: How often one address is answered in a minute; calendars ask a few times an hour.
MOST_A_MINUTE = 20
_MINUTE = 60


@transaction.atomic
def renew_calendar_feed(user: User, *, now: datetime | None = None) -> str:
    """A new address; the one before answers no more. Returns its secret, once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed, _made = CalendarFeed.objects.update_or_create(
        user=user,
        defaults={"token_hash": hash_token(token), "made_at": now or timezone.now()},
    )
    log(feed, "volunteers.feed.renew", user=user)
    return token


@transaction.atomic
def close_calendar_feed(user: User) -> bool:
    """Whether there was an address to close."""
    feed = CalendarFeed.objects.select_for_update().filter(user=user).first()
    if feed is None:
        return False
    log(feed, "volunteers.feed.close", user=user)
    feed.delete()
    return True


def open_calendar_feed(token: str) -> User | None:
    """Whose it is: none when it is wrong, renewed, or her account may no more."""
    feed = (
        CalendarFeed.objects.select_related("user")
        .filter(token_hash=hash_token(token), user__is_active=True)
        .first()
    )
    if feed is None or not may_somewhere(feed.user, Permission.INTERVIEW):
        return None
    return feed.user


def is_asked_too_often(token: str) -> bool:
    """Counts what is asked of one address, also of those that do not exist."""
    key = f"interview-feed:{hash_token(token)[:32]}"
    if cache.add(key, 1, _MINUTE):
        return False
    try:
        asked = cache.incr(key)
    except ValueError:  # the minute ended in between
        return False
    return bool(asked > MOST_A_MINUTE)


def interviews_in_feed(
    user: User, *, now: datetime | None = None
) -> QuerySet[Interview]:
    """Hers, booked or held; `is_seen` where she may know whose it is."""
    seen = Application.objects.visible_to(user).order_by().values("pk")
    return (
        Interview.objects.filter(
            slot__interviewers=user,
            slot__starts_at__gt=(now or timezone.now()) - LOOKS_BACK,
            state__in=InterviewState.taking,
        )
        .select_related("slot", "application")
        .annotate(is_seen=Exists(seen.filter(pk=OuterRef("application"))))
        .order_by("slot__starts_at", "pk")
    )
