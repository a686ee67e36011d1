"""Offers of another date whose message no member of staff has let go yet.

She cannot answer what she has not read: until it leaves, her offer does not lapse, and
the time to answer begins when it leaves. Only when no answer could come in time any
more does she wait on that date instead (`waiting_list.lapse_offers`).
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import log

from messaging.enums import MessageState, StateReason
from messaging.models import Message
from programs import notifications
from programs.domain.deadlines import answers_until
from programs.domain.places import lock_places
from programs.enums import RegistrationState as State
from programs.models import Registration

TEMPLATE = "programs.cancelled_offered"


def unasked(rows: Iterable[Registration]) -> dict[int, Message]:
    """The held message of each of these registrations that has one, by its key."""
    held = Message.objects.held().filter(
        template=TEMPLATE,
        about_type=ContentType.objects.get_for_model(Registration),
        about_id__in=[row.pk for row in rows],
    )
    found = held.select_related("batch").order_by("pk")
    return {message.about_id: message for message in found if message.about_id}


def never_told(rows: Iterable[Registration]) -> set[int]:
    """Those of these registrations whose message staff dropped, and that none was told.

    Who was told in another way has been asked.
    """
    dropped = Message.objects.filter(
        template=TEMPLATE,
        state=MessageState.CANCELLED,
        reason__in=(StateReason.MISTAKEN, StateReason.UNSAFE),
        about_type=ContentType.objects.get_for_model(Registration),
        about_id__in=[row.pk for row in rows],
    )
    return {pk for pk in dropped.values_list("about_id", flat=True) if pk}


def cancelled_with(message: Message) -> Registration | None:
    """Her registration for the date that is cancelled, of which the message tells."""
    if message.batch is None:
        return None
    return (
        Registration.objects.filter(
            occurrence=message.batch.about_id, person=message.person_id
        )
        .select_related("occurrence__activity", "person", "boarding_point")
        .order_by("pk")
        .last()
    )


def renew_answers(pks: Collection[int]) -> None:
    """Before these messages leave: the usual time to answer, from now on."""
    about = Message.objects.filter(pk__in=pks).values_list("about_id", flat=True)
    offered = Registration.objects.filter(pk__in=list(about), state=State.OFFERED)
    dates = offered.order_by("occurrence").values_list("occurrence", flat=True)
    for occurrence in list(dates.distinct()):
        places = lock_places(occurrence)
        until = answers_until(places.occurrence, now=places.now)
        if until is None:
            continue
        late = offered.filter(occurrence=occurrence, offer_expires_at__lt=until)
        rows = list(late.select_related("person", "occurrence__activity"))
        held = (
            Message.objects.held()
            .filter(pk__in=pks, about_id__in=[row.pk for row in rows])
            .order_by("pk")
            .select_for_update(of=("self",))
        )
        messages = {message.about_id: message for message in held}
        for row in rows:
            _renew(row, until, messages.get(row.pk))


def _renew(row: Registration, until: datetime, message: Message | None) -> None:
    before = notifications.answer_words(row)
    row.offer_expires_at = until
    row.save(update_fields=["offer_expires_at"])
    after = notifications.answer_words(row)
    if message is not None:
        message.subject = message.subject.replace(before, after)
        message.body = message.body.replace(before, after)
        message.save(update_fields=["subject", "body"])
    log(row, "programs.registration.renew", data={"until": until.isoformat()})
