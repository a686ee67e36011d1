"""The work list: tabs, columns, kept lists, and the bar for many at once."""

from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic

from people.exports import HasExport, with_query
from people.narrow_pages import NarrowPagesMixin
from people.staff_views import FoldedSearchMixin, SeenListMixin
from volunteers.domain.blind import marked
from volunteers.domain.duties import may_somewhere
from volunteers.domain.queries import for_work_list
from volunteers.models import SavedView
from volunteers.viewsets import application_columns as columns
from volunteers.viewsets.application_filters import (
    ApplicationFilterSet,
    calls_of,
    nameless_of,
)
from volunteers.viewsets.bulk_actions import bulk_actions_for
from volunteers.workflow import Permission

_SESSION = "volunteers-columns"
#: Orders in which not every application has a place.
_OF_SOME = frozenset({"score_shown", "interview_at"})
#: What an address may hold that says what is listed, and how.
_LISTED = (*ApplicationFilterSet.base_filters, "q", "ordering", columns.PARAMETER)


def _without(name: str, shown: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The rest of the address, for the hidden fields of a form."""
    return [(one, value) for one in shown if one != name for value in shown[one]]


class ApplicationIndexView(
    HasExport, NarrowPagesMixin, FoldedSearchMixin, SeenListMixin, generic.IndexView
):
    table_classname = "listing staff-cards staff-cards--ticked"
    filterset_class = ApplicationFilterSet
    page_title = _("Applications")
    export_permission = "volunteers.export_application"
    export_url_name = "volunteers_application:export"
    results_template_name = "volunteers/admin/application_results.html"
    is_board = False

    def may_export(self):
        return may_somewhere(self.request.user, "export_application")

    @cached_property
    def nameless(self):
        return nameless_of(self.request)

    def shown(self, rows):
        rights = calls_of(self.request).rights
        rows = for_work_list(rows, self.request.user, rights=rights)
        return marked(rows, self.nameless)

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return queryset.found_by(self.search_query, nameless=self.nameless)

    def order_queryset(self, queryset):
        """By what many have none of, the others first, whichever way it goes."""
        name = self.ordering.removeprefix("-") if self.ordering else ""
        if name not in _OF_SOME:
            return super().order_queryset(queryset)
        backwards = self.ordering.startswith("-")
        order = F(name).desc if backwards else F(name).asc
        return queryset.order_by(order(nulls_last=True), "-submitted_at", "-pk")

    @cached_property
    def list_context(self):
        calls = calls_of(self.request)
        return columns.ListContext(
            user=self.request.user,
            get_url=self.get_inspect_url,
            hides_names=self.nameless is not None,
            limits=calls.limits,
            rights=calls.rights,
        )

    @cached_property
    def chosen_columns(self):
        """Those of the address; else those she chose last; else the usual ones."""
        asked = self.request.GET.getlist(columns.PARAMETER)
        chosen = [name for name in asked if name in columns.COLUMNS]
        if chosen:
            self.request.session[_SESSION] = chosen
        return chosen or self.request.session.get(_SESSION) or list(columns.DEFAULT)

    @cached_property
    def columns(self):
        return columns.columns_for(self.chosen_columns, self.list_context)

    def get_context_data(self, *args, **kwargs):
        user = self.request.user
        shown = self.shown_query()
        offered = columns.offered(self.list_context)
        return super().get_context_data(
            *args,
            tabs=[*self.tabs(shown), *self.kept_tabs(shown)],
            may_keep=bool(shown),
            keep_url=with_query(
                reverse("volunteers_application:keep_list"), self.request
            ),
            bulk_actions=bulk_actions_for(user),
            bulk_url=with_query(reverse("volunteers_application:bulk"), self.request),
            list_url=reverse(self.index_url_name),
            views=self.views(),
            column_choices=[
                (name, columns.COLUMNS[name][0], name in self.chosen_columns)
                for name in offered
            ],
            other_parameters=_without(columns.PARAMETER, shown),
            unordered_parameters=_without("ordering", shown),
            orders=self.orders(),
            has_next_to_review=may_somewhere(user, Permission.REVIEW),
            **kwargs,
        )

    def orders(self):
        """For a phone, whose cards have no headings to press."""
        given = [("", _("The newest first"), not self.ordering)]
        for column in self.columns:
            if column.sort_key:
                given += [
                    (key, words % {"column": column.label}, key == self.ordering)
                    for key, words in (
                        (column.sort_key, _("%(column)s, ascending")),
                        (f"-{column.sort_key}", _("%(column)s, descending")),
                    )
                ]
        return given

    def views(self):
        """The two ways to look at what is listed, and which of them is on show."""
        ways = ((_("List"), "index", False), (_("Board"), "board", True))
        return [
            {
                "label": label,
                "url": with_query(
                    reverse(f"volunteers_application:{name}"), self.request
                ),
                "is_current": is_board == self.is_board,
            }
            for label, name, is_board in ways
        ]

    def shown_query(self) -> dict[str, list[str]]:
        """What the address says about the list: filters, search, order, columns."""
        asked = self.request.GET
        return {
            name: sorted(filter(None, asked.getlist(name)))
            for name in _LISTED
            if any(asked.getlist(name))
        }

    def tabs(self, shown):
        """Ready-made lists: label, address, and whether it is the one on show."""
        user = self.request.user
        lists = [(_("All"), {})]
        if may_somewhere(user, Permission.REVIEW):
            lists.append((_("For me to review"), {"whose": ["to_review"]}))
            if may_somewhere(user, "view_application"):
                lists.append((_("Mine"), {"whose": ["mine"]}))
        if may_somewhere(user, Permission.INTERVIEW):
            lists.append(
                (_("Awaiting an interview"), {"state": ["invited", "scheduled"]})
            )
        if may_somewhere(user, Permission.DECIDE):
            lists.append((_("Awaiting a decision"), {"state": ["interviewed"]}))
            lists.append((_("In reserve"), {"state": ["reserve"]}))
        if may_somewhere(user, Permission.ASSIGN):
            lists.append((_("Awaiting a role"), {"state": ["ready", "trained"]}))
        narrowed = {
            name: values
            for name, values in shown.items()
            if name in ApplicationFilterSet.base_filters
        }
        return [
            {
                "label": label,
                "url": self._address(wanted),
                "is_current": narrowed == wanted and "q" not in shown,
            }
            for label, wanted in lists
        ]

    def kept_tabs(self, shown):
        user = self.request.user
        return [
            {
                "label": one.name,
                "url": self._address(one.query),
                "is_current": one.query == shown,
                "is_shared": one.is_shared,
                "delete_url": (
                    reverse("volunteers_application:delete_list", args=[one.pk])
                    if one.owner_id == user.pk
                    else ""
                ),
            }
            for one in SavedView.objects.for_user(user)
        ]

    def _address(self, query: dict[str, list[str]]) -> str:
        base = reverse(self.index_url_name)
        return f"{base}?{urlencode(query, doseq=True)}" if query else base
