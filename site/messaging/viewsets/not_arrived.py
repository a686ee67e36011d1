"""Messages that did not arrive: read by what went wrong, and sent again together."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from messaging.channels import automatic_routes
from messaging.domain.review import send_all_again
from messaging.domain.routes import route_for
from messaging.enums import MessageState, StateReason
from messaging.models import Message
from people.access_notes import NotesAccess

#: As many as one page can be read.
MOST = 100


class NotArrivedView(NotesAccess, WagtailAdminTemplateMixin, TemplateView):
    """GET shows what failed or came back, by its reason; POST sends it again."""

    template_name = "messaging/admin/not_arrived.html"
    page_title = _("Messages that did not arrive")
    header_icon = "mail"
    http_method_names = ("get", "head", "post")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("messaging.change_message"):
            raise PermissionDenied

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("messaging_message:index"), "label": _("Messages")},
            {"url": "", "label": self.page_title},
        ]

    def rows(self):
        return Message.objects.visible_to(self.request.user).filter(
            state__in=(MessageState.FAILED, MessageState.BOUNCED)
        )

    def get_context_data(self, **kwargs):
        rows = list(
            self.rows()
            .select_related("person")
            .prefetch_related("person__broken_routes")
            .defer("body", "calendar", "sealed_values")
            .order_by("reason", "-created_at", "-pk")[:MOST]
        )
        by_reason = {}
        for message in rows:
            route, why = route_for(message.person)
            message.way = route.label
            message.why_staff = "" if route in automatic_routes() else why.label
            by_reason.setdefault((message.reason, message.state), []).append(message)
        total = self.rows().count()
        return super().get_context_data(
            groups=[
                {
                    "words": StateReason(reason).label or MessageState(state).label,
                    "state": MessageState(state).label if reason else "",
                    "messages": found,
                }
                for (reason, state), found in by_reason.items()
            ],
            total=total,
            beyond=total - len(rows),
            **kwargs,
        )

    def persons_seen(self, context):
        return [
            message.person_id
            for group in context.get("groups", ())
            for message in group["messages"]
        ]

    def chosen(self):
        """What was ticked, or all that the page shows, as far as she sees it."""
        rows = self.rows()
        if "all" not in self.request.POST:
            ticked = [pk for pk in self.request.POST.getlist("message") if pk.isdigit()]
            rows = rows.filter(pk__in=ticked)
        return list(rows.values_list("pk", flat=True))

    def post(self, request, *args, **kwargs):
        chosen = self.chosen()
        if not chosen:
            messages.warning(
                request, gettext("Nothing was sent again. Tick the messages first.")
            )
        else:
            messages.success(request, result(send_all_again(chosen, by=request.user)))
        return redirect("messaging_message:not_arrived")


def result(again):
    """What became of them, in one sentence for each thing that happened."""
    said = []
    if again.queued:
        words = ngettext(
            "%(count)s message is in the queue again.",
            "%(count)s messages are in the queue again.",
            again.queued,
        )
        said.append(words % {"count": again.queued})
    if again.by_staff:
        words = ngettext(
            "%(count)s message cannot go by itself; please tell her.",
            "%(count)s messages cannot go by themselves; please tell them.",
            again.by_staff,
        )
        said.append(words % {"count": again.by_staff})
    if again.left_alone:
        words = ngettext(
            "%(count)s message needed nothing any more.",
            "%(count)s messages needed nothing any more.",
            again.left_alone,
        )
        said.append(words % {"count": again.left_alone})
    return " ".join(said)
