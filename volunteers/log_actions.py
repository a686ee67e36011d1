"""What the audit log calls each thing that happens to a volunteer's application."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from volunteers.enums import ApplicationEvent

#: Actions that are no move along the table: name -> (label, message).
OTHERS: dict[str, tuple[Any, Any]] = {
    "volunteers.application.submit": (_("Apply"), _("The application was submitted")),
    "volunteers.application.review": (_("Review"), _("A review was written")),
    "volunteers.application.assign_reviewers": (
        _("Assign reviewers"),
        _("Reviewers were assigned"),
    ),
    "volunteers.application.take_back_assignment": (
        _("Take a reviewer off"),
        _("A reviewer was taken off"),
    ),
    "volunteers.application.recuse": (
        _("Declare a conflict of interest"),
        _("A reviewer declared a conflict of interest"),
    ),
    "volunteers.application.close_question": (
        _("Close the question"),
        _("The question to her was closed"),
    ),
    "volunteers.application.write": (
        _("Write a message"),
        _("A message was written to her"),
    ),
    "volunteers.application.ask_for_other_times": (
        _("Ask for other times"),
        _("She said that no interview time suits her"),
    ),
    "volunteers.application.enroll": (
        _("Take a training place"),
        _("A place in a training was taken"),
    ),
    "volunteers.application.leave_session": (
        _("Give back a training place"),
        _("A place in a training was given back"),
    ),
    "volunteers.application.record_clearance": (
        _("Record the child clearance"),
        _("The child clearance was shown"),
    ),
    "volunteers.assignment.change": (
        _("Change an assignment"),
        _("An assignment was paused, resumed or ended"),
    ),
    "volunteers.session.record_attendance": (
        _("Record attendance"),
        _("Attendance was recorded"),
    ),
}


def log_action(event: ApplicationEvent) -> str:
    """The name under which a move is logged."""
    return f"volunteers.application.{event.value}"


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for event in ApplicationEvent:
        actions.register_action(log_action(event), event.label, event.label)
    for name, (label, message) in OTHERS.items():
        actions.register_action(name, label, message)
