"""A term at a glance: how far they came, what waits, who reads, what is still free."""

import csv
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from people.exports import as_typed, harmless
from people.workbook import write_table
from volunteers.models import Application, Call
from volunteers.viewsets.overview_tables import Table, tables_of

NAME = "volunteers_overview"
#: Names neither a call nor a person.
_FILE = "genel-bakis"


def sees_applications(user: Any) -> bool:
    policy = policy_registry.get_by_type(Application)
    return bool(policy.user_has_permission(user, "view"))


class _OfCall:
    """Reads the call of the address; the newest that has opened where none is."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not sees_applications(request.user):
            raise PermissionDenied
        self.calls = list(
            Call.objects.reachable_by(request.user).select_related("process")
        )
        self.call = self.chosen_call()

    def chosen_call(self) -> Call | None:
        asked = self.request.GET.get("call", "")
        for call in self.calls:
            if str(call.pk) == asked:
                return call
        opened = [call for call in self.calls if not call.is_upcoming()]
        return next(iter(opened or self.calls), None)

    @cached_property
    def tables(self) -> list[Table]:
        return list(tables_of(self.call, self.request.user)) if self.call else []


class OverviewView(_OfCall, WagtailAdminTemplateMixin, TemplateView):
    template_name = "volunteers/admin/overview.html"
    page_title = gettext_lazy("Overview")
    header_icon = "glasses"

    @cached_property
    def header_buttons(self):
        if self.call is None:
            return []
        return [
            HeaderButton(
                label,
                url=f"{reverse(f'{NAME}:{name}')}?call={self.call.pk}",
                icon_name="download",
            )
            for name, label in (
                ("xlsx", _("Download XLSX")),
                ("csv", _("Download CSV")),
            )
        ]

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            calls=self.calls,
            call=self.call,
            tables=self.tables,
            today=timezone.localdate(),
            **kwargs,
        )


class _Export(_OfCall, View):
    """All figures as one table: part, row, figure, value."""

    http_method_names = ("get",)

    def headings(self) -> list[str]:
        return [_("Part"), _("Row"), _("Figure"), _("Value")]

    def rows(self) -> Iterator[list[Any]]:
        for table in self.tables:
            for row, figures in table.named_rows():
                words = [str(table.heading), str(row.label)]
                for column, figure in figures:
                    yield [*words, str(column), figure.value]


class OverviewXlsxView(_Export):
    def get(self, request, *args, **kwargs):
        output = BytesIO()
        write_table(
            output, title=_("Overview"), headings=self.headings(), rows=self.rows()
        )
        output.seek(0)
        return _kept_private(
            FileResponse(output, as_attachment=True, filename=f"{_FILE}.xlsx")
        )


class OverviewCsvView(_Export):
    """As Turkish Excel opens it: semicolons, a mark of the encoding, decimal commas."""

    def get(self, request, *args, **kwargs):
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{_FILE}.csv"'
        writer = csv.writer(response, delimiter=";")
        writer.writerow(self.headings())
        for row in self.rows():
            writer.writerow([harmless(as_typed(value)) for value in row])
        return _kept_private(response)


def _kept_private(response: Any) -> Any:
    response["Cache-Control"] = "no-store, private"
    return response


class OverviewMenuItem(MenuItem):
    """For whoever sees applications at all."""

    def is_shown(self, request):
        return sees_applications(request.user)


class OverviewViewSet(ViewSet):
    name = NAME
    url_prefix = "genel-bakis"
    icon = "glasses"
    menu_label = gettext_lazy("Overview")
    menu_item_class = OverviewMenuItem

    def get_urlpatterns(self):
        return [
            path("", OverviewView.as_view(), name="index"),
            path("xlsx/", OverviewXlsxView.as_view(), name="xlsx"),
            path("csv/", OverviewCsvView.as_view(), name="csv"),
        ]
