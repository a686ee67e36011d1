"""A public form in steps, with "check your answers" at its end.

Built on django-formtools; adds what it leaves out: a POST does the work (never a
GET), a repeated or late POST lands on the result it already had, steps cannot be
jumped over, a refused submission keeps everything typed.
"""

import uuid
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from formtools.wizard.views import NamedUrlSessionWizardView

from people.exceptions import Refusal

_DONE = "finished_steps"


class StepsView(NamedUrlSessionWizardView):
    """Subclasses name the steps, and carry the answers to a domain verb.

    `form_list` and `url_name` go to `as_view`; the last step is the check page. The
    URL takes `step` and whatever names the subject.
    """

    template_name = "public_forms/step.html"
    #: step name -> its heading
    step_titles: ClassVar[dict[str, Any]] = {}

    # --- for subclasses -------------------------------------------------------

    def subject_key(self) -> str:
        """What keeps the answers for one subject apart from those for another."""
        return "-".join(
            str(self.kwargs[name]) for name in sorted(self.kwargs) if name != "step"
        )

    def submit(self, forms: dict[str, Any], *, key: str) -> str:
        """Call the domain verb; the URL of what came of it. May raise `Refusal`."""
        raise TypeError("A StepsView says what its answers are for.")

    def place_refusal(self, refusal: Refusal) -> tuple[str, str | None, str]:
        """The step, the field (or None) and the words for a refusal."""
        raise TypeError("A StepsView has words for what its verb refuses.")

    # --- the machinery --------------------------------------------------------

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kwargs = kwargs

    def get_prefix(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return f"{type(self).__name__}-{self.subject_key()}"

    def get_step_url(self, step: str) -> str:
        return reverse(self.url_name, kwargs={**self.kwargs, "step": step})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = kwargs.get("step")
        if step == self.steps.first and not self._has_answers():
            self.request.session.get(_DONE, {}).pop(self.prefix, None)
            self.request.session.modified = True
        if step is None or step not in self.get_form_list():
            return redirect(self.get_step_url(self.steps.first))
        for earlier in self.get_form_list():
            if earlier == step:
                break
            if self.storage.get_step_data(earlier) is None:
                return redirect(self.get_step_url(earlier))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        finished = request.session.get(_DONE, {}).get(self.prefix)
        if finished and not self._has_answers():
            return redirect(finished)
        if f"{self.prefix}-current_step" not in request.POST:
            return redirect(self.get_step_url(self.steps.first))
        return super().post(request, *args, **kwargs)

    def _has_answers(self) -> bool:
        return any(self.storage.get_step_data(step) for step in self.get_form_list())

    def _key(self) -> str:
        extra = self.storage.extra_data
        if "key" not in extra:
            self.storage.extra_data = {**extra, "key": uuid.uuid4().hex}
        return str(self.storage.extra_data["key"])

    def get_next_step(self, step: str | None = None) -> str | None:
        """Back to the check page after an answer was changed from there."""
        if "change" in self.request.GET:
            return str(self.steps.last)
        following: str | None = super().get_next_step(step)
        return following

    def render_done(self, form: Any, **kwargs: Any) -> HttpResponse:
        checked = {}
        for step in self.get_form_list():
            one = self.get_form(
                step=step,
                data=self.storage.get_step_data(step),
                files=self.storage.get_step_files(step),
            )
            if not one.is_valid():
                return self.render_revalidation_failure(step, one, **kwargs)
            checked[step] = one
        try:
            url = self.submit(checked, key=self._key())
        except Refusal as refusal:
            step, field, words = self.place_refusal(refusal)
            checked[step].add_error(field, words)
            self.storage.current_step = step
            return self.render(checked[step])
        finished = self.request.session.setdefault(_DONE, {})
        finished[self.prefix] = url
        self.request.session.modified = True
        self.storage.reset()
        return redirect(url)

    def answered(self) -> list[dict[str, Any]]:
        """For the check page: each earlier step with its title, link and rows."""
        steps = []
        for step in list(self.get_form_list())[:-1]:
            form = self.get_form(step=step, data=self.storage.get_step_data(step))
            if form.is_valid():
                steps.append(
                    {
                        "title": self.step_titles.get(step, ""),
                        "url": f"{self.get_step_url(step)}?change=1",
                        "rows": list(form.rows()),
                    }
                )
        return steps

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        self._key()
        on_check_page = self.steps.current == self.steps.last
        return super().get_context_data(
            form=form,
            step_title=self.step_titles.get(self.steps.current, ""),
            previous_url=(
                self.get_step_url(self.steps.prev) if self.steps.prev else ""
            ),
            is_check_page=on_check_page,
            answered=self.answered() if on_check_page else [],
            **kwargs,
        )
