"""The outbox: every message as the person reads it, and what became of it."""

import django_filters
from django import forms
from django.db.models import Count
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from language.turkish import tr_sort_key
from messaging.channels import automatic_routes
from messaging.domain.review import mark_told, send_again
from messaging.domain.routes import route_for
from messaging.enums import MessageState, Route, ToldHow
from messaging.models import Message
from messaging.sms.encoding import parts
from messaging.templates import all_templates
from messaging.viewsets.letters import LettersView
from messaging.viewsets.not_arrived import NotArrivedView
from messaging.viewsets.review import (
    ByDeciders,
    DropMessageView,
    EditMessageView,
    MessageActionView,
)
from messaging.viewsets.routes import MendView, present_broken_routes
from messaging.workflow import Event, may
from people.access_notes import NotesAccess
from people.models import Person
from people.staff_views import (
    FoldedSearchMixin,
    RecordViewSet,
    SeenListMixin,
    SeenRowsMixin,
)

PILLS = {
    MessageState.SENT: "good",
    MessageState.DELIVERED: "good",
    MessageState.TOLD: "good",
    MessageState.FAILED: "bad",
    MessageState.BOUNCED: "bad",
    MessageState.CANCELLED: "calm",
}


def _kinds():
    """The templates in the order of their names, as staff know them."""
    named = [
        (one.key, str(getattr(one, "name", "") or one.key)) for one in all_templates()
    ]
    return sorted(named, key=lambda one: tr_sort_key(one[1]))


class MessageFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=MessageState.choices
    )
    route = django_filters.ChoiceFilter(label=_("Way"), choices=Route.choices)
    template = django_filters.ChoiceFilter(label=_("Kind"), choices=_kinds)
    created_at = django_filters.DateFromToRangeFilter(
        label=_("Written at"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Message
        fields = ["state", "route", "template", "created_at"]


class StateColumn(Column):
    cell_template_name = "people/admin/pill_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["kind"] = PILLS.get(instance.state, "wait")
        context["note"] = instance.get_reason_display()
        return context


class MessageIndexView(SeenListMixin, FoldedSearchMixin, generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = MessageFilterSet
    page_title = _("Messages")
    template_name = "messaging/admin/messages.html"

    def get_base_queryset(self):
        rows = super().get_base_queryset().visible_to(self.request.user)
        # What is sealed is not opened for a list that does not show it.
        return rows.select_related("person").defer("body", "calendar", "sealed_values")

    def get_context_data(self, **kwargs):
        return super().get_context_data(state_tabs=self.state_tabs(), **kwargs)

    def state_tabs(self):
        """Every state with its number, and a link to the list of it."""
        rows = Message.objects.visible_to(self.request.user).order_by()
        counted = dict(rows.values_list("state").annotate(n=Count("pk")))
        chosen = self.request.GET.getlist("state")
        url = self.get_index_url()
        by_hand = list(MessageState.needing_a_hand)
        tabs = [(_("All"), sum(counted.values()), url, not chosen)]
        if waiting := sum(counted.get(state, 0) for state in by_hand):
            query = "&".join(f"state={state}" for state in by_hand)
            tabs.append(
                (_("Needs a hand"), waiting, f"{url}?{query}", chosen == by_hand)
            )
        tabs += [
            (state.label, counted[state], f"{url}?state={state}", chosen == [state])
            for state in MessageState
            if counted.get(state)
        ]
        return [
            {"label": label, "count": count, "url": link, "is_open": is_open}
            for label, count, link, is_open in tabs
        ]

    @cached_property
    def header_more_buttons(self):
        if not self.request.user.has_perm("messaging.change_message"):
            return super().header_more_buttons
        letters = Button(
            label=_("Print the letters that wait"),
            url=reverse("messaging_message:letters"),
            icon_name="print",
        )
        lost = Button(
            label=_("Messages that did not arrive"),
            url=reverse("messaging_message:not_arrived"),
            icon_name="warning",
        )
        return [letters, lost, *super().header_more_buttons]

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


def can_go_again(message) -> bool:
    """Whether another try makes sense; by hand, only if it may go by itself now."""
    if message.state == MessageState.BY_HAND:
        return route_for(message.person)[0] in automatic_routes()
    return may(message.state, Event.SEND_AGAIN)


class MessageInspectView(NotesAccess, SeenRowsMixin, generic.InspectView):
    template_name = "messaging/admin/message.html"
    page_title = _("Message")

    def get_page_subtitle(self):
        return self.object.subject

    def get_queryset(self):
        return Message.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        message, user = self.object, self.request.user
        may_act = user.has_perm("messaging.change_message")
        about = message.about
        this = Message.objects.filter(pk=message.pk)
        may_change = this.changeable_by(user).exists()
        persons = policy_registry.get_by_type(Person)
        return super().get_context_data(
            message=message,
            person=message.person,
            sees_person=persons.user_has_permission_for_instance(
                user, "view", message.person
            ),
            broken_routes=present_broken_routes(message.person),
            sms_parts=parts(message.full_body) if message.route == Route.SMS else 0,
            can_print=may_act
            and message.route == Route.PAPER
            and message.state == MessageState.BY_HAND,
            may_act=may_act,
            tries=list(message.delivery_tries.all()),
            about=about,
            about_url=AdminURLFinder(user).get_edit_url(about) if about else None,
            can_tell=may(message.state, Event.TELL) and this.tellable_by(user).exists(),
            can_send_again=may_act and can_go_again(message),
            can_edit=may_change and may(message.state, Event.EDIT),
            can_drop=may_change and may(message.state, Event.DROP),
            tell_form=TellForm(),
            **kwargs,
        )


class TellForm(forms.Form):
    how = forms.ChoiceField(label=_("How did you tell her?"), choices=ToldHow)


class TellView(ByDeciders, MessageActionView):
    page_title = _("I have told her")
    form_class = TellForm

    def get_queryset(self):
        return Message.objects.tellable_by(self.request.user)

    def act(self, instance, *, by, data):
        told = mark_told(instance, by=by, how=data["how"])
        return _("Noted: she has been told.") if told else ""


class SendAgainView(MessageActionView):
    page_title = _("Send again")

    def act(self, instance, *, by, data):
        if not send_again(instance, by=by):
            return ""
        instance.refresh_from_db()
        if instance.state == MessageState.BY_HAND:
            return _("It cannot go by itself; please tell her.")
        return _("The message is in the queue again.")


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
            path("ulasmayanlar/", NotArrivedView.as_view(), name="not_arrived"),
            path("adres/<int:pk>/", MendView.as_view(), name="mend"),
            path("<int:pk>/duzenle/", EditMessageView.as_view(), name="edit_text"),
            path("<int:pk>/vazgec/", DropMessageView.as_view(), name="drop"),
        ]
