"""The processing inventory, readable and as a file."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from people.inventory import HEADINGS, inventory_rows
from people.workbook import write_table

VIEW = "people.view_inventory"


class _ForWhoMay:
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(VIEW):
            raise PermissionDenied


class InventoryView(_ForWhoMay, WagtailAdminTemplateMixin, TemplateView):
    template_name = "people/admin/inventory.html"
    page_title = _("Processing inventory")
    header_icon = "list-ul"

    @property
    def header_buttons(self):
        return [
            HeaderButton(
                _("Download XLSX"),
                url=reverse("people_inventory:export"),
                icon_name="download",
            )
        ]

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        activities = [
            (row["process"], [(HEADINGS[name], row[name]) for name in HEADINGS][1:])
            for row in inventory_rows()
        ]
        return super().get_context_data(activities=activities, **kwargs)


class InventoryExportView(_ForWhoMay, View):
    def get(self, request, *args, **kwargs):
        output = BytesIO()
        write_table(
            output,
            title=str(_("Inventory")),
            headings=map(str, HEADINGS.values()),
            rows=(row.values() for row in inventory_rows()),
        )
        output.seek(0)
        return FileResponse(output, as_attachment=True, filename="envanter.xlsx")


class InventoryViewSet(ViewSet):
    icon = "list-ul"
    name = "people_inventory"
    url_prefix = "isleme-envanteri"
    menu_label = _("Processing inventory")

    @cached_property
    def menu_item_class(self):
        class InventoryMenuItem(MenuItem):
            def is_shown(self, request):
                return request.user.has_perm(VIEW)

        return InventoryMenuItem

    @cached_property
    def menu_url(self):
        return reverse("people_inventory:index")

    def get_urlpatterns(self):
        return [
            path("", InventoryView.as_view(), name="index"),
            path("indir/", InventoryExportView.as_view(), name="export"),
        ]
