"""What a provider tells of a message after it took it: it arrived, or it did not.

A report may be quicker than our own note that the message left. Then it is kept
(`EarlyReport`) and applied once the message stands here as sent. Nothing is lost
between the two: the report is committed before a message is looked for, the message
is committed before a report is looked for, and the due work looks once more.
"""

import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from messaging.domain.routes import address_of, mark_route_broken
from messaging.enums import MessageState, ReportKind, Route, StateReason
from messaging.models import EarlyReport, Message
from messaging.workflow import MOVES, Event, may

_REASONS = {
    ReportKind.NO_ADDRESS: StateReason.ADDRESS_REFUSED,
    ReportKind.MAILBOX_FULL: StateReason.MAILBOX_FULL,
    ReportKind.REJECTED: StateReason.REJECTED,
    ReportKind.COMPLAINT: StateReason.COMPLAINED,
    ReportKind.DELIVERED: StateReason.NONE,
    ReportKind.NOT_DELIVERED: StateReason.NOT_DELIVERED,
    ReportKind.BAD_NUMBER: StateReason.NUMBER_REFUSED,
}
_EVENTS = {
    ReportKind.NO_ADDRESS: Event.BOUNCE,
    ReportKind.MAILBOX_FULL: Event.BOUNCE,
    ReportKind.REJECTED: Event.BOUNCE,
    ReportKind.DELIVERED: Event.CONFIRM,
    ReportKind.NOT_DELIVERED: Event.LOSE,
    ReportKind.BAD_NUMBER: Event.LOSE,
}
#: After these nothing more is sent to the address.
_BREAKS = frozenset(
    {ReportKind.NO_ADDRESS, ReportKind.COMPLAINT, ReportKind.BAD_NUMBER}
)
#: Providers repeat a report for hours, never for so long.
FORGOTTEN_AFTER = timedelta(days=7)
_BY_REFERENCE = re.compile(r"message-(\d{1,18})", re.ASCII)


def reference_of(message: Message) -> str:
    """What a provider calls a message that it was given to send."""
    return f"message-{message.pk}"


def note_report(name: str, kind: ReportKind) -> bool:
    """Note what was told of the message `name`; whether it was news.

    `name` is the provider's word for the message, or our reference. Not to be called
    in a transaction: what comes early is committed before a message is looked for.
    """
    if not name:
        return False
    EarlyReport.objects.bulk_create(
        [EarlyReport(name=name[:200], kind=kind)], ignore_conflicts=True
    )
    return apply_reports([name[:200]]) > 0


def apply_reports(names: list[str]) -> int:
    """Apply what is kept about these names, as far as the messages have left."""
    applied = 0
    for report in EarlyReport.objects.filter(name__in=names).order_by("pk"):
        applied += _settle(report)
    return applied


def apply_waiting_reports() -> int:
    """Due work: reports whose message has left since; old ones are forgotten."""
    EarlyReport.objects.filter(at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    names = set(EarlyReport.objects.values_list("name", flat=True))
    known = Message.objects.filter(provider_id__in=names).order_by()
    references = {name for name in names if _BY_REFERENCE.fullmatch(name)}
    return apply_reports(
        sorted(references.union(known.values_list("provider_id", flat=True)))
    )


#: The try that a report speaks of is not noted yet.
_UNDER_WAY = (MessageState.SENDING, MessageState.RETRYING)


@transaction.atomic
def _settle(report: EarlyReport) -> bool:
    """Apply one report and let go of it; False while its message has not left."""
    message = _message_named(report.name)
    if message is None or message.state in _UNDER_WAY:
        return False
    # Of two that apply the same report, the second finds it gone.
    mine, _kinds = EarlyReport.objects.filter(pk=report.pk).delete()
    return bool(mine) and _apply(message, report)


def _message_named(name: str) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",)).select_related("person")
    found = rows.filter(provider_id=name).first()
    if found is None and (reference := _BY_REFERENCE.fullmatch(name)):
        found = rows.filter(pk=int(reference[1]), route=Route.SMS).first()
    return found


def _apply(message: Message, report: EarlyReport) -> bool:
    """One row of the table, whatever the order of reports.

    A complaint tells that she got the message: that stays sent.
    """
    kind = ReportKind(report.kind)
    reason, event = _REASONS[kind], _EVENTS.get(kind)
    if event is None:
        if message.state not in MessageState.left or message.reason == reason:
            return False
    elif not may(message.state, event):
        return False
    else:
        message.state = MOVES[MessageState(message.state)][event]
    message.reason = reason
    message.sent_at = message.sent_at or report.at
    message.save(update_fields=["state", "reason", "sent_at"])
    if event != Event.CONFIRM:
        log(message, "messaging.message.bounce", data={"kind": kind.value})
    if (
        kind in _BREAKS
        and not message.is_elsewhere
        and address_of(message.person, message.route)
    ):
        mark_route_broken(message.person, route=Route(message.route), reason=reason)
    return True
