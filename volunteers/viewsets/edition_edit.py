"""Writing the words of a draft edition, also while somebody else writes them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.domain.process import WORDS, draft_held, mark_of, words_seen
from volunteers.exceptions import ProcessDenied
from volunteers.models import ProcessEdition, StageText

#: The hidden input that carries what the writer started from.
SEEN = "words_seen"


@dataclass(frozen=True, slots=True)
class Both:
    """A stage that two wrote; what the other one saved."""

    stage: StageText
    theirs: list[tuple[Any, str, str]]


class EditionEditView(generic.EditView):
    """Only the draft: who asks for a published edition reads it.

    Where somebody else saved it since the page was opened, nothing is written. The
    page comes back with what she wrote, with the other's words in the stages that she
    left alone, and with both where both wrote; saving again is then her decision.
    """

    template_name = "volunteers/admin/edition_edit.html"
    both: tuple[Both, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        edition = get_object_or_404(ProcessEdition, pk=kwargs["pk"])
        if edition.is_in_force():
            if request.method == "POST":
                messages.error(request, ProcessDenied.PUBLISHED.label)
            return redirect("volunteers_process:inspect", edition.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(
                label=_("Publish"),
                url=reverse("volunteers_process:publish", args=[self.object.pk]),
                icon_name="upload",
            )
        ]

    def form_valid(self, form):
        try:
            with draft_held(self.object, seen=self.seen):
                return super().form_valid(form)
        except Refusal as refusal:
            messages.error(self.request, refusal_words(refusal))
            if refusal.reason == ProcessDenied.PUBLISHED:
                return redirect("volunteers_process:inspect", self.object.pk)
            return self.catch_up(form)

    def catch_up(self, form):
        """Her words on top of what the other one saved."""
        data = self.request.POST.copy()
        now = {
            text.state: text for text in StageText.objects.filter(edition=form.instance)
        }
        marks = words_seen(form.instance)
        both = []
        for row in form.formsets["stages"].forms:
            state = row.instance.state
            words = [row.cleaned_data[name] for name in WORDS]
            if marks[state] == self.seen.get(state) or marks[state] == mark_of(words):
                continue
            if mark_of(words) == self.seen.get(state):
                for name in WORDS:
                    for code, _language in settings.LANGUAGES:
                        text = getattr(now[state], name).get(code, "")
                        data[f"{row[name].html_name}_{code}"] = text
            else:
                both.append(Both(now[state], list(differing(row, now[state]))))
        self.both, self.seen = tuple(both), marks
        self.object = self.get_object()
        self.form = self.get_form_class()(
            data, instance=self.object, for_user=self.request.user
        )
        self.form.is_valid()
        return self.render_to_response(self.get_context_data())

    @cached_property
    def seen(self) -> dict[str, str]:
        if self.request.method != "POST":
            return words_seen(self.object)
        try:
            seen = json.loads(self.request.POST.get(SEEN, ""))
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            seen_name=SEEN, seen=json.dumps(self.seen), both=self.both, **kwargs
        )

    def get_success_url(self):
        return reverse("volunteers_process:edit", args=[self.object.pk])

    def get_success_buttons(self):
        return []


def differing(row: Any, text: StageText) -> Iterator[tuple[Any, str, str]]:
    """Label, language and words of what the other one saved and she wrote otherwise."""
    for name in WORDS:
        theirs, hers = getattr(text, name), row.cleaned_data[name]
        for code, language in settings.LANGUAGES:
            if theirs.get(code, "") != hers.get(code, ""):
                yield (
                    f"{row.fields[name].label} ({language})",
                    code,
                    theirs.get(code, "") or "–",
                )
