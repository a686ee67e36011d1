"""What staff do about the interview of an application."""

from django.utils.translation import gettext_lazy as _

from volunteers.domain import interviews
from volunteers.enums import ApplicationEvent as Event
from volunteers.viewsets.action_base import ApplicationAction
from volunteers.viewsets.action_forms import (
    InviteForm,
    RecordInterviewForm,
    SlotForm,
    last_moment_of,
)


class InviteView(ApplicationAction):
    event = Event.INVITE_TO_INTERVIEW
    form_class = InviteForm
    message_name = "invited"
    done = _("She is invited and can choose among the free interview times.")
    template_name = "volunteers/admin/invite.html"

    def call_verb(self, application, *, by, data):
        interviews.invite_to_interview(
            application, until=last_moment_of(data["until"]), by=by
        )


class BookInterviewView(ApplicationAction):
    event = Event.BOOK_INTERVIEW
    form_class = SlotForm
    message_name = "booked"
    done = _("The interview is booked.")
    explanation = _("For who chooses her time on the phone or at the desk.")
    template_name = "volunteers/admin/choose_slot.html"

    def call_verb(self, application, *, by, data):
        interviews.book_interview(application, slot=data["slot"], by=by)


class MoveInterviewView(BookInterviewView):
    event = Event.MOVE_INTERVIEW
    message_name = "moved"
    done = _("The interview was moved.")
    explanation = _("Her present time becomes free for others.")

    def call_verb(self, application, *, by, data):
        interviews.move_interview(application, slot=data["slot"], by=by)


class GiveUpInterviewView(ApplicationAction):
    event = Event.GIVE_UP_INTERVIEW
    message_name = "given_up"
    done = _("The interview is cancelled; she may choose another time.")
    explanation = _("Her time becomes free, and she may choose another one.")

    def call_verb(self, application, *, by, data):
        interviews.give_up_interview(application, by=by)


class RecordInterviewView(ApplicationAction):
    event = Event.RECORD_INTERVIEW
    form_class = RecordInterviewForm
    done = _("The interview is recorded.")
    explanation = _("Nothing is sent. The decision is made afterwards.")

    def call_verb(self, application, *, by, data):
        interviews.record_interview(application, **data, by=by)


class RecordMissedInterviewView(ApplicationAction):
    event = Event.RECORD_MISSED_INTERVIEW
    done = _("Noted: she did not come. She may be invited again.")
    explanation = _("Nothing is sent. She may be invited again.")

    def call_verb(self, application, *, by, data):
        interviews.record_missed_interview(application, by=by)
