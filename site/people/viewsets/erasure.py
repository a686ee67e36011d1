"""Erasing a person, and keeping her from being erased: buttons on her record."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.domain.access import note_access
from people.domain.erasure import erase_person, preview_erasure
from people.domain.holds import lift_hold, set_hold, standing_hold
from people.domain.retention import KeptUntil, kept_until
from people.enums import AccessKind, ErasureReason, HoldReason
from people.models import LegalHold, Person
from people.staff_views import ActionView

ERASE, HOLD, LIFT = (
    "people.erase_person",
    "people.add_legalhold",
    "people.change_legalhold",
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """What her record says about how long it stands, and what staff may do."""

    hold: LegalHold | None
    kept: list[KeptUntil]
    may_erase: bool
    may_hold: bool
    may_lift: bool


def keeping_of(person: Person, user: Any) -> Keeping:
    known = person.anonymized_at is None
    hold = standing_hold(person)
    return Keeping(
        hold=hold,
        kept=kept_until(person),
        may_erase=known and user.has_perm(ERASE),
        may_hold=known and hold is None and user.has_perm(HOLD),
        may_lift=hold is not None and user.has_perm(LIFT),
    )


class EraseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (reason.value, reason.label)
            for reason in (ErasureReason.REQUEST, ErasureReason.MISTAKE)
        ],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(
        label=_("I know that this cannot be taken back."),
        error_messages={"required": _("Mark that you know it.")},
    )


class HoldForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"), choices=HoldReason.choices, widget=forms.RadioSelect
    )


class PersonActionView(ActionView):
    model = Person
    back_url_name = "people_person:inspect"
    header_icon = "user"

    def get_queryset(self):
        return Person.objects.visible_to(self.request.user)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people_person:index"), "label": _("People")},
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]


class EraseView(PersonActionView):
    page_title = _("Erase the person")
    permission = ERASE
    form_class = EraseForm
    submit_label = _("Erase for good")
    template_name = "people/admin/erase.html"

    def get(self, request, *args, **kwargs):
        note_access(
            by=request.user,
            kind=AccessKind.VIEW,
            persons=[self.object.pk],
            about=self.object,
        )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        preview = preview_erasure(self.object)
        return super().get_context_data(
            preview=preview,
            person=self.object,
            touched=sorted(
                (_name_of(label), number) for label, number in preview.counts.items()
            ),
            **kwargs,
        )

    def act(self, instance, *, by, data):
        erase_person(
            instance, by=by, reason=ErasureReason(data["reason"]), end_first=True
        )
        return gettext("%(record)s was erased. What statistics count is left.") % {
            "record": instance
        }


class SetHoldView(PersonActionView):
    page_title = _("Set a legal hold")
    permission = HOLD
    form_class = HoldForm
    submit_label = _("Set the hold")
    explanation = _(
        "While it stands nothing about her is destroyed, neither by the time limits nor"
        " at her request. Choose the kind of reason; details belong to the file."
    )

    def act(self, instance, *, by, data):
        set_hold(instance, reason=HoldReason(data["reason"]), by=by)
        return gettext("Nothing about %(record)s is destroyed until you lift it.") % {
            "record": instance
        }


class LiftHoldView(PersonActionView):
    page_title = _("Lift the legal hold")
    permission = LIFT

    def act(self, instance, *, by, data):
        lift_hold(instance, by=by)
        return gettext("The time limits apply to %(record)s again.") % {
            "record": instance
        }


def _name_of(label: str) -> str:
    """What staff call the rows of a model."""
    return str(apps.get_model(label)._meta.verbose_name_plural)


#: word in the address -> (view, name)
ACTIONS = {
    "sil": (EraseView, "erase"),
    "imhayi-durdur": (SetHoldView, "hold"),
    "imhayi-surdur": (LiftHoldView, "lift"),
}
