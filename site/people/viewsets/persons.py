"""The admin screens of persons: the list, the page of one, entering and correcting."""

import django_filters
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from people.access_notes import NotesAccess, NotesListed
from people.domain.consents import consents_of
from people.domain.doubles import doubles_of
from people.domain.protection import reason_of
from people.enums import ContactChannel, District, EntryChannel
from people.exports import HasExport, PeopleExport, person_columns
from people.models import Person, PersonMerge
from people.roles import SEE_PROTECTED, sees_own_entries_only
from people.sections import sections_of
from people.staff_views import (
    RecordHistoryView,
    RecordURLFinder,
    SeenListMixin,
    SeenRowsMixin,
)
from people.templatetags.staff_people import phone_to_call
from people.viewsets.erasure import ACTIONS, keeping_of
from people.viewsets.merging import (
    ChooseOtherView,
    MergeView,
    SuggestedPairsView,
    TellApartView,
)
from people.viewsets.protection import ProtectView, UnprotectView

MERGE = "people.merge_person"
PROTECT = "people.protect_person"


class PersonFilterSet(WagtailFilterSet):
    district = django_filters.MultipleChoiceFilter(
        label=_("District"), choices=District.choices
    )
    contact_channel = django_filters.MultipleChoiceFilter(
        label=_("How to reach her"), choices=ContactChannel.choices
    )
    entered_through = django_filters.MultipleChoiceFilter(
        label=_("Entered through"), choices=EntryChannel.choices
    )
    born = django_filters.NumberFilter(
        label=_("Year of birth"),
        field_name="birth_date",
        lookup_expr="year",
        min_value=1900,
        max_value=2100,
    )

    class Meta:
        model = Person
        fields = ["district", "contact_channel", "entered_through", "born"]


class PersonIndexView(HasExport, NotesListed, SeenListMixin, generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = PersonFilterSet
    page_title = _("People")
    is_searchable = True
    export_permission = "people.export_person"
    export_url_name = "people_person:export"

    def get_base_queryset(self):
        return super().get_base_queryset().known().in_name_order()

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        found = queryset.found_by(self.search_query)
        is_sorted = "ordering" in self.request.GET
        return found if is_sorted else found.found_in_name_order()

    @cached_property
    def header_buttons(self):
        buttons = [*super().header_buttons]
        if self.request.user.has_perm(MERGE):
            buttons.append(
                HeaderButton(
                    _("Possible doubles"),
                    url=reverse("people_person:doubles"),
                    icon_name="copy",
                )
            )
        return buttons

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "full_name",
                label=_("Full name"),
                get_url=self.get_inspect_url,
                sort_key="sort_key",
            ),
            Column("get_district_display", label=_("District")),
            Column("phone", label=_("Phone"), accessor=phone_to_call),
            Column("get_contact_channel_display", label=_("How to reach her")),
            Column("get_entered_through_display", label=_("Entered through")),
            DateColumn(
                "created_at",
                label=_("Entered at"),
                sort_key="created_at",
                width="12%",
            ),
        ]


class PersonExportView(PeopleExport, PersonIndexView):
    person_path = ""
    file_columns = person_columns(lambda person: person)


class PersonInspectView(NotesAccess, SeenRowsMixin, generic.InspectView):
    template_name = "people/admin/person.html"
    page_title = _("Person")

    def get(self, request, *args, **kwargs):
        """The address of a merged record leads to the one that stayed."""
        if kept := self.object.merged_into_id:
            return redirect("people_person:inspect", kept)
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.object.full_name

    @cached_property
    def header_more_buttons(self):
        return [
            *super().header_more_buttons,
            *self._log_buttons(),
            *self._merge_buttons(),
            *self._protection_buttons(),
        ]

    def _merge_buttons(self):
        person = self.object
        if person.anonymized_at or not self.request.user.has_perm(MERGE):
            return []
        url = reverse("people_person:choose_other", args=[person.pk])
        return [
            Button(
                _("Merge with another record"), url=url, icon_name="copy", priority=70
            )
        ]

    def _log_buttons(self):
        if not self.request.user.has_perm("people.view_accessrecord"):
            return []
        log_url = reverse("people_accessrecord:index")
        return [
            Button(
                _("Who saw this record?"),
                url=f"{log_url}?person={self.object}",
                icon_name="view",
                priority=80,
            )
        ]

    def _protection_buttons(self):
        person, user = self.object, self.request.user
        if person.anonymized_at or not user.has_perm(PROTECT):
            return []
        name, label = (
            ("unprotect", _("End the protection"))
            if person.is_protected
            else ("protect", _("Protect the record"))
        )
        url = reverse(f"people_person:{name}", args=[person.pk])
        return [Button(label, url=url, icon_name="lock", priority=60)]

    def get_context_data(self, **kwargs):
        person, user = self.object, self.request.user
        given = [record for record in consents_of(person).values() if record.counts]
        return super().get_context_data(
            person=person,
            consents=given,
            notices=person.notice_receipts.select_related("notice"),
            doubles=doubles_of(person, user=user)[:10],
            may_merge=user.has_perm(MERGE),
            merges=merges_of(person),
            protections=[
                (protection, reason_of(protection))
                for protection in person.protections.select_related(
                    "set_by", "lifted_by"
                )
            ]
            if user.has_perm(SEE_PROTECTED)
            else [],
            sections=sections_of(person, user=user),
            phone=phone_to_call(person),
            keeping=keeping_of(person, user),
            **kwargs,
        )


def merges_of(person: Person):
    """What was merged into her record, by whom, also by way of another record."""
    return (
        PersonMerge.objects.filter(merged__merged_into=person)
        .select_related("by", "kept", "merged")
        .order_by("-at", "-pk")
    )


class PersonCreateView(generic.CreateView):
    """Who typed it is noted with it; a desk sees what it typed."""

    def save_instance(self):
        user, person = self.request.user, self.form.instance
        person.entered_by = user
        person.entered_through = (
            EntryChannel.MUHTAR
            if sees_own_entries_only(user, view="people.view_person")
            else EntryChannel.DESK
        )
        return super().save_instance()


class PersonEditView(NotesAccess, SeenRowsMixin, generic.EditView):
    seen_for = "change"

    def get_base_object_queryset(self):
        return super().get_base_object_queryset().known()

    def save_instance(self):
        """The log tells which fields changed, never what stood or stands in them."""
        person = self.form.save()
        log(
            person,
            "wagtail.edit",
            user=self.request.user,
            content_changed=self.form.has_changed(),
            data={"fields": sorted(self.form.changed_data)},
        )
        return person


class PersonDeleteView(SeenRowsMixin, generic.DeleteView):
    seen_for = "delete"


class PersonUsageView(SeenRowsMixin, generic.UsageView):
    pass


class PersonViewSet(ModelViewSet):
    model = Person
    icon = "user"
    name = "people_person"
    url_prefix = "kisiler"
    menu_label = _("People")
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = PersonIndexView
    inspect_view_class = PersonInspectView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    history_view_class = RecordHistoryView
    usage_view_class = PersonUsageView
    list_per_page = 50
    panels = [
        FieldRowPanel([FieldPanel("given_name"), FieldPanel("family_name")]),
        FieldRowPanel([FieldPanel("birth_date"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("district"), FieldPanel("neighborhood")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldRowPanel([FieldPanel("contact_channel"), FieldPanel("safe_time")]),
                FieldPanel("may_leave_message"),
                FieldPanel("hide_organization"),
            ],
            heading=_("How to reach her safely"),
        ),
    ]

    @property
    def url_finder_class(self):
        name = self.get_url_name("inspect")
        return type("_PersonURLFinder", (RecordURLFinder,), {"edit_url_name": name})

    def get_urlpatterns(self):
        export = self.construct_view(PersonExportView, **self.get_index_view_kwargs())
        return [
            *super().get_urlpatterns(),
            path("aktar/", export, name="export"),
            path("mukerrer/", SuggestedPairsView.as_view(), name="doubles"),
            path("mukerrer/ayri/", TellApartView.as_view(), name="tell_apart"),
            path("<int:pk>/birlestir/", ChooseOtherView.as_view(), name="choose_other"),
            path("<int:pk>/birlestir/<int:other>/", MergeView.as_view(), name="merge"),
            path("<int:pk>/koru/", ProtectView.as_view(), name="protect"),
            path("<int:pk>/korumayi-bitir/", UnprotectView.as_view(), name="unprotect"),
            *(
                path(f"<int:pk>/{word}/", view.as_view(), name=name)
                for word, (view, name) in ACTIONS.items()
            ),
        ]
