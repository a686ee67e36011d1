"""What volunteers ask for on their page, carried out with one press."""

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from people.staff_views import ActionView, RecordViewSet
from volunteers.domain.duties import may, may_somewhere
from volunteers.domain.wishes import carry_out_wish, close_wish
from volunteers.models import DutyWish
from volunteers.viewsets.assignment_actions import ASSIGN
from volunteers.viewsets.cells import moment_in_words
from volunteers.workflow import Permission


def open_wishes(user):
    """Those this user sees and nobody has settled, the oldest first."""
    policy = policy_registry.get_by_type(DutyWish)
    seen = policy.instances_user_has_permission_for(user, "view")
    return seen.filter(settled_at=None)


class ButtonColumn(Column):
    """Carry it out, or talk with her and leave all as it is."""

    cell_template_name = "volunteers/admin/wish_cell.html"


class WishIndexView(generic.IndexView):
    table_classname = "listing staff-cards"
    page_title = _("Wishes to pause, return or leave")
    is_searchable = False
    results_template_name = "volunteers/admin/wish_results.html"

    def get_base_queryset(self):
        return open_wishes(self.request.user).select_related(
            "application__person", "assignment__role"
        )

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "name",
                label=_("Full name"),
                accessor="application.person.full_name",
                get_url=lambda one: reverse(
                    "volunteers_application:inspect", args=[one.application_id]
                ),
            ),
            Column("kind", label=_("What she asks for"), accessor="get_kind_display"),
            Column(
                "role",
                label=_("Volunteer role"),
                accessor=lambda one: one.assignment.role if one.assignment else "–",
            ),
            Column("note", label=_("Her word on it")),
            Column(
                "asked_at",
                label=_("Asked at"),
                accessor=lambda one: moment_in_words(one.asked_at),
            ),
            ButtonColumn("act", label=_("Actions"), accessor="pk"),
        ]


class WishAction(ActionView):
    model = DutyWish
    permission = ASSIGN
    back_url_name = "volunteers_wish:index"
    page_title = _("Wish")

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.ASSIGN)

    def may_here(self, user):
        return may(user, Permission.ASSIGN, self.object.application)

    def get_queryset(self):
        policy = policy_registry.get_by_type(DutyWish)
        return policy.instances_user_has_permission_for(self.request.user, "view")

    def get_success_url(self):
        return reverse(self.back_url_name)


class CarryOutView(WishAction):
    def act(self, instance, *, by, data):
        carry_out_wish(instance, by=by)
        return _("Done as she asked, and she is being told.")


class CloseView(WishAction):
    def act(self, instance, *, by, data):
        close_wish(instance, by=by)
        return _("Everything stays as it is. Nothing was sent; tell her yourself.")


class WishViewSet(RecordViewSet):
    offered = frozenset({"index"})
    model = DutyWish
    icon = "comment"
    name = "volunteers_wish"
    url_prefix = "gonullu-istekleri"
    menu_label = _("Volunteers' wishes")
    list_per_page = 50
    index_view_class = WishIndexView
    form_fields = ["kind"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/yap/", CarryOutView.as_view(), name="carry_out"),
            path("<int:pk>/kapat/", CloseView.as_view(), name="close"),
        ]
