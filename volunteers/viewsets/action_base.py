"""What every action on an application shares: who may, what she hears, what is said."""

from typing import Any, ClassVar

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from messaging.domain.outbox import messages_held_about
from messaging.domain.routes import route_for
from messaging.enums import Route
from messaging.templates import get_template
from messaging.viewsets.held import LeadsToHeldMessages, waiting_words
from people.exceptions import Refusal
from people.staff_views import ActionView
from people.wording import refusal_words
from volunteers.domain.blind import is_nameless
from volunteers.domain.duties import may, may_somewhere
from volunteers.domain.moves import check
from volunteers.enums import ApplicationEvent as Event
from volunteers.models import Application
from volunteers.viewsets.action_forms import ConfirmForm, DecisionForm
from volunteers.workflow import MOVES

PLACES_IN_TEXT = {
    "link": _("[her private link]"),
    "moment": _("[day and time]"),
    "place": _("[place]"),
    "until": _("[day]"),
}


#: In the session: how the board was narrowed that she moves a card of.
BOARD_QUERY = "volunteers-board"
_FROM_BOARD = "pano"


def from_board(url: str) -> str:
    """The address of an action after which she comes back to the board."""
    return f"{url}?{_FROM_BOARD}=1"


def codename(permission: str) -> str:
    """ "volunteers.run_training" -> "run_training"."""
    return permission.partition(".")[2]


def message_preview(
    application: Application, name: str, *, nameless: bool = False
) -> dict[str, Any]:
    """The message that an action sends, and whether staff have to say it."""
    person = application.person
    route, reason = route_for(person)
    subject, body = get_template(f"volunteers.{name}").render(
        person.language,
        {
            "given_name": gettext("[given name]") if nameless else person.given_name,
            "family_name": (
                gettext("[family name]") if nameless else person.family_name
            ),
            "code": application.reference,
            **{key: str(words) for key, words in PLACES_IN_TEXT.items()},
        },
    )
    return {
        "subject": subject,
        "body": body,
        "is_by_hand": route == Route.STAFF,
        "reason": reason.label,
    }


class ApplicationAction(ActionView):
    """An event of the process; the table says who may and from where."""

    model = Application
    template_name = "volunteers/admin/action.html"
    back_url_name = "volunteers_application:inspect"
    header_icon = "clipboard-list"
    form_class = ConfirmForm
    event: ClassVar[Event]
    #: name of the message that goes out, without the app; "" when none does
    message_name: ClassVar[str] = ""
    #: said when it is done
    done: ClassVar[Any] = ""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "event" in cls.__dict__:
            cls.permission = f"volunteers.{MOVES[cls.event].permission}"
            cls.submit_label = cls.event.label
            if "page_title" not in cls.__dict__:
                cls.page_title = cls.event.label

    def may_somewhere(self, user):
        return may_somewhere(user, codename(self.permission))

    def may_here(self, user):
        return may(user, codename(self.permission), self.object)

    def get_queryset(self):
        seen = Application.objects.visible_to(self.request.user)
        return seen.select_related("person", "call__process")

    def check_possible(self):
        """Raise the refusal before asking anything that would be in vain."""
        check(self.object, self.event, by=self.request.user)

    def get(self, request, *args, **kwargs):
        try:
            self.check_possible()
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "application": self.object}

    def act(self, instance, *, by, data):
        self.call_verb(instance, by=by, data=data)
        return self.tell_done(instance)

    def get_success_url(self):
        if _FROM_BOARD in self.request.GET:
            board = reverse("volunteers_application:board")
            query = self.request.session.get(BOARD_QUERY, "")
            return f"{board}?{query}" if query else board
        return self.own_page_url()

    def own_page_url(self):
        return reverse(self.back_url_name, args=[self.object.pk])

    def call_verb(self, application, *, by, data):
        raise TypeError("An action of an application says which verb it calls.")

    def tell_done(self, application):
        """What happened, and what she hears of it."""
        if not self.message_name:
            return self.done
        route, _reason = route_for(application.person)
        told = (
            _("She has to be told by you; the text is under Messages.")
            if route == Route.STAFF
            else _("She is being told by e-mail.")
        )
        return f"{self.done} {told}"

    def get_breadcrumbs_items(self):
        home, *_others = super().get_breadcrumbs_items()
        return [
            home,
            {
                "url": reverse("volunteers_application:index"),
                "label": _("Applications"),
            },
            {"url": self.own_page_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def is_nameless(self):
        """Whether this user reviews it without names."""
        return is_nameless(self.object, self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            application=self.object,
            person=self.object.person,
            is_nameless=self.is_nameless,
            message=(
                message_preview(
                    self.object, self.message_name, nameless=self.is_nameless
                )
                if self.message_name
                else None
            ),
            **kwargs,
        )


class DecisionAction(LeadsToHeldMessages, ApplicationAction):
    """A decision: what she hears of it waits to be read, unless staff choose not to."""

    form_class = DecisionForm
    is_held = True

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "event": self.event}

    def act(self, instance, *, by, data):
        self.is_held = not data["send_now"]
        return super().act(instance, by=by, data=data)

    def tell_done(self, application):
        self.batch = messages_held_about(application) if self.is_held else None
        if self.batch is None:
            return super().tell_done(application)
        return f"{self.done} {waiting_words(self.batch)}"
