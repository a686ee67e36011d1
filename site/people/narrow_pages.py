"""Pages of a long list whose rows are wide."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from wagtail.admin.paginator import WagtailPaginator


class NarrowPaginator(WagtailPaginator):
    """Sorts and skips keys alone, and reads the rows of one page by them.

    To skip ninety thousand rows a database carries each of them through its sort, with
    everything that is read of it; keys it often finds in an index.
    """

    #: From some rows to the same with whatever the list shows and is ordered by.
    shown: Any = None

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        listed = self.object_list
        keys = listed.values("pk")[first : first + self.per_page]
        # Without the list's own conditions: the keys have met them.
        rows = self.shown(listed.model._default_manager.filter(pk__in=keys))
        if listed.query.order_by:
            rows = rows.order_by(*listed.query.order_by)
        return self._get_page(rows, number, self)


class NarrowPagesMixin:
    """For lists of very many rows: `shown` says what a page of them reads."""

    paginator_class = NarrowPaginator

    def shown(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows

    def get_base_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_queryset()  # type: ignore[misc]
        return self.shown(rows)

    def get_paginator(self, *args: Any, **kwargs: Any) -> NarrowPaginator:
        paginator: NarrowPaginator = super().get_paginator(  # type: ignore[misc]
            *args, **kwargs
        )
        paginator.shown = self.shown
        return paginator
