"""What staff do once she is accepted: training, papers, a role, the farewell."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.exceptions import Refusal
from volunteers.domain import completions, documents, roles, seats, training
from volunteers.enums import ApplicationEvent as Event
from volunteers.enums import ApplicationState
from volunteers.exceptions import CompletionDenied, TrainingDenied
from volunteers.models import Role
from volunteers.viewsets.action_base import ApplicationAction
from volunteers.viewsets.action_forms import (
    AgreementForm,
    AssignForm,
    CertificateForm,
    ClearanceForm,
    DocumentForm,
    EnrollForm,
    ReasonForm,
)
from volunteers.workflow import Permission


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
        if self.object.state not in ApplicationState.may_learn:
            raise Refusal(TrainingDenied.NOT_LEARNING)

    def call_verb(self, application, *, by, data):
        seats.enroll_in_session(application, session=data["session"], by=by)


class AcceptCertificateView(ApplicationAction):
    permission = f"volunteers.{Permission.TRAINING}"
    page_title = _("Accept a certificate")
    submit_label = _("Accept the certificate")
    form_class = CertificateForm
    done = _("The certificate is accepted; the training counts as completed.")
    explanation = _(
        "For a training of the same content that she completed elsewhere. Look at the "
        "paper and give it back; it is not uploaded. Where this was the last one, she "
        "is told that her training is completed."
    )

    def check_possible(self):
        if self.object.state not in ApplicationState.accepted_on:
            raise Refusal(CompletionDenied.NOT_ACCEPTED)

    def call_verb(self, application, *, by, data):
        completions.accept_certificate(application, **data, by=by)


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


class RecordDocumentView(ApplicationAction):
    permission = f"volunteers.{Permission.ASSIGN}"
    page_title = _("Record a document")
    submit_label = _("Record that it was shown")
    form_class = DocumentForm
    done = _("Recorded: the document was shown.")
    explanation = _(
        "Only which document, the day and your name are kept. Never copy, photograph "
        "or upload the document."
    )

    def check_possible(self):
        """A paper may be shown at any time."""

    def call_verb(self, application, *, by, data):
        documents.record_document(application, **data, by=by)


class AssignRoleView(ApplicationAction):
    event = Event.ASSIGN_ROLE
    form_class = AssignForm
    message_name = "assigned"
    done = _("The role is assigned.")
    template_name = "volunteers/admin/assign.html"

    def get_initial(self):
        """A role that begins later is not held before."""
        asked = self.request.GET.get("role", "")
        role = Role.objects.filter(pk=asked).first() if asked.isdigit() else None
        if role is None:
            return {}
        first = max(role.starts_on, timezone.localdate())
        return {"role": role.pk, "starts_on": first, "ends_on": role.ends_on}

    def call_verb(self, application, *, by, data):
        roles.assign_role(application, **data, by=by)


class LeaveView(ApplicationAction):
    event = Event.LEAVE
    form_class = ReasonForm
    done = _("Recorded: she left.")
    explanation = _("Every role she holds ends. Nothing is sent.")

    def call_verb(self, application, *, by, data):
        roles.record_leaving(application, reason=data["reason"], by=by)
