"""Writing to those who are registered for one departure, with a look before."""

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from messaging.domain.routes import route_for
from messaging.enums import Route
from messaging.forms import WordsForm
from messaging.sms.texts import short_text
from messaging.templates import get_template
from messaging.viewsets.held import LeadsToHeldMessages, waiting_words
from programs.domain.letters import (
    ADDRESSED,
    WRITTEN,
    addressed,
    how_reached,
    write_to_registered,
)
from programs.enums import RegistrationState as State
from programs.viewsets.occurrence_actions import OccurrenceActionView

_GROUPS = {
    State.CONFIRMED: _("Who has a place"),
    State.OFFERED: _("Who has an offer"),
    State.WAITING: _("Who waits"),
}


class WriteForm(WordsForm):
    states = forms.TypedMultipleChoiceField(
        label=_("To whom"),
        choices=[(state.value, _GROUPS[state]) for state in ADDRESSED],
        coerce=State,
        initial=[State.CONFIRMED.value],
        widget=forms.CheckboxSelectMultiple,
    )
    boarding_point = forms.ModelChoiceField(
        label=_("Boarding point"),
        queryset=None,
        required=False,
        empty_label=_("All boarding points"),
    )
    is_sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = ["states", "boarding_point"]

    def __init__(self, *args, occurrence, **kwargs):
        self.occurrence = occurrence
        super().__init__(*args, **kwargs)
        points = occurrence.boarding_points.all()
        self.fields["boarding_point"].queryset = points
        if not points:
            del self.fields["boarding_point"]
        # Last, whatever the languages.
        self.order_fields([n for n in self.fields if n != "hints_accepted"])

    @cached_property
    def chosen(self):
        """Those it goes to; read once, when the choice is cleaned."""
        return addressed(self.occurrence, **self.choice())

    def choice(self):
        return {
            "states": self.cleaned_data.get("states", []),
            "boarding_point": self.cleaned_data.get("boarding_point"),
        }

    def readers(self):
        return [(one.person.language, route_for(one.person)[0]) for one in self.chosen]

    def clean(self):
        cleaned = super().clean()
        if "states" not in self.errors and not self.chosen:
            self.add_error("states", _("There is nobody to write to."))
        return cleaned


class WriteView(LeadsToHeldMessages, OccurrenceActionView):
    """Asks whom and what, then shows how many are reached how and what they read.

    Afterwards: the messages, none of which has been sent.
    """

    page_title = _("Write to those registered")
    form_class = WriteForm
    template_name = "programs/admin/write.html"
    asks_again = False

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "occurrence": self.object}

    def form_valid(self, form):
        self.form = form
        if form.cleaned_data["is_sure"] and "change" not in self.request.POST:
            return super().form_valid(form)
        self.asks_again = "change" not in self.request.POST
        return self.render_to_response(self.get_context_data(form=form))

    @property
    def submit_label(self):
        return _("Write the messages") if self.asks_again else _("Continue")

    def act(self, instance, *, by, data):
        form = self.form
        self.batch = write_to_registered(
            instance,
            **form.choice(),
            words=form.words(),
            shorts=form.shorts(),
            by=by,
        )
        return waiting_words(self.batch)

    def get_context_data(self, **kwargs):
        form = kwargs.get("form")
        if self.asks_again and form is not None:
            count = len(form.chosen)
            kwargs |= {
                "count_words": ngettext(
                    "This goes to %(count)s registration.",
                    "This goes to %(count)s registrations.",
                    count,
                )
                % {"count": count},
                "ways": how_reached(form.chosen),
                "previews": _previews(form),
            }
        return super().get_context_data(asks_again=self.asks_again, **kwargs)


def _previews(form):
    """What is read in each language that somebody of them reads."""
    template, readers = get_template(WRITTEN), set(form.readers())
    for code, language in settings.LANGUAGES:
        ways = {way for spoken, way in readers if spoken == code}
        if not ways:
            continue
        with override(code):
            values = {
                **template.samples(code),
                "given_name": gettext("[given name]"),
                "family_name": gettext("[family name]"),
                "code": gettext("[code]"),
                "link": gettext("[her private link]"),
                "words": form.words()[code],
                "short": form.shorts().get(code, ""),
            }
        subject, body = template.render(code, values)
        yield {
            "code": code,
            "language": language,
            "subject": subject,
            "body": body,
            "sms": short_text(template, code, values, has_link=True)
            if Route.SMS in ways
            else "",
        }
