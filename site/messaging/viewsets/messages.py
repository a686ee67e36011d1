"""The outbox: every message as the person reads it, and what became of it."""

import django_filters
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from messaging.domain.delivery import mark_told, send_again
from messaging.enums import MessageState, Route
from messaging.models import Message
from messaging.sms.encoding import parts
from messaging.viewsets.letters import LettersView
from messaging.viewsets.routes import MendView, present_broken_routes
from people.staff_views import (
    ActionView,
    FoldedSearchMixin,
    RecordViewSet,
    SeenListMixin,
    SeenRowsMixin,
)

PILLS = {
    MessageState.SENT: "good",
    MessageState.TOLD: "good",
    MessageState.FAILED: "bad",
    MessageState.BOUNCED: "bad",
    MessageState.CANCELLED: "calm",
}


class MessageFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=MessageState.choices
    )
    route = django_filters.ChoiceFilter(label=_("Way"), choices=Route.choices)

    class Meta:
        model = Message
        fields = ["state", "route"]


class StateColumn(Column):
    cell_template_name = "people/admin/pill_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["kind"] = PILLS.get(instance.state, "wait")
        context["note"] = instance.get_reason_display()
        return context


class MessageIndexView(SeenListMixin, FoldedSearchMixin, generic.IndexView):
    filterset_class = MessageFilterSet
    page_title = _("Messages")

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("person")

    @cached_property
    def header_more_buttons(self):
        if not self.request.user.has_perm("messaging.change_message"):
            return super().header_more_buttons
        letters = Button(
            label=_("Print the letters that wait"),
            url=reverse("messaging_message:letters"),
            icon_name="print",
        )
        return [letters, *super().header_more_buttons]

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "subject", label=_("Subject"), get_url=self.get_inspect_url
            ),
            Column("person", label=_("To"), accessor="person.full_name"),
            StateColumn("get_state_display", label=_("State")),
            Column("get_route_display", label=_("Way")),
            DateColumn("created_at", label=_("Written at"), width="12%"),
        ]


class MessageInspectView(SeenRowsMixin, generic.InspectView):
    template_name = "messaging/admin/message.html"
    page_title = _("Message")

    def get_page_subtitle(self):
        return self.object.subject

    def get_context_data(self, **kwargs):
        message = self.object
        may_act = self.request.user.has_perm("messaging.change_message")
        return super().get_context_data(
            message=message,
            person=message.person,
            broken_routes=present_broken_routes(message.person),
            sms_parts=parts(message.full_body) if message.route == Route.SMS else 0,
            can_print=may_act
            and message.route == Route.PAPER
            and message.state == MessageState.BY_HAND,
            may_act=may_act,
            can_tell=may_act and message.state == MessageState.BY_HAND,
            can_send_again=may_act and message.state == MessageState.FAILED,
            **kwargs,
        )


class MessageActionView(ActionView):
    model = Message
    permission = "messaging.change_message"
    back_url_name = "messaging_message:inspect"

    def get_queryset(self):
        return Message.objects.visible_to(self.request.user)


class TellView(MessageActionView):
    page_title = _("I have told her")

    def act(self, instance, *, by, data):
        return _("Noted: she has been told.") if mark_told(instance, by=by) else ""


class SendAgainView(MessageActionView):
    page_title = _("Send again")

    def act(self, instance, *, by, data):
        return (
            _("The message is in the queue again.")
            if send_again(instance, by=by)
            else ""
        )


class MessageViewSet(RecordViewSet):
    model = Message
    icon = "mail"
    name = "messaging_message"
    url_prefix = "iletiler"
    menu_label = _("Messages")
    menu_order = 310
    add_to_admin_menu = True
    list_per_page = 50
    index_view_class = MessageIndexView
    inspect_view_class = MessageInspectView
    form_fields = ["subject"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/soylendi/", TellView.as_view(), name="tell"),
            path(
                "<int:pk>/yeniden-gonder/", SendAgainView.as_view(), name="send_again"
            ),
            path("mektuplar/", LettersView.as_view(), name="letters"),
            path("adres/<int:pk>/", MendView.as_view(), name="mend"),
        ]
