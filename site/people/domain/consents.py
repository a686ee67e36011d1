"""Notices shown and consents given or withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from wagtail.log_actions import log

from people.enums import ConsentAction, EntryChannel
from people.models import (
    ConsentPurpose,
    ConsentRecord,
    ConsentText,
    Notice,
    NoticeReceipt,
    Person,
)


@dataclass(frozen=True, slots=True)
class ConsentQuestion:
    """A consent as a form asks it: the key, the exact sentence, its version."""

    key: str
    text: ConsentText


def consent_questions(keys: Iterable[str], *, language: str) -> list[ConsentQuestion]:
    """The newest sentence of each active purpose in `keys`, in their order.

    A translation that still words an earlier meaning is not asked: the sentence in
    the site's language stands in until the translation has caught up.
    """
    wanted = list(keys)
    newest: dict[str, ConsentText] = {}
    texts = (
        ConsentText.objects.filter(
            purpose__key__in=wanted,
            purpose__active=True,
            edition=F("purpose__edition"),
            language__in=[language, settings.LANGUAGE_CODE],
        )
        .select_related("purpose")
        .order_by("version")
    )
    for text in sorted(texts, key=lambda one: one.language == language):
        newest[text.purpose.key] = text
    return [ConsentQuestion(key, newest[key]) for key in wanted if key in newest]


def record_consents(
    person: Person,
    *,
    given: Iterable[str],
    language: str,
    entered_through: str,
    at: datetime | None = None,
) -> list[ConsentRecord]:
    """Note each consent whose box she ticked, with the sentence she saw."""
    records = draft_consents(
        person, given=given, language=language, entered_through=entered_through, at=at
    )
    return ConsentRecord.objects.bulk_create(records) if records else []


def draft_consents(
    person: Person,
    *,
    given: Iterable[str],
    language: str,
    entered_through: str,
    at: datetime | None = None,
) -> list[ConsentRecord]:
    """`record_consents` for who writes the rows together with others."""
    given = list(given)
    if not given:
        return []
    return [
        ConsentRecord(
            person=person,
            text=question.text,
            action=ConsentAction.GIVEN,
            at=at or timezone.now(),
            entered_through=entered_through,
        )
        for question in consent_questions(given, language=language)
    ]


def give_consent(
    person: Person, *, key: str, language: str, entered_through: str
) -> ConsentRecord | None:
    """Note that she agrees, with the sentence shown to her in `language`.

    None when nothing is to be noted: she agreed already, or it is no longer asked.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if has_consented(person, key):
            return None
        given = record_consents(
            person, given=[key], language=language, entered_through=entered_through
        )
    return given[0] if given else None


def withdraw_consent(
    person: Person, *, purpose: ConsentPurpose, entered_through: str
) -> ConsentRecord | None:
    """Note that she no longer agrees; None when she had not agreed."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        last = (
            person.consent_records.filter(text__purpose=purpose)
            .order_by("-at", "-pk")
            .first()
        )
        if last is None or last.action == ConsentAction.WITHDRAWN:
            return None
        return ConsentRecord.objects.create(
            person=person,
            text=last.text,
            action=ConsentAction.WITHDRAWN,
            at=timezone.now(),
            entered_through=entered_through,
        )


def consents_of(person: Person) -> dict[str, ConsentRecord]:
    """Her last record for each purpose key she was ever asked for and answered."""
    latest: dict[str, ConsentRecord] = {}
    records = person.consent_records.select_related("text__purpose").order_by(
        "at", "pk"
    )
    for record in records:
        latest[record.text.purpose.key] = record
    return latest


def has_consented(person: Person, key: str) -> bool:
    """Whether she agrees to what the purpose means today.

    Every use of a consent asks this at the moment of the use: a withdrawal works at
    once, and a consent to an earlier meaning of the purpose no longer counts.
    """
    record = consents_of(person).get(key)
    return record is not None and record.counts


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """One purpose as she finds it on her own page."""

    key: str
    name: str
    is_given: bool
    #: the sentence that is asked today; "" when it is not asked any more
    sentence: str
    #: her last word on it
    last: ConsentRecord | None

    @property
    def is_asked_again(self) -> bool:
        """She agreed to an earlier meaning and has not been asked for this one."""
        return (
            not self.is_given
            and self.last is not None
            and self.last.action == ConsentAction.GIVEN
        )


def consent_standings(person: Person, *, language: str) -> list[ConsentStanding]:
    """Each purpose that is asked, or that she ever answered, in a fixed order."""
    last = consents_of(person)
    purposes = list(ConsentPurpose.objects.all())
    asked = {
        question.key: question.text.text
        for question in consent_questions(
            [purpose.key for purpose in purposes], language=language
        )
    }
    return [
        ConsentStanding(
            key=purpose.key,
            name=str(purpose.name),
            is_given=(record := last.get(purpose.key)) is not None and record.counts,
            sentence=asked.get(purpose.key, ""),
            last=record,
        )
        for purpose in purposes
        if purpose.key in asked or purpose.key in last
    ]


def record_notice(
    person: Person,
    *,
    notice: Notice,
    at: datetime | None = None,
    shown_through: str = "",
) -> NoticeReceipt:
    """Note that she was shown this version; its row names the language too."""
    receipt = draft_receipt(person, notice=notice, at=at, shown_through=shown_through)
    receipt.save(force_insert=True)
    return receipt


def draft_receipt(
    person: Person,
    *,
    notice: Notice,
    at: datetime | None = None,
    shown_through: str = "",
) -> NoticeReceipt:
    """`record_notice` for who writes the row herself, together with others."""
    return NoticeReceipt(
        person=person,
        notice=notice,
        shown_at=at or timezone.now(),
        shown_through=shown_through,
    )


def notices_to_show_again(person: Person) -> list[Notice]:
    """The notices in force whose purpose changed since she was shown an earlier one.

    In her language; one for each process she was ever told about. Showing one is noted
    with `record_notice`, after which it is no longer in the list.
    """
    shown: dict[str, datetime] = {}
    for process, at in person.notice_receipts.values_list(
        "notice__process", "shown_at"
    ):
        shown[process] = max(at, shown.get(process, at))
    changed = Notice.objects.filter(
        process__in=shown, informs_again=True, published_at__isnull=False
    )
    due = {
        process
        for process, at in changed.values_list("process", "published_at")
        if at is not None and at > shown[process]
    }
    notices = (Notice.objects.current(one, person.language) for one in sorted(due))
    return [notice for notice in notices if notice is not None]


def note_seen_notice(person: Person, *, notice_pk: int) -> NoticeReceipt | None:
    """She read the changed notice on her own page.

    None when there is nothing to note: noted already, or replaced by a newer one in
    the meantime, which her page then shows.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        due = {notice.pk: notice for notice in notices_to_show_again(person)}
        if notice_pk not in due:
            return None
        return record_notice(
            person, notice=due[notice_pk], shown_through=EntryChannel.WEB
        )


def altered_texts() -> list[Notice | ConsentText]:
    """Published texts that are no longer what was published; none, in good order."""
    published = Notice.objects.filter(published_at__isnull=False)
    return [
        text
        for text in (*published, *ConsentText.objects.select_related("purpose"))
        if text.digest() != text.sha256
    ]


def publish_notice(notice: Notice, *, by: object = None) -> Notice:
    """Freeze a text and give it the next version of its process and language."""
    with transaction.atomic():
        siblings = Notice.objects.select_for_update().filter(
            process=notice.process, language=notice.language
        )
        list(siblings.values_list("pk", flat=True))
        last = siblings.filter(published_at__isnull=False).aggregate(n=Max("version"))[
            "n"
        ]
        notice.version = (last or 0) + 1
        notice.sha256 = notice.digest()
        notice.published_at = timezone.now()
        notice.save()
        log(
            notice,
            "people.notice.publish",
            user=by,
            data={"version": notice.version, "informs_again": notice.informs_again},
        )
    return notice


def publish_consent_text(text: ConsentText, *, by: object = None) -> ConsentText:
    """Put a new version of the sentence beside the box into force.

    One that `asks_again` begins a new edition of the purpose: consents to earlier
    ones stop counting. The first language to do so begins it, the others catch up.
    One that mends the wording only belongs to the edition it mends.
    """
    with transaction.atomic():
        purpose = ConsentPurpose.objects.select_for_update().get(pk=text.purpose_id)
        last = (
            ConsentText.objects.filter(purpose=purpose, language=text.language)
            .order_by("-version")
            .first()
        )
        if last is None:
            text.edition = purpose.edition
        elif not text.asks_again:
            text.edition = last.edition
        else:
            if last.edition == purpose.edition:
                purpose.edition += 1
                purpose.save(update_fields=["edition"])
            text.edition = purpose.edition
        text.version = (last.version if last else 0) + 1
        text.published_at = timezone.now()
        text.save()
        log(
            text,
            "people.consent_text.publish",
            user=by,
            data={"version": text.version, "asks_again": text.asks_again},
        )
    return text
