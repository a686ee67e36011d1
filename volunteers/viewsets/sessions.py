"""Training sessions: the list, one session with its names, planning and changing."""

import django_filters
from django import forms
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from people.access_notes import NotesAccess, persons_of
from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.domain.attendance import lacking_attendance, may_be_marked
from volunteers.domain.duties import Rights, may_somewhere
from volunteers.domain.sessions import has_names, save_session
from volunteers.domain.training import hours_wanted_beside
from volunteers.domain.walk_ins import may_be_added
from volunteers.enums import ApplicationState, Attendance
from volunteers.models import (
    Application,
    TrainingModule,
    TrainingPart,
    TrainingSession,
)
from volunteers.viewsets import attendance, session_changes
from volunteers.viewsets.attendance import MARKS, AddToSessionForm
from volunteers.viewsets.cells import moment_in_words, name_of
from volunteers.workflow import Permission


class SessionFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[
            ("coming", _("Coming")),
            ("past", _("Past")),
            ("unmarked", _("Attendance is missing")),
            ("cancelled", _("Cancelled")),
        ],
        method="filter_when",
    )
    module = django_filters.ModelChoiceFilter(
        label=_("Training"), queryset=TrainingModule.objects.all()
    )
    places = django_filters.ChoiceFilter(
        label=_("Places"),
        choices=[("left", _("With free places, still to come"))],
        method="filter_places",
    )

    class Meta:
        model = TrainingSession
        fields = ["module"]

    def filter_when(self, queryset, name, value):
        if value == "unmarked":
            unmarked = lacking_attendance(self.request.user).order_by().values("pk")
            return queryset.filter(pk__in=unmarked)
        if value == "cancelled":
            return queryset.filter(cancelled_at__isnull=False)
        if value == "past":
            return queryset.filter(starts_at__lte=timezone.now())
        return queryset.coming()

    def filter_places(self, queryset, name, value):
        return queryset.coming().filter(taken__lt=F("capacity"))


def title_of(session: TrainingSession) -> str:
    """The training, and the part that is taught."""
    return f"{session.module} · {session.part}" if session.part else session.module


def places_in_words(session: TrainingSession) -> str:
    """ "7 / 12", or that it is not held."""
    if session.cancelled_at is not None:
        return gettext("cancelled")
    return f"{session.taken} / {session.capacity}"


class SessionIndexView(generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = SessionFilterSet
    page_title = _("Training sessions")
    results_template_name = "volunteers/admin/session_results.html"
    default_ordering = "-starts_at"

    def get_base_queryset(self):
        sessions = super().get_base_queryset().select_related("module", "part")
        # Places are counted for what is free; of who waits she learns of whom she sees.
        seen = Application.objects.visible_to(self.request.user)
        return sessions.with_seats(waiting=seen.order_by().values("pk"))

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
            Column("module", label=_("Training"), accessor=title_of),
            Column(
                "taken",
                label=_("Places taken"),
                accessor=places_in_words,
            ),
            Column("waiting", label=_("Waiting")),
            Column("place", label=_("Place")),
            Column("trainer", label=_("Trainer")),
        ]


class SessionInspectView(NotesAccess, generic.InspectView):
    """The names of a session; from its beginning on, the attendance sheet."""

    any_permission_required = ["view"]
    template_name = "volunteers/admin/session.html"
    page_title = _("Training session")

    def get_object(self, queryset=None):
        sessions = TrainingSession.objects.select_related("module", "part", "closed_by")
        return get_object_or_404(sessions.with_seats(), pk=self.pk)

    def get_fields(self):
        return []

    @cached_property
    def header_buttons(self):
        if not self.user_has_permission("change") or self.object.cancelled_at:
            return []
        asked = [("edit", _("Edit"), "edit")]
        if session_changes.may_change(self.request.user, self.object):
            asked += [
                ("move", _("Move the session"), "calendar-alt"),
                ("cancel", _("Cancel the session"), "cross"),
            ]
        return [
            HeaderButton(
                label=label,
                url=reverse(f"volunteers_session:{name}", args=[self.object.pk]),
                icon_name=icon,
                priority=place,
            )
            for place, (name, label, icon) in enumerate(asked)
        ]

    header_more_buttons = []

    def persons_seen(self, context):
        rows = (*context.get("seats", ()), *context.get("waits", ()))
        return [pk for row in rows for pk in persons_of(row)]

    def get_context_data(self, **kwargs):
        session = self.object
        rights = Rights(self.request.user)
        trained = rights.calls_where(Permission.TRAINING)
        may_run = may_somewhere(self.request.user, Permission.TRAINING)
        seen = Application.objects.visible_to(self.request.user).order_by().values("pk")
        seats = list(
            session.enrollments.filter(application__in=seen)
            .select_related("application__person")
            .order_by("application__person__sort_key", "pk")
        )
        waits = session.waits.filter(application__in=seen).in_line()
        has_begun = session.starts_at <= timezone.now()
        # On a closed sheet nobody is expected any more.
        open_word = _("Not marked") if session.is_closed else Attendance.EXPECTED.label
        counts = [
            (label, sum(seat.attendance == mark for seat in seats))
            for mark, label in (
                *((mark, mark.label) for mark in MARKS),
                (Attendance.EXPECTED, open_word),
            )
        ]
        left_open = [
            seat
            for seat in seats
            if seat.attendance == Attendance.EXPECTED
            and seat.application.call_id in trained
        ]
        return super().get_context_data(
            session=session,
            title=title_of(session),
            seats=seats,
            waits=list(waits.select_related("application__person")),
            trained=trained,
            marks=[(mark.value, mark.label) for mark in MARKS],
            counts=[(label, count) for label, count in counts if count],
            left_open=len(left_open),
            may_take_back=any(
                seat.marked_together and seat.application.call_id in trained
                for seat in seats
            ),
            signs_next=[
                seat.application_id
                for seat in seats
                if seat.application.state == ApplicationState.TRAINED
                and seat.application.call_id in trained
            ]
            if session.is_closed
            else [],
            has_begun=has_begun,
            may_mark=may_run and may_be_marked(session),
            may_correct=may_run and session.is_closed,
            hours_wanted=hours_wanted_beside(session),
            closed_by=name_of(session.closed_by) if session.closed_by else "",
            may_enroll=may_run and not has_begun and session.cancelled_at is None,
            may_walk_in=may_run and may_be_added(session),
            add_form=(
                AddToSessionForm(session=session, seen_by=self.request.user)
                if may_run
                else None
            ),
            **kwargs,
        )


class PartField(forms.ModelChoiceField):
    def label_from_instance(self, part):
        return f"{part.module} · {part}"


class SessionForm(WagtailAdminModelForm):
    """Parts are told with the name of their training."""

    part = PartField(
        label=_("Part"),
        queryset=TrainingPart.objects.select_related("module"),
        required=False,
        help_text=_("Empty: the whole training."),
    )


class SavesByVerb:
    """Creating and changing go through one verb, which may refuse."""

    def save_instance(self):
        # In the transaction of the view: the lock holds until all is written.
        save_session(self.form.instance, by=self.request.user)
        return super().save_instance()

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            self.produced_error_message = self.get_error_message()
            form.add_error(None, refusal_words(refusal))
            return self.form_invalid(form)


class SessionCreateView(SavesByVerb, generic.CreateView):
    """On to the page of the session, where volunteers are added."""

    def get_success_url(self):
        return reverse("volunteers_session:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class SessionEditView(SavesByVerb, generic.EditView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(note=self.note(), **kwargs)

    template_name = "volunteers/admin/set_up_form.html"

    def note(self):
        if self.object.starts_at <= timezone.now() or not has_names(self.object):
            return ""
        return _(
            "There are names on the list. Day, time and place are changed with “Move "
            "the session”, so that everybody is told."
        )


class SessionDeleteView(generic.DeleteView):
    """Only a session that nobody is expected at, and nobody waits for."""

    def form_valid(self, form):
        if self.object.enrollments.exists() or self.object.waits.exists():
            messages.error(
                self.request, _("There are names on the list of this session.")
            )
            return redirect("volunteers_session:inspect", self.object.pk)
        return super().form_valid(form)


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
    add_view_class = SessionCreateView
    edit_view_class = SessionEditView
    delete_view_class = SessionDeleteView
    panels = [
        FieldRowPanel([FieldPanel("module"), FieldPanel("part")]),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("place"),
        FieldPanel("online_link"),
        FieldPanel("trainer"),
        FieldRowPanel([FieldPanel("capacity"), FieldPanel("waiting_capacity")]),
    ]

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = SessionForm
        return handler.bind_to_model(self.model)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            *(
                path(f"<int:pk>/{word}", view.as_view(), name=name)
                for word, view, name in (
                    *attendance.ADDRESSES,
                    *session_changes.ADDRESSES,
                )
            ),
        ]
