"""Writing other words for a message, going back, and a trial to oneself.

Every version is kept. What is saved is checked here, whoever saves it: a message that
cannot be filled in, or whose subject betrays her, is not written down.
"""

import re
import smtplib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override
from wagtail.log_actions import log

from messaging.enums import BodyHint, SubjectFault, TextFault
from messaging.linting import PLACEHOLDER, body_hints, subject_faults, telling_names
from messaging.models import MessageText
from messaging.templates import MessageTemplate, fill
from people.exceptions import Refusal

LONGEST_BODY = 4000
LONGEST_SMS = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """What staff wrote for one language; not saved yet."""

    subject: str
    body: str
    sms: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a draft. `reason` has the sentence."""

    field: str
    reason: TextFault | SubjectFault
    details: Mapping[str, str]


def version_in_force(template: MessageTemplate, language: str) -> int:
    """The number of the last version; 0 while nothing was ever saved."""
    last = (
        MessageText.objects.filter(template=template.key, language=language)
        .order_by("-version")
        .values_list("version", flat=True)
        .first()
    )
    return last or 0


def text_in_force(template: MessageTemplate, language: str) -> Draft:
    """The words that are sent now."""
    written = MessageText.objects.in_force(template.key, language)
    if written is not None:
        return Draft(written.subject, written.body, written.sms)
    return original_text(template, language)


def original_text(template: MessageTemplate, language: str) -> Draft:
    subject, body = template.original(language)
    return Draft(subject, body, template.sms.get(language, ""))


def faults_of(
    template: MessageTemplate, draft: Draft, *, names: Iterable[str] | None = None
) -> list[Fault]:
    """Everything that keeps `draft` from being saved, field by field."""
    found = [
        Fault("subject", reason, {})
        for reason in subject_faults(draft.subject, names=names)
    ]
    if not draft.body.strip():
        found.append(Fault("body", TextFault.EMPTY, {}))
    for field, text, longest in (
        ("subject", draft.subject, 120),
        ("body", draft.body, LONGEST_BODY),
        ("sms", draft.sms, LONGEST_SMS),
    ):
        if len(text) > longest:
            found.append(Fault(field, TextFault.TOO_LONG, {}))
        found += _brace_faults(template, field, text)
    if draft.body.strip():
        found += _missing(template, "body", draft.body, draft.subject)
    # A text message lies open on her screen, from its first letter to its last.
    telling = {SubjectFault.TELLING_WORD, SubjectFault.NAMES_WHAT}
    if draft.sms and telling & set(subject_faults(draft.sms, names=names)):
        found.append(Fault("sms", TextFault.SMS_TELLS, {}))
    if draft.sms.strip() and template.has_link:
        needs_link = {"link"} - set(PLACEHOLDER.findall(draft.sms))
        if needs_link:
            found.append(Fault("sms", *_naming(TextFault.MISSING_PLACEHOLDER, "link")))
    return found


def hints_of(draft: Draft, *, names: Iterable[str] | None = None) -> list[BodyHint]:
    """What the writer should look at once more before she keeps it."""
    return body_hints(draft.body, names=names)


@transaction.atomic
def save_texts(
    template: MessageTemplate,
    drafts: Mapping[str, Draft],
    *,
    seen: Mapping[str, int],
    by: Any,
    hints_accepted: bool = False,
) -> list[MessageText]:
    """Put new versions into force for each language whose words changed.

    `seen` holds the version the writer started from, by language. Refuses whatever
    `faults_of` finds, remarks nobody accepted, and a text changed by somebody else.
    """
    rows = MessageText.objects.select_for_update().filter(template=template.key)
    list(rows.values_list("pk", flat=True))
    changed = {
        language: draft
        for language, draft in drafts.items()
        if draft != text_in_force(template, language)
    }
    names = telling_names() if changed else []
    for language, draft in changed.items():
        if version_in_force(template, language) != seen.get(language, 0):
            raise Refusal(TextFault.CHANGED_MEANWHILE)
        for fault in faults_of(template, draft, names=names):
            raise Refusal(fault.reason, **fault.details)
        if hints_of(draft, names=names) and not hints_accepted:
            raise Refusal(TextFault.NOT_CONFIRMED)
    return [
        _add(template, language, draft, after=seen.get(language, 0), by=by)
        for language, draft in changed.items()
    ]


@transaction.atomic
def go_back_to_version(text: MessageText, *, template: MessageTemplate, by: Any) -> Any:
    """The words of an earlier version, as a new one; checked like any other."""
    draft = Draft(text.subject, text.body, text.sms)
    for fault in faults_of(template, draft):
        raise Refusal(fault.reason, **fault.details)
    return _add(
        template,
        text.language,
        draft,
        after=version_in_force(template, text.language),
        by=by,
        is_original=text.is_original,
    )


@transaction.atomic
def go_back_to_original(template: MessageTemplate, *, language: str, by: Any) -> Any:
    """The words of the code again, also when those change later."""
    if MessageText.objects.in_force(template.key, language) is None:
        return None
    return _add(
        template,
        language,
        original_text(template, language),
        after=version_in_force(template, language),
        by=by,
        is_original=True,
    )


def send_trial(
    template: MessageTemplate, draft: Draft, *, language: str, by: Any
) -> None:
    """The message as it would look, to the writer's own address, with sample data.

    The subject is the real one, so that she sees what others would see.
    """
    if not by.email:
        raise Refusal(TextFault.NO_OWN_ADDRESS)
    for fault in faults_of(template, draft):
        raise Refusal(fault.reason, **fault.details)
    samples = template.samples(language)
    with override(language):
        mark = gettext("This is a trial with sample data.")
    mail = EmailMessage(
        subject=fill(draft.subject, samples),
        body=f"[{mark}]\n\n{fill(draft.body, samples)}",
        to=[by.email],
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException):
        raise Refusal(TextFault.NOT_SENT) from None
    log(
        by,
        "messaging.text.trial",
        user=by,
        data={"template": template.key, "language": language},
    )


def _add(
    template: MessageTemplate,
    language: str,
    draft: Draft,
    *,
    after: int,
    by: Any,
    is_original: bool = False,
) -> MessageText:
    """The version that follows the one its writer saw, or nothing."""
    try:
        with transaction.atomic():
            text = MessageText.objects.create(
                template=template.key,
                language=language,
                version=after + 1,
                subject=draft.subject,
                body=draft.body,
                sms=draft.sms,
                is_original=is_original,
                edited_by=by,
            )
    except IntegrityError:
        # Somebody else's, meanwhile: before a first version there is no row to lock.
        raise Refusal(TextFault.CHANGED_MEANWHILE) from None
    log(
        text,
        "messaging.text.go_back" if is_original else "messaging.text.save",
        user=by,
        data={"template": template.key, "language": language, "version": text.version},
    )
    return text


def _brace_faults(template: MessageTemplate, field: str, text: str) -> list[Fault]:
    found = []
    unknown = [
        name
        for name in dict.fromkeys(PLACEHOLDER.findall(text))
        if name not in template.allowed()
    ]
    if unknown:
        found.append(Fault(field, *_naming(TextFault.UNKNOWN_PLACEHOLDER, *unknown)))
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        found.append(Fault(field, TextFault.STRAY_BRACE, {"sample": "{given_name}"}))
    return found


def _missing(
    template: MessageTemplate, field: str, body: str, subject: str
) -> list[Fault]:
    written = set(PLACEHOLDER.findall(body)) | set(PLACEHOLDER.findall(subject))
    lacking = sorted(template.required - written)
    if not lacking:
        return []
    return [Fault(field, *_naming(TextFault.MISSING_PLACEHOLDER, *lacking))]


def _naming(reason: TextFault, *names: str) -> tuple[TextFault, dict[str, str]]:
    return reason, {"names": ", ".join(f"{{{name}}}" for name in names)}
