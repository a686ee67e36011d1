"""Roles: places, who has them, who fits and why not."""

import django_filters
from django import forms
from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from people.access_notes import NotesAccess, persons_of
from volunteers.domain.duties import may_somewhere
from volunteers.domain.hours import approved_hours
from volunteers.domain.role_matching import candidates_for, free_cells
from volunteers.enums import AssignmentState
from volunteers.models import Assignment, Role, VolunteerArea
from volunteers.models.question import days_in_words
from volunteers.viewsets.assignments import assignment_kind
from volunteers.viewsets.cells import YesNoColumn, day_in_words
from volunteers.viewsets.staff_fields import StaffSelect
from volunteers.workflow import Permission


class RoleFilterSet(WagtailFilterSet):
    area = django_filters.ModelChoiceFilter(
        label=_("Area"), queryset=VolunteerArea.objects.all()
    )
    is_active = django_filters.BooleanFilter(
        label=_("Offered"),
        widget=forms.Select(
            choices=[("", _("All")), ("true", _("Yes")), ("false", _("No"))]
        ),
    )
    places = django_filters.ChoiceFilter(
        label=_("Places"),
        choices=[("left", _("Offered, with free places"))],
        method="filter_places",
    )

    class Meta:
        model = Role
        fields = ["area", "is_active"]

    def filter_places(self, queryset, name, value):
        return queryset.filter(unfilled())


def unfilled():
    """Of roles `with_places`: offered, not over, and not taken to the last place."""
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
    return lasting & Q(is_active=True, taken__lt=F("places"))


class RoleIndexView(generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = RoleFilterSet
    page_title = _("Volunteer roles")

    def get_base_queryset(self):
        return super().get_base_queryset().with_places().select_related("area")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "name", label=_("Volunteer role"), get_url=self.get_inspect_url
            ),
            Column("area", label=_("Area")),
            Column(
                "taken",
                label=_("Places taken"),
                accessor=lambda role: f"{role.taken} / {role.places}",
            ),
            Column(
                "starts_on",
                label=_("From"),
                accessor=lambda one: day_in_words(one.starts_on),
            ),
            Column(
                "ends_on",
                label=_("Until"),
                accessor=lambda one: day_in_words(one.ends_on),
            ),
            YesNoColumn("is_active", label=_("Offered")),
        ]


class RoleInspectView(NotesAccess, generic.InspectView):
    """Who has the role, how many places are left, who could take one."""

    any_permission_required = ["view"]
    template_name = "volunteers/admin/role.html"
    page_title = _("Volunteer role")

    def get_object(self, queryset=None):
        roles = Role.objects.with_places().select_related("area")
        return get_object_or_404(roles, pk=self.pk)

    def get_fields(self):
        return []

    @cached_property
    def header_buttons(self):
        if not self.user_has_permission("change"):
            return []
        url = reverse("volunteers_role:edit", args=[self.object.pk])
        return [HeaderButton(label=_("Edit"), url=url, icon_name="edit")]

    header_more_buttons = []

    def persons_seen(self, context):
        rows = [
            *(one for one, _kind in context.get("assignments", ())),
            *(one for one, _fit in context.get("fitting", ())),
            *(one for one, _fit in context.get("not_fitting", ())),
        ]
        return [pk for row in rows for pk in persons_of(row)]

    def get_context_data(self, **kwargs):
        role = self.object
        user = self.request.user
        may_see = may_somewhere(user, "view_assignment")
        policy = policy_registry.get_by_type(Assignment)
        seen = policy.instances_user_has_permission_for(user, "view")
        held = role.assignments.filter(
            state__in=AssignmentState.holding, pk__in=seen.order_by().values("pk")
        )
        candidates = candidates_for(role, seen_by=user) if may_see else []
        # What the page says of each candidate: when she is free, what she gave.
        hours = approved_hours([one.pk for one, _fit in candidates])
        for one, _fit in candidates:
            one.hours_given = hours.get(one.pk, 0)
            one.free_in_words = days_in_words(free_cells(one))
        return super().get_context_data(
            role=role,
            assignments=(
                [
                    (one, assignment_kind(one))
                    for one in held.select_related(
                        "application__person", "supervisor", "role"
                    )
                ]
                if may_see
                else []
            ),
            fitting=[pair for pair in candidates if pair[1].is_possible],
            not_fitting=[pair for pair in candidates if not pair[1].is_possible],
            may_see=may_see,
            may_change=self.user_has_permission("change"),
            coming_shifts=role.shifts.coming().with_places(),
            assigns=may_somewhere(user, Permission.ASSIGN)
            and role.is_active
            and not role.is_over
            and role.places_left > 0,
            **kwargs,
        )


class RoleCreateView(generic.CreateView):
    """On to the page of the role, where those who fit are assigned."""

    def get_initial_form_instance(self):
        return Role(starts_on=timezone.localdate())

    def get_success_url(self):
        return reverse("volunteers_role:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class RoleDeleteView(generic.DeleteView):
    """Only a role that nobody ever had."""

    def form_valid(self, form):
        if self.object.assignments.exists():
            messages.error(
                self.request,
                _("Somebody had this role. Stop offering it instead of deleting it."),
            )
            return redirect("volunteers_role:edit", self.object.pk)
        return super().form_valid(form)


class RoleViewSet(ModelViewSet):
    model = Role
    icon = "group"
    name = "volunteers_role"
    url_prefix = "gorevler"
    menu_label = _("Volunteer roles")
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = RoleIndexView
    add_view_class = RoleCreateView
    inspect_view_class = RoleInspectView
    delete_view_class = RoleDeleteView
    panels = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("area"), FieldPanel("places")]),
        FieldPanel("program"),
        FieldPanel("supervisor", widget=StaffSelect),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("required_trainings", widget=forms.CheckboxSelectMultiple),
        FieldPanel("is_active"),
    ]
