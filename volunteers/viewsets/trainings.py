"""Trainings and their sessions: who is expected, who came."""

import django_filters
from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from people.access_notes import NotesAccess, persons_of
from people.staff_views import ActionView
from volunteers.domain.duties import may_somewhere
from volunteers.domain.queries import enrollable_in
from volunteers.domain.training import (
    enroll_in_session,
    leave_session,
    record_attendance,
)
from volunteers.enums import Attendance
from volunteers.models import (
    Application,
    Enrollment,
    TrainingModule,
    TrainingSession,
)
from volunteers.viewsets.cells import moment_in_words
from volunteers.workflow import Permission

RUN_TRAINING = f"volunteers.{Permission.TRAINING}"
MARKS = (Attendance.PRESENT, Attendance.EXCUSED, Attendance.ABSENT)


class ModuleViewSet(ModelViewSet):
    model = TrainingModule
    icon = "openquote"
    name = "volunteers_trainingmodule"
    url_prefix = "egitimler"
    menu_label = _("Trainings")
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = [
        "name",
        "hours",
        "required_share",
        BooleanColumn("is_active", label=_("Offered")),
    ]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("required_share")]),
        FieldPanel("is_active"),
    ]


class SessionFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[
            ("coming", _("Coming")),
            ("past", _("Past")),
            ("unmarked", _("Attendance is missing")),
        ],
        method="filter_when",
    )
    module = django_filters.ModelChoiceFilter(
        label=_("Training"), queryset=TrainingModule.objects.all()
    )

    class Meta:
        model = TrainingSession
        fields = ["module"]

    def filter_when(self, queryset, name, value):
        if value == "unmarked":
            unmarked = without_attendance().order_by().values("pk")
            return queryset.filter(pk__in=unmarked)
        if value == "past":
            return queryset.filter(starts_at__lte=timezone.now())
        return queryset.coming()


def without_attendance():
    """Sessions that are over and have names without a mark."""
    return TrainingSession.objects.filter(
        ends_at__lte=timezone.now(), enrollments__attendance=Attendance.EXPECTED
    ).distinct()


class SessionIndexView(generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = SessionFilterSet
    page_title = _("Training sessions")
    results_template_name = "volunteers/admin/session_results.html"
    default_ordering = "-starts_at"

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("module").with_seats()

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "starts_at",
                label=_("Day and time"),
                accessor=lambda one: moment_in_words(one.starts_at),
                get_url=self.get_inspect_url,
                sort_key="starts_at",
            ),
            Column("module", label=_("Training")),
            Column(
                "taken",
                label=_("Places taken"),
                accessor=lambda one: f"{one.taken} / {one.capacity}",
            ),
            Column("place", label=_("Place")),
            Column("trainer", label=_("Trainer")),
        ]


class SessionInspectView(NotesAccess, generic.InspectView):
    """The attendance sheet."""

    any_permission_required = ["view"]
    template_name = "volunteers/admin/session.html"
    page_title = _("Training session")

    def get_object(self, queryset=None):
        sessions = TrainingSession.objects.select_related("module").with_seats()
        return get_object_or_404(sessions, pk=self.pk)

    def get_fields(self):
        return []

    @cached_property
    def header_buttons(self):
        if not self.user_has_permission("change"):
            return []
        url = reverse("volunteers_session:edit", args=[self.object.pk])
        return [HeaderButton(label=_("Edit"), url=url, icon_name="edit")]

    header_more_buttons = []

    def persons_seen(self, context):
        return [pk for seat in context.get("seats", ()) for pk in persons_of(seat)]

    def get_context_data(self, **kwargs):
        session = self.object
        may_run = may_somewhere(self.request.user, Permission.TRAINING)
        seen = Application.objects.visible_to(self.request.user)
        seats = (
            session.enrollments.filter(application__in=seen.order_by().values("pk"))
            .select_related("application__person")
            .order_by("application__person__sort_key", "pk")
        )
        has_begun = session.starts_at <= timezone.now()
        return super().get_context_data(
            session=session,
            seats=list(seats),
            marks=[(mark.value, mark.label) for mark in MARKS],
            has_begun=has_begun,
            may_mark=may_run and has_begun,
            may_enroll=may_run and not has_begun,
            add_form=(
                AddToSessionForm(session=session, seen_by=self.request.user)
                if may_run
                else None
            ),
            **kwargs,
        )


class ApplicationField(forms.ModelChoiceField):
    def label_from_instance(self, application):
        return f"{application.person.full_name} ({application})"


class AddToSessionForm(forms.Form):
    application = ApplicationField(
        label=_("Volunteer"),
        queryset=Application.objects.none(),
        empty_label=_("Choose"),
    )

    def __init__(self, *args, session: TrainingSession, seen_by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = enrollable_in(session, seen_by=seen_by)


class SessionAction(ActionView):
    """Something done on the page of a session."""

    model = TrainingSession
    permission = RUN_TRAINING
    back_url_name = "volunteers_session:inspect"
    page_title = _("Training session")

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.TRAINING)


class RecordAttendanceView(SessionAction):
    def act(self, instance, *, by, data):
        marks = {}
        for name, value in self.request.POST.items():
            pk = name.removeprefix("seat-")
            if name.startswith("seat-") and pk.isdigit() and value in MARKS:
                marks[int(pk)] = Attendance(value)
        if not marks:
            messages.warning(self.request, _("Nobody was marked yet."))
            return ""
        moved = record_attendance(instance, marks=marks, by=by)
        done = ngettext(
            "The attendance of %(count)s volunteer is saved.",
            "The attendance of %(count)s volunteers is saved.",
            len(marks),
        ) % {"count": len(marks)}
        finished = sum(one.state == "trained" for one in moved)
        if finished:
            more = ngettext(
                "%(count)s volunteer completed the training and is being told.",
                "%(count)s volunteers completed the training and are being told.",
                finished,
            )
            return f"{done} {more % {'count': finished}}"
        return done


class AddToSessionView(SessionAction):
    def post(self, request, *args, **kwargs):
        form = AddToSessionForm(request.POST, session=self.object, seen_by=request.user)
        if not form.is_valid():
            messages.error(request, _("Choose a volunteer from the list."))
            return redirect(self.get_success_url())
        return self._carry_out(form.cleaned_data)

    def act(self, instance, *, by, data):
        enroll_in_session(data["application"], session=instance, by=by)
        return _("She has a place in the training, and is being told.")


class RemoveFromSessionView(SessionAction):
    """Gives a place back; the seat is named in the address."""

    def act(self, instance, *, by, data):
        seat = get_object_or_404(
            Enrollment.objects.filter(
                application__in=Application.objects.visible_to(self.request.user)
                .order_by()
                .values("pk")
            ).select_related("application", "session"),
            pk=self.kwargs["seat"],
            session=instance,
        )
        leave_session(seat, by=by)
        return _("The place is free again. Nothing was sent; tell her yourself.")


class SessionDeleteView(generic.DeleteView):
    """Only a session that nobody is expected at."""

    def form_valid(self, form):
        if self.object.enrollments.exists():
            messages.error(
                self.request, _("There are names on the list of this session.")
            )
            return redirect("volunteers_session:inspect", self.object.pk)
        return super().form_valid(form)


class SessionEditView(generic.EditView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(note=self.note(), **kwargs)

    template_name = "volunteers/admin/set_up_form.html"

    def note(self):
        count = self.object.enrollments.count()
        if not count:
            return ""
        return ngettext(
            "%(count)s name is on the list. Who has a place is not told of a change of "
            "day or place; tell her yourself.",
            "%(count)s names are on the list. Who has a place is not told of a change "
            "of day or place; tell them yourself.",
            count,
        ) % {"count": count}


class SessionViewSet(ModelViewSet):
    model = TrainingSession
    icon = "date"
    name = "volunteers_session"
    url_prefix = "egitim-oturumlari"
    menu_label = _("Training sessions")
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = SessionIndexView
    inspect_view_class = SessionInspectView
    edit_view_class = SessionEditView
    delete_view_class = SessionDeleteView
    panels = [
        FieldPanel("module"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("place"),
        FieldRowPanel([FieldPanel("trainer"), FieldPanel("capacity")]),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path(
                "<int:pk>/yoklama/",
                RecordAttendanceView.as_view(),
                name="record_attendance",
            ),
            path("<int:pk>/ekle/", AddToSessionView.as_view(), name="enroll"),
            path(
                "<int:pk>/cikar/<int:seat>/",
                RemoveFromSessionView.as_view(),
                name="leave",
            ),
        ]
