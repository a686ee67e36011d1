"""The kinds of data of `messaging`, and how long each is kept."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from messaging.domain.erasure import empty_messages, still_readable
from messaging.models import BrokenRoute, Message
from people.domain.kinds import deleting
from people.enums import RetentionEffect, RetentionUnit
from people.retention import Period, RetentionKind, register_kind


def kept_texts() -> QuerySet[Message]:
    return Message.objects.filter(still_readable()).annotate(
        since=Coalesce("sent_at", "created_at")
    )


def register_kinds() -> None:
    """Called once, when the app is ready."""
    register_kind(
        RetentionKind(
            key="messaging.message",
            label=_("Texts of messages"),
            basis=_("Counted from sending; that it was sent stays on record."),
            keep=Period(180, RetentionUnit.DAYS),
            effect=RetentionEffect.BLANK,
            rows=kept_texts,
            apply=empty_messages,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="messaging.broken_route",
            label=_("Addresses from which messages came back"),
            basis=_("Counted from the first message that came back."),
            keep=Period(12, RetentionUnit.MONTHS),
            effect=RetentionEffect.DELETE,
            # Its own field is called `since`.
            rows=BrokenRoute.objects.all,
            apply=deleting(BrokenRoute),
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="messaging.job",
            label=_("Finished jobs of the queue"),
            basis=_("Needed for finding faults only."),
            keep=Period(7, RetentionUnit.DAYS),
            effect=RetentionEffect.DELETE,
            rows=lambda: DBTaskResult.objects.filter(
                finished_at__isnull=False
            ).annotate(since=F("finished_at")),
            apply=deleting(DBTaskResult),
        )
    )
