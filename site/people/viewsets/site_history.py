"""Wagtail's report of everything that happened, without the rows that are others'."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import ModelLogEntry
from wagtail.permissions import policy_registry

from people.permissions import ScopedPolicy


class SiteHistoryView(LogEntriesView):
    """Wagtail asks whether she sees the kind of a row; here the row is asked too."""

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        entries = super().filter_queryset(queryset)
        if queryset.model is not ModelLogEntry:
            return entries
        return without_withheld(entries, self.request.user)


def site_history_urls(prefix: str) -> list[Any]:
    """At the addresses of Wagtail's report, behind the same door."""
    return [
        path(
            f"{prefix}{rest}",
            never_cache(
                require_admin_access(SiteHistoryView.as_view(results_only=only))
            ),
        )
        for rest, only in (("", False), ("results/", True))
    ]


def without_withheld(entries: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Without what happened to rows that their policy keeps from who sees the kind."""
    kinds = ModelLogEntry.objects.order_by().values_list("content_type", flat=True)
    for content_type in ContentType.objects.filter(pk__in=kinds.distinct()):
        model = content_type.model_class()
        policy = policy_registry.get_by_type(model) if model else None
        rows = policy.unseen_by(user) if isinstance(policy, ScopedPolicy) else None
        if rows is not None:
            keys = rows.order_by().annotate(written=Cast("pk", CharField()))
            entries = entries.exclude(
                content_type=content_type, object_id__in=keys.values("written")
            )
    return entries
