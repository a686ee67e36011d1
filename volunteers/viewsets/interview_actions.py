"""What staff do about the interview of an application."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from volunteers.domain import interviews
from volunteers.domain.duties import may
from volunteers.enums import ApplicationEvent as Event
from volunteers.models import Application, InterviewSlot
from volunteers.viewsets.action_base import ApplicationAction
from volunteers.viewsets.action_forms import InviteForm, SlotForm, last_moment_of
from volunteers.viewsets.interview_forms import (
    CallOffForm,
    MissedForm,
    RecordInterviewForm,
)
from volunteers.workflow import Permission


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


class OutcomeView(ApplicationAction):
    """Who sees her only because of the interview may see her no more afterwards."""

    def get_success_url(self):
        seen = Application.objects.visible_to(self.request.user)
        if seen.filter(pk=self.object.pk).exists():
            return super().get_success_url()
        last = self.object.interviews.select_related("slot").last()
        day = timezone.localdate(last.slot.starts_at) if last else ""
        return f"{reverse('volunteers_slot:week')}?gun={day}"


class RecordInterviewView(OutcomeView):
    event = Event.RECORD_INTERVIEW
    form_class = RecordInterviewForm
    done = _("The interview is recorded.")
    explanation = _(
        "Nothing is sent. What you write is your own score sheet; the other "
        "interviewer writes hers. The decision is made afterwards."
    )
    template_name = "volunteers/admin/record_interview.html"
    form: RecordInterviewForm

    def form_valid(self, form):
        self.form = form
        return super().form_valid(form)

    def call_verb(self, application, *, by, data):
        interviews.record_interview(
            application,
            recommendation=data["recommendation"],
            note=data["note"],
            scores=self.form.scores(),
            by=by,
        )


class RecordMissedInterviewView(OutcomeView):
    event = Event.RECORD_MISSED_INTERVIEW
    form_class = MissedForm
    done = _("Noted: she did not come.")
    explanation = _(
        "Only when she did not come and told nobody. She is asked for no reason."
    )

    @cached_property
    def may_invite(self):
        """Whom to meet is decided by who decides; others only record."""
        return may(self.request.user, Permission.DECIDE, self.object)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "may_invite": self.may_invite}

    @property
    def message_name(self):
        free = InterviewSlot.objects.free_for(self.object)
        invites = self.may_invite and (
            "invite_again" in self.request.POST
            if self.request.method == "POST"
            else free.exists()
        )
        return "invited_again" if invites else "missed"

    def call_verb(self, application, *, by, data):
        interviews.record_missed_interview(
            application, invite_again=data.get("invite_again", False), by=by
        )


class RecordExcusedInterviewView(OutcomeView):
    event = Event.RECORD_EXCUSED_INTERVIEW
    message_name = "excused"
    done = _("Noted: she told us. She may choose another time.")
    explanation = _(
        "For who told you, by phone or in person. Her time becomes free; it does not "
        "count as one of her changes."
    )

    def call_verb(self, application, *, by, data):
        interviews.record_excused_interview(application, by=by)


class CallOffInterviewView(OutcomeView):
    event = Event.CALL_OFF_INTERVIEW
    form_class = CallOffForm
    message_name = "called_off"
    done = _("The interview is cancelled; she may choose another time.")
    explanation = _(
        "For a reason on our side. It does not count as one of her changes."
    )

    def call_verb(self, application, *, by, data):
        interviews.call_off_interview(application, keep_time=data["keep_time"], by=by)
