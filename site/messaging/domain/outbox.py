"""Writing messages into the outbox."""

from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from messaging import tasks
from messaging.channels import automatic_routes
from messaging.domain.routes import route_for
from messaging.enums import MessageState, Route, StateReason
from messaging.models import LINK_MARK, Message
from messaging.sms.texts import short_text
from messaging.templates import get_template
from people.domain.consents import has_consented
from people.models import Person
from people.sealing import seal


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
) -> None:
    """Write a message in the running transaction; it leaves after the commit.

    `key` names the event the message is about: the same key is one message, however
    often it is asked for. `link_path` is the path behind a private link; it is kept
    encrypted, apart from the text. `to` is an address that is not hers yet; it must
    be confirmed before anything else goes there, and is kept encrypted too.
    """
    rests_on = get_template(template).consent
    if rests_on and not has_consented(person, rests_on):
        return
    if rests_on and not link_path:
        raise ValueError(f"{template} rests on a consent and has no link to withdraw.")
    route, reason = (to[0], StateReason.NONE) if to else route_for(person)
    leaves_by_itself = route in automatic_routes()
    filled_in = {
        **(values or {}),
        "given_name": person.given_name,
        "family_name": person.family_name,
        "link": LINK_MARK,
    }
    subject, body = get_template(template).render(person.language, filled_in)
    if route == Route.SMS:
        body = short_text(
            get_template(template),
            person.language,
            filled_in,
            has_link=bool(link_path),
        )
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
        state=MessageState.QUEUED if leaves_by_itself else MessageState.BY_HAND,
        reason=reason,
    )
    # The unique key makes a repeat a no-op, in one query and without a savepoint.
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if leaves_by_itself:
        transaction.on_commit(partial(tasks.deliver_message.enqueue, key))
