"""Letters as they are printed: one sheet each, with the address in the window."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from messaging.domain.letters import letter_text, mark_printed, waiting_letters
from people.domain.access import note_access
from people.enums import AccessKind

#: As many as one printing can be overseen.
MOST = 100


class LettersView(TemplateView):
    """GET prints, of all that wait or of those chosen; POST says that it was done."""

    template_name = "messaging/admin/letters.html"
    http_method_names = ("get", "head", "post")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("messaging.change_message"):
            raise PermissionDenied

    def get_context_data(self, **kwargs):
        letters = waiting_letters(self.request.user)
        if chosen := _numbers(self.request.GET.getlist("ileti")):
            letters = letters.filter(pk__in=chosen)
        printed = list(letters[:MOST])
        note_access(
            by=self.request.user,
            kind=AccessKind.PRINT,
            persons={message.person_id for message in printed},
        )
        return super().get_context_data(
            letters=[(message, letter_text(message)) for message in printed],
            sender=settings.LETTER_SENDER,
            phone=settings.LETTER_PHONE,
            today=timezone.localdate(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        done = mark_printed(_numbers(request.POST.getlist("ileti")), by=request.user)
        if done:
            words = ngettext(
                "%(count)s letter is noted as printed.",
                "%(count)s letters are noted as printed.",
                done,
            )
            messages.success(request, words % {"count": done})
        else:
            messages.warning(request, gettext("No letter was waiting any more."))
        return redirect(reverse("messaging_message:index"))


def _numbers(texts):
    return [int(text) for text in texts if text.isascii() and text.isdecimal()]
