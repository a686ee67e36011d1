"""What participants are told: stored messages with a private link, in her language.

Subjects are neutral; somebody else may look at her screen (domain rule 5.4).
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, override

from messaging.calendar_files import (
    announcement,
    cancellation,
    first_announcement,
    first_invitation,
    invitation,
)
from messaging.domain.outbox import delivery_rows, draft_message, queue_message
from messaging.models import Batch, Message, MessageText, newest_asking
from messaging.templates import MessageTemplate, register_template
from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.models import Person
from people.prepared import Statement
from programs.calendar import registration_appointment, session_appointments
from programs.enums import RegistrationState
from programs.message_names import ABOUT, GROUP, MEANINGS
from programs.models import CourseSession, Occurrence, Registration
from programs.models.occurrence import local_moment
from programs.session_words import SessionChange, change_words

_ABOUT_TR = "Kaydınızla ilgili bilgilendirme"
_ABOUT_EN = "About your registration"
_END_TR = "\n\nKod: {code}\nAyrıntılar: {link}"
_END_EN = "\n\nCode: {code}\nDetails: {link}"
#: What is said about when and where a departure takes place, or that it does not.
ABOUT_THE_DATE = ("programs.occurrence_moved", "programs.occurrence_cancelled")
_CODE = frozenset({"code"})
_DAY = frozenset({"code", "day", "time", "place"})


#: What leaves as a text message where the neutral sentence would say nothing.
_SMS = {"written": {"tr": "{short} {link}", "en": "{short} {link}"}}


def register_templates() -> None:
    """Called once, when the app is ready."""
    for name, placeholders, turkish, english in _texts():
        about = ABOUT[name]
        register_template(
            MessageTemplate(
                key=f"programs.{name}",
                name=about.name,
                when=about.when,
                group=GROUP,
                required=about.required,
                meanings=MEANINGS,
                texts={
                    "tr": (
                        turkish[0],
                        "Sayın {given_name} {family_name},\n\n" + turkish[1],
                    ),
                    "en": (
                        english[0],
                        "Dear {given_name} {family_name},\n\n" + english[1],
                    ),
                },
                placeholders=placeholders,
                sms=_SMS.get(name, {}),
            )
        )


def _texts() -> Iterator[tuple[str, frozenset[str], tuple[str, str], tuple[str, str]]]:
    day_tr = "Tarih: {day}\nSaat: {time}\nYer: {place}"
    day_en = "Date: {day}\nTime: {time}\nPlace: {place}"
    yield (
        "confirmed",
        _DAY | {"cancel_until"},
        (
            _ABOUT_TR,
            f"Yeriniz ayrıldı.\n\n{day_tr}\n\nGelemeyecekseniz lütfen haber verin. "
            "Son vazgeçme zamanı: {cancel_until}.\n\nKod: {code}\nAyrıntılar ve "
            "vazgeçmek için: {link}",
        ),
        (
            _ABOUT_EN,
            f"Your place is kept.\n\n{day_en}\n\nIf you cannot come, please tell us. "
            "Latest time to cancel: {cancel_until}.\n\nCode: {code}\nDetails, and to "
            "cancel: {link}",
        ),
    )
    yield (
        "waiting",
        _DAY | {"position"},
        (
            _ABOUT_TR,
            "Kontenjan doldu; yedek listede {position}. sıradasınız. Yer açılırsa "
            f"haber vereceğiz.\n\n{day_tr}" + _END_TR,
        ),
        (
            _ABOUT_EN,
            "All places are taken; you are number {position} on the waiting list. We "
            f"will tell you when a place becomes free.\n\n{day_en}" + _END_EN,
        ),
    )
    yield (
        "offered",
        _DAY | {"until"},
        (
            "Yanıtınızı bekliyoruz",
            "Sizin için yer açıldı. Yanıtlamak için: {link}\nSon yanıt zamanı: "
            f"{{until}}\n\n{day_tr}\n\nKod: {{code}}",
        ),
        (
            "We are waiting for your answer",
            "A place has become free for you. To answer: {link}\nLatest time to "
            f"answer: {{until}}\n\n{day_en}\n\nCode: {{code}}",
        ),
    )
    yield (
        "in_draw",
        _DAY,
        (
            _ABOUT_TR,
            "Kaydınızı aldık. Bu tarihin yerleri kurayla belirlenecek; sonucu size "
            f"bildireceğiz.\n\n{day_tr}" + _END_TR,
        ),
        (
            _ABOUT_EN,
            "We have your registration. The places of this date are drawn; we will "
            f"tell you the result.\n\n{day_en}" + _END_EN,
        ),
    )
    yield (
        "not_drawn",
        _DAY | {"position"},
        (
            _ABOUT_TR,
            "Kura yapıldı. Bu kez size yer çıkmadı; yedek listede {position}. "
            f"sıradasınız. Yer açılırsa haber vereceğiz.\n\n{day_tr}" + _END_TR,
        ),
        (
            _ABOUT_EN,
            "The draw has taken place. It gave you no place this time; you are number "
            "{position} on the waiting list. We will tell you when a place becomes "
            f"free.\n\n{day_en}" + _END_EN,
        ),
    )
    yield (
        "party_changed",
        _DAY | {"seats"},
        (
            _ABOUT_TR,
            f"Kaydınızdaki değişikliği kaydettik.\n\n{day_tr}\nKişi sayısı: {{seats}}"
            + _END_TR,
        ),
        (
            _ABOUT_EN,
            "We have noted the change to your registration.\n\n"
            f"{day_en}\nPeople: {{seats}}" + _END_EN,
        ),
    )
    yield (
        "offer_lapsed",
        _CODE,
        (
            _ABOUT_TR,
            "Sizin için ayırdığımız yere süresi içinde yanıt alamadık. Yedek listede "
            "kalmaya devam ediyorsunuz; sıranız geldiğinde bir kez daha sorarız."
            + _END_TR,
        ),
        (
            _ABOUT_EN,
            "We had no answer in time about the place we kept for you. You are still "
            "on the waiting list; when it is your turn we will ask once more."
            + _END_EN,
        ),
    )
    yield (
        "offers_over",
        _CODE,
        (
            _ABOUT_TR,
            "Sizin için ayırdığımız yere ikinci kez yanıt alamadık; kaydınız sona "
            "erdi. Başka bir tarih için yeniden kaydolabilirsiniz." + _END_TR,
        ),
        (
            _ABOUT_EN,
            "We had no answer for the second time about the place we kept for you; "
            "your registration is over. You are welcome to register for another date."
            + _END_EN,
        ),
    )
    yield (
        "list_closed",
        _CODE | {"day"},
        (
            _ABOUT_TR,
            "Yedek listesinde olduğunuz programda bu kez yer açılmadı; liste kapandı."
            "\n\nTarih: {day}\n\nBunun size hiçbir olumsuz etkisi yok; başka bir "
            "tarihe kaydolabilirsiniz. Yeni tarihler sayfamızda. Beklediğiniz için "
            "teşekkür ederiz." + _END_TR,
        ),
        (
            _ABOUT_EN,
            "No place came free this time on the date you were waiting for; the list "
            "is closed.\n\nDate: {day}\n\nYou have no disadvantage from this and are "
            "welcome to register for another date. New dates are on our page. Thank "
            "you for waiting." + _END_EN,
        ),
    )
    yield (
        "cancelled",
        _CODE,
        (
            _ABOUT_TR,
            "Kaydınız isteğiniz üzerine iptal edildi. Haber verdiğiniz için teşekkür "
            "ederiz." + _END_TR,
        ),
        (
            _ABOUT_EN,
            "Your registration was cancelled as you asked. Thank you for telling us."
            + _END_EN,
        ),
    )
    yield (
        "removed",
        _CODE,
        (
            _ABOUT_TR,
            "Kaydınız iptal edildi. Sorularınız için bizi arayabilirsiniz." + _END_TR,
        ),
        (
            _ABOUT_EN,
            "Your registration was cancelled. Please call us if you have questions."
            + _END_EN,
        ),
    )
    yield (
        "occurrence_cancelled",
        _CODE | {"day"},
        (
            "Program değişikliği",
            "Kayıtlı olduğunuz program iptal edildi.\n\nTarih: {day}\n\nYeni tarihler "
            "için sayfamıza bakabilir ya da bizi arayabilirsiniz." + _END_TR,
        ),
        (
            "Change of program",
            "The date you registered for was cancelled.\n\nDate: {day}\n\nPlease see "
            "our page for new dates, or call us." + _END_EN,
        ),
    )
    new_tr = "Yeni tarih: {new_day}\nSaat: {time}\nYer: {place}"
    new_en = "New date: {new_day}\nTime: {time}\nPlace: {place}"
    yield (
        "cancelled_offered",
        _DAY | {"new_day", "until"},
        (
            "Program değişikliği",
            "Kayıtlı olduğunuz program iptal edildi.\n\nTarih: {day}\n\nYerine başka "
            "bir tarihte sizin için yer ayırdık. Yanıtlamak için: {link}\nSon yanıt "
            f"zamanı: {{until}}\n\n{new_tr}\n\nBu tarih size uymuyorsa "
            "vazgeçebilirsiniz; bunun size bir zararı olmaz.\n\nKod: {code}",
        ),
        (
            "Change of program",
            "The date you registered for was cancelled.\n\nDate: {day}\n\nWe keep a "
            "place for you on another date instead. To answer: {link}\nLatest time to "
            f"answer: {{until}}\n\n{new_en}\n\nIf that date does not suit you, you may "
            "give the place up; it costs you nothing.\n\nCode: {code}",
        ),
    )
    yield (
        "cancelled_waiting",
        _DAY | {"new_day", "position"},
        (
            "Program değişikliği",
            "Kayıtlı olduğunuz program iptal edildi.\n\nTarih: {day}\n\nSizi başka bir "
            "tarihin yedek listesine aldık; {position}. sıradasınız. Yer açılırsa "
            f"haber vereceğiz.\n\n{new_tr}\n\nBu tarih size uymuyorsa "
            "vazgeçebilirsiniz; bunun size bir zararı olmaz." + _END_TR,
        ),
        (
            "Change of program",
            "The date you registered for was cancelled.\n\nDate: {day}\n\nWe put you "
            "on the waiting list of another date; you are number {position}. We will "
            "tell you when a place becomes free.\n\n"
            f"{new_en}\n\nIf that date does not suit you, you may leave the list; it "
            "costs you nothing." + _END_EN,
        ),
    )
    for days, subject_tr, subject_en in (
        (3, "Hatırlatma", "Reminder"),
        (1, "Hatırlatma: yarınki programınız", "Reminder: your program tomorrow"),
    ):
        yield (
            f"reminder_{days}",
            _DAY | {"cancel_until"},
            (
                subject_tr,
                f"Yerinizin ayrıldığını hatırlatırız.\n\n{day_tr}\n\nGelemeyecekseniz "
                "lütfen haber verin; yerinize yedek listeden biri gelebilsin. Son "
                "vazgeçme zamanı: {cancel_until}." + _END_TR,
            ),
            (
                subject_en,
                f"A reminder that your place is kept.\n\n{day_en}\n\nIf you cannot "
                "come, please tell us, so that somebody on the waiting list can. "
                "Latest time to cancel: {cancel_until}." + _END_EN,
            ),
        )
    yield (
        "occurrence_moved",
        _DAY,
        (
            "Program değişikliği",
            "Kayıtlı olduğunuz programın saati ya da yeri değişti. Yeni bilgiler:\n\n"
            f"{day_tr}\n\nBu size uymuyorsa vazgeçebilir ya da bizi arayabilirsiniz."
            + _END_TR,
        ),
        (
            "Change of program",
            "The time or the place of the date you registered for has changed. It is "
            f"now:\n\n{day_en}\n\nIf it does not suit you, you may give up your "
            "place, or call us." + _END_EN,
        ),
    )
    yield (
        "sessions_changed",
        _CODE | {"changes"},
        (
            "Program değişikliği",
            "Kayıtlı olduğunuz programın oturumlarında değişiklik var:\n\n{changes}"
            "\n\nBütün oturumlar sayfanızda yazılı." + _END_TR,
        ),
        (
            "Change of program",
            "Sessions of the program you registered for have changed:\n\n{changes}"
            "\n\nAll sessions are on your page." + _END_EN,
        ),
    )
    yield (
        "written",
        _CODE | {"words", "short"},
        (_ABOUT_TR, "{words}" + _END_TR),
        (_ABOUT_EN, "{words}" + _END_EN),
    )
    yield (
        "feedback",
        frozenset({"answer_until"}),
        (
            _ABOUT_TR,
            "Katıldığınız için teşekkür ederiz. Nasıl geçtiğini birkaç dokunuşla "
            "söylemek ister misiniz? Yanıtınız adınızla birlikte tutulmaz; kimin "
            "yazdığını biz de bilemeyiz. Yanıt vermek zorunda değilsiniz.\n\nSon yanıt "
            "zamanı: {answer_until}\nBağlantı: {link}",
        ),
        (
            _ABOUT_EN,
            "Thank you for taking part. Would you like to tell us in a few touches how "
            "it was? Your answer is not kept with your name; we cannot tell who wrote "
            "it either. You need not answer.\n\nLatest time to answer: "
            "{answer_until}\nLink: {link}",
        ),
    )
    yield (
        "link_renewed",
        _CODE,
        (_ABOUT_TR, "İstediğiniz yeni bağlantı aşağıda." + _END_TR),
        (_ABOUT_EN, "Here is the new link you asked for." + _END_EN),
    )


# --- telling ------------------------------------------------------------------


def draft_admission(
    registration: Registration,
    *,
    state: RegistrationState,
    position: int | None = None,
    token: str,
    text_read: list[MessageText] | None = None,
) -> list[Model]:
    """The rows by which she learns what came of asking, but for their delivery.

    A place, a number on the waiting list, or that she takes part in a draw. For a
    registration that is not written yet. Needs no lock for what can be expected: the
    message on a place or on a draw does not depend on who else registers. `text_read`:
    what `confirmation_asking` gave.
    """
    with _in_her_language(registration):
        if state == RegistrationState.CONFIRMED:
            return _seat_rows(registration, token, text_read)
        name, values = "in_draw", _day_values(registration)
        if position is not None:
            name, values = "waiting", {**values, "position": str(position)}
        message = _draft(registration, name, token=token, values=values)
    return [message] if message else []


def confirmation_asking(language: str) -> Statement:
    """The words of what a place is told with, for `exchange`."""
    return newest_asking("programs.confirmed", language)


def _seat_rows(
    registration: Registration, token: str, text_read: list[MessageText] | None
) -> list[Model]:
    until = local_moment(registration.occurrence.cancel_until)
    calendar, events = _first_calendar(registration)
    message = _draft(
        registration,
        "confirmed",
        token=token,
        values={**_day_values(registration), "cancel_until": until},
        calendar=calendar,
        text_read=text_read,
    )
    return [*events, *([message] if message else [])]


def _first_calendar(registration: Registration) -> tuple[str, list[Model]]:
    person = registration.person
    if registration.occurrence.has_sessions:
        sessions = registration.occurrence.sessions.live()
        appointments = session_appointments(registration, sessions)
        calendar, rows = first_announcement(appointments, person)
        return calendar, [*rows]
    calendar, row = first_invitation(registration_appointment(registration), person)
    return calendar, [row]


def _added(registration: Registration) -> str:
    """The file that puts into her calendar what she is awaited for."""
    if registration.occurrence.has_sessions:
        return _sessions_file(
            registration, list(registration.occurrence.sessions.all())
        )
    return invitation(registration_appointment(registration), registration.person)


def _taken_out(registration: Registration) -> str:
    if registration.occurrence.has_sessions:
        gone = session_appointments(
            registration, registration.occurrence.sessions.all()
        )
        whole = registration_appointment(registration)
        return announcement([], registration.person, gone=[*gone, whole])
    return cancellation(registration_appointment(registration), registration.person)


def _sessions_file(
    registration: Registration, sessions: Sequence[CourseSession]
) -> str:
    """Every session; those that were cancelled are taken out.

    So is the run as a whole, which she has from before it had sessions.
    """
    live = [one for one in sessions if one.cancelled_at is None]
    cancelled = [one for one in sessions if one.cancelled_at is not None]
    gone = session_appointments(registration, cancelled)
    return announcement(
        session_appointments(registration, live),
        registration.person,
        gone=[*gone, registration_appointment(registration)],
    )


def with_delivery(rows: list[Model]) -> list[Model]:
    """Drafted rows and what sends the message among them after the commit."""
    messages = [row for row in rows if isinstance(row, Message)]
    return [*rows, *(task for one in messages for task in delivery_rows(one))]


def tell_confirmed(registration: Registration) -> None:
    """The place that waited for her answer is hers."""
    with _in_her_language(registration):
        until = local_moment(registration.occurrence.cancel_until)
        _queue(
            registration,
            "confirmed",
            values={**_day_values(registration), "cancel_until": until},
            calendar=_added(registration),
        )


def tell_offer(registration: Registration) -> None:
    """A place is hers until a time of the clock."""
    if registration.offer_expires_at is None:
        raise ValueError("This registration has no open offer.")
    with _in_her_language(registration):
        until = local_moment(registration.offer_expires_at)
        _queue(
            registration,
            "offered",
            event=f"offered-{registration.offers_lapsed}",
            values={**_day_values(registration), "until": until},
        )


def tell_not_drawn(registration: Registration, *, position: int) -> None:
    """The draw gave her no place but a number on the waiting list."""
    with _in_her_language(registration):
        _queue(
            registration,
            "not_drawn",
            values={**_day_values(registration), "position": str(position)},
        )


def tell_party_changed(registration: Registration) -> None:
    """What she changed herself, as it is now."""
    has_place = registration.state == RegistrationState.CONFIRMED
    with _in_her_language(registration):
        _queue(
            registration,
            "party_changed",
            event=f"changed-{secrets.token_hex(6)}",
            values={**_day_values(registration), "seats": str(registration.seats)},
            calendar=_added(registration) if has_place else "",
        )


def tell_lapse(registration: Registration) -> None:
    over = registration.state == RegistrationState.LAPSED
    with _in_her_language(registration):
        _queue(registration, "offers_over" if over else "offer_lapsed")


def tell_list_closed(registration: Registration) -> None:
    """No place came free for her, and it is over now."""
    with _in_her_language(registration):
        day = date_format(registration.occurrence.day, "DATE_FORMAT")
        _queue(registration, "list_closed", values={"day": day})


def tell_end(registration: Registration) -> None:
    """It is over: by her own wish, or by a decision of staff."""
    removed = registration.state == RegistrationState.REMOVED
    with _in_her_language(registration):
        _queue(
            registration,
            "removed" if removed else "cancelled",
            calendar=_taken_out(registration),
        )


def tell_occurrence_cancelled(
    registration: Registration, *, hold: Batch | None = None
) -> None:
    with _in_her_language(registration):
        day = date_format(registration.occurrence.day, "DATE_FORMAT")
        _queue(
            registration,
            "occurrence_cancelled",
            values={"day": day},
            calendar=_taken_out(registration),
            hold=hold,
        )


def answer_words(registration: Registration) -> str:
    """Until when she may answer, as her message says it."""
    if registration.offer_expires_at is None:
        raise ValueError("This registration has no open offer.")
    with _in_her_language(registration):
        return local_moment(registration.offer_expires_at)


def tell_offered_instead(
    registration: Registration, *, of: Registration, hold: Batch | None = None
) -> None:
    """`of` ended with its date; a place on another waits for her answer."""
    if registration.offer_expires_at is None:
        raise ValueError("This registration has no open offer.")
    with _in_her_language(registration):
        until = local_moment(registration.offer_expires_at)
        _queue(
            registration,
            "cancelled_offered",
            values={**_instead_values(registration, of), "until": until},
            calendar=_taken_out(of),
            hold=hold,
        )


def tell_waits_instead(
    registration: Registration,
    *,
    of: Registration,
    position: int,
    hold: Batch | None = None,
) -> None:
    """`of` ended with its date; she has a number on the waiting list of another."""
    with _in_her_language(registration):
        _queue(
            registration,
            "cancelled_waiting",
            values={**_instead_values(registration, of), "position": str(position)},
            calendar=_taken_out(of),
            hold=hold,
        )


def _instead_values(registration: Registration, of: Registration) -> dict[str, str]:
    there = _day_values(registration)
    day = date_format(of.occurrence.day, "DATE_FORMAT")
    return {**there, "new_day": there["day"], "day": day}


def tell_occurrence_moved(
    registration: Registration, *, hold: Batch | None = None
) -> None:
    """Another time or place; whoever has a place has it moved in her calendar."""
    has_place = registration.state == RegistrationState.CONFIRMED
    with _in_her_language(registration):
        _queue(
            registration,
            "occurrence_moved",
            event=f"moved-{timezone.now().timestamp():f}",
            values=_day_values(registration),
            calendar=_added(registration) if has_place else "",
            not_after=registration.occurrence.ends_at,
            hold=hold,
        )


def tell_sessions_changed(
    registration: Registration,
    *,
    changes: Sequence[SessionChange],
    sessions: Sequence[CourseSession],
    until: datetime,
    hold: Batch | None = None,
) -> None:
    """Sessions moved, cancelled or added; useless from `until` on."""
    has_place = registration.state == RegistrationState.CONFIRMED
    with _in_her_language(registration):
        _queue(
            registration,
            "sessions_changed",
            event=f"sessions-{timezone.now().timestamp():f}",
            values={"changes": "\n".join(change_words(one) for one in changes)},
            calendar=_sessions_file(registration, sessions) if has_place else "",
            not_after=until,
            hold=hold,
        )


def tell_written(
    registration: Registration, *, words: str, short: str, hold: Batch
) -> None:
    """What staff wrote to many at once; it waits until somebody has read it again."""
    values = {"words": words, **({"short": short} if short else {})}
    with _in_her_language(registration):
        _queue(
            registration,
            "written",
            event=f"written-{hold.pk}",
            values=values,
            not_after=registration.occurrence.ends_at,
            hold=hold,
        )


def tell_reminder(registration: Registration, *, days: int, until: datetime) -> None:
    """Her place, `days` before; useless from `until` on."""
    with _in_her_language(registration):
        cancel_until = local_moment(registration.occurrence.cancel_until)
        _queue(
            registration,
            f"reminder_{days}",
            event=_reminder_event(registration.occurrence, days),
            values={**_day_values(registration), "cancel_until": cancel_until},
            not_before=timezone.now(),
            not_after=until,
        )


def tell_feedback_asked(registration: Registration, *, until: datetime) -> None:
    """She came; would she like to say how it was?"""
    with _in_her_language(registration):
        _queue(
            registration,
            "feedback",
            values={"answer_until": local_moment(until)},
            not_before=timezone.now(),
            not_after=until,
            page="programs:feedback",
        )


def asked_how_it_was(occurrence: Occurrence) -> set[int]:
    """The registrations for which the question was written."""
    asked = Message.objects.filter(
        about_type=ContentType.objects.get_for_model(Registration),
        about_id__in=occurrence.registrations.values("pk"),
        template="programs.feedback",
    )
    pks = asked.values_list("about_id", flat=True)
    return {pk for pk in pks if pk is not None}


def reminded(occurrence: Occurrence, days: int) -> set[int]:
    """The registrations for which this reminder was written."""
    keys = Message.objects.filter(
        about_type=ContentType.objects.get_for_model(Registration),
        about_id__in=occurrence.registrations.values("pk"),
        template=f"programs.reminder_{days}",
        key__endswith=_reminder_event(occurrence, days),
    )
    pks = keys.values_list("about_id", flat=True)
    return {pk for pk in pks if pk is not None}


def is_reminder_for(message: Message, occurrence: Occurrence) -> bool:
    """Whether it speaks of the day on which the departure is by now."""
    return message.key.endswith(occurrence.day.isoformat())


def _reminder_event(occurrence: Occurrence, days: int) -> str:
    # A departure that is moved to another day is another moment.
    return f"reminder-{days}-{occurrence.day.isoformat()}"


def renew_links(person: Person) -> None:
    """A message with a fresh link for each registration she still has."""
    registrations = Registration.objects.live().filter(
        person=person, occurrence__ends_at__gt=timezone.now()
    )
    for registration in registrations.select_related("person", "occurrence__activity"):
        with _in_her_language(registration):
            _queue(
                registration, "link_renewed", event=f"renewed-{secrets.token_hex(6)}"
            )


@contextmanager
def _in_her_language(registration: Registration) -> Iterator[None]:
    with override(registration.person.language):
        yield


def _first_she_can_come_to(occurrence: Occurrence) -> datetime:
    """The start; the second session for who joins a course that has begun."""
    has_begun = occurrence.starts_at <= timezone.now()
    return occurrence.entry_until if has_begun else occurrence.starts_at


def _day_values(registration: Registration) -> dict[str, str]:
    occurrence = registration.occurrence
    point = registration.boarding_point
    start = timezone.localtime(_first_she_can_come_to(occurrence))
    return {
        "day": date_format(start, gettext("l, F j")),
        "time": time_format(point.boards_at if point else start.time(), "TIME_FORMAT"),
        "place": point.name if point else occurrence.place,
    }


def _queue(
    registration: Registration,
    template: str,
    *,
    event: str = "",
    values: dict[str, str] | None = None,
    calendar: str = "",
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    hold: Batch | None = None,
    page: str = "programs:own",
) -> None:
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    queue_message(
        registration.person,
        **_about(registration, template, token, values, event=event, page=page),
        calendar=calendar,
        not_before=not_before,
        not_after=not_after,
        hold=hold,
    )


def _draft(
    registration: Registration,
    template: str,
    *,
    token: str,
    values: dict[str, str],
    calendar: str = "",
    text_read: list[MessageText] | None = None,
) -> Message | None:
    return draft_message(
        registration.person,
        **_about(registration, template, token, values),
        calendar=calendar,
        text_read=text_read,
    )


def _about(
    registration: Registration,
    template: str,
    token: str,
    values: dict[str, str] | None,
    *,
    event: str = "",
    page: str = "programs:own",
) -> dict[str, Any]:
    return {
        "template": f"programs.{template}",
        "key": f"registration-{registration.pk}-{event or template}",
        "about": registration,
        "values": {**(values or {}), "code": registration.code},
        "link_path": reverse(page, kwargs={"token": token}),
    }
