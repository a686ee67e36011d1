"""The admin screens of persons."""

import django_filters
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from people.access_notes import NotesAccess, NotesListed
from people.domain.consents import consents_of
from people.enums import ContactChannel, District, EntryChannel
from people.exports import HasExport, PeopleExport, person_columns
from people.models import Person
from people.sections import sections_of
from people.staff_views import FoldedSearchMixin
from people.viewsets.erasure import ACTIONS, keeping_of


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

    class Meta:
        model = Person
        fields = ["district", "contact_channel", "entered_through"]


class PersonIndexView(HasExport, NotesListed, FoldedSearchMixin, generic.IndexView):
    filterset_class = PersonFilterSet
    page_title = _("People")
    export_permission = "people.export_person"
    export_url_name = "people_person:export"

    def get_base_queryset(self):
        known = super().get_base_queryset().filter(anonymized_at__isnull=True)
        return known.in_name_order()

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "full_name", label=_("Full name"), get_url=self.get_inspect_url
            ),
            Column("get_district_display", label=_("District")),
            Column("phone", label=_("Phone"), accessor=lambda one: national(one)),
            Column("get_contact_channel_display", label=_("How to reach her")),
            Column("get_entered_through_display", label=_("Entered through")),
            DateColumn("created_at", label=_("Entered at"), width="12%"),
        ]


def national(person: Person) -> str:
    return person.phone.as_national if person.phone else "–"


class PersonExportView(PeopleExport, PersonIndexView):
    person_path = ""
    file_columns = person_columns(lambda person: person)


class PersonEditView(NotesAccess, generic.EditView):
    """Her record, noted like any look at it."""


class PersonInspectView(NotesAccess, generic.InspectView):
    template_name = "people/admin/person.html"
    page_title = _("Person")

    @cached_property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perm("people.view_accessrecord"):
            log = reverse("people_accessrecord:index")
            buttons.append(
                Button(
                    _("Who saw this record?"),
                    url=f"{log}?person={self.object}",
                    icon_name="view",
                    priority=80,
                )
            )
        return buttons

    def get_page_subtitle(self):
        return self.object.full_name

    def get_context_data(self, **kwargs):
        person = self.object
        given = [record for record in consents_of(person).values() if record.counts]
        return super().get_context_data(
            person=person,
            consents=given,
            notices=person.notice_receipts.select_related("notice"),
            doubles=Person.objects.possibly_same_as(person)[:10],
            sections=sections_of(person, user=self.request.user),
            phone=national(person),
            keeping=keeping_of(person, self.request.user),
            **kwargs,
        )


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
    edit_view_class = PersonEditView
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

    def get_urlpatterns(self):
        export = self.construct_view(PersonExportView, **self.get_index_view_kwargs())
        return [
            *super().get_urlpatterns(),
            path("aktar/", export, name="export"),
            *(
                path(f"<int:pk>/{word}/", view.as_view(), name=name)
                for word, (view, name) in ACTIONS.items()
            ),
        ]
