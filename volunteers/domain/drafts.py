"""Applications that are not sent yet: keeping, sending a link, going on, files.

A draft is reached through the session of the browser that began it, or through a link
that was sent to the address in it; by no number and no address of a page.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log

from messaging.channels import automatic_routes
from messaging.domain.routes import route_for
from messaging.enums import Route
from people.domain.consents import record_notice
from people.domain.links import issue_link, open_link, revoke_links
from people.domain.persons import PersonDetails, enter_person, rewrite_person
from people.domain.retention import period_for
from people.enums import EntryChannel, LinkPurpose
from people.fields import normalize_email
from people.models import Notice, Person
from people.uploads import CheckedFile
from volunteers import notifications
from volunteers.models import ApplicationDraft, ApplicationFile, Call

#: What a browser posted for one step: name of the field -> values.
Posted = Mapping[str, list[str]]

KIND = "volunteers.draft"
#: One link in so many seconds.
PAUSE = timedelta(minutes=2)


@transaction.atomic
def begin_draft(call: Call, *, now: datetime | None = None) -> ApplicationDraft:
    now = now or timezone.now()
    days = period_for(KIND).after(timezone.localdate(now)) - timezone.localdate(now)
    return ApplicationDraft.objects.create(
        call=call, created_at=now, saved_at=now, expires_at=now + days
    )


@transaction.atomic
def keep_step(
    draft: ApplicationDraft,
    step: str,
    posted: Posted,
    *,
    is_checked: bool,
    now: datetime | None = None,
) -> ApplicationDraft | None:
    """Keep one step as it was posted, and leave the others as they are.

    `is_checked`: it was found right; otherwise it is what she typed so far. Two tabs
    that save at once lose nothing of each other's steps. None when it is gone.
    """
    locked = _lock(draft)
    if locked is None:
        return None
    content = locked.filled_in()
    content["partial"].pop(step, None)
    content["steps" if is_checked else "partial"][step] = {
        name: list(values) for name, values in posted.items()
    }
    locked.fill_in(content)
    locked.email_mark, locked.phone_mark = _marks_in(content)
    locked.saved_at = now or timezone.now()
    locked.save(
        update_fields=["content", "email_mark", "phone_mark", "saved_at"],
    )
    return locked


# --- going on later ----------------------------------------------------------------


@transaction.atomic
def send_draft_link(
    draft: ApplicationDraft, *, details: PersonDetails, notice: Notice
) -> str | None:
    """Send her a link that opens the draft on any device; older ones go on opening.

    Whoever else is on record makes no difference: a new record is entered for whom
    the message goes to, and nothing is joined. Returns the path of the link when the
    way she chose cannot carry it, so that the page itself can show it to her; "" when
    it was sent. None when the draft is gone.
    """
    locked = _lock(draft)
    if locked is None:
        return None
    person = locked.person
    if person is None or person.anonymized_at:
        person = enter_person(details, entered_through=EntryChannel.WEB)
        record_notice(
            person,
            notice=notice,
            at=timezone.now(),
            shown_through=EntryChannel.WEB,
        )
        locked.person = person
        locked.save(update_fields=["person"])
    else:
        rewrite_person(person, details)
    route, _reason = route_for(person)
    is_sent = route in automatic_routes()
    if is_sent and not cache.add(f"draft-link:{locked.pk}", True, PAUSE.seconds):
        return ""
    token = issue_link(
        person,
        purpose=LinkPurpose.DRAFT,
        target=locked,
        expires_at=locked.expires_at,
    )
    log(locked, "volunteers.draft.send_link", data={"call": locked.call_id})
    if not is_sent:
        return notifications.draft_path(token, language=person.language)
    notifications.send_draft_link(locked, token=token)
    return ""


def draft_behind(token: str) -> ApplicationDraft | None:
    """The draft that an open link leads to; None for every other token."""
    link = open_link(token, purpose=LinkPurpose.DRAFT)
    draft = link.target if link else None
    if not isinstance(draft, ApplicationDraft) or draft.expires_at <= timezone.now():
        return None
    return draft


@transaction.atomic
def resume_draft(token: str) -> ApplicationDraft | None:
    """Go on with it; whoever has the link reads what is sent to the address in it."""
    draft = draft_behind(token)
    locked = _lock(draft) if draft else None
    if locked is None:
        return None
    if locked.person is not None:
        locked.confirmed_mark = reach_mark(locked.person)
        locked.save(update_fields=["confirmed_mark"])
    return locked


def reach_mark(person: Person) -> str:
    """Of the one address that her messages go to; "" where none goes by itself."""
    route, _reason = route_for(person)
    if route == Route.EMAIL:
        return email_mark(person.email)
    return phone_mark(str(person.phone)) if route == Route.SMS else ""


# --- files -------------------------------------------------------------------------


@transaction.atomic
def keep_file(
    draft: ApplicationDraft, *, question: str, checked: CheckedFile
) -> ApplicationFile | None:
    """Keep a checked upload as the answer to a question; it replaces an earlier one."""
    locked = _lock(draft)
    if locked is None:
        return None
    locked.files.filter(question=question).delete()
    row = ApplicationFile(
        draft=locked, question=question, kind=checked.kind, size=checked.size
    )
    row.stored.save(str(checked.kind), ContentFile(checked.content), save=False)
    row.save()
    return row


def drop_file(draft: ApplicationDraft, *, question: str) -> None:
    draft.files.filter(question=question).delete()


# --- the end of a draft --------------------------------------------------------------


def close_draft(draft: ApplicationDraft) -> None:
    """It was sent: nothing of it stays, and its links open nothing."""
    revoke_links(draft, purpose=LinkPurpose.DRAFT)
    draft.delete()


def drafts_of(persons: Iterable[Person]) -> Any:
    """Drafts that somebody began: hers by record, or with her address or number."""
    hers = Q(pk__in=[])
    for person in persons:
        hers |= Q(person=person)
        if person.email:
            hers |= Q(email_mark=email_mark(person.email))
        if person.phone:
            hers |= Q(phone_mark=phone_mark(str(person.phone)))
    return ApplicationDraft.objects.filter(hers)


def part_from_drafts(kept: Person, merged: Person) -> None:
    """Before two records are joined: what is sent later is entered as a new record."""
    ApplicationDraft.objects.filter(person__in=[kept, merged]).update(person=None)


def email_mark(address: str) -> str:
    return _mark(normalize_email(address))


def phone_mark(number: str) -> str:
    """The same for every way of writing a number."""
    return _mark("".join(filter(str.isdigit, number))[-10:])


def _mark(text: str) -> str:
    if not text:
        return ""
    return salted_hmac("volunteers.draft", text, algorithm="sha256").hexdigest()


def _marks_in(content: Mapping[str, Mapping[str, Posted]]) -> tuple[str, str]:
    typed: dict[str, str] = {}
    for part in ("steps", "partial"):
        for name, values in content[part].get("kisi", {}).items():
            with suppress(IndexError):
                typed[name] = values[0]
    return email_mark(typed.get("kisi-email", "")), phone_mark(
        typed.get("kisi-phone", "")
    )


def _lock(draft: ApplicationDraft) -> ApplicationDraft | None:
    """The row as it is now; None once it was sent, erased or has expired."""
    return (
        ApplicationDraft.objects.open()
        .select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=draft.pk)
        .first()
    )
