"""Messages that wait for staff to read them: edited, released or dropped."""

from django import forms
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Count, F, Q
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from messaging.batches import batch_label, decides_somewhere, rows_of_batches
from messaging.domain.review import (
    drop_messages,
    edit_message,
    edit_shared_text,
    release_messages,
)
from messaging.domain.routes import route_for
from messaging.enums import MessageState, StateReason
from messaging.models import CHANGE_MESSAGE, LINK_MARK, Batch, BatchText, Message
from people.access_notes import NotesAccess
from people.staff_views import (
    ActionView,
    RecordViewSet,
    SeenListMixin,
    SeenRowsMixin,
)

_DROP_REASONS = [(one, StateReason(one).label) for one in StateReason.droppable]


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why is she not told?"), choices=_DROP_REASONS)


class WordsForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea({"rows": 16}))


# --- one message ------------------------------------------------------------------


class MessageActionView(ActionView):
    model = Message
    permission = CHANGE_MESSAGE
    back_url_name = "messaging_message:inspect"

    def get_queryset(self):
        return Message.objects.visible_to(self.request.user)

    def get_page_subtitle(self):
        return self.object.subject


class ByDeciders(ActionView):
    """For actions that she who decides may take without a permission of messages."""

    permission = CHANGE_MESSAGE

    def may_somewhere(self, user):
        return super().may_somewhere(user) or decides_somewhere(user)


class HeldMessageActionView(ByDeciders, MessageActionView):
    def get_queryset(self):
        return Message.objects.changeable_by(self.request.user)

    def get_success_url(self):
        """Who only decides goes on with the other messages of her decision."""
        user = self.request.user
        if user.has_perm("messaging.view_message") or user.has_perm(self.permission):
            return super().get_success_url()
        return reverse("messaging_batch:inspect", args=[self.object.batch_id])


class EditMessageView(HeldMessageActionView):
    page_title = _("Change the text")
    form_class = WordsForm

    @property
    def explanation(self):
        return gettext(
            "Only this message is changed. Keep %(mark)s where her private link goes."
        ) % {"mark": LINK_MARK}

    def get_initial(self):
        return {"subject": self.object.subject, "body": self.object.body}

    def act(self, instance, *, by, data):
        edit_message(instance, subject=data["subject"], body=data["body"], by=by)
        return _("The text is changed. The message still waits for review.")


class DropMessageView(HeldMessageActionView):
    page_title = _("Do not send")
    form_class = ReasonForm
    submit_label = _("Do not send")
    explanation = _("She is not told this, now or later.")

    def act(self, instance, *, by, data):
        dropped = drop_messages([instance.pk], reason=data["reason"], by=by)
        return _("The message is dropped.") if dropped else ""


# --- the messages of one decision -------------------------------------------------


class BatchActionView(ByDeciders):
    model = Batch
    back_url_name = "messaging_batch:inspect"

    def get_queryset(self):
        user = self.request.user
        if user.has_perm(CHANGE_MESSAGE):
            return Batch.objects.all()
        policy = policy_registry.get_by_type(Batch)
        return policy.instances_user_has_permission_for(user, "view")

    def get_page_subtitle(self):
        return batch_label(self.object.label)

    def chosen(self):
        """The held messages that were ticked, or all, as far as the user sees them."""
        held = self.object.messages.held().changeable_by(self.request.user)
        if "all" not in self.request.POST:
            ticked = [pk for pk in self.request.POST.getlist("message") if pk.isdigit()]
            held = held.filter(pk__in=ticked)
        return list(held.values_list("pk", flat=True))


class ReleaseView(BatchActionView):
    page_title = _("Release")

    def act(self, instance, *, by, data):
        count = release_messages(self.chosen(), by=by)
        if not count:
            return _("Nothing was released. Tick the messages first.")
        return ngettext(
            "%(count)s message is released.", "%(count)s messages are released.", count
        ) % {"count": count}


class DropView(BatchActionView):
    page_title = _("Do not send")

    def act(self, instance, *, by, data):
        form = ReasonForm(self.request.POST)
        if not form.is_valid():
            return _("Nothing was dropped. Say why.")
        count = drop_messages(self.chosen(), reason=form.cleaned_data["reason"], by=by)
        if not count:
            return _("Nothing was dropped. Tick the messages first.")
        return ngettext(
            "%(count)s message is dropped.", "%(count)s messages are dropped.", count
        ) % {"count": count}


def may_change_text(text, user):
    """Without the permission, where she decides on all whom it is written to."""
    if user.has_perm(CHANGE_MESSAGE):
        return True
    held = text.messages.held()
    hers = held.changeable_by(user).order_by().values("pk")
    return held.exists() and not held.exclude(pk__in=hers).exists()


class EditSharedTextView(ByDeciders):
    model = BatchText
    back_url_name = "messaging_batch:inspect"
    page_title = _("Change the text of all")
    form_class = WordsForm
    explanation = _(
        "All messages that still have this text are changed. What stands in braces is "
        "filled in for each person; keep {link}."
    )

    def may_here(self, user):
        return may_change_text(self.object, user)

    def get_initial(self):
        return {"subject": self.object.subject, "body": self.object.body}

    def get_page_subtitle(self):
        return self.object.get_language_display()

    def get_success_url(self):
        return reverse(self.back_url_name, args=[self.object.batch_id])

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        items[-2]["label"] = batch_label(self.object.batch.label)
        return items

    def act(self, instance, *, by, data):
        count = edit_shared_text(
            instance, subject=data["subject"], body=data["body"], by=by
        )
        return ngettext(
            "%(count)s message has the new text.",
            "%(count)s messages have the new text.",
            count,
        ) % {"count": count}


class BatchInspectView(NotesAccess, SeenRowsMixin, generic.InspectView):
    """Each message as she will read it, those of one text together."""

    template_name = "messaging/admin/review.html"
    page_title = _("Messages to review")

    def get_page_subtitle(self):
        return batch_label(self.object.label)

    def get_context_data(self, **kwargs):
        batch, user = self.object, self.request.user
        held = list(
            batch.messages.held()
            .for_review(user)
            .select_related("person", "shared_text")
            .prefetch_related("person__broken_routes")
            .order_by("person__sort_key", "pk")
        )
        for message in held:
            route, reason = route_for(message.person)
            message.way, message.why_staff = route.label, reason.label
        states = dict(
            batch.messages.order_by().values_list("state").annotate(count=Count("pk"))
        )
        about = batch.about
        return super().get_context_data(
            batch=batch,
            held=len(held),
            hidden=states.get(MessageState.HELD, 0) - len(held),
            groups=self.groups(held, user),
            others=[
                {"label": state.label, "count": states[state]}
                for state in MessageState
                if state != MessageState.HELD and states.get(state)
            ],
            about=about,
            about_url=AdminURLFinder(user).get_edit_url(about) if about else None,
            reason_form=ReasonForm(),
            may_act=batch.messages.held().changeable_by(user).exists(),
            **kwargs,
        )

    def persons_seen(self, context):
        return [
            message.person_id
            for group in context.get("groups", ())
            for message in group["messages"]
        ]

    def groups(self, held, user):
        """Messages that share a text, then those whose text is their own."""
        by_text = {}
        for message in held:
            by_text.setdefault(message.shared_text, []).append(message)
        own = by_text.pop(None, [])
        groups = [
            {
                "text": text,
                "messages": messages,
                "may_change": may_change_text(text, user),
            }
            for text, messages in sorted(by_text.items(), key=lambda one: one[0].pk)
        ]
        return [*groups, {"text": None, "messages": own}] if own else groups


class BatchIndexView(SeenListMixin, generic.IndexView):
    table_classname = "listing staff-cards"
    page_title = _("Messages to review")
    is_searchable = False

    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .select_related("made_by")
            .annotate(
                waiting=Count("messages", filter=Q(messages__state=MessageState.HELD))
            )
            .filter(waiting__gt=0)
            .prefetch_related(GenericPrefetch("about", rows_of_batches()))
            .order_by(F("needed_by").asc(nulls_last=True), "-made_at", "-pk")
        )

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "label",
                label=_("Occasion"),
                accessor=_occasion,
                get_url=self.get_inspect_url,
            ),
            Column("waiting", label=_("Waiting")),
            Column("made_by", label=_("Decided by"), accessor=_who),
            DateColumn("made_at", label=_("Decided at"), width="15%"),
            Column("needed_by", label=_("To be sent before"), accessor=_latest),
        ]


def _occasion(batch):
    words = batch_label(batch.label)
    return f"{words}: {batch.about}" if batch.about else words


def _latest(batch):
    if batch.needed_by is None:
        return ""
    return date_format(timezone.localtime(batch.needed_by), "SHORT_DATETIME_FORMAT")


def _who(batch):
    if batch.made_by is None:
        return gettext("By itself")
    return batch.made_by.get_full_name() or batch.made_by.get_username()


class BatchViewSet(RecordViewSet):
    model = Batch
    icon = "view"
    name = "messaging_batch"
    url_prefix = "iletiler-gozden-gecirme"
    add_to_admin_menu = False
    list_per_page = 50
    index_view_class = BatchIndexView
    inspect_view_class = BatchInspectView
    form_fields = ["made_by"]
    offered = frozenset({"index", "inspect"})

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/gonder/", ReleaseView.as_view(), name="release"),
            path("<int:pk>/vazgec/", DropView.as_view(), name="drop"),
            path("metin/<int:pk>/", EditSharedTextView.as_view(), name="shared_text"),
        ]
