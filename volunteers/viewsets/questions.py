"""The questions of a call in the admin, with the conditions under which they are asked.

Conditions are checked together when the call is saved: a question may depend only on
one that stands above it, so that no two wait for each other.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from people.row_panels import RowFormSet, RowsPanel
from volunteers.domain.questions import condition_denied_reason
from volunteers.enums import QuestionKind
from volunteers.exceptions import ConditionDenied
from volunteers.models import CallQuestion


class QuestionForm(WagtailAdminModelForm):
    """`sources`: the questions of the call that one may depend on."""

    def __init__(self, *args: Any, sources: Any = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "shown_if" not in self.fields:
            return
        own = self.instance.key if self.instance.pk else ""
        choices = [("", _("Always asked"))]
        choices += [(one.key, str(one.label)) for one in sources if one.key != own]
        self.fields["shown_if"] = forms.CharField(
            label=self.fields["shown_if"].label,
            help_text=self.fields["shown_if"].help_text,
            required=False,
            widget=forms.Select(choices=choices),
        )


class QuestionFormSet(RowFormSet):
    """Every question of the call as it is about to be saved, in its order."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        sources = []
        if self.instance.pk:
            sources = [
                one
                for one in self.instance.questions.all()
                if one.pk and one.kind in QuestionKind.deciding
            ]
        return {**kwargs, "sources": sources}

    def clean(self, *args: Any, **kwargs: Any) -> None:
        super().clean(*args, **kwargs)
        if any(form.errors for form in self.forms):
            return
        kept = [
            form
            for form in self.ordered_forms
            if form.has_changed() or form.instance.pk
        ]
        later = {form.instance.key: form.instance for form in kept}
        earlier: dict[str, CallQuestion] = {}
        for form in kept:
            question = form.instance
            later.pop(question.key, None)
            reason = condition_denied_reason(question, earlier=earlier, later=later)
            if reason is not None:
                is_answer = reason == ConditionDenied.FOREIGN_ANSWER
                form.add_error("shown_for" if is_answer else "shown_if", reason.label)
                # A form set looks at its forms only before this check.
                self._errors = [one.errors for one in self.forms]
            earlier[question.key] = question
        if any(form.errors for form in self.forms):
            raise forms.ValidationError(_("Check when the questions are asked."))


class QuestionsPanel(RowsPanel):
    def __init__(self, **kwargs: Any):
        super().__init__(
            "questions",
            **{
                "heading": _("Questions beside those that every application answers"),
                "label": _("Question"),
                "panels": [
                    FieldPanel("label"),
                    FieldPanel("help_text"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required")]),
                    FieldPanel("choices"),
                    FieldRowPanel([FieldPanel("shown_if"), FieldPanel("shown_for")]),
                ],
                **kwargs,
            },
        )

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs = super().clone_kwargs()
        kwargs.pop("relation_name", None)
        return kwargs

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"]["questions"] |= {
            "form": QuestionForm,
            "formset": QuestionFormSet,
        }
        return options
