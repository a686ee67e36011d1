"""What the verbs of `programs` write into Wagtail's log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "programs.registration.register": (_("Register a party"), _("Registered")),
    "programs.registration.walk_in": (
        _("Register who came without a registration"),
        _("Came without a registration and has a place"),
    ),
    "programs.registration.give_on": (
        _("Give the place of an absent party on"),
        _("Place given on: she did not come"),
    ),
    "programs.registration.offer": (_("Offer a place"), _("Place offered")),
    "programs.registration.instead": (
        _("Ask for another date instead"),
        _("Asked in place of a cancelled date"),
    ),
    "programs.registration.renew": (
        _("Begin the time to answer anew"),
        _("Time to answer began anew"),
    ),
    "programs.registration.accept": (_("Accept the place"), _("Place accepted")),
    "programs.registration.decline": (_("Decline the place"), _("Place declined")),
    "programs.registration.lapse": (_("Let the offer lapse"), _("Offer lapsed")),
    "programs.registration.close": (
        _("Close the waiting list"),
        _("Waiting list closed with the departure"),
    ),
    "programs.registration.cancel": (
        _("Cancel a registration"),
        _("Registration cancelled"),
    ),
    "programs.registration.remove": (
        _("Remove a registration"),
        _("Registration removed"),
    ),
    "programs.registration.attend": (_("Mark as attended"), _("Marked as attended")),
    "programs.registration.miss": (_("Mark as missed"), _("Marked as missed")),
    "programs.registration.excuse": (_("Mark as excused"), _("Marked as excused")),
    "programs.registration.unmark": (_("Take the mark back"), _("Mark taken back")),
    "programs.registration.forgive": (
        _("Let a no-show count no longer"),
        _("Stands among first-timers again: the no-show was excused"),
    ),
    "programs.registration.fall_behind": (
        _("Stand behind first-timers"),
        _("Stands behind first-timers: records were merged, she has taken part before"),
    ),
    "programs.registration.drawn": (_("Give a place by draw"), _("Place drawn")),
    "programs.registration.change": (
        _("Change party or boarding point"),
        _("Party or boarding point changed"),
    ),
    "programs.registration.call": (_("Call down the list"), _("Called")),
    "programs.registration.call_end": (_("End a call"), _("Call ended")),
    "programs.registration.complete": (
        _("Confirm that a course is completed"),
        _("Course completed"),
    ),
    "programs.registration.not_complete": (
        _("Confirm that a course is not completed"),
        _("Course not completed"),
    ),
    "programs.registration.reopen": (
        _("Take a result back"),
        _("Result taken back"),
    ),
    "programs.registration.revoke": (
        _("Revoke a certificate"),
        _("Certificate revoked"),
    ),
    "programs.session.plan": (_("Plan sessions"), _("Sessions planned")),
    "programs.session.change": (_("Change a session"), _("Session changed")),
    "programs.session.cancel": (_("Cancel a session"), _("Session cancelled")),
    "programs.session.mark": (_("Mark who came"), _("Marks on the sheet")),
    "programs.session.close": (_("Close the sheet"), _("Sheet closed")),
    "programs.session.correct": (
        _("Correct a closed sheet"),
        _("Closed sheet corrected"),
    ),
    "programs.occurrence.results": (
        _("Confirm the results of a course"),
        _("Results confirmed"),
    ),
    "programs.occurrence.first_session": (
        _("Give on places after the first session"),
        _("Places given on after the first session"),
    ),
    "programs.draw.freeze": (_("Freeze the list of the draw"), _("List frozen")),
    "programs.draw.publish": (
        _("Publish the hash of the list"),
        _("Hash of the list published"),
    ),
    "programs.draw.seed": (_("Enter the seed"), _("Seed entered")),
    "programs.draw.run": (_("Draw the places"), _("Places drawn")),
    "programs.occurrence.publish": (_("Publish a date"), _("Date published")),
    "programs.occurrence.cancel": (_("Cancel the date"), _("Date cancelled")),
    "programs.occurrence.move": (
        _("Change time or place"),
        _("Time or place changed, people told"),
    ),
    "programs.occurrence.another_day": (
        _("Move to another day"),
        _("Moved to another day"),
    ),
    "programs.occurrence.write": (
        _("Write to those registered"),
        _("Message to those registered written"),
    ),
    "programs.occurrence.copy": (_("Copy the date"), _("Copied from another date")),
    "programs.occurrence.resize": (_("Change the capacity"), _("Capacity changed")),
    "programs.occurrence.import": (
        _("Register the rows of a list"),
        _("Rows of a list registered"),
    ),
    "programs.occurrence.count": (
        _("Note how many came"),
        _("How many came was noted"),
    ),
    "programs.stop.make": (
        _("Make the times of a stop"),
        _("Stop with its times made"),
    ),
    "programs.stop.publish": (_("Publish a stop"), _("Stop published")),
    "programs.stop.change": (_("Change a stop"), _("Stop changed")),
    "programs.stop.cancel": (_("Cancel a stop"), _("Stop cancelled")),
    "programs.meeting.ask": (_("Ask for a meeting"), _("Meeting asked for")),
    "programs.meeting.plan": (_("Plan a meeting"), _("Meeting planned")),
    "programs.meeting.decline": (_("Decline a meeting"), _("Meeting declined")),
    "programs.meeting.withdraw": (
        _("Withdraw the request for a meeting"),
        _("Request for a meeting withdrawn"),
    ),
    "programs.meeting.address": (
        _("Note the address of the host"),
        _("Address of the host noted"),
    ),
}


@hooks.register("register_log_actions")
def register_actions(registry):  # type: ignore[no-untyped-def]
    for action, (label, message) in ACTIONS.items():
        registry.register_action(action, label, message)
