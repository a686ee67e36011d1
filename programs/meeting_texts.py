"""What a woman is told who asked for a meeting; the texts can be edited by staff."""

import secrets

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from messaging.domain.outbox import queue_message
from messaging.templates import MessageTemplate, Placeholder, register_template
from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.models import Person
from programs.enums import MeetingDecline, MeetingState
from programs.message_names import MEANINGS
from programs.models import MeetingRequest

_GROUP = _("Meetings that neighborhoods ask for")
_SUBJECT = {
    "tr": "İsteğinizle ilgili bilgilendirme",
    "en": "About your request",
}
_DEAR = {
    "tr": "Sayın {given_name} {family_name},\n\n",
    "en": "Dear {given_name} {family_name},\n\n",
}
_END = {
    "tr": "\n\nKod: {code}\nAyrıntılar: {link}",
    "en": "\n\nCode: {code}\nDetails: {link}",
}
_MEANINGS = {
    **MEANINGS,
    "reason": Placeholder(
        _("Why there will be no meeting, in a sentence"),
        {
            "tr": "Önümüzdeki aylarda boş günümüz yok.",
            "en": "We have no free date in the coming months.",
        },
    ),
}
#: name -> what staff call it, when it is sent, its placeholders, the words
_TEXTS = {
    "meeting_asked": (
        _("Request for a meeting received"),
        _("When somebody asks for a meeting in her neighborhood."),
        frozenset({"code"}),
        frozenset({"link"}),
        "İsteğinizi aldık. Uygun bir tarih arıyoruz; belli olunca haber vereceğiz.",
        "We have your request. We are looking for a date and will tell you when "
        "there is one.",
    ),
    "meeting_planned": (
        _("The meeting has a date"),
        _("When staff plan the meeting that somebody asked for."),
        frozenset({"code", "day", "time"}),
        frozenset({"link", "day", "time"}),
        "İstediğiniz buluşmanın tarihi belli oldu.\n\nTarih: {day}\nSaat: {time}\n\n"
        "Sayfanızda, katılmak isteyenlere verebileceğiniz bir bağlantı var. Buluşmanın "
        "yapılacağı adresi de oraya yazabilirsiniz.",
        "The meeting you asked for has a date.\n\nDate: {day}\nTime: {time}\n\nYour "
        "page has a link that you can give to those who want to come. You can also "
        "write there where you will meet.",
    ),
    "meeting_declined": (
        _("No meeting for now"),
        _("When staff decline a request for a meeting."),
        frozenset({"code", "reason"}),
        frozenset({"link", "reason"}),
        "İsteğinizi şimdilik karşılayamıyoruz.\n\n{reason}\n\nYeniden istekte "
        "bulunabilir ya da bizi arayabilirsiniz.",
        "We cannot hold the meeting for now.\n\n{reason}\n\nYou are welcome to ask "
        "again, or to call us.",
    ),
    "meeting_link": (
        _("A new link to a request for a meeting"),
        _("When she asks for a new link to her request."),
        frozenset({"code"}),
        frozenset({"link"}),
        "İstediğiniz yeni bağlantı aşağıda.",
        "Here is the new link you asked for.",
    ),
}


def register_meeting_templates() -> None:
    """Called once, when the app is ready."""
    for key, (name, when, placeholders, required, turkish, english) in _TEXTS.items():
        words = {"tr": turkish, "en": english}
        register_template(
            MessageTemplate(
                key=f"programs.{key}",
                name=name,
                when=when,
                group=_GROUP,
                required=required,
                meanings=_MEANINGS,
                texts={
                    code: (_SUBJECT[code], _DEAR[code] + text + _END[code])
                    for code, text in words.items()
                },
                placeholders=placeholders,
            )
        )


def tell_asked(request: MeetingRequest, *, token: str) -> None:
    _queue(request, "meeting_asked", token=token)


def tell_planned(request: MeetingRequest) -> None:
    if request.occurrence is None:
        raise ValueError("This meeting has no date.")
    start = timezone.localtime(request.occurrence.starts_at)
    with override(request.person.language):
        values = {
            "day": date_format(start, gettext("l, F j")),
            "time": time_format(start.time(), "TIME_FORMAT"),
        }
    _queue(request, "meeting_planned", values=values)


def tell_declined(request: MeetingRequest) -> None:
    with override(request.person.language):
        reason = str(MeetingDecline(request.decline_reason).label)
    _queue(request, "meeting_declined", values={"reason": reason})


def renew_meeting_links(person: Person) -> None:
    """A message with a fresh link for each request that is not over."""
    running = MeetingRequest.objects.filter(
        person=person, state__in=(MeetingState.REQUESTED, MeetingState.PLANNED)
    )
    for request in running.select_related("person"):
        _queue(request, "meeting_link", event=f"renewed-{secrets.token_hex(6)}")


def _queue(
    request: MeetingRequest,
    template: str,
    *,
    event: str = "",
    values: dict[str, str] | None = None,
    token: str = "",
) -> None:
    token = token or issue_link(
        request.person, purpose=LinkPurpose.REGISTRATION, target=request
    )
    with override(request.person.language):
        path = reverse("programs:meeting", kwargs={"token": token})
        queue_message(
            request.person,
            template=f"programs.{template}",
            key=f"meeting-{request.pk}-{event or template}",
            about=request,
            values={**(values or {}), "code": request.code},
            link_path=path,
        )
