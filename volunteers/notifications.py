"""What applicants and volunteers are sent.

Subjects are neutral and bodies name no program: somebody else may read her screen.
Words for each moment are data; the functions below fill them in and queue them.
"""

from datetime import date, datetime

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from messaging.calendar_files import cancellation, invitation
from messaging.domain.outbox import queue_message
from messaging.models import Batch, Message
from messaging.templates import MessageTemplate, register_template
from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.models import Person
from volunteers.calendar_files import interview_appointment
from volunteers.message_names import ABOUT, GROUP, MEANINGS
from volunteers.models import Application, Enrollment, Interview

_GREETING = {
    "tr": "Sayın {given_name} {family_name},\n\n",
    "en": "Dear {given_name} {family_name},\n\n",
}
_ABOUT_TR = "Kaydınızla ilgili bilgilendirme"
_ABOUT_EN = "About your registration"

#: key -> (Turkish subject, Turkish body, English subject, English body)
TEXTS: dict[str, tuple[str, str, str, str]] = {
    "volunteers.received": (
        "Kaydınız alındı",
        "Kaydınızı aldık. Başvuru numaranız: {code}. 7 iş günü içinde size dönüş "
        "yapacağız.\n\nAyrıntılar: {link}",
        "We received your registration",
        "We received your registration. Your number: {code}. We will answer you within "
        "7 working days.\n\nDetails: {link}",
    ),
    "volunteers.information": (
        _ABOUT_TR,
        "Başvurunuzla ilgili sizden öğrenmek istediğimiz bir şey var. Yanıtlamak "
        "için: {link}\n\nYanıtınızı {until} tarihine kadar bekliyoruz.",
        _ABOUT_EN,
        "There is something more we would like to know. To answer: {link}\n\nPlease "
        "answer by {until}.",
    ),
    "volunteers.written": (
        _ABOUT_TR,
        "{words}\n\nAyrıntılar: {link}",
        _ABOUT_EN,
        "{words}\n\nDetails: {link}",
    ),
    "volunteers.invited": (
        "Randevu bilginiz",
        "Görüşme için size uygun saati seçin: {link}\n\n"
        "Bağlantı {until} tarihine kadar geçerlidir.",
        "Your appointment",
        "Please choose the time that suits you for our meeting: {link}\n\nThe link is "
        "valid until {until}.",
    ),
    "volunteers.booked": (
        "Randevu bilginiz",
        "Randevunuz ayrıldı.\n\nTarih ve saat: {moment}\nYer: {place}\n\nDeğiştirmek "
        "veya vazgeçmek için: {link}",
        "Your appointment",
        "Your appointment is booked.\n\nDate and time: {moment}\nPlace: {place}\n\nTo "
        "change or cancel it: {link}",
    ),
    "volunteers.moved": (
        "Randevu bilginiz",
        "Randevunuzun saati değişti.\n\nYeni tarih ve saat: {moment}\nYer: {place}\n\n"
        "Ayrıntılar: {link}",
        "Your appointment",
        "The time of your appointment has changed.\n\nNew date and time: {moment}\n"
        "Place: {place}\n\nDetails: {link}",
    ),
    "volunteers.given_up": (
        "Randevu bilginiz",
        "{moment} tarihli randevunuz iptal edildi. Başka bir saat seçmek için: {link}",
        "Your appointment",
        "Your appointment of {moment} was cancelled. To choose another time: {link}",
    ),
    "volunteers.reminder": (
        "Hatırlatma",
        "Yarınki görüşmeniz için hatırlatma.\n\nTarih ve saat: {moment}\nYer: {place}"
        "\n\nGelemeyecekseniz: {link}",
        "Reminder",
        "A reminder of our meeting tomorrow.\n\nDate and time: {moment}\n"
        "Place: {place}\n\nIf you cannot come: {link}",
    ),
    "volunteers.accepted": (
        _ABOUT_TR,
        "Başvurunuz olumlu sonuçlandı. Eğitim tarihleri için: {link}",
        _ABOUT_EN,
        "Your application was accepted. For the dates of the trainings: {link}",
    ),
    "volunteers.reserve": (
        _ABOUT_TR,
        "Başvurunuz yedek listeye alındı. Yer açılırsa size haber vereceğiz."
        "\n\nAyrıntılar: {link}",
        _ABOUT_EN,
        "Your application is on the reserve list. We will tell you when a place comes "
        "free.\n\nDetails: {link}",
    ),
    "volunteers.rejected": (
        _ABOUT_TR,
        "İlginiz için teşekkür ederiz. Bu dönem başvurunuzu kabul edemiyoruz. "
        "Bilgileriniz {until} tarihinde silinecektir.",
        _ABOUT_EN,
        "Thank you for your interest. We cannot accept your application this term. "
        "Your details will be deleted on {until}.",
    ),
    "volunteers.carried_over": (
        _ABOUT_TR,
        "Başvurunuz bir sonraki döneme aktarıldı. Yeniden başvurmanız gerekmez."
        "\n\nAyrıntılar: {link}",
        _ABOUT_EN,
        "Your application was carried over to the next term. You need not apply again."
        "\n\nDetails: {link}",
    ),
    "volunteers.enrolled": (
        _ABOUT_TR,
        "Eğitimde yeriniz ayrıldı.\n\nTarih ve saat: {moment}\nYer: {place}\n\n"
        "Değiştirmek için: {link}",
        _ABOUT_EN,
        "Your place in the training is reserved.\n\nDate and time: {moment}\nPlace: "
        "{place}\n\nTo change it: {link}",
    ),
    "volunteers.trained": (
        _ABOUT_TR,
        "Eğitimi tamamladınız, teşekkür ederiz. Sıradaki adım: {link}",
        _ABOUT_EN,
        "You completed the training, thank you. The next step: {link}",
    ),
    "volunteers.assigned": (
        _ABOUT_TR,
        "Göreviniz belirlendi. Ayrıntılar: {link}",
        _ABOUT_EN,
        "Your role has been decided. Details: {link}",
    ),
    "volunteers.withdrawn": (
        _ABOUT_TR,
        "Başvurunuzu geri çektiniz. Bilgileriniz saklama süresi sonunda silinecektir.",
        _ABOUT_EN,
        "You withdrew your application. Your details will be deleted when the "
        "retention period ends.",
    ),
    "volunteers.new_link": (
        _ABOUT_TR,
        "İstediğiniz yeni bağlantı: {link}\n\nSiz istemediyseniz bu iletiyi dikkate "
        "almayın.",
        _ABOUT_EN,
        "The new link you asked for: {link}\n\nIf you did not ask for it, ignore this "
        "message.",
    ),
}


def register_templates() -> None:
    """Called once, when the app is ready."""
    for key, (subject_tr, body_tr, subject_en, body_en) in TEXTS.items():
        about = ABOUT[key.removeprefix("volunteers.")]
        register_template(
            MessageTemplate(
                key,
                {
                    "tr": (subject_tr, _GREETING["tr"] + body_tr),
                    "en": (subject_en, _GREETING["en"] + body_en),
                },
                about.placeholders,
                name=about.name,
                when=about.when,
                group=GROUP,
                required=about.required,
                has_link=about.has_link,
                meanings=MEANINGS,
            )
        )


def application_path(token: str, *, language: str) -> str:
    """Her own page, in her language."""
    with translation.override(language):
        return reverse("volunteers:application", kwargs={"token": token})


def information_path(token: str, *, language: str) -> str:
    with translation.override(language):
        return reverse("volunteers:information", kwargs={"token": token})


def interview_path(token: str, *, language: str) -> str:
    with translation.override(language):
        return reverse("volunteers:interview", kwargs={"token": token})


def tell_received(application: Application, *, token: str) -> None:
    _tell(application, "received", token=token, code=application.reference)


def tell_information(application: Application, *, token: str, until: date) -> None:
    """What is asked stands on the page behind the link, not in the message."""
    person = application.person
    _queue(
        application,
        "information",
        link_path=information_path(token, language=person.language),
        until=_day(until, person),
    )


def tell_written(application: Application, *, words: str, hold: Batch) -> None:
    """What staff wrote to many at once; it waits until somebody has read it again."""
    queue_message(
        application.person,
        template="volunteers.written",
        key=f"volunteers:application:{application.pk}:written:{hold.pk}",
        about=application,
        values={"words": words},
        link_path=_fresh_path(application),
        hold=hold,
    )


def tell_invited(application: Application, *, token: str, until: datetime) -> None:
    person = application.person
    _queue(
        application,
        "invited",
        link_path=interview_path(token, language=person.language),
        until=_day(until, person),
    )


def tell_booked(
    application: Application, interview: Interview, *, token: str, moved: bool
) -> None:
    person = application.person
    _queue(
        application,
        "moved" if moved else "booked",
        link_path=interview_path(token, language=person.language),
        calendar=invitation(interview_appointment(interview), person),
        **_when_and_where(interview.slot, person),
    )


def tell_given_up(
    application: Application, interview: Interview, *, token: str
) -> None:
    person = application.person
    _queue(
        application,
        "given_up",
        link_path=interview_path(token, language=person.language),
        calendar=cancellation(interview_appointment(interview), person),
        moment=_moment(interview.slot.starts_at, person),
    )


def tell_reminder(
    application: Application, interview: Interview, *, token: str
) -> None:
    person = application.person
    queue_message(
        person,
        template="volunteers.reminder",
        key=_reminder_key(interview),
        about=application,
        link_path=interview_path(token, language=person.language),
        values=_when_and_where(interview.slot, person),
    )


def was_reminded(interview: Interview) -> bool:
    return Message.objects.filter(key=_reminder_key(interview)).exists()


def _reminder_key(interview: Interview) -> str:
    return f"volunteers:interview:{interview.pk}:reminder:{interview.slot_id}"


def tell_accepted(application: Application) -> None:
    _tell(application, "accepted")


def tell_reserve(application: Application) -> None:
    _tell(application, "reserve")


def tell_rejected(application: Application, *, deleted_on: date) -> None:
    _queue(application, "rejected", until=_day(deleted_on, application.person))


def tell_carried_over(application: Application) -> None:
    _tell(application, "carried_over")


def tell_enrolled(application: Application, seat: Enrollment) -> None:
    person = application.person
    _queue(
        application,
        "enrolled",
        suffix=f":{seat.pk}",
        link_path=_fresh_path(application),
        **_when_and_where(seat.session, person),
    )


def tell_trained(application: Application) -> None:
    _tell(application, "trained")


def tell_assigned(application: Application) -> None:
    _tell(application, "assigned")


def tell_withdrawn(application: Application) -> None:
    _queue(application, "withdrawn")


def send_new_link(application: Application) -> None:
    """A fresh link, to the address on record; `messaging` decides how often."""
    stamp = int(timezone.now().timestamp())
    _tell(application, "new_link", suffix=f":{stamp}")


def _tell(
    application: Application,
    what: str,
    *,
    token: str = "",
    suffix: str = "",
    **values: str,
) -> None:
    """A message whose link opens her own page."""
    language = application.person.language
    path = application_path(token, language=language) if token else ""
    _queue(
        application,
        what,
        suffix=suffix,
        link_path=path or _fresh_path(application),
        **values,
    )


def _queue(
    application: Application,
    what: str,
    *,
    link_path: str = "",
    calendar: str = "",
    suffix: str = "",
    **values: str,
) -> None:
    # Each move has its number, so that a step taken twice is told twice.
    number = f"{application.pk}:{application.move_count}"
    queue_message(
        application.person,
        template=f"volunteers.{what}",
        key=f"volunteers:application:{number}:{what}{suffix}",
        about=application,
        values=values,
        link_path=link_path,
        calendar=calendar,
    )


def _fresh_path(application: Application) -> str:
    token = issue_link(
        application.person, purpose=LinkPurpose.APPLICATION, target=application
    )
    return application_path(token, language=application.person.language)


def _when_and_where(held: Model, person: Person) -> dict[str, str]:
    with translation.override(person.language):
        place = str(held.place)  # type: ignore[attr-defined]
    moment = _moment(held.starts_at, person)  # type: ignore[attr-defined]
    return {"moment": moment, "place": place}


def _moment(moment: datetime, person: Person) -> str:
    with translation.override(person.language):
        return date_format(timezone.localtime(moment), "j F Y l, H.i")


def _day(day: datetime | date, person: Person) -> str:
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    with translation.override(person.language):
        return date_format(day, "DATE_FORMAT")
