"""Notices shown and consents given or withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from people.enums import ConsentAction
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
    """The newest sentence of each active purpose in `keys`, in their order."""
    wanted = list(keys)
    newest: dict[str, ConsentText] = {}
    texts = (
        ConsentText.objects.filter(
            purpose__key__in=wanted,
            purpose__active=True,
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
    questions = consent_questions(given, language=language)
    if not questions:
        return []
    return ConsentRecord.objects.bulk_create(
        ConsentRecord(
            person=person,
            text=question.text,
            action=ConsentAction.GIVEN,
            at=at or timezone.now(),
            entered_through=entered_through,
        )
        for question in questions
    )


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
    record = consents_of(person).get(key)
    return record is not None and record.action == ConsentAction.GIVEN


def record_notice(
    person: Person,
    *,
    notice: Notice,
    at: datetime | None = None,
    shown_through: str = "",
) -> NoticeReceipt:
    """Note that she was shown this version; its row names the language too."""
    return NoticeReceipt.objects.create(
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
    """Put a new version of the sentence beside the box into force."""
    with transaction.atomic():
        ConsentPurpose.objects.select_for_update().get(pk=text.purpose_id)
        last = ConsentText.objects.filter(
            purpose=text.purpose_id, language=text.language
        ).aggregate(n=Max("version"))["n"]
        text.version = (last or 0) + 1
        text.published_at = timezone.now()
        text.save()
        log(
            text,
            "people.consent_text.publish",
            user=by,
            data={"version": text.version, "asks_again": text.asks_again},
        )
    return text
