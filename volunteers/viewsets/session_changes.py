"""Moving and cancelling a session: asked once more, saying whom it reaches."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from messaging.domain.routes import route_for
from messaging.enums import Route
from messaging.templates import get_template
from people.access_notes import persons_of
from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.domain.places import check_open
from volunteers.domain.promises import promises_of
from volunteers.domain.session_changes import (
    cancel_session,
    is_moved,
    move_session,
    next_sessions,
)
from volunteers.exceptions import TrainingDenied
from volunteers.models import Application, SessionWait, TrainingSession
from volunteers.viewsets.action_base import PLACES_IN_TEXT
from volunteers.viewsets.attendance import SessionAction
from volunteers.viewsets.cells import moment_in_words

CHANGE = "volunteers.change_trainingsession"


def may_change(user, session: TrainingSession) -> bool:
    """Whether she may move or cancel it: it is to come, and to be held."""
    is_coming = session.starts_at > timezone.now() and session.cancelled_at is None
    return is_coming and session.closed_at is None and user.has_perm(CHANGE)


def reached(session: TrainingSession, user) -> list:
    """Seats, then who waits, as far as `user` sees them, in the order of names."""
    seen = Application.objects.visible_to(user).order_by().values("pk")
    rows = []
    for held in (session.enrollments, session.waits):
        theirs = held.filter(application__in=seen).select_related("application__person")
        rows += theirs.prefetch_related("application__person__broken_routes").order_by(
            "application__person__sort_key", "pk"
        )
    for row in rows:
        route, reason = route_for(row.application.person)
        row.waits = isinstance(row, SessionWait)
        row.by_hand = reason.label if route == Route.STAFF and reason else ""
    return rows


def preview_of(name: str, **values: object) -> dict[str, str]:
    """The message as most read it, with marks where each finds her own."""
    subject, body = get_template(f"volunteers.{name}").render(
        "tr",
        {
            "given_name": gettext("[given name]"),
            "family_name": gettext("[family name]"),
            "link": gettext("[her private link]"),
            **{key: str(value) for key, value in values.items()},
        },
    )
    return {"subject": subject, "body": body}


class SessionChange(SessionAction):
    """Reaches everybody on the list; the page names those whom its reader sees."""

    permission = CHANGE

    def may_somewhere(self, user):
        return user.has_perm(self.permission)

    def get_queryset(self):
        return TrainingSession.objects.select_related("module", "part")

    def persons_seen(self, context):
        return [pk for row in context["reached"] for pk in persons_of(row)]

    def check_possible(self):
        check_open(self.object)
        if self.object.starts_at <= timezone.now():
            raise Refusal(TrainingDenied.SESSION_PAST)

    def get_page_subtitle(self):
        return f"{self.object.module} · {moment_in_words(self.object.starts_at)}"

    def get_context_data(self, **kwargs):
        rows = kwargs.pop("reached", None)
        if rows is None:
            rows = reached(self.object, self.request.user)
        return super().get_context_data(session=self.object, reached=rows, **kwargs)


class MoveForm(forms.Form):
    starts_at = forms.DateTimeField(label=_("Starts at"), widget=AdminDateTimeInput)
    ends_at = forms.DateTimeField(label=_("Ends at"), widget=AdminDateTimeInput)
    place = TrainingSession._meta.get_field("place").formfield()
    is_sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, session: TrainingSession, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session

    def details(self):
        return {name: self.cleaned_data[name] for name in self.initial}

    def clean(self):
        """What the verb would refuse is said before anybody is asked to confirm."""
        starts_at, ends_at, place = map(
            self.cleaned_data.get, ("starts_at", "ends_at", "place")
        )
        if not (starts_at and ends_at and place):
            return self.cleaned_data
        reason = None
        if ends_at <= starts_at:
            reason = TrainingDenied.ENDS_BEFORE_START
        elif starts_at <= timezone.now():
            reason = TrainingDenied.IN_PAST
        elif not is_moved(
            self.session, starts_at=starts_at, ends_at=ends_at, place=place
        ):
            reason = TrainingDenied.NOTHING_MOVED
        if reason:
            self.add_error(None, refusal_words(Refusal(reason)))
        return self.cleaned_data


class MoveSessionView(SessionChange):
    page_title = _("Move the session")
    form_class = MoveForm
    template_name = "volunteers/admin/move_session.html"
    asks_again = False

    @property
    def submit_label(self):
        return _("Yes, move it and tell them") if self.asks_again else _("Continue")

    def get_initial(self):
        names = ("starts_at", "ends_at", "place")
        return {name: getattr(self.object, name) for name in names}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "session": self.object}

    def form_valid(self, form):
        if form.cleaned_data["is_sure"]:
            return super().form_valid(form)
        self.asks_again = True
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, instance, *, by, data):
        details = {name: data[name] for name in ("starts_at", "ends_at", "place")}
        move_session(instance, by=by, **details)
        return _("The session has moved; everybody on the list is being told.")

    def get_context_data(self, **kwargs):
        if self.asks_again:
            kwargs |= self.confirmation(kwargs["form"])
        return super().get_context_data(asks_again=self.asks_again, **kwargs)

    def confirmation(self, form):
        """What becomes of whom, by what was typed."""
        after = {name: form.cleaned_data[name] for name in form.initial}
        rows = reached(self.object, self.request.user)
        busy = {
            one.person_id: one
            for one in promises_of(
                {row.application.person_id for row in rows if not row.waits},
                starts_at=after["starts_at"],
                ends_at=after["ends_at"],
            )
            if one.what != self.object
        }
        for row in rows:
            row.busy = busy.get(row.application.person_id)
        kept = [
            (name, value)
            for name, value in self.request.POST.items()
            if name not in ("csrfmiddlewaretoken", "is_sure")
        ]
        moment = moment_in_words(after["starts_at"])
        return {
            "after": after,
            "reached": rows,
            "kept": kept,
            "message": preview_of("session_moved", moment=moment, place=after["place"]),
        }


class ConfirmForm(forms.Form):
    """Only asks once more."""


class CancelSessionView(SessionChange):
    page_title = _("Cancel the session")
    form_class = ConfirmForm
    submit_label = _("Yes, cancel it and tell them")
    template_name = "volunteers/admin/cancel_session.html"

    def act(self, instance, *, by, data):
        cancel_session(instance, by=by)
        return _("The session is cancelled; everybody on the list is being told.")

    def get_context_data(self, **kwargs):
        others = next_sessions(self.object).with_seats()
        instead = [one for one in others if one.places_left]
        return super().get_context_data(
            instead=instead,
            message=preview_of(
                "session_cancelled_offer" if instead else "session_cancelled",
                moment=moment_in_words(self.object.starts_at),
                next_moment=PLACES_IN_TEXT["moment"],
                place=PLACES_IN_TEXT["place"],
                deadline=PLACES_IN_TEXT["moment"],
            ),
            **kwargs,
        )


#: Word in the address, view, name
ADDRESSES = (
    ("tasi/", MoveSessionView, "move"),
    ("iptal/", CancelSessionView, "cancel"),
)
