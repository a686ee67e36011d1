"""Records that may be one woman: the work list, and merging two side by side."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.domain.access import note_access
from people.domain.doubles import SuggestedPairs, tell_apart
from people.domain.merging import (
    MERGED_FIELDS,
    differing_fields,
    merge_persons,
    suggested_choices,
    what_is_joined,
    what_moves,
)
from people.enums import AccessKind
from people.exceptions import Refusal
from people.models import Person
from people.models.person import pk_of_code
from people.staff_views import ActionView
from people.wording import refusal_words

MERGE = "people.merge_person"
PAIRS_PER_PAGE = 25


class SuggestedPairsView(WagtailAdminTemplateMixin, TemplateView):
    """Pairs that share a phone, an e-mail, or a name and a date of birth."""

    template_name = "people/admin/doubles.html"
    page_title = _("Possible doubles")
    header_icon = "copy"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(MERGE):
            raise PermissionDenied

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people_person:index"), "label": _("People")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        pairs = Paginator(SuggestedPairs(self.request.user), PAIRS_PER_PAGE)
        page = pairs.get_page(self.request.GET.get("p"))
        note_access(
            by=self.request.user,
            kind=AccessKind.VIEW,
            persons={one.pk for pair in page for one in (pair.low, pair.high)},
        )
        return super().get_context_data(page=page, **kwargs)


class TellApartView(View):
    """Two records, named in the body of the request, are two people."""

    def post(self, request, *args, **kwargs):
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        seen = Person.objects.known().visible_to(request.user)
        low, high = (
            get_object_or_404(seen, pk=_number(request.POST.get(name)))
            for name in ("low", "high")
        )
        try:
            tell_apart(low, high, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(
                request, _("Noted: these are two people. It is not asked again.")
            )
        return redirect("people_person:doubles")

    def get(self, request, *args, **kwargs):
        return HttpResponseNotAllowed(["POST"])


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0


class OtherRecordForm(forms.Form):
    """The code of the other record, among those this user may merge."""

    code = forms.CharField(
        label=_("Code of the other record"),
        max_length=20,
        help_text=_("It stands on her page, for example K-000123."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )

    def __init__(self, *args, person: Person, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.others = person, others

    def clean_code(self) -> Person:
        pk = pk_of_code(self.cleaned_data["code"])
        if pk == self.person.pk:
            raise forms.ValidationError(_("That is this record itself."))
        other = self.others.filter(pk=pk).first() if pk else None
        if other is None:
            raise forms.ValidationError(_("There is no record with this code."))
        return other


class ChooseOtherView(ActionView):
    """Names the other record where nothing suggests it; the comparison follows."""

    model = Person
    permission = MERGE
    back_url_name = "people_person:inspect"
    page_title = _("Merge two records")
    submit_label = _("Compare")
    header_icon = "copy"
    form_class = OtherRecordForm

    def get_queryset(self):
        return Person.objects.known().visible_to(self.request.user)

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "person": self.object,
            "others": self.get_queryset(),
        }

    def form_valid(self, form):
        other = form.cleaned_data["code"]
        return redirect("people_person:merge", self.object.pk, other.pk)


KEPT, MERGED = "kept", "merged"


class MergeForm(forms.Form):
    """For each field that differs, whose value stays."""

    is_sure = forms.BooleanField(
        label=_("I have checked that both records are the same woman."),
        error_messages={"required": _("Check this first, then tick the box.")},
    )

    def __init__(self, *args, kept: Person, merged: Person, **kwargs):
        super().__init__(*args, **kwargs)
        better = suggested_choices(kept, merged)
        self.names = differing_fields(kept, merged)
        for name in self.names:
            self.fields[name] = forms.ChoiceField(
                label=Person._meta.get_field(name).verbose_name,
                choices=[(KEPT, shown(kept, name)), (MERGED, shown(merged, name))],
                initial=MERGED if name in better else KEPT,
                widget=forms.RadioSelect,
            )

    @property
    def choices(self):
        """The fields as the page shows them, in their order."""
        return [self[name] for name in self.names]

    def taken(self) -> set[str]:
        return {name for name in self.names if self.cleaned_data[name] == MERGED}


def shown(person: Person, name: str) -> str:
    """A value as staff read it."""
    value = getattr(person, name)
    if name in ("may_leave_message", "hide_organization"):
        return gettext("Yes") if value else gettext("No")
    if name == "birth_date":
        return date_format(value, "SHORT_DATE_FORMAT") if value else "–"
    if name == "phone":
        return value.as_national if value else "–"
    display = getattr(person, f"get_{name}_display", None)
    return str(display() if display else value) or "–"


class MergeView(ActionView):
    """Both records side by side, what moves, and the choice of each value."""

    model = Person
    permission = MERGE
    back_url_name = "people_person:inspect"
    template_name = "people/admin/merge.html"
    page_title = _("Merge two records")
    submit_label = _("Merge the records")
    header_icon = "copy"
    form_class = MergeForm

    def get_queryset(self):
        return Person.objects.known().visible_to(self.request.user)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.merged = get_object_or_404(self.get_queryset(), pk=kwargs["other"])

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "kept": self.object,
            "merged": self.merged,
        }

    def form_valid(self, form):
        self.taken = form.taken()
        return super().form_valid(form)

    def act(self, instance, *, by, data):
        merge_persons(instance, self.merged, choices=self.taken, by=by)
        return gettext("%(merged)s was merged into %(kept)s.") % {
            "merged": self.merged,
            "kept": instance,
        }

    def get_breadcrumbs_items(self):
        home, *rest = super().get_breadcrumbs_items()
        people = {"url": reverse("people_person:index"), "label": _("People")}
        return [home, people, *rest]

    def get_context_data(self, **kwargs):
        note_access(
            by=self.request.user,
            kind=AccessKind.VIEW,
            persons=[self.object.pk, self.merged.pk],
        )
        kept, merged = self.object, self.merged
        same = [name for name in MERGED_FIELDS if shown(kept, name) != "–"]
        return super().get_context_data(
            kept=kept,
            merged=merged,
            person=kept,
            swap_url=reverse("people_person:merge", args=[merged.pk, kept.pk]),
            same=[
                (Person._meta.get_field(name).verbose_name, shown(kept, name))
                for name in same
                if getattr(kept, name) == getattr(merged, name)
            ],
            moves=[
                (model._meta.verbose_name, number)
                for model, number in what_moves(merged)
            ],
            joined=what_is_joined(kept, merged),
            **kwargs,
        )
