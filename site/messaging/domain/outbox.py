"""Writing messages into the outbox."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from messaging import tasks
from messaging.channels import automatic_routes
from messaging.domain.routes import route_for
from messaging.enums import MessageState, Route, StateReason
from messaging.models import LINK_MARK, Batch, BatchText, Message, MessageText
from messaging.nights import by_day
from messaging.sms.texts import short_text
from messaging.templates import get_template
from people.domain.consents import has_consented
from people.models import Person
from people.sealing import seal


def words_in(language: str, words: Mapping[str, str]) -> str:
    """What staff wrote in her language; where they did not, the first there is."""
    return words.get(language) or next(iter(words.values()))


def hold_messages(
    label: str,
    *,
    by: User | None,
    about: Model | None = None,
    needed_by: datetime | None = None,
) -> Batch:
    """A batch for the messages of one decision: `queue_message(..., hold=batch)`.

    `label` is a key of `messaging.batches`. None of them leaves before a member of
    staff releases it (`messaging.domain.review`); after `needed_by` that is too late.
    """
    batch: Batch = Batch.objects.create(
        label=label, made_by=by, about=about, needed_by=needed_by
    )
    return batch


def messages_held_about(about: Model) -> Batch | None:
    """The latest batch, about it or with a message about it, that still waits."""
    message = held_about(about).select_related("batch").order_by("-batch_id").first()
    return message.batch if message else None


def held_about(about: Model) -> "QuerySet[Message]":
    """What waits of the decisions on it, those made together with others too."""
    kind = ContentType.objects.get_for_model(about)
    return Message.objects.held().filter(
        Q(about_type=kind, about_id=about.pk)
        | Q(batch__about_type=kind, batch__about_id=about.pk)
    )


def queue_message(
    person: Person,
    *,
    template: str,
    key: str,
    about: Model,
    values: dict[str, str] | None = None,
    link_path: str = "",
    calendar: str = "",
    to: tuple[Route, str] | None = None,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    urgent: bool = False,
    hold: Batch | None = None,
) -> None:
    """Write a message in the running transaction; it leaves after the commit.

    `key` names the event the message is about: the same key is one message, however
    often it is asked for. `link_path` is the path behind a private link; it is kept
    encrypted, apart from the text. `to` is an address that is not hers yet; it must
    be confirmed before anything else goes there, and is kept encrypted too.

    It leaves at `not_before` at the earliest, by day unless it is `urgent`, and never
    from `not_after` on. With `hold` it waits for a member of staff.
    """
    message = draft_message(
        person,
        template=template,
        key=key,
        about=about,
        values=values,
        link_path=link_path,
        calendar=calendar,
        to=to,
        not_before=not_before,
        not_after=not_after,
        urgent=urgent,
        hold=hold,
    )
    if message is None:
        return
    # The unique key makes a repeat a no-op, in one query and without a savepoint.
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if message.state == MessageState.QUEUED:
        enqueue_when_due(key, message.next_attempt_at)


def draft_message(
    person: Person,
    *,
    template: str,
    key: str,
    about: Model,
    values: dict[str, str] | None = None,
    link_path: str = "",
    calendar: str = "",
    to: tuple[Route, str] | None = None,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    urgent: bool = False,
    hold: Batch | None = None,
    text_read: list[MessageText] | None = None,
) -> Message | None:
    """`queue_message` for who writes the row himself, with those of `delivery_rows`.

    `text_read`: what `newest_asking` gave for this template in her language.

    None where she has not agreed to what the message rests on.
    """
    rests_on = get_template(template).consent
    if rests_on and not has_consented(person, rests_on):
        return None
    if rests_on and not link_path:
        raise ValueError(f"{template} rests on a consent and has no link to withdraw.")
    route, reason = (to[0], StateReason.NONE) if to else route_for(person)
    leaves_by_itself = route in automatic_routes()
    state = MessageState.QUEUED if leaves_by_itself else MessageState.BY_HAND
    filled_in = {
        **(values or {}),
        "given_name": person.given_name,
        "family_name": person.family_name,
        "link": LINK_MARK,
    }
    subject, body = get_template(template).render(
        person.language, filled_in, read=text_read
    )
    if route == Route.SMS:
        body = short_text(
            get_template(template),
            person.language,
            filled_in,
            has_link=bool(link_path),
        )
    due_at = not_before or timezone.now()
    if not_before and not urgent:
        due_at = by_day(not_before)
    message = Message(
        key=key,
        person=person,
        template=template,
        route=route,
        language=person.language,
        subject=subject,
        body=body,
        sealed_link=seal(settings.SITE_URL + link_path) if link_path else "",
        is_elsewhere=to is not None,
        sealed_address=seal(to[1]) if to else "",
        calendar=calendar,
        about_type=ContentType.objects.get_for_model(about),
        about_id=about.pk,
        state=state if hold is None else MessageState.HELD,
        reason=reason if hold is None else "",
        next_attempt_at=due_at,
        not_after=not_after,
        # What answers her at once may come at night; what we choose the time of, not.
        urgent=urgent or not_before is None,
        batch=hold,
    )
    if hold is not None and route != Route.SMS:
        message.shared_text = _shared_text(hold, template, person.language)
        message.values = filled_in
    return message


def delivery_rows(message: Message) -> list[Model]:
    """What belongs beside a drafted message so that a worker sends it at once.

    With the queue in the database its task is a row like the others: it is seen with
    the commit of the message, and costs no commit of its own. Any other queue is told
    after the commit.
    """
    if message.state != MessageState.QUEUED:
        return []
    task = tasks.deliver_message
    if message.next_attempt_at <= timezone.now() and isinstance(
        task.get_backend(), DatabaseBackend
    ):
        return [
            DBTaskResult(
                args_kwargs={"args": [message.key], "kwargs": {}},
                priority=task.priority,
                task_path=task.module_path,
                queue_name=task.queue_name,
                backend_name=task.backend,
                run_after=get_date_max(),
            )
        ]
    enqueue_when_due(message.key, message.next_attempt_at)
    return []


def enqueue_when_due(key: str, due_at: datetime) -> None:
    """Have a worker send it after the commit; what is due later waits for the timer."""
    if due_at <= timezone.now():
        transaction.on_commit(partial(tasks.deliver_message.enqueue, key))


class _AsTheyAre(dict[str, str]):
    """Fills each placeholder with itself."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _shared_text(batch: Batch, template: str, language: str) -> BatchText:
    """What this batch says in this language, before the placeholders are filled in.

    One query for a batch: the texts found are kept on the object.
    """
    known: dict[tuple[str, str], BatchText] = batch.__dict__.setdefault("_texts", {})
    if (template, language) not in known:
        subject, body = get_template(template).render(language, _AsTheyAre())
        known[template, language], _made = BatchText.objects.get_or_create(
            batch=batch,
            template=template,
            language=language,
            defaults={"subject": subject, "body": body},
        )
    return known[template, language]
