"""The time limits as staff change them."""

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic

from people.domain.retention import (
    change_rule,
    period_of,
)
from people.enums import RetentionUnit
from people.models import RetentionRule
from people.retention import Period, all_kinds, kind_of
from people.staff_views import RecordViewSet


def period_in_words(period: Period) -> str:
    words = {
        RetentionUnit.DAYS: ngettext("%(n)s day", "%(n)s days", period.number),
        RetentionUnit.MONTHS: ngettext("%(n)s month", "%(n)s months", period.number),
        RetentionUnit.YEARS: ngettext("%(n)s year", "%(n)s years", period.number),
    }
    return words[period.unit] % {"n": period.number}


def kind_in_words(key: str) -> str:
    kind = kind_of(key)
    return str(kind.label) if kind else key


# --- the rules ----------------------------------------------------------------


class RetentionRuleForm(WagtailAdminModelForm):
    def clean(self):
        cleaned = super().clean()
        kind = kind_of(self.instance.kind)
        if kind and kind.least and cleaned.get("length") and cleaned.get("unit"):
            chosen = Period(cleaned["length"], RetentionUnit(cleaned["unit"]))
            today = timezone.localdate()
            if chosen.after(today) < kind.least.after(today):
                self.add_error(
                    "length",
                    forms.ValidationError(
                        _("The law asks for at least %(least)s."),
                        params={"least": period_in_words(kind.least)},
                    ),
                )
        return cleaned


class RetentionRuleIndexView(generic.IndexView):
    page_title = _("Time limits")

    def get_base_queryset(self):
        known = [kind.key for kind in all_kinds()]
        return super().get_base_queryset().filter(kind__in=known)

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "kind",
                label=_("Kind of data"),
                accessor=lambda rule: kind_in_words(rule.kind),
                get_url=self.get_edit_url,
            ),
            Column(
                "length",
                label=_("Kept for"),
                accessor=lambda rule: period_in_words(period_of(rule)),
            ),
            Column(
                "effect",
                label=_("Then"),
                accessor=lambda rule: kind_of(rule.kind).effect.label,
            ),
            BooleanColumn("active", label=_("Applied")),
            Column(
                "basis",
                label=_("Basis"),
                accessor=lambda rule: kind_of(rule.kind).basis,
            ),
        ]


class RetentionRuleEditView(generic.EditView):
    success_message = _("The time limit was changed; the next run goes by it.")

    def get_page_subtitle(self):
        return kind_in_words(self.object.kind)

    def get_success_buttons(self):
        return []

    def save_instance(self):
        rule = change_rule(self.form.save(commit=False), by=self.request.user)
        kind, today = kind_of(rule.kind), timezone.localdate()
        if not rule.active:
            messages.warning(
                self.request,
                _("Switched off, data of this kind are kept past their limit."),
            )
        elif kind and period_of(rule).after(today) > kind.keep.after(today):
            messages.warning(
                self.request,
                _(
                    "This is longer than what people were told. Publish new versions of"
                    " the privacy notices too."
                ),
            )
        return rule

    def log_action(self):
        """The verb has logged it."""


class RetentionRuleViewSet(RecordViewSet):
    offered = frozenset({"index", "edit", "history"})
    inspect_view_enabled = False
    model = RetentionRule
    icon = "time"
    name = "people_retentionrule"
    url_prefix = "saklama-sureleri"
    menu_label = _("Time limits")
    index_view_class = RetentionRuleIndexView
    edit_view_class = RetentionRuleEditView
    list_per_page = 50
    panels = [
        HelpPanel(template="people/admin/retention_rule_help.html"),
        FieldRowPanel([FieldPanel("length"), FieldPanel("unit")]),
        FieldPanel("active"),
        FieldPanel("note"),
    ]

    def get_form_class(self, for_update=False):
        return self.get_edit_handler().get_form_class()

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = RetentionRuleForm
        return handler
