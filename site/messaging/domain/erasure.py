"""What `messaging` holds on somebody, made unrecognizable."""

from collections.abc import Collection
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from messaging.domain.renewal import pause_key
from messaging.enums import MessageState, StateReason
from messaging.models import BrokenRoute, Message
from people.domain.anonymize import clean_log
from people.models import Person
from people.sealing import unseal

_OVER = (*MessageState.left, MessageState.CANCELLED)
#: Stands in the audit log where the subject of a message stood.
_CALLED = gettext_noop("Message")
_NEW_LINKS = "messaging.tasks.send_new_links"


def erase_messages(persons: Collection[int]) -> dict[str, int]:
    """Texts and links go, what was not sent is dropped, addresses are forgotten."""
    messages = Message.objects.filter(person__in=persons)
    pks = list(messages.values_list("pk", flat=True))
    routes, _kinds = BrokenRoute.objects.filter(person__in=persons).delete()
    return {
        "messaging.message": empty_messages(pks),
        "messaging.brokenroute": routes,
        "django_tasks_database.dbtaskresult": _forget_requests(persons),
    }


def empty_messages(pks: Collection[int]) -> int:
    """Keep that something was sent, when and how it ended; nothing of what it said."""
    messages = Message.objects.filter(pk__in=pks)
    messages.exclude(state__in=_OVER).update(
        state=MessageState.CANCELLED,
        reason=StateReason.OUTDATED,
        claimed_at=None,
        shared_text=None,
    )
    messages.exclude(sealed_values="").update(sealed_values="")
    clean_log(Message, pks, label=_CALLED)
    return messages.filter(still_readable()).update(
        subject="",
        body="",
        sealed_link="",
        sealed_address="",
        calendar="",
        provider_id="",
    )


def still_readable() -> Q:
    """Messages of which anything is left."""
    return ~Q(
        subject="",
        body="",
        sealed_link="",
        sealed_address="",
        calendar="",
        provider_id="",
    )


def _forget_requests(persons: Collection[int]) -> int:
    """Drop the finished jobs, and the pauses, of her asking for new links."""
    addresses = set(
        Person.objects.filter(pk__in=persons)
        .exclude(email="")
        .values_list("email", flat=True)
    )
    cache.delete_many([pause_key(address) for address in addresses])
    hers = [
        job.pk
        for job in DBTaskResult.objects.filter(task_path=_NEW_LINKS).iterator()
        if _address_in(job) in addresses
    ]
    deleted, _kinds = DBTaskResult.objects.filter(pk__in=hers).delete()
    return deleted


def _address_in(job: DBTaskResult[Any, Any]) -> str:
    try:
        return unseal(job.args_kwargs["args"][0])
    except (InvalidToken, IndexError, KeyError):
        return ""
