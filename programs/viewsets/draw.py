"""The draw of a departure, for staff: four steps on one line, the next as a form."""

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from people.exceptions import Refusal
from programs.domain import draw
from programs.enums import DrawOutcome, DrawRefusal, DrawStep, SelectionMode
from programs.viewsets.occurrence_actions import OccurrenceActionView


class PublishForm(forms.Form):
    seed_source = forms.CharField(
        label=_("Where the seed comes from"),
        max_length=200,
        help_text=_(
            "A number that will be announced in public and that nobody can choose, "
            "for example: the six numbers of the national lottery of that day."
        ),
    )
    seed_due_at = forms.DateTimeField(
        label=_("When the seed becomes known"), widget=AdminDateTimeInput
    )


class SeedForm(forms.Form):
    seed = forms.CharField(
        label=_("Seed"),
        max_length=200,
        help_text=_(
            "Exactly as it was announced. It cannot be changed once it is entered."
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    again = forms.CharField(
        label=_("The seed once more"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean(self):
        cleaned = super().clean()
        seed, again = cleaned.get("seed"), cleaned.get("again")
        if seed and again and seed != again:
            self.add_error("again", _("The two are not the same."))
        return cleaned


#: After which step: what is asked, what the button says, what it does.
NEXT = {
    None: (
        forms.Form,
        _("Freeze the list"),
        _(
            "Everybody who is registered now takes part. Nobody can be added or taken "
            "out afterwards, by anybody."
        ),
    ),
    DrawStep.FROZEN: (
        PublishForm,
        _("Publish the hash of the list"),
        _("The list, by code only, and its hash are public from then on."),
    ),
    DrawStep.PUBLISHED: (
        SeedForm,
        _("Enter the seed"),
        _("Wait until the seed has been announced; then write it here."),
    ),
    DrawStep.SEEDED: (
        forms.Form,
        _("Draw the places"),
        _(
            "Whoever gets a place is told at once, and whoever does not gets a number "
            "on the waiting list and is told too. A draw cannot be repeated."
        ),
    ),
}


class DrawView(OccurrenceActionView):
    page_title = _("Draw")
    template_name = "programs/admin/draw.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.object.selection != SelectionMode.DRAW:
            raise Http404

    @cached_property
    def draw(self):
        return draw.draw_of(self.object)

    @property
    def step(self):
        return self.draw.step if self.draw else None

    @property
    def form_class(self):
        return NEXT.get(self.step, (forms.Form, "", ""))[0]

    @property
    def submit_label(self):
        return NEXT.get(self.step, (forms.Form, "", ""))[1]

    def act(self, instance, *, by, data):
        # The page may be older than the last step.
        if self.request.POST.get("after", "") != (self.step or ""):
            raise Refusal(DrawRefusal.OUT_OF_TURN)
        match self.step:
            case None:
                draw.freeze_list(instance, by=by)
                return _("The list is frozen.")
            case DrawStep.FROZEN:
                draw.publish_hash(
                    self.draw,
                    seed_source=data["seed_source"],
                    seed_due_at=data["seed_due_at"],
                    by=by,
                )
                return _("The list and its hash are public.")
            case DrawStep.PUBLISHED:
                draw.enter_seed(self.draw, seed=data["seed"], by=by)
                return _("The seed is entered.")
            case DrawStep.SEEDED:
                drawn = draw.run_draw(self.draw, by=by)
                return gettext("Drawn: %(seated)s parties have a place.") % {
                    "seated": drawn.entries.filter(outcome=DrawOutcome.SEATED).count()
                }
        raise Refusal(DrawRefusal.OUT_OF_TURN)

    def get_success_url(self):
        return reverse("programs_occurrence:draw", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        counts = {}
        if self.draw:
            outcomes = list(self.draw.entries.values_list("outcome", flat=True))
            counts = {
                "parties": len(outcomes),
                "seated": outcomes.count(DrawOutcome.SEATED),
                "waiting": outcomes.count(DrawOutcome.WAITING),
                "out": outcomes.count(DrawOutcome.OUT),
            }
        return super().get_context_data(
            occurrence=self.object,
            draw=self.draw,
            after=self.step or "",
            is_drawn=self.step == DrawStep.DRAWN,
            what_next=NEXT.get(self.step, (forms.Form, "", ""))[2],
            steps=self._steps(),
            departure_url=reverse(self.back_url_name, args=[self.object.pk]),
            **counts,
            **kwargs,
        )

    def _steps(self):
        """Name, when and who of each of the four."""
        one = self.draw
        return [
            (DrawStep.FROZEN.label, one and one.frozen_at, one and one.frozen_by),
            (
                DrawStep.PUBLISHED.label,
                one and one.published_at,
                one and one.published_by,
            ),
            (DrawStep.SEEDED.label, one and one.seeded_at, one and one.seeded_by),
            (DrawStep.DRAWN.label, one and one.drawn_at, one and one.drawn_by),
        ]
