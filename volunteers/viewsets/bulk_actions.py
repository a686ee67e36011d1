"""What can be done to many applications at once: each calls one verb for each row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from messaging.domain.routes import route_for
from messaging.enums import Route
from messaging.forms import CODES, WordsForm
from volunteers.domain import applications as verbs
from volunteers.domain.duties import may_somewhere
from volunteers.domain.interviews import (
    INVITATION_LASTS,
    foreseen_refusals,
    invite_to_interview,
    record_excused_interview,
    record_interview,
    record_missed_interview,
)
from volunteers.domain.roles import assign_role, sign_agreement
from volunteers.domain.seats import enroll_in_session
from volunteers.enums import ApplicationEvent as Event
from volunteers.enums import Recommendation
from volunteers.exceptions import Refusal
from volunteers.models import Application, Call, Role, TrainingSession
from volunteers.permissions import staff_in
from volunteers.viewsets.action_forms import (
    AgreementFields,
    AssignFields,
    DecisionFields,
    SessionField,
    last_moment_of,
)
from volunteers.viewsets.cells import moment_in_words
from volunteers.viewsets.roles import unfilled
from volunteers.viewsets.staff_fields import SeveralStaffField
from volunteers.workflow import MOVES, Permission

HELD = _("The messages wait under Messages until somebody has read and released them.")


class NoForm(forms.Form):
    """Asks nothing more."""


class OfRowsForm(forms.Form):
    """Knows the applications it is about."""

    def __init__(self, *args: Any, rows: Sequence[Application] = (), **kwargs: Any):
        self.rows = rows
        super().__init__(*args, **kwargs)

    def calls(self) -> QuerySet[Call]:
        return Call.objects.filter(pk__in={one.call_id for one in self.rows})


class InviteManyForm(forms.Form):
    until = forms.DateField(
        label=_("They may choose until"),
        widget=AdminDateInput,
        initial=lambda: timezone.localdate() + INVITATION_LASTS,
    )

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class WriteForm(OfRowsForm, WordsForm):
    """Asks for no language that nobody of them reads, and no text message in vain."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        read = self.read_by
        for code in CODES:
            if read and code not in {language for language, _way in read}:
                del self.fields[f"words_{code}"]
            if (code, Route.SMS) not in read:
                del self.fields[f"short_{code}"]

    @cached_property
    def read_by(self) -> list[tuple[str, Route]]:
        """Language and way of each of them, however many, with one query."""
        people = [one.person for one in self.rows]
        prefetch_related_objects(people, "broken_routes")
        return [(one.language, route_for(one)[0]) for one in people]

    def readers(self) -> list[tuple[str, Route]]:
        return self.read_by


class EnrollManyForm(forms.Form):
    session = SessionField(
        label=_("Training session"),
        queryset=TrainingSession.objects.none(),
        empty_label=None,
    )
    #: said where there is nothing to choose, and where one is made
    nothing = _("No training session is coming."), "volunteers_session:add"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = (
            TrainingSession.objects.coming()
            .filter(closed_at__isnull=True)
            .with_seats()
            .select_related("module", "part")
            .order_by("starts_at", "pk")
        )
        self.chooses = self.fields["session"].queryset


class AssignManyForm(AssignFields, OfRowsForm):
    nothing = _("No role has a free place."), "volunteers_role:add"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer_supervisors_of(self.calls())
        self.fields["role"].queryset = (
            Role.objects.with_places().filter(unfilled()).select_related("area")
        )
        self.chooses = self.fields["role"].queryset


class RecordManyForm(OfRowsForm):
    """What she recommends, of each by herself: it is her sheet of that interview."""

    asks_each = _("What do you recommend?")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for one in self.rows:
            name = "" if one.is_nameless else one.person.full_name
            self.fields[_answer_of(one)] = forms.ChoiceField(
                label=f"{name} ({one})" if name else str(one),
                choices=[("", _("Choose")), *Recommendation.choices],
                help_text=moment_in_words(one.interview_at),
                error_messages={"required": _("Say first what you recommend.")},
            )


def _answer_of(application: Application) -> str:
    return f"recommendation_{application.pk}"


class AssignReviewersForm(OfRowsForm):
    reviewers = SeveralStaffField(
        label=_("Reviewers"),
        queryset=None,
        error_messages={"required": _("Choose at least one reviewer.")},
    )
    way = forms.ChoiceField(
        label=_("How"),
        choices=[
            (
                "balanced",
                _("Share out evenly: as many for each as the call wants, by load"),
            ),
            ("by_hand", _("Everybody chosen gets each of them")),
        ],
        initial="balanced",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = staff_in(self.calls(), Permission.REVIEW)


@dataclass(frozen=True, slots=True)
class BulkAction:
    name: str
    label: Any
    #: a codename; in which calls she may is asked for each row
    permission: str
    form: type[forms.Form] = NoForm
    #: where the table of the process says from where
    event: Event | None = None
    #: application, and what it takes by keyword
    verb: Callable[..., object] | None = None
    #: the verb takes `hold`: what it tells waits with that of the others to be read
    is_decision: bool = False
    message_name: str = ""
    explanation: Any = ""
    is_grave: bool = False
    #: under which heading it is offered among all the others
    group: Any = ""
    #: of many rows, those that the verb would refuse beside the table, by key
    foresee: Callable[..., dict[int, Refusal]] | None = None

    def form_with(
        self, *args: Any, rows: Sequence[Application] = (), **kwargs: Any
    ) -> forms.Form:
        """A decision offers the reasons that fit it; an interview is asked of each."""
        own: dict[str, Any] = {"event": self.event} if self.is_decision else {}
        if issubclass(self.form, OfRowsForm):
            own["rows"] = rows
        return self.form(*args, **own, **kwargs)


def _move(
    event: Event,
    verb: Callable[..., object],
    message_name: str = "",
    form: type[forms.Form] = NoForm,
    **kwargs: Any,
) -> BulkAction:
    return BulkAction(
        name=event.value,
        label=event.label,
        permission=MOVES[event].permission,
        form=form,
        event=event,
        verb=verb,
        message_name=message_name,
        **kwargs,
    )


def _decide(
    event: Event, verb: Callable[..., object], message_name: str, **kwargs: Any
) -> BulkAction:
    return _move(
        event,
        verb,
        message_name,
        form=DecisionFields,
        is_decision=True,
        explanation=HELD,
        **kwargs,
    )


def _invite(application: Application, *, by: Any, until: Any) -> object:
    return invite_to_interview(application, until=last_moment_of(until), by=by)


_OF_INTERVIEWS = _("What came of the interview")


def _record(application: Application, *, by: Any, **answers: str) -> object:
    answer = answers.get(_answer_of(application))
    recommendation = Recommendation(answer) if answer else None
    return record_interview(application, recommendation=recommendation, by=by)


def _outcome(
    event: Event, verb: Callable[..., object], message_name: str = "", **kwargs: Any
) -> BulkAction:
    foresee = partial(foreseen_refusals, event=event)
    return _move(
        event, verb, message_name, foresee=foresee, group=_OF_INTERVIEWS, **kwargs
    )


#: What came of interviews; also offered in the list of interviews.
OUTCOMES: Sequence[BulkAction] = (
    _outcome(
        Event.RECORD_INTERVIEW,
        _record,
        form=RecordManyForm,
        explanation=_(
            "Nothing is sent. What you recommend of each is your own score sheet; "
            "scores and a note are added on the page of the interview, until the "
            "decision is made."
        ),
    ),
    _outcome(
        Event.RECORD_MISSED_INTERVIEW,
        record_missed_interview,
        "missed",
        explanation=_(
            "Only those who did not come and told nobody. They are asked for no reason."
        ),
    ),
    BulkAction(
        "invite_again",
        _("She did not come; invite her again"),
        Permission.DECIDE,
        event=Event.RECORD_MISSED_INTERVIEW,
        verb=partial(record_missed_interview, invite_again=True),
        message_name="invited_again",
        group=_OF_INTERVIEWS,
        explanation=_(
            "Only those who did not come and told nobody. The message holds a link to "
            "choose another time."
        ),
        foresee=partial(
            foreseen_refusals, event=Event.RECORD_MISSED_INTERVIEW, invite_again=True
        ),
    ),
    _outcome(
        Event.RECORD_EXCUSED_INTERVIEW,
        record_excused_interview,
        "excused",
        explanation=_(
            "For those who told you, by phone or in person. Their times become free; "
            "it does not count as one of their changes."
        ),
    ),
)


BULK_ACTIONS: dict[str, BulkAction] = {
    action.name: action
    for action in (
        _move(Event.START_SCREENING, verbs.start_screening),
        BulkAction(
            "assign_reviewers",
            _("Assign reviewers"),
            Permission.DECIDE,
            form=AssignReviewersForm,
            explanation=_("You see who gets what before anything is done."),
        ),
        _move(Event.INVITE_TO_INTERVIEW, _invite, "invited", form=InviteManyForm),
        *OUTCOMES,
        _decide(Event.ACCEPT, verbs.accept_application, "accepted"),
        _decide(Event.KEEP_IN_RESERVE, verbs.keep_in_reserve, "reserve"),
        _decide(Event.REJECT, verbs.reject_application, "rejected", is_grave=True),
        _decide(Event.CARRY_OVER, verbs.carry_over_application, "carried_over"),
        BulkAction(
            "enroll",
            _("Give a training place"),
            Permission.TRAINING,
            form=EnrollManyForm,
            verb=enroll_in_session,
            message_name="enrolled",
        ),
        _move(Event.SIGN_AGREEMENT, sign_agreement, form=AgreementFields),
        _move(
            Event.ASSIGN_ROLE,
            assign_role,
            "assigned",
            form=AssignManyForm,
            explanation=_(
                "Who lacks something that the role asks for stays as she is, and you "
                "read what she lacks. Places are given in the order of application."
            ),
        ),
        BulkAction(
            "write",
            _("Write a message"),
            Permission.DECIDE,
            form=WriteForm,
            explanation=HELD,
        ),
        BulkAction("export", _("Export to a file"), "export_application"),
    )
}


def bulk_actions_for(user: Any) -> Sequence[BulkAction]:
    return [one for one in BULK_ACTIONS.values() if may_somewhere(user, one.permission)]
