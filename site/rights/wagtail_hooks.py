"""Registers the admin screens and audit actions of `rights`."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from rights.viewsets.home import DataRequestsPanel
from rights.viewsets.requests import DataRequestViewSet

_ACTIONS = {
    "rights.request.receive": (_("Enter the request"), _("Data request received")),
    "rights.request.match": (
        _("Say on which record it is"),
        _("The request was matched to a record"),
    ),
    "rights.request.take": (_("Take it on"), _("The request was taken on")),
    "rights.request.ask_identity": (
        _("Ask for proof of identity"),
        _("Proof of identity was asked for"),
    ),
    "rights.request.accept": (_("Answer: accepted"), _("The request was accepted")),
    "rights.request.refuse": (_("Answer: refused"), _("The request was refused")),
    "rights.person.correct": (_("Correct"), _("Her details were corrected")),
}


@hooks.register("register_admin_viewset")
def register_requests():
    return DataRequestViewSet()


@hooks.register("construct_homepage_panels")
def add_requests(request, panels):
    if request.user.has_perm("rights.view_datarequest"):
        panel = DataRequestsPanel(request.user)
        if panel.waiting:
            panels.append(panel)


@hooks.register("register_log_actions")
def register_actions(actions):
    for name, (label, message) in _ACTIONS.items():
        actions.register_action(name, label, message)
