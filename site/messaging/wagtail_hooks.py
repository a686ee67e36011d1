"""Registers the admin screens and audit actions of `messaging`."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from messaging.batches import decides_somewhere
from messaging.models import CHANGE_MESSAGE
from messaging.viewsets.home import MessagesPanel
from messaging.viewsets.messages import MessageViewSet
from messaging.viewsets.review import BatchViewSet
from messaging.viewsets.texts import TextViewSet


@hooks.register("register_admin_viewset")
def register_messages():
    return MessageViewSet()


@hooks.register("register_admin_viewset")
def register_texts():
    return TextViewSet()


@hooks.register("register_admin_viewset")
def register_batches():
    return BatchViewSet()


@hooks.register("construct_homepage_panels")
def add_messages_panel(request, panels):
    if request.user.has_perm(CHANGE_MESSAGE) or decides_somewhere(request.user):
        panel = MessagesPanel(request.user)
        if not panel.is_empty:
            panels.append(panel)


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action(
        "messaging.message.tell", _("Tell by hand"), _("She was told by staff")
    )
    actions.register_action(
        "messaging.message.send_again", _("Send again"), _("Put into the queue again")
    )
    actions.register_action(
        "messaging.message.print", _("Print"), _("Printed as a letter")
    )
    actions.register_action(
        "messaging.message.bounce",
        _("Came back"),
        _("The provider says that it did not arrive"),
    )
    actions.register_action(
        "messaging.message.release", _("Release"), _("Released to be sent")
    )
    actions.register_action(
        "messaging.message.edit", _("Change the text"), _("Text changed before sending")
    )
    actions.register_action(
        "messaging.message.drop", _("Do not send"), _("Dropped; she is not told")
    )
    actions.register_action(
        "messaging.route.break", _("Address broken"), _("Messages to it come back")
    )
    actions.register_action(
        "messaging.route.mend", _("Address mended"), _("The address works again")
    )
    actions.register_action(
        "messaging.text.save", _("New text"), _("A new text is in force")
    )
    actions.register_action(
        "messaging.text.go_back", _("Original text"), _("Back to the original text")
    )
    actions.register_action(
        "messaging.text.trial", _("Trial message"), _("Sent a trial to herself")
    )
