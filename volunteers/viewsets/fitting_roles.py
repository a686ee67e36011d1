"""For one volunteer: which roles fit her, which not, and why."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.access_notes import NotesAccess
from volunteers.domain.duties import may
from volunteers.domain.hours import approved_hours
from volunteers.domain.role_matching import free_cells, roles_for
from volunteers.models import Application
from volunteers.models.question import days_in_words
from volunteers.workflow import Permission


class FittingRolesView(NotesAccess, WagtailAdminTemplateMixin, TemplateView):
    template_name = "volunteers/admin/fitting_roles.html"
    page_title = _("Roles for her")
    header_icon = "group"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        seen = Application.objects.visible_to(request.user)
        self.object = get_object_or_404(
            seen.select_related("person", "call__process"), pk=kwargs["pk"]
        )
        if not may(request.user, Permission.ASSIGN, self.object):
            raise PermissionDenied

    def get_page_subtitle(self):
        return self.object.person.full_name

    def get_breadcrumbs_items(self):
        page = reverse("volunteers_application:inspect", args=[self.object.pk])
        return [
            *self.breadcrumbs_items,
            {"url": page, "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        application = self.object
        rows = roles_for(application)
        rows.sort(key=lambda row: (len(row[1].refused), len(row[1].against)))
        hours = approved_hours([application.pk])
        return super().get_context_data(
            application=application,
            rows=rows,
            hours_given=hours.get(application.pk, 0),
            free_in_words=days_in_words(free_cells(application)),
            **kwargs,
        )
