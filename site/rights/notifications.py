"""What `rights` writes to people: neutral subjects, nothing on whom or what.

Whoever else reads her screen learns that an office wrote about "your details"; the
text that goes to an address nobody has confirmed yet names no one at all.
"""

from datetime import datetime

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone, translation

from messaging.domain.outbox import queue_message
from messaging.enums import Route
from messaging.templates import MessageTemplate, register_template
from people.models import Person
from rights.message_names import ABOUT, GROUP, MEANINGS
from rights.models import AddressChange, DataRequest

_SUBJECT_TR = "Bilgilerinizle ilgili"
_SUBJECT_EN = "About your details"

#: key -> (Turkish body, English body)
TEXTS: dict[str, tuple[str, str]] = {
    "rights.own_data": (
        "İstediğiniz sayfa bu bağlantıyla açılır: {link}\n\n"
        "Bağlantı bir saat geçerlidir ve bir kez açılır. Siz istemediyseniz bu iletiyi "
        "silmeniz yeterlidir.",
        "This link opens the page you asked for: {link}\n\n"
        "It works for one hour and opens once. If you did not ask for it, simply "
        "delete this message.",
    ),
    "rights.confirm_address": (
        "Bu adresi bize siz verdiyseniz onaylayın: {link}\n\n"
        "Bağlantı üç gün geçerlidir. Siz vermediyseniz bir şey yapmanız gerekmez; "
        "onaylanmayan adres kullanılmaz.",
        "If you gave us this address, please confirm it: {link}\n\n"
        "The link works for three days. If you did not, there is nothing to do; an "
        "address that is not confirmed is not used.",
    ),
    "rights.address_left": (
        "Bu adres artık kullanılmayacak. Bunu siz istemediyseniz lütfen bizi arayın.",
        "This address will not be used any more. If you did not ask for this, please "
        "call us.",
    ),
    "rights.received": (
        "Talebinizi aldık. Numarası: {code}. En geç {until} tarihinde yanıtlayacağız.",
        "We received your request. Its number: {code}. We will answer it by {until} "
        "at the latest.",
    ),
    "rights.answered": (
        "{code} numaralı talebinizi yanıtladık. Yanıtı okumak için yeni bir bağlantı "
        "isteyin: {link}",
        "We answered your request {code}. To read the answer, ask for a new link: "
        "{link}",
    ),
    "rights.erased": (
        "{code} numaralı talebiniz yerine getirildi: kayıtlarınızdan kimliğinizi "
        "gösteren her şey silindi. Yasa gereği yalnızca kim olduğunuzu göstermeyen "
        "sayılar ve bu talebin kaydı saklanır. Size bir daha yazmayacağız.",
        "Your request {code} was carried out: everything that shows who you are was "
        "erased from your records. By law only figures that do not show who you are "
        "and the record of this request are kept. We will not write to you again.",
    ),
}


def register_templates() -> None:
    for key, (turkish, english) in TEXTS.items():
        about = ABOUT[key.removeprefix("rights.")]
        register_template(
            MessageTemplate(
                key=key,
                texts={"tr": (_SUBJECT_TR, turkish), "en": (_SUBJECT_EN, english)},
                placeholders=about.placeholders,
                name=about.name,
                when=about.when,
                group=GROUP,
                required=about.required,
                has_link=about.has_link,
                has_names=about.has_names,
                meanings=MEANINGS,
            )
        )


def path_of(name: str, *, language: str, **kwargs: str) -> str:
    with translation.override(language):
        return reverse(f"rights:{name}", kwargs=kwargs)


def send_own_data_link(person: Person, *, token: str) -> None:
    queue_message(
        person,
        template="rights.own_data",
        key=_once("own_data", person),
        about=person,
        link_path=path_of("open", language=person.language, token=token),
    )


def send_confirmation(
    change: AddressChange, *, to: tuple[Route, str], token: str
) -> None:
    person = change.person
    queue_message(
        person,
        template="rights.confirm_address",
        key=_once("confirm", person),
        about=person,
        link_path=path_of("confirm_address", language=person.language, token=token),
        to=to,
    )


def tell_old_address(person: Person, *, to: tuple[Route, str]) -> None:
    queue_message(
        person,
        template="rights.address_left",
        key=_once("left", person),
        about=person,
        to=to,
    )


def tell_received(request: DataRequest) -> None:
    if request.person:
        _about(request, request.person, "received", until=_day(request, request.due_at))


def tell_answered(request: DataRequest) -> None:
    if request.person:
        path = path_of("ask", language=request.person.language)
        _about(request, request.person, "answered", link_path=path)


def tell_erased(request: DataRequest, person: Person, *, to: tuple[Route, str]) -> None:
    """Written after the erasure, to the one address kept for it until it has left."""
    queue_message(
        person,
        template="rights.erased",
        key=f"rights:request:{request.pk}:erased",
        about=request,
        values={"code": str(request)},
        to=to,
    )


def _about(
    request: DataRequest,
    person: Person,
    what: str,
    *,
    link_path: str = "",
    **values: str,
) -> None:
    queue_message(
        person,
        template=f"rights.{what}",
        key=f"rights:request:{request.pk}:{what}",
        about=request,
        values={"code": str(request), **values},
        link_path=link_path,
    )


def _once(what: str, row: Model) -> str:
    return f"rights:{what}:{row.pk}:{timezone.now().timestamp():.6f}"


def _day(request: DataRequest, moment: datetime) -> str:
    language = request.person.language if request.person else "tr"
    with translation.override(language):
        return f"{timezone.localtime(moment):%d.%m.%Y}"
