"""What staff do to one application: each a page or a button that calls one verb."""

from typing import Any, ClassVar

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from messaging.domain.outbox import route_for
from messaging.enums import Route
from messaging.templates import get_template
from people.exceptions import Refusal
from people.staff_views import ActionView
from people.wording import refusal_words
from volunteers.domain import applications, interviews, roles, training
from volunteers.domain.moves import check
from volunteers.enums import ApplicationEvent as Event
from volunteers.enums import ApplicationState
from volunteers.exceptions import TrainingDenied
from volunteers.models import Application
from volunteers.viewsets.action_forms import (
    AgreementForm,
    AssignForm,
    ClearanceForm,
    ConfirmForm,
    EnrollForm,
    InviteForm,
    ReasonForm,
    RecordInterviewForm,
    SlotForm,
    last_moment_of,
)
from volunteers.workflow import MOVES, Permission

_PLACES_IN_TEXT = {
    "link": _("[her private link]"),
    "moment": _("[day and time]"),
    "place": _("[place]"),
    "until": _("[day]"),
}


def message_preview(application: Application, name: str) -> dict[str, Any]:
    """The message that an action sends, and whether staff have to say it."""
    person = application.person
    route, reason = route_for(person)
    subject, body = get_template(f"volunteers.{name}").render(
        person.language,
        {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "code": application.reference,
            **{key: str(words) for key, words in _PLACES_IN_TEXT.items()},
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

    def get_queryset(self):
        seen = Application.objects.visible_to(self.request.user)
        return seen.select_related("person", "call")

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
        home, *rest = super().get_breadcrumbs_items()
        applications_list = {
            "url": reverse("volunteers_application:index"),
            "label": _("Applications"),
        }
        return [home, applications_list, *rest]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            application=self.object,
            person=self.object.person,
            message=(
                message_preview(self.object, self.message_name)
                if self.message_name
                else None
            ),
            **kwargs,
        )


class StartScreeningView(ApplicationAction):
    event = Event.START_SCREENING
    form_class = None
    done = _("The screening has begun.")

    def call_verb(self, application, *, by, data):
        applications.start_screening(application, by=by)


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


class AcceptView(ApplicationAction):
    event = Event.ACCEPT
    message_name = "accepted"
    done = _("The application is accepted.")
    explanation = _("Next she chooses the dates of her trainings.")

    def call_verb(self, application, *, by, data):
        applications.accept_application(application, by=by)


class KeepInReserveView(ApplicationAction):
    event = Event.KEEP_IN_RESERVE
    message_name = "reserve"
    done = _("The application is in reserve.")
    explanation = _("She may be accepted as soon as a place comes free.")

    def call_verb(self, application, *, by, data):
        applications.keep_in_reserve(application, by=by)


class RejectView(ApplicationAction):
    event = Event.REJECT
    message_name = "rejected"
    done = _("The application is not accepted.")
    explanation = _(
        "No score and no reason is told. Only a manager can undo this decision."
    )

    def call_verb(self, application, *, by, data):
        applications.reject_application(application, by=by)


class CarryOverView(ApplicationAction):
    event = Event.CARRY_OVER
    message_name = "carried_over"
    done = _("The application is carried over to the next term.")
    explanation = _("She need not apply again; the screening begins anew then.")

    def call_verb(self, application, *, by, data):
        applications.carry_over_application(application, by=by)


class UndoDecisionView(ApplicationAction):
    event = Event.UNDO_DECISION
    form_class = ReasonForm
    done = _("The decision is undone.")
    explanation = _(
        "The application goes back to where it was decided. Nothing is sent: get in "
        "touch with her yourself."
    )

    def call_verb(self, application, *, by, data):
        applications.undo_decision(application, reason=data["reason"], by=by)


class BeginTrainingView(ApplicationAction):
    event = Event.BEGIN_TRAINING
    done = _("The training has begun.")
    explanation = _("Nothing is sent. Use it when she takes her places with you.")

    def call_verb(self, application, *, by, data):
        training.begin_training(application, by=by)


class EnrollView(ApplicationAction):
    permission = f"volunteers.{Permission.TRAINING}"
    page_title = _("Give a training place")
    submit_label = _("Give the place")
    form_class = EnrollForm
    message_name = "enrolled"
    done = _("She has a place in the training.")
    template_name = "volunteers/admin/choose_session.html"

    def check_possible(self):
        if self.object.state not in ApplicationState.learning:
            raise Refusal(TrainingDenied.NOT_LEARNING)

    def call_verb(self, application, *, by, data):
        training.enroll_in_session(application, session=data["session"], by=by)


class SignAgreementView(ApplicationAction):
    event = Event.SIGN_AGREEMENT
    form_class = AgreementForm
    done = _("The agreement is recorded; she is ready for a role.")
    explanation = _("Nothing is sent. The paper itself stays with the unit.")

    def call_verb(self, application, *, by, data):
        roles.sign_agreement(application, **data, by=by)


class RecordClearanceView(ApplicationAction):
    permission = f"volunteers.{Permission.ASSIGN}"
    page_title = _("Record the child clearance")
    submit_label = _("Record that it was shown")
    form_class = ClearanceForm
    done = _("Recorded: the clearance was shown.")
    explanation = _(
        "Only the day and your name are kept. Never copy, photograph or upload the "
        "document."
    )

    def check_possible(self):
        """The paper may be shown at any time."""

    def call_verb(self, application, *, by, data):
        roles.record_clearance(application, shown_on=data["shown_on"], by=by)


class AssignRoleView(ApplicationAction):
    event = Event.ASSIGN_ROLE
    form_class = AssignForm
    message_name = "assigned"
    done = _("The role is assigned.")
    template_name = "volunteers/admin/assign.html"

    def get_initial(self):
        asked = self.request.GET.get("role", "")
        return {"role": asked} if asked.isdigit() else {}

    def call_verb(self, application, *, by, data):
        roles.assign_role(application, **data, by=by)


class LeaveView(ApplicationAction):
    event = Event.LEAVE
    form_class = ReasonForm
    done = _("Recorded: she left.")
    explanation = _("Every role she holds ends. Nothing is sent.")

    def call_verb(self, application, *, by, data):
        roles.record_leaving(application, reason=data["reason"], by=by)


class WithdrawView(ApplicationAction):
    event = Event.WITHDRAW
    page_title = _("Withdraw on her behalf")
    message_name = "withdrawn"
    done = _("The application is withdrawn.")
    explanation = _(
        "Only when she asked for it. Her interview and her training places become "
        "free; this cannot be undone."
    )

    def call_verb(self, application, *, by, data):
        applications.withdraw_application(application, by=by)


#: URL name -> (word in the address, view)
ACTIONS: dict[str, tuple[str, type[ApplicationAction]]] = {
    Event.START_SCREENING.value: ("on-degerlendirme", StartScreeningView),
    Event.INVITE_TO_INTERVIEW.value: ("davet", InviteView),
    Event.BOOK_INTERVIEW.value: ("randevu", BookInterviewView),
    Event.MOVE_INTERVIEW.value: ("randevu-degistir", MoveInterviewView),
    Event.GIVE_UP_INTERVIEW.value: ("randevu-iptal", GiveUpInterviewView),
    Event.RECORD_INTERVIEW.value: ("gorusme-kaydi", RecordInterviewView),
    Event.RECORD_MISSED_INTERVIEW.value: ("gelmedi", RecordMissedInterviewView),
    Event.ACCEPT.value: ("kabul", AcceptView),
    Event.KEEP_IN_RESERVE.value: ("yedek", KeepInReserveView),
    Event.REJECT.value: ("olumsuz", RejectView),
    Event.CARRY_OVER.value: ("aktar", CarryOverView),
    Event.UNDO_DECISION.value: ("karari-geri-al", UndoDecisionView),
    Event.BEGIN_TRAINING.value: ("egitime-basla", BeginTrainingView),
    "enroll": ("egitim-yeri", EnrollView),
    Event.SIGN_AGREEMENT.value: ("sozlesme", SignAgreementView),
    "record_clearance": ("belge", RecordClearanceView),
    Event.ASSIGN_ROLE.value: ("gorev", AssignRoleView),
    Event.LEAVE.value: ("ayrildi", LeaveView),
    Event.WITHDRAW.value: ("geri-cek", WithdrawView),
}
