"""The admin screens of course centres, and of fields with their branches."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from language.turkish import fold_tr
from people.row_panels import RowsPanel
from programs.models import CourseField, Venue
from programs.viewsets.columns import GuardedDeleteView


class FoldedWordsMixin:
    """A short list, searched in any case and with or without Turkish letters."""

    is_searchable = True

    def words_of(self, row):
        raise TypeError("Says in which words a row is looked for.")

    def search_queryset(self, queryset):
        wanted = fold_tr(self.search_query).split()
        if not wanted:
            return queryset
        found = [
            row.pk
            for row in queryset
            if all(word in fold_tr(self.words_of(row)) for word in wanted)
        ]
        return queryset.filter(pk__in=found)


class VenueIndexView(FoldedWordsMixin, generic.IndexView):
    list_filter = ["district", "is_active"]
    default_ordering = "name"

    def words_of(self, row):
        return f"{row.name} {row.get_district_display()} {row.address}"

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "name",
                label=pgettext_lazy("of a thing", "Name"),
                get_url=self.get_edit_url,
            ),
            Column("get_district_display", label=_("District")),
            Column("address", label=_("Address")),
            BooleanColumn("is_active", label=_("In use")),
        ]


class VenueDeleteView(GuardedDeleteView):
    protected_message = _("Departures take place there; mark it as not in use instead.")


class VenueViewSet(ModelViewSet):
    model = Venue
    icon = "home"
    name = "programs_venue"
    url_prefix = "kurs-merkezleri"
    menu_label = _("Course centres")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = VenueIndexView
    delete_view_class = VenueDeleteView
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("district"), FieldPanel("address")]),
        FieldPanel("is_active"),
    ]


class CourseFieldIndexView(FoldedWordsMixin, generic.IndexView):
    default_ordering = "sort"

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("branches")

    def words_of(self, row):
        names = [row.name, *(branch.name for branch in row.branches.all())]
        return " ".join(word for name in names for word in name.values())

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "name",
                label=pgettext_lazy("of a thing", "Name"),
                get_url=self.get_edit_url,
            ),
            Column(
                "branches",
                label=_("Branches"),
                accessor=lambda row: ", ".join(map(str, row.branches.all())),
            ),
        ]


class CourseFieldDeleteView(GuardedDeleteView):
    protected_message = _("Activities teach a branch of this field.")


class CourseFieldViewSet(ModelViewSet):
    model = CourseField
    icon = "tag"
    name = "programs_course_field"
    url_prefix = "alanlar-ve-dallar"
    menu_label = _("Fields and branches")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    sort_order_field = "sort"
    index_view_class = CourseFieldIndexView
    delete_view_class = CourseFieldDeleteView
    panels = [
        FieldPanel("name"),
        RowsPanel(
            "branches",
            heading=_("Branches"),
            label=_("branch"),
            panels=[FieldPanel("name")],
        ),
    ]
