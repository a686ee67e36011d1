"""The staff screens of data requests: what waits, and by which day."""

import django_filters
from django.db.models import Q
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from people.domain.access import note_access
from people.domain.erasure import preview_erasure
from people.enums import AccessKind
from people.holdings import held_on
from people.models import Person
from people.staff_views import RecordViewSet
from rights.domain.requests import receive_request
from rights.enums import RequestChannel, RequestEvent, RequestKind, RequestState
from rights.models import DataRequest
from rights.viewsets import request_actions as actions
from rights.viewsets.deadline import deadline_kind, deadline_words
from rights.workflow import may


def requests_for(user):
    """Those of protected people are for who may see protected people."""
    return DataRequest.objects.filter(
        Q(person__isnull=True) | Q(person__in=Person.objects.visible_to(user))
    )


class DataRequestFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=RequestState.choices
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=RequestKind.choices
    )

    class Meta:
        model = DataRequest
        fields = ["state", "kind"]


class DeadlineColumn(Column):
    cell_template_name = "people/admin/pill_cell.html"

    def get_value(self, instance):
        return deadline_words(instance)

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["kind"] = deadline_kind(instance)
        return context


class DataRequestIndexView(generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = DataRequestFilterSet
    page_title = _("Data requests")

    def get_base_queryset(self):
        return (
            requests_for(self.request.user)
            .most_pressing_first()
            .select_related("person")
        )

    def order_queryset(self, queryset):
        return queryset

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "code", label=_("Request"), accessor=str, get_url=self.get_inspect_url
            ),
            Column("get_kind_display", label=_("Kind")),
            DeadlineColumn("deadline", label=_("Answer by")),
            Column("get_state_display", label=_("State")),
            Column("person", label=_("Record"), accessor=lambda one: one.person or "–"),
            Column("get_received_through_display", label=_("Received through")),
            DateColumn("received_at", label=_("Received at"), width="12%"),
        ]


class DataRequestCreateView(generic.CreateView):
    """What came by letter, KEP or at the desk; the clock runs from its arrival."""

    page_title = _("Enter a data request")
    success_message = _("The request is entered; its clock runs from its arrival.")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["received_through"].choices = [
            (value, label)
            for value, label in RequestChannel.choices
            if value != RequestChannel.OWN_PAGE
        ]
        return form

    def get_success_buttons(self):
        return []

    def save_instance(self):
        return receive_request(**self.form.cleaned_data, by=self.request.user)


class DataRequestInspectView(generic.InspectView):
    template_name = "rights/admin/request.html"
    page_title = _("Data request")

    def get_queryset(self):
        return requests_for(self.request.user)

    def get_page_subtitle(self):
        return str(self.object)

    def get_context_data(self, **kwargs):
        request = self.object
        person, user = request.person, self.request.user
        may_act = user.has_perm("rights.change_datarequest")
        is_information = request.kind == RequestKind.INFORMATION
        is_erasure = request.kind == RequestKind.ERASURE
        if person:
            note_access(
                by=user, kind=AccessKind.VIEW, persons=[person.pk], about=request
            )
        can_answer = may_act and may(RequestEvent.ACCEPT, request.state)
        return super().get_context_data(
            data_request=request,
            person=person,
            deadline=deadline_words(request),
            deadline_kind=deadline_kind(request),
            can_take=may_act and may(RequestEvent.TAKE, request.state),
            can_ask_identity=may_act and may(RequestEvent.ASK_IDENTITY, request.state),
            can_match=may_act and request.is_open,
            can_answer=can_answer and not is_erasure,
            can_refuse=may_act and may(RequestEvent.REFUSE, request.state),
            can_erase=can_answer
            and is_erasure
            and person is not None
            and user.has_perm("people.erase_person"),
            can_release=user.has_perm("rights.release_copy")
            and is_information
            and person is not None
            and (request.is_open or request.state == RequestState.ACCEPTED),
            preview=self._preview(),
            held=held_on(person, in_full=True) if person and is_information else [],
            **kwargs,
        )

    def _preview(self):
        request = self.object
        is_erasure = request.kind == RequestKind.ERASURE
        if not (is_erasure and request.is_open and request.person):
            return None
        preview = preview_erasure(request.person)
        running = [words for words in preview.running if str(request) not in words]
        return {
            "running": running,
            "on_hold": preview.on_hold,
            "counts": actions.counts_in_words(preview.counts),
        }


class DataRequestViewSet(RecordViewSet):
    offered = frozenset({"index", "inspect", "history", "add"})
    model = DataRequest
    icon = "lock"
    name = "rights_datarequest"
    url_prefix = "veri-talepleri"
    menu_label = _("Data requests")
    menu_order = 315
    add_to_admin_menu = True
    list_per_page = 50
    index_view_class = DataRequestIndexView
    add_view_class = DataRequestCreateView
    inspect_view_class = DataRequestInspectView
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("received_through")]),
        FieldRowPanel([FieldPanel("received_at"), FieldPanel("asked_by")]),
        FieldPanel("wish"),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/ustlen/", actions.TakeView.as_view(), name="take"),
            path("<int:pk>/kimlik/", actions.IdentityView.as_view(), name="identity"),
            path("<int:pk>/eslestir/", actions.MatchView.as_view(), name="match"),
            path("<int:pk>/yanitla/", actions.AnswerView.as_view(), name="answer"),
            path("<int:pk>/reddet/", actions.RefuseView.as_view(), name="refuse"),
            path("<int:pk>/sil/", actions.EraseView.as_view(), name="erase"),
            path("<int:pk>/kopya/", actions.ReleaseView.as_view(), name="release"),
        ]
