"""Who took part, in numbers: a report for the council and the annual report."""

from calendar import monthrange
from datetime import date
from io import BytesIO

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from people.workbook import write_table
from programs import permissions
from programs.domain.duties import may_somewhere
from programs.domain.small_counts import told_participation
from programs.domain.statistics import GroupCount, first_year, participation
from programs.models import Program

NAME = "programs_participation"


class PeriodForm(forms.Form):
    """From which month until which, and of which program; this year when unasked."""

    bas = forms.ChoiceField(label=gettext_lazy("From"))
    son = forms.ChoiceField(label=gettext_lazy("Until the end of"))
    program = forms.ModelChoiceField(
        Program.objects.all(),
        label=gettext_lazy("Program"),
        required=False,
        empty_label=gettext_lazy("All"),
    )

    def __init__(self, *args, programs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = programs
        today = timezone.localdate()
        months = [
            date(year, month, 1)
            for year in range(first_year() or today.year, today.year + 1)
            for month in range(1, 13)
        ]
        for name, usual in (("bas", today.replace(month=1)), ("son", today)):
            self.fields[name].choices = [
                (f"{month:%Y-%m}", date_format(month, "F Y")) for month in months
            ]
            self.initial.setdefault(name, f"{usual:%Y-%m}")

    def clean(self):
        first, last = self.cleaned_data.get("bas"), self.cleaned_data.get("son")
        if first and last and last < first:
            self.add_error("son", _("The end is before the beginning."))
        return self.cleaned_data

    def period(self):
        """The first and the last day asked for, and the program."""
        asked = self.cleaned_data if self.is_bound else self.initial
        year, month = map(int, asked["son"].split("-"))
        return {
            "first": date.fromisoformat(f"{asked['bas']}-01"),
            "last": date(year, month, monthrange(year, month)[1]),
            "program": asked.get("program"),
        }


class _Counted:
    """Reads the form of the address; counts when it is sound."""

    permission = permissions.SEE_PARTICIPATION

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_somewhere(request.user, self.permission):
            raise PermissionDenied
        asked = request.GET if "bas" in request.GET else None
        self.form = PeriodForm(asked, programs=self.programs())

    def programs(self):
        """Those whose numbers she may see here."""
        return Program.objects.where_may(self.request.user, self.permission)

    def counted(self):
        if self.form.is_bound and not self.form.is_valid():
            return None
        return told_participation(
            participation(**self.form.period(), programs=self.programs())
        )


class ParticipationView(_Counted, WagtailAdminTemplateMixin, TemplateView):
    template_name = "programs/admin/participation.html"
    page_title = gettext_lazy("Who took part")
    header_icon = "group"

    @cached_property
    def header_buttons(self):
        if not may_somewhere(self.request.user, permissions.TAKE_NUMBERS):
            return []
        query = self.request.GET.urlencode()
        url = reverse(f"{NAME}:export") + (f"?{query}" if query else "")
        return [HeaderButton(_("Download XLSX"), url=url, icon_name="download")]

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        counted = self.counted()
        return super().get_context_data(
            form=self.form,
            counted=counted,
            totals={name: counted.total(name) for name in _NUMBERS} if counted else {},
            groups=[
                (_("By district"), _bars(counted.districts)),
                (_("By age"), _bars(counted.ages)),
            ]
            if counted
            else [],
            **kwargs,
        )


#: The columns of an activity, in their order.
_NUMBERS = (
    "departures",
    "attended",
    "children",
    "parties",
    "first_timers",
    "missed",
    "excused",
    "never_placed",
)


class ParticipationExportView(_Counted, View):
    """Of the programs whose numbers she may take out of the house."""

    http_method_names = ("get",)
    permission = permissions.TAKE_NUMBERS

    def get(self, request, *args, **kwargs):
        counted = self.counted()
        if counted is None:
            raise PermissionDenied
        output = BytesIO()
        write_table(
            output,
            title=_("Participation"),
            headings=[
                _("Program"),
                _("Activity"),
                _("Departures"),
                _("People"),
                _("Children among them"),
                _("Registrations"),
                _("For the first time"),
                _("Did not come"),
                _("Excused"),
                _("Never got a place"),
            ],
            rows=[
                *(
                    [
                        str(row.activity.program),
                        str(row.activity),
                        *(str(getattr(row, name)) for name in _NUMBERS),
                    ]
                    for row in counted.activities
                ),
                *(
                    [heading, group.label, "", str(group.women)]
                    for heading, groups in (
                        (_("By district"), counted.districts),
                        (_("By age"), counted.ages),
                    )
                    for group in groups
                ),
            ],
        )
        output.seek(0)
        return FileResponse(output, as_attachment=True, filename="katilim.xlsx")


def _bars(groups: list[GroupCount]) -> list[dict]:
    most = max((group.women for group in groups), default=0)
    return [
        {"label": group.label, "women": group.women, "most": most} for group in groups
    ]


class ParticipationViewSet(ViewSet):
    name = NAME
    url_prefix = "raporlar/katilim"
    icon = "group"

    def get_urlpatterns(self):
        return [
            path("", ParticipationView.as_view(), name="index"),
            path("indir/", ParticipationExportView.as_view(), name="export"),
        ]
