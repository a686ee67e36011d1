"""What staff do to one application: each a page or a button that calls one verb."""

from django.utils.translation import gettext_lazy as _

from volunteers.domain import applications
from volunteers.enums import ApplicationEvent as Event
from volunteers.viewsets.action_base import ApplicationAction, DecisionAction
from volunteers.viewsets.action_forms import AcceptForm, ReasonForm
from volunteers.viewsets.interview_actions import (
    BookInterviewView,
    CallOffInterviewView,
    InviteView,
    MoveInterviewView,
    RecordExcusedInterviewView,
    RecordInterviewView,
    RecordMissedInterviewView,
)
from volunteers.viewsets.papers import IssueCardView, WithdrawCardView
from volunteers.viewsets.reviewing import AskInformationView, GoOnView, RecuseView
from volunteers.viewsets.volunteer_actions import (
    AcceptCertificateView,
    AssignRoleView,
    BeginTrainingView,
    EnrollView,
    LeaveView,
    RecordClearanceView,
    RecordDocumentView,
    SignAgreementView,
)


class StartScreeningView(ApplicationAction):
    event = Event.START_SCREENING
    form_class = None
    done = _("The screening has begun.")

    def call_verb(self, application, *, by, data):
        applications.start_screening(application, by=by)


class AcceptView(DecisionAction):
    event = Event.ACCEPT
    form_class = AcceptForm
    message_name = "accepted"
    done = _("The application is accepted.")
    explanation = _("Next she chooses the dates of her trainings.")

    def call_verb(self, application, *, by, data):
        applications.accept_application(application, by=by, **data)


class KeepInReserveView(DecisionAction):
    event = Event.KEEP_IN_RESERVE
    message_name = "reserve"
    done = _("The application is in reserve.")
    explanation = _("She may be accepted as soon as a place comes free.")

    def call_verb(self, application, *, by, data):
        applications.keep_in_reserve(application, by=by, **data)


class RejectView(DecisionAction):
    event = Event.REJECT
    message_name = "rejected"
    done = _("The application is not accepted.")
    explanation = _(
        "No score and no reason is told. Only a manager can undo this decision."
    )

    def call_verb(self, application, *, by, data):
        applications.reject_application(application, by=by, **data)


class CarryOverView(DecisionAction):
    event = Event.CARRY_OVER
    message_name = "carried_over"
    done = _("The application is carried over to the next term.")
    explanation = _("She need not apply again; the screening begins anew then.")

    def call_verb(self, application, *, by, data):
        applications.carry_over_application(application, by=by, **data)


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
    Event.ASK_INFORMATION.value: ("bilgi-iste", AskInformationView),
    Event.GO_ON.value: ("yanitsiz-devam", GoOnView),
    Event.INVITE_TO_INTERVIEW.value: ("davet", InviteView),
    Event.BOOK_INTERVIEW.value: ("randevu", BookInterviewView),
    Event.MOVE_INTERVIEW.value: ("randevu-degistir", MoveInterviewView),
    Event.RECORD_INTERVIEW.value: ("gorusme-kaydi", RecordInterviewView),
    Event.RECORD_MISSED_INTERVIEW.value: ("gelmedi", RecordMissedInterviewView),
    Event.RECORD_EXCUSED_INTERVIEW.value: ("mazeret", RecordExcusedInterviewView),
    Event.CALL_OFF_INTERVIEW.value: ("randevu-iptal", CallOffInterviewView),
    Event.ACCEPT.value: ("kabul", AcceptView),
    Event.KEEP_IN_RESERVE.value: ("yedek", KeepInReserveView),
    Event.REJECT.value: ("olumsuz", RejectView),
    Event.CARRY_OVER.value: ("aktar", CarryOverView),
    Event.UNDO_DECISION.value: ("karari-geri-al", UndoDecisionView),
    Event.BEGIN_TRAINING.value: ("egitime-basla", BeginTrainingView),
    "enroll": ("egitim-yeri", EnrollView),
    "accept_certificate": ("disaridan-belge", AcceptCertificateView),
    Event.SIGN_AGREEMENT.value: ("sozlesme", SignAgreementView),
    "record_clearance": ("belge", RecordClearanceView),
    "record_document": ("gosterilen-belge", RecordDocumentView),
    Event.ASSIGN_ROLE.value: ("gorev", AssignRoleView),
    "issue_card": ("kart", IssueCardView),
    "withdraw_card": ("kart-geri-al", WithdrawCardView),
    Event.LEAVE.value: ("ayrildi", LeaveView),
    Event.WITHDRAW.value: ("geri-cek", WithdrawView),
    "recuse": ("cekilme", RecuseView),
}
