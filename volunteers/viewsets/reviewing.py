"""Who reviews: the next one to read, keeping out of it, asking for more."""

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.permissions import policy_registry

from people.domain.recusals import lift_recusal
from people.enums import RecusalReason
from people.models import Recusal
from people.staff_views import ActionView
from volunteers.domain.assignment import take_back_assignment
from volunteers.domain.duties import may, may_somewhere
from volunteers.domain.information import (
    ANSWER_TAKES,
    ask_information,
    go_on_without_answer,
)
from volunteers.domain.queries import next_to_review
from volunteers.domain.reviews import declare_conflict
from volunteers.enums import ApplicationEvent as Event
from volunteers.enums import InformationPart
from volunteers.models import Application, ReviewAssignment
from volunteers.viewsets.action_base import ApplicationAction
from volunteers.viewsets.action_forms import NOTHING_SENSITIVE, ActionForm
from volunteers.workflow import Permission

LIST = "volunteers_application:index"
PAGE = "volunteers_application:inspect"


class NextToReviewView(View):
    """Leads to the one that waits longest for her review; `?after=` comes last."""

    def get(self, request):
        if not may_somewhere(request.user, Permission.REVIEW):
            raise PermissionDenied
        after = request.GET.get("after", "")
        found = next_to_review(
            request.user, after=int(after) if after.isdecimal() else None
        )
        if found is None:
            messages.success(request, _("Nothing waits for your review."))
            return redirect(LIST)
        return redirect(PAGE, found.pk)


class AskForm(ActionForm):
    part = forms.ChoiceField(
        label=_("Which part is opened for her?"),
        choices=InformationPart.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What would you like to know?"),
        max_length=600,
        widget=forms.Textarea({"rows": 4}),
        help_text=NOTHING_SENSITIVE,
    )
    answer_by = forms.DateField(
        label=_("Answer until"),
        widget=AdminDateInput,
        initial=lambda: timezone.localdate() + ANSWER_TAKES,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.application.call.questions.exists():
            self.fields["part"].choices = [
                choice
                for choice in InformationPart.choices
                if choice[0] != InformationPart.QUESTIONS
            ]

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if day < timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class AskInformationView(ApplicationAction):
    event = Event.ASK_INFORMATION
    form_class = AskForm
    message_name = "information"
    done = _("She is asked, and the part is open for her.")
    explanation = _(
        "She gets a link that opens this one part. What she had answered stays on "
        "record beside her new answer."
    )

    def call_verb(self, application, *, by, data):
        ask_information(
            application,
            part=InformationPart(data["part"]),
            words=data["words"],
            answer_by=data["answer_by"],
            by=by,
        )


class GoOnView(ApplicationAction):
    event = Event.GO_ON
    done = _("The screening goes on without her answer.")
    explanation = _("Her link to the question is closed. Nothing is sent.")

    def call_verb(self, application, *, by, data):
        go_on_without_answer(application, by=by)


class RecuseForm(ActionForm):
    reason = forms.ChoiceField(
        label=_("Why do you keep out of it?"),
        choices=RecusalReason.choices,
        widget=forms.RadioSelect,
    )


class RecuseView(ApplicationAction):
    """No event of the process: for everybody who sees the application, at any time."""

    page_title = _("Declare a conflict of interest")
    submit_label = _("Declare it")
    form_class = RecuseForm
    explanation = _(
        "From now on you see nothing of her any more: no list, no search, no page. A "
        "review or a score sheet that you wrote is deleted, unless the decision is "
        "made already. Her interviews to come, and whom she turns to in a role, are "
        "for somebody else. Only a manager can take this back."
    )

    def may_somewhere(self, user):
        policy = policy_registry.get_by_type(Application)
        return policy.user_has_permission(user, "view")

    def may_here(self, user):
        """What she does not see is not found."""
        return True

    def check_possible(self):
        """It may be declared at any time."""

    def get_success_url(self):
        recused = Recusal.objects.filter(
            person=self.object.person_id, user=self.request.user.pk
        )
        return super().get_success_url() if not recused.exists() else self.list_url

    @property
    def list_url(self):
        return redirect(LIST).url

    def act(self, instance, *, by, data):
        declare_conflict(instance, reason=RecusalReason(data["reason"]), by=by)
        return _("Thank you. You do not see this application any more.")


class TakeBackAssignmentView(ActionView):
    """POST only: somebody else will read it."""

    model = ReviewAssignment
    permission = f"volunteers.{Permission.DECIDE}"
    back_url_name = PAGE

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.DECIDE)

    def may_here(self, user):
        return may(user, Permission.DECIDE, self.object.application)

    def get_queryset(self):
        seen = Application.objects.visible_to(self.request.user)
        return ReviewAssignment.objects.filter(
            application__in=seen.order_by().values("pk")
        ).select_related("application")

    def get_success_url(self):
        return redirect(PAGE, self.object.application_id).url

    def act(self, instance, *, by, data):
        take_back_assignment(instance, by=by)
        return _("The reviewer was taken off.")


class LiftRecusalView(ActionView):
    """POST only: a manager found that there is no conflict."""

    model = Recusal
    permission = "people.lift_recusal"
    back_url_name = PAGE

    def get_queryset(self):
        seen = Application.objects.visible_to(self.request.user)
        return Recusal.objects.filter(person__in=seen.order_by().values("person"))

    def get_success_url(self):
        seen = Application.objects.visible_to(self.request.user)
        page = seen.filter(person=self.object.person_id).first()
        return redirect(PAGE, page.pk).url if page else redirect(LIST).url

    def act(self, instance, *, by, data):
        lift_recusal(instance, by=by)
        return _("The conflict of interest is lifted.")
