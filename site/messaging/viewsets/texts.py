"""The words of each message: what is sent when, in which words, and since when."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from language.turkish import fold_tr
from messaging.domain.texts import (
    Draft,
    go_back_to_original,
    go_back_to_version,
    original_text,
    save_texts,
    send_trial,
    text_in_force,
)
from messaging.enums import TextFault
from messaging.forms import TextForm
from messaging.linting import sample_filled
from messaging.models import MessageText
from messaging.templates import MessageTemplate, all_templates, get_template
from people.exceptions import Refusal
from people.wording import refusal_words

PERMISSION = "messaging.change_messagetext"


class TextsView(WagtailAdminTemplateMixin, TemplateView):
    """What every page about texts shares: who may, and the way back."""

    header_icon = "edit"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        self.template = self.find_template() if "key" in kwargs else None

    def find_template(self) -> MessageTemplate:
        try:
            return get_template(self.kwargs["key"])
        except KeyError:
            raise Http404 from None

    def url(self, name: str) -> str:
        return reverse(f"messaging_text:{name}", args=[self.template.key])

    def get_page_subtitle(self):
        return self.template.name if self.template else ""

    def get_breadcrumbs_items(self):
        trail = [
            *self.breadcrumbs_items,
            {"url": reverse("messaging_text:index"), "label": _("Message texts")},
        ]
        if self.template:
            trail.append({"url": self.url("edit"), "label": self.template.name})
        return trail

    def get_context_data(self, **kwargs):
        return super().get_context_data(template=self.template, **kwargs)


class TextIndexView(TextsView):
    """Every message by name, grouped by process, with the state of each language."""

    template_name = "messaging/admin/texts.html"
    results_template_name = "messaging/admin/texts_results.html"
    page_title = _("Message texts")
    results_only = False

    def get_template_names(self):
        return [self.results_template_name if self.results_only else self.template_name]

    def get_context_data(self, **kwargs):
        search = SearchForm(self.request.GET, placeholder=_("Search message texts"))
        words = fold_tr(search.cleaned_data["q"]).split() if search.is_valid() else []
        newest = {
            (text.template, text.language): text
            for text in MessageText.objects.newest().select_related("edited_by")
        }
        groups: dict[str, list[dict[str, Any]]] = {}
        for template in all_templates():
            row = self._row(template, newest)
            if all(word in row["searched"] for word in words):
                groups.setdefault(str(template.group), []).append(row)
        return super().get_context_data(
            groups=groups,
            languages=settings.LANGUAGES,
            search_form=search,
            index_results_url=reverse("messaging_text:index_results"),
            is_searching=bool(words),
            **kwargs,
        )

    @staticmethod
    def _row(template, newest):
        states, written = [], []
        for code, language in settings.LANGUAGES:
            text = newest.get((template.key, code))
            changed = text is not None and not text.is_original
            subject, body = (
                (text.subject, text.body) if changed else template.original(code)
            )
            written += [subject, body]
            states.append({"language": language, "changed": changed, "text": text})
        return {
            "template": template,
            "url": reverse("messaging_text:edit", args=[template.key]),
            "states": states,
            "subject": written[0],
            "searched": fold_tr(
                " ".join([str(template.name), str(template.when), *written])
            ),
        }


class TextEditView(TextsView):
    """Both languages side by side. One form: look at it, try it out, save it."""

    template_name = "messaging/admin/text.html"
    page_title = _("Message text")

    def get(self, request, *args, **kwargs):
        return self._show(TextForm(template=self.template))

    def post(self, request, *args, **kwargs):
        form = TextForm(request.POST, template=self.template)
        valid = form.is_valid()
        if "preview" in request.POST:
            return self._show(form, unsaved=True)
        if not valid:
            messages.error(request, _("The text was not saved. See the remarks below."))
            return self._show(form, unsaved=True)
        if (language := request.POST.get("trial")) in form.drafts():
            return self._try_out(form, language)
        return self._save(form)

    def _try_out(self, form, language):
        """To her own mailbox; what she typed stays where it is."""
        try:
            send_trial(
                self.template,
                form.draft(language),
                language=language,
                by=self.request.user,
            )
        except Refusal as refusal:
            messages.error(self.request, refusal_words(refusal))
        else:
            messages.success(
                self.request, _("A trial with sample data went to your own address.")
            )
        return self._show(form, unsaved=True)

    def _save(self, form):
        if form.has_hints and not form.cleaned_data["hints_accepted"]:
            form.add_error("hints_accepted", str(TextFault.NOT_CONFIRMED.label))
            return self._show(form, unsaved=True)
        try:
            saved = save_texts(
                self.template,
                form.drafts(),
                seen=form.seen(),
                by=self.request.user,
                hints_accepted=form.cleaned_data["hints_accepted"],
            )
        except Refusal as refusal:
            messages.error(self.request, refusal_words(refusal))
            return self._show(self._caught_up(form), unsaved=True, others=True)
        words = _("The new text is in force.") if saved else _("Nothing was changed.")
        messages.success(self.request, words)
        return redirect(self.url("edit"))

    def _caught_up(self, form):
        """What she typed, on top of what the other one saved: saving again is hers."""
        fresh = TextForm(template=self.template)
        data = self.request.POST.copy()
        for code, _name in settings.LANGUAGES:
            data[f"seen_{code}"] = fresh[f"seen_{code}"].initial
        caught_up = TextForm(data, template=self.template)
        caught_up.is_valid()
        return caught_up

    def _show(self, form, *, unsaved=False, others=False) -> HttpResponse:
        rows = form.rows()
        for row in rows:
            code = row["code"]
            now = text_in_force(self.template, code)
            draft = form.draft(code) if form.is_bound else now
            row["preview"] = self.preview(draft, code)
            row["is_changed"] = now != original_text(self.template, code)
            row["theirs"] = self.preview(now, code) if others and draft != now else None
        return self.render_to_response(
            self.get_context_data(
                form=form,
                rows=rows,
                unsaved=unsaved,
                allowed=[
                    {
                        "name": f"{{{name}}}",
                        "meaning": one.meaning,
                        "sample": self.template.samples(settings.LANGUAGE_CODE)[name],
                        "is_required": name in self.template.required,
                    }
                    for name, one in self.template.allowed().items()
                ],
                versions_url=self.url("versions"),
            )
        )

    def preview(self, draft: Draft, language: str) -> dict[str, str]:
        """The message as she would read it, about nobody who exists."""
        samples = self.template.samples(language)
        with override(language):
            return {
                "subject": sample_filled(draft.subject, samples),
                "body": sample_filled(draft.body, samples),
                "sms": sample_filled(draft.sms, samples),
            }

    @property
    def header_buttons(self):
        return [
            HeaderButton(
                label=_("Earlier versions"),
                url=self.url("versions"),
                icon_name="history",
            )
        ]


class TextVersionsView(TextsView):
    """Every version that was ever in force, and the way back to it."""

    template_name = "messaging/admin/text_versions.html"
    page_title = _("Earlier versions")

    def get_context_data(self, **kwargs):
        versions = MessageText.objects.filter(
            template=self.template.key
        ).select_related("edited_by")
        by_language = {code: [] for code, _name in settings.LANGUAGES}
        for text in versions:
            by_language.setdefault(text.language, []).append(text)
        return super().get_context_data(
            languages=[
                {
                    "code": code,
                    "name": name,
                    "versions": by_language[code],
                    "original": original_text(self.template, code),
                    "is_original": not by_language[code]
                    or by_language[code][0].is_original,
                }
                for code, name in settings.LANGUAGES
            ],
            **kwargs,
        )

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.page_title},
        ]


class GoBackView(TextsView):
    """POST only: an earlier version, or the original, in force again."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            self._go_back(request.POST)
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, _("The earlier text is in force again."))
        return redirect(self.url("versions"))

    def _go_back(self, data):
        if data.get("language") in self.template.texts:
            go_back_to_original(
                self.template, language=data["language"], by=self.request.user
            )
            return
        pk = data.get("version", "")
        text = get_object_or_404(
            MessageText, pk=pk if pk.isdecimal() else 0, template=self.template.key
        )
        go_back_to_version(text, template=self.template, by=self.request.user)


class TextMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


class TextViewSet(ViewSet):
    name = "messaging_text"
    url_prefix = "ileti-metinleri"
    icon = "edit"
    menu_label = _("Message texts")
    menu_order = 311
    add_to_admin_menu = True
    menu_item_class = TextMenuItem

    def get_urlpatterns(self):
        return [
            path("", TextIndexView.as_view(), name="index"),
            path(
                "sonuc/",
                TextIndexView.as_view(results_only=True),
                name="index_results",
            ),
            path("<str:key>/", TextEditView.as_view(), name="edit"),
            path("<str:key>/surumler/", TextVersionsView.as_view(), name="versions"),
            path("<str:key>/geri-don/", GoBackView.as_view(), name="go_back"),
        ]
