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
        return entries.exclude(pk__in=withheld_entries(self.request.user))


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


def withheld_entries(user: Any) -> QuerySet[Any]:
    """What happened to rows that their policy keeps from who sees the kind."""
    found = ModelLogEntry.objects.none()
    kinds = ModelLogEntry.objects.order_by().values_list("content_type", flat=True)
    for content_type in ContentType.objects.filter(pk__in=kinds.distinct()):
        model = content_type.model_class()
        policy = policy_registry.get_by_type(model) if model else None
        if isinstance(policy, ScopedPolicy):
            # All rows but hers: another team's, those of people whom she recused
            # herself from, and protected ones stand in the same history.
            seen = policy.scope(user).order_by().values("pk")
            rows = policy.model._default_manager.exclude(pk__in=seen)
            keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
            found = found | ModelLogEntry.objects.filter(
                content_type=content_type, object_id__in=keys
            )
    return found.values("pk")
