"""Shifts of roles: when, where, who has a place, who could have one."""

import django_filters
from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
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
from people.exceptions import Refusal
from people.staff_views import ActionView, SeenRowsMixin
from people.wording import refusal_words
from volunteers.domain.duties import may_somewhere
from volunteers.domain.shifts import (
    candidates_of,
    delete_shift,
    give_back_shift,
    save_shift,
    take_shift,
)
from volunteers.models import Assignment, Role, Shift
from volunteers.permissions import roles_led_by
from volunteers.viewsets.assignment_actions import ASSIGN
from volunteers.viewsets.cells import moment_in_words
from volunteers.workflow import Permission


def seen_assignments(user):
    policy = policy_registry.get_by_type(Assignment)
    seen = policy.instances_user_has_permission_for(user, "view")
    return Assignment.objects.filter(pk__in=seen.order_by().values("pk"))


class ShiftFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("coming", _("Still to come")), ("past", _("Over"))],
        method="filter_when",
    )
    role = django_filters.ModelChoiceFilter(
        label=_("Volunteer role"), queryset=Role.objects.all()
    )

    class Meta:
        model = Shift
        fields = ["when", "role"]

    def filter_when(self, shifts, name, value):
        now = timezone.now()
        if value == "coming":
            return shifts.filter(ends_at__gt=now)
        return shifts.filter(ends_at__lte=now)


class ShiftIndexView(generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = ShiftFilterSet
    page_title = _("Shifts")
    is_searchable = False

    def get_base_queryset(self):
        return super().get_base_queryset().with_places().select_related("role")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "starts_at",
                label=_("When"),
                accessor=lambda one: moment_in_words(one.starts_at),
                get_url=self.get_inspect_url,
            ),
            Column("role", label=_("Volunteer role")),
            Column("place", label=_("Place")),
            Column(
                "taken",
                label=_("Places taken"),
                accessor=lambda one: f"{one.taken} / {one.places}",
            ),
        ]


class ShiftInspectView(NotesAccess, generic.InspectView):
    any_permission_required = ["view"]
    template_name = "volunteers/admin/shift.html"
    page_title = _("Shift")
    header_more_buttons = []

    def get_object(self, queryset=None):
        shifts = Shift.objects.with_places().select_related("role")
        return get_object_or_404(shifts, pk=self.pk)

    def get_fields(self):
        return []

    @cached_property
    def may_change(self) -> bool:
        return self.permission_policy.user_has_permission_for_instance(
            self.request.user, "change", self.object
        )

    def get_edit_url(self):
        return super().get_edit_url() if self.may_change else None

    @cached_property
    def header_buttons(self):
        if not self.may_change:
            return []
        url = reverse("volunteers_shift:edit", args=[self.object.pk])
        return [HeaderButton(label=_("Edit"), url=url, icon_name="edit")]

    def persons_seen(self, context):
        rows = [*context["there"], *(one for one, *_rest in context["candidates"])]
        return [
            pk for row in rows for pk in persons_of(getattr(row, "assignment", row))
        ]

    def get_context_data(self, **kwargs):
        user, shift = self.request.user, self.object
        seen = seen_assignments(user)
        is_coming = shift.starts_at > timezone.now()
        may_put = is_coming and may_somewhere(user, Permission.ASSIGN)
        there = shift.shift_places.filter(
            assignment__in=seen.order_by().values("pk")
        ).select_related("assignment__application__person")
        return super().get_context_data(
            shift=shift,
            there=list(there.order_by("assignment__application__person__sort_key")),
            may_put=may_put,
            candidates=candidates_of(shift, assignments=seen) if may_put else [],
            **kwargs,
        )


class SavesShift:
    """The form's row is written by its verb; a refusal comes back with the form."""

    produced_error_message = None

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["role"].queryset = roles_led_by(self.request.user)
        return form

    def form_valid(self, form):
        try:
            with_form = form.save(commit=False)
            self.saved = save_shift(with_form, by=self.request.user)
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The shift is saved."))
        return redirect("volunteers_shift:inspect", self.saved.pk)


class ShiftCreateView(SavesShift, generic.CreateView):
    def get_initial_form_instance(self):
        asked = self.request.GET.get("role", "")
        role = Role.objects.filter(pk=asked).first() if asked.isdecimal() else None
        return Shift(role=role) if role else Shift()


class ShiftEditView(SavesShift, SeenRowsMixin, generic.EditView):
    seen_for = "change"


class ShiftDeleteView(SeenRowsMixin, generic.DeleteView):
    """Only a shift in which nobody has a place."""

    seen_for = "delete"

    def form_valid(self, form):
        pk = self.object.pk
        try:
            delete_shift(self.object, by=self.request.user)
        except Refusal as refusal:
            messages.error(self.request, refusal_words(refusal))
            return redirect("volunteers_shift:inspect", pk)
        messages.success(self.request, _("The shift is removed."))
        return redirect("volunteers_shift:index")


class ShiftAction(ActionView):
    model = Shift
    permission = ASSIGN
    back_url_name = "volunteers_shift:inspect"
    page_title = _("Shift")

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.ASSIGN)


class PutIntoShiftView(ShiftAction):
    """Who is meant is named in the form that was pressed."""

    def act(self, instance, *, by, data):
        asked = forms.IntegerField(min_value=1)
        try:
            pk = asked.clean(self.request.POST.get("assignment"))
        except forms.ValidationError as error:
            raise Http404 from error
        assignment = get_object_or_404(seen_assignments(by), pk=pk)
        take_shift(assignment, shift=instance, by=by)
        return _("She has a place in the shift, and is being told.")


class TakeOutOfShiftView(ShiftAction):
    def act(self, instance, *, by, data):
        seen = seen_assignments(by).order_by().values("pk")
        place = get_object_or_404(
            instance.shift_places.filter(assignment__in=seen), pk=self.kwargs["place"]
        )
        give_back_shift(place, by=by)
        return _("The place is free again, and she is being told.")


class ShiftViewSet(ModelViewSet):
    model = Shift
    icon = "date"
    name = "volunteers_shift"
    url_prefix = "nobetler"
    menu_label = _("Shifts")
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = ShiftIndexView
    inspect_view_class = ShiftInspectView
    add_view_class = ShiftCreateView
    edit_view_class = ShiftEditView
    delete_view_class = ShiftDeleteView
    panels = [
        FieldPanel("role"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("place"),
        FieldPanel("places"),
        FieldPanel("note"),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/ekle/", PutIntoShiftView.as_view(), name="put"),
            path(
                "<int:pk>/cikar/<int:place>/",
                TakeOutOfShiftView.as_view(),
                name="take_out",
            ),
        ]
