"""How it was, by activity: a report for who plans the next trips."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from programs import permissions
from programs.domain.duties import Rights, may_somewhere
from programs.domain.feedback import feedback_by_activity, years_of_feedback
from programs.models import Program

NAME = "programs_feedback"


class YearForm(forms.Form):
    """Whole years only: from two overlapping times one could tell a single answer."""

    yil = forms.TypedChoiceField(label=_("Year"), coerce=int)
    program = forms.ModelChoiceField(
        Program.objects.none(), label=_("Program"), required=False, empty_label=_("All")
    )

    def __init__(self, *args, programs, **kwargs):
        super().__init__(*args, **kwargs)
        years = years_of_feedback() or [timezone.localdate().year]
        self.fields["yil"].choices = [(year, str(year)) for year in years]
        self.fields["program"].queryset = programs
        self.latest = years[0]


class FeedbackView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "programs/admin/feedback.html"
    page_title = _("How it was")
    header_icon = "comment"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_somewhere(request.user, permissions.SEE_PARTICIPATION):
            raise PermissionDenied

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        user = self.request.user
        programs = Program.objects.where_may(user, permissions.SEE_PARTICIPATION)
        form = YearForm(self.request.GET or None, programs=programs)
        form.initial["yil"] = year = form.latest
        if form.is_bound and form.is_valid():
            year = form.cleaned_data["yil"]
            if program := form.cleaned_data["program"]:
                programs = programs.filter(pk=program.pk)
        rights = Rights(user)
        rows = [
            {
                "activity": row.activity,
                "summary": row.summary,
                "left_out": row.left_out,
                "may_read_words": rights.may(
                    permissions.VIEW_REGISTRATIONS, row.activity.program_id
                ),
            }
            for row in feedback_by_activity(year=year, programs=programs)
        ]
        return super().get_context_data(form=form, rows=rows, **kwargs)


class FeedbackViewSet(ViewSet):
    name = NAME
    url_prefix = "raporlar/nasil-gecti"
    icon = "comment"

    def get_urlpatterns(self):
        return [path("", FeedbackView.as_view(), name="index")]
