"""The log of who saw whose data: "who saw her?", "what did this account see?"."""

import re

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Count, Max
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.admin.widgets.button import HeaderButton

from people.enums import AccessKind
from people.exports import (
    FileColumn,
    HasExport,
    PeopleExport,
    person_columns,
    with_query,
)
from people.models import AccessRecord, Person
from people.staff_views import RecordViewSet

VIEW = "people.view_accessrecord"


def person_pk(code: str) -> int:
    """The primary key behind "K-000123", "k 123" or "123"; 0 for anything else."""
    found = re.fullmatch(r"\s*[Kk]?[\s-]*0*(\d{1,12})\s*", code)
    return int(found[1]) if found else 0


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, account):
        return account.get_full_name() or account.get_username()


class AccountFilter(django_filters.ModelChoiceFilter):
    field_class = AccountField


class AccessFilterSet(WagtailFilterSet):
    person = django_filters.CharFilter(
        label=_("Record (K-000123)"), method="filter_person"
    )
    user = AccountFilter(
        label=_("Account"),
        queryset=get_user_model().objects.order_by(
            "first_name", "last_name", "username"
        ),
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("What was done"),
        choices=AccessKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    since = django_filters.DateTimeFilter(
        label=_("From"), field_name="at", lookup_expr="gte", widget=AdminDateTimeInput
    )
    until = django_filters.DateTimeFilter(
        label=_("Until"), field_name="at", lookup_expr="lte", widget=AdminDateTimeInput
    )

    class Meta:
        model = AccessRecord
        fields = ["person", "user", "kind", "since", "until"]

    def filter_person(self, queryset, name, value):
        return queryset.filter(person=person_pk(value))


def moment(at):
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def account_name(record):
    account = record.user
    if account is None:
        return _("(account deleted)")
    return account.get_full_name() or account.get_username()


def subject_words(record):
    """What was opened: the kind of thing and its number; "list" for no single one."""
    if record.subject_type is None:
        return _("list")
    model = record.subject_type.model_class()
    label = model._meta.verbose_name if model else record.subject_type.model
    return f"{label} {record.subject_id}"


class AccessIndexView(generic.IndexView):
    filterset_class = AccessFilterSet
    page_title = _("Who saw what")
    is_searchable = False
    table_classname = "listing staff-cards"
    default_ordering = "-at"

    def get_base_queryset(self):
        return (
            super().get_base_queryset().select_related("user", "person", "subject_type")
        )

    @cached_property
    def header_buttons(self):
        concerned = with_query(reverse("people_accessrecord:people"), self.request)
        return [
            HeaderButton(_("Whose data?"), url=concerned, icon_name="group"),
        ]

    @cached_property
    def columns(self):
        return [
            Column(
                "at",
                label=_("When"),
                accessor=lambda one: moment(one.at),
                sort_key="at",
            ),
            Column("account", label=_("Account"), accessor=account_name),
            Column("get_kind_display", label=_("What was done")),
            TitleColumn(
                "person",
                label=_("Record"),
                accessor=lambda one: str(one.person or "–"),
                get_url=person_url,
            ),
            Column("subject", label=_("On the page of"), accessor=subject_words),
            Column("reason", label=_("Reason given")),
        ]


def person_url(record):
    if record.person_id is None:
        return None
    return reverse("people_person:inspect", args=[record.person_id])


class ConcernedIndexView(HasExport, generic.IndexView):
    """Each person once: whose data the accesses that are filtered for were."""

    model = Person
    filterset_class = AccessFilterSet
    page_title = _("Whose data was seen")
    is_searchable = False
    table_classname = "listing staff-cards"
    export_permission = "people.export_person"
    export_url_name = "people_accessrecord:export"
    any_permission_required = ["view"]

    def filter_queryset(self, queryset):
        records = AccessRecord.objects.all()
        if self.filters:
            records = (
                self.filters.filter_queryset(records)
                if self.filters.is_valid()
                else records.none()
            )
        return (
            queryset.visible_to(self.request.user)
            .filter(access_records__in=records.order_by())
            .annotate(
                seen_times=Count("access_records"),
                last_seen=Max("access_records__at"),
            )
            .in_name_order()
        )

    def get_filterset_kwargs(self):
        return {
            **super().get_filterset_kwargs(),
            "queryset": AccessRecord.objects.all(),
        }

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "record",
                label=_("Record"),
                accessor=str,
                get_url=lambda one: reverse("people_person:inspect", args=[one.pk]),
            ),
            Column("full_name", label=_("Full name")),
            Column("seen_times", label=_("How often")),
            Column(
                "last_seen",
                label=_("Last time"),
                accessor=lambda one: moment(one.last_seen),
            ),
        ]

    header_buttons = []

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people_accessrecord:index"), "label": _("Who saw what")},
            {"url": "", "label": self.get_page_title()},
        ]


class ConcernedExportView(PeopleExport, ConcernedIndexView):
    person_path = ""
    file_columns = (
        *person_columns(lambda person: person),
        FileColumn("times", _("How often"), lambda person: person.seen_times),
        FileColumn("last", _("Last time"), lambda person: moment(person.last_seen)),
    )


class AccessRecordViewSet(RecordViewSet):
    offered = frozenset({"index"})
    model = AccessRecord
    icon = "view"
    name = "people_accessrecord"
    url_prefix = "erisim-kayitlari"
    menu_label = _("Who saw what")
    list_per_page = 50
    index_view_class = AccessIndexView
    form_fields = ["kind"]

    def get_urlpatterns(self):
        kwargs = {
            "permission_policy": self.permission_policy,
            "index_url_name": self.get_url_name("people"),
            "index_results_url_name": self.get_url_name("people_results"),
            "paginate_by": 50,
        }
        listed, results, export = (
            view.as_view(**kwargs, **more)
            for view, more in (
                (ConcernedIndexView, {}),
                (ConcernedIndexView, {"results_only": True}),
                (ConcernedExportView, {}),
            )
        )
        return [
            *super().get_urlpatterns(),
            path("kimlerin/", listed, name="people"),
            path("kimlerin/results/", results, name="people_results"),
            path("kimlerin/aktar/", export, name="export"),
        ]
