"""One application: what she wrote, where it stands, what to do next."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import registry as log_registry
from wagtail.permissions import policy_registry

from messaging.models import Message
from messaging.viewsets.held import held_note
from people.access_notes import NotesAccess
from people.domain.consents import consents_of
from people.enums import ConsentAction
from people.exceptions import Refusal
from people.models import Recusal
from people.wording import refusal_words
from volunteers.domain.blind import is_nameless
from volunteers.domain.documents import documents_to_show
from volunteers.domain.duties import Rights
from volunteers.domain.files import files_visible_to
from volunteers.domain.hours import approved_hours
from volunteers.domain.information import answers_in
from volunteers.domain.interviews import sheets_visible_to
from volunteers.domain.next_steps import next_step, who_may
from volunteers.domain.papers import CARRIES_CARD, card_in_use
from volunteers.domain.queries import (
    disagreement_limits,
    held_assignments,
    is_far,
    moves_for,
    possible_doubles,
    reviews_visible_to,
    waiting_for,
)
from volunteers.domain.reviews import save_review
from volunteers.domain.screening import outcomes_of
from volunteers.domain.sessions import completions_of, seats_of
from volunteers.domain.training import missing_trainings
from volunteers.enums import ApplicationEvent as Event
from volunteers.enums import (
    ApplicationState,
    Attendance,
    InformationPart,
    InterviewState,
    PartOfDay,
    RuleKind,
    Weekday,
)
from volunteers.models import Application, Completion, Interview
from volunteers.viewsets.action_forms import ReviewForm
from volunteers.viewsets.application_actions import ACTIONS
from volunteers.viewsets.cells import state_kind
from volunteers.viewsets.completions import completion_kind, state_in_words
from volunteers.workflow import Permission

#: The next step of each stage; everything else that may be done is in the menu.
NEXT: dict[str, tuple[Event | str, ...]] = {
    ApplicationState.SUBMITTED: (Event.START_SCREENING,),
    ApplicationState.SCREENING: (Event.INVITE_TO_INTERVIEW,),
    ApplicationState.INFORMATION_ASKED: (Event.GO_ON,),
    ApplicationState.INVITED: (Event.BOOK_INTERVIEW,),
    ApplicationState.SCHEDULED: (
        Event.RECORD_INTERVIEW,
        Event.RECORD_MISSED_INTERVIEW,
    ),
    ApplicationState.INTERVIEW_MISSED: (Event.INVITE_TO_INTERVIEW,),
    ApplicationState.INTERVIEWED: (Event.ACCEPT, Event.KEEP_IN_RESERVE),
    ApplicationState.RESERVE: (Event.ACCEPT,),
    ApplicationState.CARRIED_OVER: (Event.START_SCREENING,),
    ApplicationState.ACCEPTED: ("enroll",),
    ApplicationState.IN_TRAINING: ("enroll",),
    ApplicationState.TRAINED: (Event.SIGN_AGREEMENT,),
    ApplicationState.READY: (Event.ASSIGN_ROLE,),
}
#: Buttons that do it at once; the others ask or explain first.
AT_ONCE = frozenset({Event.START_SCREENING.value})
#: Those that end something.
GRAVE = frozenset(
    {
        Event.REJECT.value,
        Event.WITHDRAW.value,
        "withdraw_card",
        Event.LEAVE.value,
    }
)


@dataclass(frozen=True, slots=True)
class NextAction:
    label: Any
    url: str
    is_at_once: bool
    is_first: bool


def actions_for(application: Application, rights: Rights) -> list[str]:
    """Names of what this user may do to the application now, as URLs know them."""
    names = [
        event.value
        for event in moves_for(application, rights)
        if event.value in ACTIONS
    ]
    may_train = rights.may(Permission.TRAINING, application)
    if may_train and application.state in ApplicationState.may_learn:
        first = application.state in ApplicationState.learning
        names.insert(0 if first else len(names), "enroll")
        names.append("accept_certificate")
    may_assign = rights.may(Permission.ASSIGN, application)
    if (
        may_assign
        and application.state in ApplicationState.accepted_on
        and not application.clearance_shown_on
        and any(area.requires_child_clearance for area in application.ranked_areas())
    ):
        names.append("record_clearance")
    if (
        may_assign
        and application.state in ApplicationState.accepted_on
        and documents_to_show(application)
    ):
        names.append("record_document")
    if may_assign and application.state in CARRIES_CARD:
        names.append("issue_card")
        if card_in_use(application):
            names.append("withdraw_card")
    return [*names, "recuse"]


#: So many that are left to review are told one by one.
MOST_COUNTED = 99


def is_too_early(name: str, interviews: Iterable[Interview]) -> bool:
    """An interview is recorded once it has begun; `interviews`: hers."""
    if name not in (Event.RECORD_INTERVIEW, Event.RECORD_MISSED_INTERVIEW):
        return False
    live = [one for one in interviews if one.state == InterviewState.BOOKED]
    return any(one.slot.starts_at > timezone.now() for one in live)


class ApplicationInspectView(NotesAccess, generic.InspectView):
    any_permission_required = ["view"]
    template_name = "volunteers/admin/application.html"
    page_title = _("Volunteer application")
    review_form: ReviewForm | None = None

    def get_object(self, queryset=None):
        seen = (
            Application.objects.visible_to(self.request.user)
            .select_related(
                "person",
                "call__process",
                "accepted_area",
                "clearance_seen_by",
                "agreement",
            )
            .prefetch_related(
                "area_choices__area",
                "interviews__slot__interviewers",
            )
        )
        return get_object_or_404(seen, pk=self.pk)

    def get_fields(self):
        return []

    def action_url(self, name: str) -> str:
        return reverse(f"volunteers_application:{name}", args=[self.object.pk])

    def action_label(self, name: str) -> Any:
        view = ACTIONS[name][1]
        return view.page_title

    @cached_property
    def action_names(self) -> list[str]:
        return [
            name
            for name in actions_for(self.object, self.rights)
            if not is_too_early(name, self.object.interviews.all())
        ]

    @cached_property
    def next_names(self) -> list[str]:
        wanted = [str(name) for name in NEXT.get(self.object.state, ())]
        return [name for name in wanted if name in self.action_names]

    def next_actions(self) -> list[NextAction]:
        return [
            NextAction(
                self.action_label(name),
                self.action_url(name),
                name in AT_ONCE,
                not place,
            )
            for place, name in enumerate(self.next_names)
        ]

    def other_actions(self) -> list[NextAction]:
        rest = [name for name in self.action_names if name not in self.next_names]
        rest.sort(key=lambda name: name in GRAVE)
        return [
            NextAction(
                self.action_label(name), self.action_url(name), name in AT_ONCE, False
            )
            for name in rest
        ]

    @cached_property
    def header_more_buttons(self):
        history = reverse(self.history_url_name, args=[self.object.pk])
        return [Button(_("History"), url=history, icon_name="history", priority=10)]

    history_url_name = "volunteers_application:history"

    @cached_property
    def rights(self) -> Rights:
        return Rights(self.request.user)

    def may(self, permission: str) -> bool:
        """By a permission that is not of one call: of people, of messages."""
        return self.request.user.has_perm(permission)

    def may_here(self, permission: str) -> bool:
        return self.rights.may(permission, self.object)

    def may_review(self) -> bool:
        return (
            self.may_here(Permission.REVIEW)
            and self.object.state in ApplicationState.reviewable
        )

    def get_context_data(self, **kwargs):
        application = self.object
        user = self.request.user
        nameless = is_nameless(application, user)
        reviews = list(reviews_visible_to(user, application))
        own = next((one for one in reviews if one.reviewer_id == user.pk), None)
        review_form = self.review_form
        if review_form is None and self.may_review():
            review_form = ReviewForm(application=application, own=own)
        sees_judgment = any(
            self.may_here(name)
            for name in (Permission.REVIEW, Permission.DECIDE, Permission.INTERVIEW)
        )
        trains = application.state in ApplicationState.accepted_on
        completions = list(completions_of(application))
        step = next_step(application)
        policy = policy_registry.get_by_type(Completion)
        readable = set(
            policy.instances_user_has_permission_for(user, "view")
            .filter(pk__in=[one.pk for one in completions])
            .values_list("pk", flat=True)
        )
        return super().get_context_data(
            application=application,
            person=application.person,
            is_nameless=nameless,
            is_blind=is_blind(application),
            kind=state_kind(application.state),
            days=application.days_in_state(),
            step=step,
            step_by=who_may(step, application),
            next_actions=self.next_actions(),
            other_actions=self.other_actions(),
            answers=answers_of(application),
            availability=availability_of(application),
            files=(
                []
                if nameless
                else list(files_visible_to(user).filter(application=application))
            ),
            may_settle=self.may_here(Permission.DECIDE),
            sees_person=self.may("people.view_person") and not nameless,
            doubles=[] if nameless else self.doubles(),
            **self.judging_context(reviews, nameless=nameless),
            review_form=review_form,
            review_url=self.action_url("review"),
            own_review=own,
            reviews=reviews,
            mean=application.score_mean if reviews else None,
            sees_judgment=sees_judgment,
            interviews=(
                [
                    (
                        one,
                        sheets_visible_to(user, one)
                        if one.state == InterviewState.HELD
                        else [],
                    )
                    for one in application.interviews.all()
                    if one.state != InterviewState.CANCELLED
                ]
                if sees_judgment
                else []
            ),
            seats=[
                (seat, _ATTENDANCE_KINDS[seat.attendance])
                for seat in seats_of(application)
            ],
            completions=[
                (one, completion_kind(one), state_in_words(one), one.pk in readable)
                for one in completions
            ],
            missing=missing_trainings(application) if trains else [],
            shown_documents=list(application.shown_documents.select_related("kind")),
            missing_documents=documents_to_show(application) if trains else [],
            shows_training=trains or application.state == ApplicationState.LEFT,
            agreement=getattr(application, "agreement", None),
            needs_clearance=any(
                area.requires_child_clearance for area in application.ranked_areas()
            ),
            assignments=list(held_assignments(application)),
            may_assign=self.may_here(Permission.ASSIGN),
            may_print_agreement=self.may_here(Permission.TRAINING),
            card=card_in_use(application),
            hours_given=approved_hours([application.pk]).get(application.pk, 0),
            consents=[
                record
                for record in consents_of(application.person).values()
                if record.action == ConsentAction.GIVEN
            ],
            messages_about=None if nameless else self.messages_about(),
            history=history_of(application),
            history_url=reverse(self.history_url_name, args=[application.pk]),
            **({"held_count": 0} if nameless else held_note(application, user)),
            **kwargs,
        )

    def judging_context(self, reviews, *, nameless):
        """What whoever reviews or decides has beside the answers."""
        application, user = self.object, self.request.user
        decides = self.may_here(Permission.DECIDE)
        if not decides and not self.may_here(Permission.REVIEW):
            return {}
        rules = application.call.screening_rules.all()
        outcomes = outcomes_of(application, rules)
        return {
            "outcomes": [
                one
                for one in outcomes
                if not nameless or one.kind not in RuleKind.identifying
            ],
            "questions_asked": questions_of(application),
            "opinions_differ": bool(reviews)
            and is_far(
                application.score_spread,
                disagreement_limits().get(application.call_id),
            ),
            "assignments_made": reviewers_of(application) if decides else [],
            "decisions": list(
                application.decisions.select_related("decided_by", "undone_by")
            )
            if decides
            else [],
            "recusals": list(
                Recusal.objects.filter(person=application.person_id).select_related(
                    "user"
                )
            )
            if decides
            else [],
            "may_lift": self.may("people.lift_recusal"),
            "next_url": (
                f"{reverse('volunteers_application:next_to_review')}"
                f"?after={application.pk}"
                if self.may_here(Permission.REVIEW)
                else ""
            ),
            # Enough to know that there are many; to count them all takes long.
            "left_to_review": waiting_for(user)
            .exclude(pk=application.pk)[: MOST_COUNTED + 1]
            .count(),
            "most_counted": MOST_COUNTED,
        }

    def doubles(self):
        """Others that may be hers, as far as this user may see them."""
        seen = Application.objects.visible_to(self.request.user)
        return list(possible_doubles(self.object).filter(pk__in=seen.values("pk"))[:10])

    def messages_about(self):
        decides = self.may_here(Permission.DECIDE)
        if not decides and not self.may("messaging.view_message"):
            return None
        about = ContentType.objects.get_for_model(Application)
        seen = Message.objects.visible_to(self.request.user)
        return list(seen.filter(about_type=about, about_id=self.object.pk)[:20])


class ReviewView(ApplicationInspectView):
    """Saves one's review; with a mistake in it, the page comes back as it was."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("volunteers_application:inspect", self.object.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = redirect("volunteers_application:inspect", self.object.pk)
        if not self.may_here(Permission.REVIEW):
            messages.error(request, _("Only reviewers give scores."))
            return page
        form = ReviewForm(request.POST, application=self.object)
        if form.is_valid():
            try:
                save_review(
                    self.object,
                    scores=form.scores(),
                    recommendation=form.cleaned_data["recommendation"],
                    note=form.cleaned_data["note"],
                    by=request.user,
                )
            except Refusal as refusal:
                messages.error(request, refusal_words(refusal))
            else:
                messages.success(request, _("Your review is saved."))
                if "next" in request.POST:
                    return redirect(
                        reverse("volunteers_application:next_to_review")
                        + f"?after={self.object.pk}"
                    )
            return page
        self.review_form = form
        messages.error(request, _("The review is not saved yet; see below."))
        return self.render_to_response(self.get_context_data())


_ATTENDANCE_KINDS = {
    Attendance.EXPECTED: "wait",
    Attendance.PRESENT: "good",
    Attendance.EXCUSED: "calm",
    Attendance.ABSENT: "bad",
}


def answers_of(application: Application) -> list[tuple[Any, Any]]:
    """Question and answer in the order of the form; unanswered ones left out."""
    rows = [
        (_("Languages"), "\n".join(application.languages_in_words())),
        (_("Skills and experience"), application.skills),
        (_("Education"), application.get_education_display()),
        (_("Occupation or field"), application.occupation),
        (_("Why she wants to volunteer"), application.motivation),
        (_("Hours a week"), application.get_weekly_hours_display()),
        (_("Online or in person"), application.get_mode_display()),
        (_("Districts she can come to"), ", ".join(application.districts_in_words())),
        *application.answered_questions(),
        (_("Heard of us from"), application.get_heard_from_display()),
    ]
    return [(question, answer) for question, answer in rows if answer]


def availability_of(application: Application) -> list[tuple[Any, list[bool]]]:
    """Day -> whether she is free in its morning, noon and evening."""
    return [
        (
            day.label,
            [
                application.is_available(f"{day.value}-{part.value}")
                for part in PartOfDay
            ],
        )
        for day in Weekday
    ]


def is_blind(application: Application) -> bool:
    """Whether its call is reviewed without names, for the page to say so."""
    return application.call.review_plans.filter(is_blind=True).exists()


def questions_of(application: Application) -> list[tuple[Any, list[Any]]]:
    """What she was asked again, with what she had answered and what she says now."""
    return [
        (asked, compared(application, asked))
        for asked in application.information_requests.select_related("asked_by")
    ]


def compared(application: Application, asked: Any) -> list[tuple[str, str, str]]:
    """Question, answer before, answer now: where they differ."""
    if not asked.answered_at or not asked.earlier:
        return []
    before = dict(json.loads(asked.earlier))
    now = dict(answers_in(application, InformationPart(asked.part)))
    labels = list(dict.fromkeys([*before, *now]))
    return [
        (label, before.get(label, ""), now.get(label, ""))
        for label in labels
        if before.get(label, "") != now.get(label, "")
    ]


def reviewers_of(application: Application) -> list[tuple[Any, bool]]:
    """Who was asked, and whether she has written her review."""
    written = set(application.reviews.values_list("reviewer", flat=True))
    asked = application.review_assignments.select_related("reviewer")
    return [(one, one.reviewer_id in written) for one in asked]


def history_of(application: Application) -> list[Any]:
    entries = log_registry.get_logs_for_instance(application).select_related("user")
    return list(entries[:12])
