"""Reports on time limits: what is past its date, what was destroyed; the warning."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from people.domain.retention import apply_retention, last_run, past_date, period_of
from people.enums import RetentionUnit
from people.models import DestructionLog, RetentionRule
from people.retention import Period, all_kinds
from people.viewsets.retention_rules import kind_in_words, period_in_words

#: The law allows six months between two runs; staff are warned before.
WARN_AFTER = timedelta(days=150)
#: How long a run started by hand may keep a page waiting, in seconds.
PATIENCE = 10.0


def why(rule):
    told = rule.told
    if not told.count:
        return "–"
    if not rule.active:
        return gettext("The rule is switched off.")
    if told.on_hold == told.count:
        return gettext("Legal hold")
    waits = gettext("Waits for the next run.")
    if told.on_hold:
        held = ngettext(
            "%(count)s record under a legal hold.",
            "%(count)s records under a legal hold.",
            told.on_hold,
        )
        return f"{waits} {held % {'count': told.on_hold}}"
    return waits


class PastDateReport(ReportView):
    """What is still held past its time, and what the next run would take."""

    page_title = _("Held past their time limit")
    header_icon = "time"
    index_url_name = "people_past_date"
    index_results_url_name = "people_past_date_results"
    permission_policy = ModelPermissionPolicy(RetentionRule)
    permission_required = "view"
    template_name = "people/admin/past_date.html"
    model = RetentionRule
    list_export = []
    paginate_by = None

    def get_queryset(self):
        known = [kind.key for kind in all_kinds()]
        return RetentionRule.objects.filter(kind__in=known).order_by("kind")

    def decorate_paginated_queryset(self, object_list):
        rules = list(object_list)
        for rule in rules:
            rule.told = past_date(rule)
        # What needs a look stands first.
        return sorted(rules, key=lambda rule: -rule.told.count)

    columns = [
        Column(
            "kind",
            label=_("Kind of data"),
            accessor=lambda rule: kind_in_words(rule.kind),
        ),
        Column(
            "limit",
            label=_("Kept for"),
            accessor=lambda rule: period_in_words(period_of(rule)),
        ),
        Column(
            "count", label=_("Past its time"), accessor=lambda rule: rule.told.count
        ),
        Column(
            "since",
            label=_("The oldest since"),
            accessor=lambda rule: (
                date_format(rule.told.overdue_since, "SHORT_DATE_FORMAT")
                if rule.told.count
                else "–"
            ),
        ),
        Column(
            "next",
            label=_("The next run takes"),
            accessor=lambda rule: rule.told.next_run_takes,
        ),
        Column(
            "why", label=_("Why it is still there"), accessor=lambda rule: why(rule)
        ),
    ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            last_run=last_run(),
            next_run=next_run_in_words(),
            may_apply=self.request.user.has_perm("people.change_retentionrule"),
            **kwargs,
        )


def next_run_in_words():
    last = last_run()
    if last is not None and timezone.localdate(last.started_at) == timezone.localdate():
        return gettext("tomorrow")
    return gettext("within the next minutes, when the due work runs")


@require_POST
def apply_now(request: HttpRequest) -> HttpResponse:
    """Begin a run by hand; what it does not reach goes on with the due work."""
    if not request.user.has_perm("people.change_retentionrule"):
        raise PermissionDenied
    run, done = apply_retention(by=request.user, seconds=PATIENCE)
    count = sum(done.values())
    words = ngettext(
        "%(count)s record was destroyed.", "%(count)s records were destroyed.", count
    ) % {"count": count}
    if run.finished_at is None:
        words += " " + gettext("The run goes on by itself.")
    messages.success(request, words)
    return redirect("people_past_date")


class DestructionReport(ReportView):
    page_title = _("Destruction log")
    header_icon = "bin"
    index_url_name = "people_destruction_log"
    index_results_url_name = "people_destruction_log_results"
    permission_policy = ModelPermissionPolicy(DestructionLog)
    permission_required = "view"
    model = DestructionLog
    list_export = ["ran_at", "kind", "effect", "rows", "length", "unit", "by"]
    export_filename = "imha-kaydi"
    columns = [
        DateColumn("ran_at", label=_("When")),
        Column(
            "kind",
            label=_("Kind of data"),
            accessor=lambda row: kind_in_words(row.kind),
        ),
        Column("effect", label=_("What was done"), accessor="get_effect_display"),
        Column("rows", label=_("Records")),
        Column(
            "limit",
            label=_("Kept for"),
            accessor=lambda row: (
                period_in_words(Period(row.length, RetentionUnit(row.unit)))
                if row.length
                else _("At request")
            ),
        ),
        Column("by", label=_("Account"), accessor=lambda row: row.by or _("By itself")),
    ]

    def get_queryset(self):
        return DestructionLog.objects.select_related("by").order_by("-ran_at", "-pk")


class RetentionPanel(Component):
    """Warns while nothing has been destroyed for too long."""

    name = "retention"
    order = 40
    template_name = "people/admin/retention_panel.html"

    def get_context_data(self, parent_context):
        last = last_run()
        return {
            "last_run": last,
            "url": reverse("people_past_date"),
        }


def is_overdue() -> bool:
    last = last_run()
    return last is None or last.finished_at < timezone.now() - WARN_AFTER
