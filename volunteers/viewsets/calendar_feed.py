"""Where an interviewer gets, renews and closes the address for her own calendar."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views import generic

from people.web import private_page
from volunteers.domain.calendar_feeds import close_calendar_feed, renew_calendar_feed
from volunteers.domain.duties import may_somewhere
from volunteers.models import CalendarFeed
from volunteers.workflow import Permission


class CalendarFeedView(generic.WagtailAdminTemplateMixin, TemplateView):
    template_name = "volunteers/admin/calendar_feed.html"
    page_title = _("In my own calendar")
    header_icon = "calendar-alt"
    address = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_somewhere(request.user, Permission.INTERVIEW):
            raise PermissionDenied

    def dispatch(self, request, *args, **kwargs):
        return private_page(super().dispatch)(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        week = {
            "url": reverse("volunteers_slot:week"),
            "label": _("Week of interviews"),
        }
        return [
            *self.breadcrumbs_items,
            week,
            {"url": "", "label": self.get_page_title()},
        ]

    def post(self, request, *args, **kwargs):
        if request.POST.get("action") == "close":
            if close_calendar_feed(request.user):
                messages.success(request, _("The address is closed."))
            return redirect("volunteers_slot:feed")
        token = renew_calendar_feed(request.user)
        path = reverse("volunteers:interview_feed", args=[token])
        self.address = settings.SITE_URL + path
        # Shown in the answer and nowhere else: it is not kept.
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        feed = CalendarFeed.objects.filter(user=self.request.user).first()
        return super().get_context_data(feed=feed, address=self.address, **kwargs)
