"""What a screen of `programs` shows to whom: one departure, a filter's choices."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.admin.views import generic

from programs.domain import departures
from programs.domain.duties import may_at, may_somewhere
from programs.models import Activity, Occurrence, Program
from programs.permissions import VIEW_OCCURRENCES


def departure_for(user: Any, pk: int, *needed: str) -> Occurrence:
    """The departure, for who may do all of `needed` there.

    What is another team's is not there; what her duty does not reach is refused.
    """
    if not all(may_somewhere(user, permission) for permission in needed):
        raise PermissionDenied
    occurrence = get_object_or_404(departures.for_staff(user), pk=pk)
    if not all(may_at(user, permission, occurrence) for permission in needed):
        raise PermissionDenied
    return occurrence


def programs_seen(request: Any) -> Any:
    """What a filter of departures or registrations offers of programs."""
    return Program.objects.where_may(request.user, VIEW_OCCURRENCES)


def activities_seen(request: Any) -> Any:
    return Activity.objects.where_may(request.user, VIEW_OCCURRENCES)


class SeenReorderView(generic.ReorderView):
    """Moves a row among those that this user may change."""

    def get_queryset(self):
        rows = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        return rows.order_by(self.sort_order_field)

    def dispatch(self, request, *args, **kwargs):
        get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


def without_usage(patterns: list[Any]) -> list[Any]:
    """Nothing keeps count of what uses these rows, so there is no page on it."""
    return [one for one in patterns if not one.name.startswith("usage")]
