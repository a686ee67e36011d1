"""Registering a party for somebody who calls, comes, or asks at her muhtar's."""

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from people.access_notes import NotesAccess
from people.domain.consents import consent_questions
from people.enums import EntryChannel, Process
from people.exceptions import Refusal
from people.forms import language_code, person_details
from people.models import Notice, Person
from people.wording import refusal_words
from programs import permissions
from programs.domain import queries
from programs.domain.admission import register_party
from programs.domain.eligibility import window_denied_reason
from programs.enums import RegistrationRefusal as Reason
from programs.forms import ContactForm
from programs.models import Registration
from programs.templatetags.departures import in_words
from programs.viewsets.party_forms import (
    DeskForm,
    KnownPersonForm,
    KnownReachForm,
    NewPersonForm,
)
from programs.viewsets.seen import departure_for
from programs.viewsets.telling import told_words

#: More than this many means: write more of the name.
MOST_FOUND = 20


class FindForm(forms.Form):
    query = forms.CharField(label=_("Name or phone"), max_length=80)


def known_to(user):
    """Whom a clerk may register: whom she sees on record.

    Who opens no record of people knows those of her registrations.
    """
    seen = Person.objects.known().visible_to(user)
    policy = policy_registry.get_by_type(Person)
    if policy.user_has_permission(user, "view"):
        return seen
    hers = Registration.objects.visible_to(user).order_by()
    return seen.filter(pk__in=hers.values("person"))


def find_people(query, *, occurrence, seen_by):
    """Whom `seen_by` may see, found by `query`; who is in this departure is marked."""
    people = known_to(seen_by).found_by(query)
    here = Registration.objects.live().filter(occurrence=occurrence)
    return people.found_in_name_order().annotate(
        is_here=Exists(here.filter(person=OuterRef("pk")))
    )[:MOST_FOUND]


class RegisterPartyView(NotesAccess, WagtailAdminTemplateMixin, View):
    """First find her or say that she is new; then one page with everything.

    What is searched for is posted: names belong in no address.
    """

    page_title = _("Register somebody")
    header_icon = "plus"
    desk_form = DeskForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.occurrence = self.find_occurrence(request.user, kwargs["pk"])

    def find_occurrence(self, user, pk):
        return departure_for(user, pk, permissions.ADD_REGISTRATIONS)

    def denied_reason(self):
        return window_denied_reason(
            self.occurrence, now=timezone.now(), overriding=True
        )

    def dispatch(self, request, *args, **kwargs):
        if refusal := self.denied_reason():
            messages.error(request, refusal_words(refusal))
            return redirect(self.back_url)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def back_url(self):
        return reverse("programs_occurrence:inspect", args=[self.occurrence.pk])

    @cached_property
    def person(self):
        pk = self.request.GET.get("person", "")
        seen = known_to(self.request.user)
        return get_object_or_404(seen, pk=pk) if pk.isdecimal() else None

    @property
    def is_form(self):
        return self.person is not None or "new" in self.request.GET

    def get(self, request, *args, **kwargs):
        if not self.is_form:
            return self._find(FindForm())
        return self._show(self._forms())

    def post(self, request, *args, **kwargs):
        if not self.is_form:
            return self._find(FindForm(request.POST))
        filled = self._forms(request.POST)
        wrong = [form for form in filled.values() if not form.is_valid()]
        if not wrong and (done := self._register(filled)):
            return done
        return self._show(filled)

    def persons_seen(self, context):
        """Those that a search found; her whose party is registered."""
        if self.person:
            return [self.person.pk]
        return [one.pk for one in context.get("found") or ()]

    # --- finding her ----------------------------------------------------------

    def _find(self, form):
        found = None
        if form.is_bound and form.is_valid():
            found = find_people(
                form.cleaned_data["query"],
                occurrence=self.occurrence,
                seen_by=self.request.user,
            )
        self.template_name = "programs/admin/find_person.html"
        return self.render_to_response(
            self.get_context_data(form=form, found=found, most=MOST_FOUND)
        )

    # --- the form -------------------------------------------------------------

    @cached_property
    def notice(self):
        return Notice.objects.current(Process.REGISTRATION, self.language)

    @property
    def language(self):
        """What is read out is in the language the clerk works in, or in hers."""
        return self.person.language if self.person else language_code(get_language())

    def _forms(self, data=None):
        who, reach = (
            (KnownPersonForm, KnownReachForm)
            if self.person
            else (NewPersonForm, ContactForm)
        )
        filled = {
            "who": who(data, occurrence=self.occurrence),
            "reach": reach(data, occurrence=self.occurrence),
            "desk": self.desk_form(
                data,
                notice=self.notice,
                is_known=self.person is not None,
                initial={"channel": self._usual_channel()},
                consents=consent_questions(
                    [queries.PHOTO_CONSENT], language=self.language
                ),
            ),
        }
        # The browser at a desk must not remember one woman and offer her to the next.
        for form in filled.values():
            for field in form.fields.values():
                field.widget.attrs["autocomplete"] = "off"
        return filled

    def _usual_channel(self):
        is_muhtar = permissions.enters_at_a_muhtar(self.request.user, self.occurrence)
        return EntryChannel.MUHTAR if is_muhtar else EntryChannel.PHONE

    def _show(self, filled):
        self.template_name = "programs/admin/register_party.html"
        has_errors = any(form.errors for form in filled.values())
        return self.render_to_response(
            self.get_context_data(
                **filled,
                person=self.person,
                notice=self.notice,
                has_errors=has_errors,
                **self.told_before(),
            )
        )

    def told_before(self):
        """What stands above the form."""
        return {
            "waiting_only": not self.occurrence.seats_left,
            "window": window_denied_reason(self.occurrence, now=timezone.now()),
        }

    def _register(self, filled):
        who, reach, desk = filled["who"], filled["reach"], filled["desk"]
        person = self.person or person_details(
            {**who.cleaned_data, **reach.cleaned_data},
            language=desk.cleaned_data["language"],
        )
        asked = {
            "occurrence": self.occurrence,
            "person": person,
            "party": who.party(),
            "boarding_point": reach.boarding_point(),
            "by": self.request.user,
            "notice": self.notice,
            "consents": desk.given_consents(),
            "emergency": reach.emergency(),
            "access_needs": reach.access_needs(),
            "states_woman": who.states_woman,
            "states_took_part": who.states_took_part,
            "override_note": desk.cleaned_data.get("override_note", "").strip(),
            "idempotency_key": desk.cleaned_data["key"],
        }
        try:
            words, url = self.admit(desk, asked)
        except Refusal as refusal:
            self._place(refusal, filled)
            return None
        messages.success(self.request, words)
        return HttpResponseRedirect(url)

    def admit(self, desk, asked):
        """Calls the verb; what is said then, and where."""
        admitted = register_party(
            **asked, channel=EntryChannel(desk.cleaned_data["channel"])
        )
        page = "programs_registration:inspect"
        return self._words(admitted), reverse(page, args=[admitted.registration.pk])

    def _place(self, refusal, filled):
        """A refusal at the field it is about; else above the form."""
        words = refusal_words(refusal)
        if refusal.reason in (
            Reason.BOARDING_POINT_MISSING,
            Reason.BOARDING_POINT_FOREIGN,
        ):
            filled["reach"].add_error("boarding_point", words)
            return
        field = filled["who"].field_for(refusal)
        if field in filled["who"].fields:
            filled["who"].add_error(field, words)
        else:
            filled["desk"].add_error(None, words)

    @staticmethod
    def _words(admitted):
        registration = admitted.registration
        if admitted.position is None:
            done = gettext("Registered: %(code)s. The place is confirmed.")
        else:
            done = gettext(
                "On the waiting list: %(code)s, number %(position)s in line."
            )
        done %= {"code": registration.code, "position": admitted.position}
        return f"{done} {told_words(registration)}"

    # --- furniture ------------------------------------------------------------

    def get_page_subtitle(self):
        return f"{self.occurrence.activity} · {in_words(self.occurrence.starts_at)}"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("programs_occurrence:index"), "label": _("Departures")},
            {"url": self.back_url, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            occurrence=self.occurrence, back_url=self.back_url, **kwargs
        )
