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
        _("Somebody of the staff declared a conflict of interest"),
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
    "volunteers.application.ask_for_earlier_times": (
        _("Ask for earlier times"),
        _("She changed whether she is told of earlier interview times"),
    ),
    "volunteers.application.score_interview": (
        _("Score an interview"),
        _("A score sheet of an interview was written"),
    ),
    "volunteers.slot.close": (
        _("Close an interview time"),
        _("The interview time is not offered any more"),
    ),
    "volunteers.feed.renew": (
        _("Renew a calendar address"),
        _("The address for one's own calendar was renewed"),
    ),
    "volunteers.feed.close": (
        _("Close a calendar address"),
        _("The address for one's own calendar was closed"),
    ),
    "volunteers.application.enroll": (
        _("Take a training place"),
        _("A place in a training was taken"),
    ),
    "volunteers.application.leave_session": (
        _("Give back a training place"),
        _("A place in a training was given back"),
    ),
    "volunteers.application.wait": (
        _("Wait for a training place"),
        _("She waits for a place in a training"),
    ),
    "volunteers.application.session_cancelled": (
        _("Lose a training place"),
        _("The session of her place, or that she waited for, was cancelled"),
    ),
    "volunteers.application.walk_in": (
        _("Come without a place"),
        _("She came to a training without a place and was put on the sheet"),
    ),
    "volunteers.application.stop_waiting": (
        _("Wait no longer"),
        _("She waits no longer for a place in a training"),
    ),
    "volunteers.application.offer_place": (
        _("Offer a training place"),
        _("A place in a training was offered to her"),
    ),
    "volunteers.application.lapse_offer": (
        _("Let an offer lapse"),
        _("The offer of a training place has lapsed"),
    ),
    "volunteers.application.remind_of_expiry": (
        _("Remind of an expiry"),
        _("She was reminded that a training expires"),
    ),
    "volunteers.application.record_clearance": (
        _("Record the child clearance"),
        _("The child clearance was shown"),
    ),
    "volunteers.application.record_document": (
        _("Record a document"),
        _("A document was shown"),
    ),
    "volunteers.call.copy": (_("Copy the call"), _("Copied for the next term")),
    "volunteers.process.publish": (
        _("Publish the words of the process"),
        _("The words of the process were published"),
    ),
    "volunteers.application.confirm_reach": (
        _("Confirm the address"),
        _("The address she gave has answered"),
    ),
    "volunteers.application.settle_double": (
        _("Settle a double"),
        _("It was found not to be a double, or dealt with"),
    ),
    "volunteers.application.clear_suspicion": (
        _("Clear a suspicion"),
        _("It was found to be by a person"),
    ),
    "volunteers.application.download_file": (
        _("Download a file"),
        _("A file of the application was downloaded"),
    ),
    "volunteers.draft.send_link": (
        _("Send a link to a draft"),
        _("A link to go on with the form was sent"),
    ),
    "volunteers.assignment.change": (
        _("Change an assignment"),
        _("An assignment was paused, resumed or ended"),
    ),
    "volunteers.assignment.extend": (
        _("Change the end of an assignment"),
        _("An assignment has another end"),
    ),
    "volunteers.shift.take": (
        _("Take a place in a shift"),
        _("A place in a shift was taken"),
    ),
    "volunteers.shift.give_back": (
        _("Give back a place in a shift"),
        _("A place in a shift was given back"),
    ),
    "volunteers.hours.log": (_("Note hours"), _("Hours were noted")),
    "volunteers.hours.take_back": (_("Take back hours"), _("Hours were taken back")),
    "volunteers.hours.approve": (_("Approve hours"), _("Hours were approved")),
    "volunteers.hours.return": (_("Return hours"), _("Hours were returned to her")),
    "volunteers.wish.ask": (
        _("Ask to pause, return or leave"),
        _("She asked to pause, to return or to leave"),
    ),
    "volunteers.wish.take_back": (_("Take back a wish"), _("She took her wish back")),
    "volunteers.wish.close": (
        _("Close a wish"),
        _("Her wish was settled without a change"),
    ),
    "volunteers.agreement_text.publish": (
        _("Publish the text of the agreement"),
        _("The text of the agreement was published"),
    ),
    "volunteers.card.issue": (_("Issue a card"), _("A volunteer card was issued")),
    "volunteers.card.withdraw": (
        _("Withdraw a card"),
        _("The volunteer card was withdrawn"),
    ),
    "volunteers.session.record_attendance": (
        _("Record attendance"),
        _("Attendance was recorded"),
    ),
    "volunteers.session.close_sheet": (
        _("Close the sheet"),
        _("The attendance sheet was closed"),
    ),
    "volunteers.session.correct_attendance": (
        _("Correct attendance"),
        _("Attendance was corrected on a closed sheet"),
    ),
    "volunteers.session.move": (
        _("Move a session"),
        _("The session has another day, time or place"),
    ),
    "volunteers.session.cancel": (
        _("Cancel a session"),
        _("The session was cancelled"),
    ),
    "volunteers.completion.propose": (
        _("Propose a completed training"),
        _("A training was attended; somebody has to confirm it"),
    ),
    "volunteers.completion.complete": (
        _("Complete a training"),
        _("A training was completed"),
    ),
    "volunteers.completion.confirm": (
        _("Confirm a completed training"),
        _("A completed training was confirmed"),
    ),
    "volunteers.completion.decline": (
        _("Do not confirm a training"),
        _("A training was not confirmed"),
    ),
    "volunteers.completion.withdraw": (
        _("Withdraw a completed training"),
        _("A completed training was withdrawn"),
    ),
    "volunteers.completion.accept": (
        _("Accept a certificate"),
        _("A certificate from elsewhere was accepted"),
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
