"""What a provider of text messages reports, read by patterns from the settings."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import constant_time_compare

from messaging.enums import ReportKind

#: Shorter secrets could be tried out.
SHORTEST_SECRET = 20
#: One report is a line; a provider that collects them sends hundreds, not thousands.
LONGEST = 262_144


def is_our_address(secret: str) -> bool:
    """Whether a report came to the address that only the provider was given."""
    ours = settings.SMS_REPORT_SECRET
    return len(ours) >= SHORTEST_SECRET and constant_time_compare(secret, ours)


def read_reports(text: str) -> Iterator[tuple[str, ReportKind]]:
    """Each message the provider speaks of, and what became of it.

    Where the provider is still trying, nothing is said: the message stays sent.
    """
    if not settings.SMS_REPORT_PATTERN:
        return
    for found in re.finditer(settings.SMS_REPORT_PATTERN, text):
        kind = _kind_of(found["status"])
        if kind is not None and found["id"]:
            yield found["id"], kind


def _kind_of(status: str | None) -> ReportKind | None:
    for pattern, kind in (
        (settings.SMS_REPORT_DELIVERED_PATTERN, ReportKind.DELIVERED),
        (settings.SMS_REPORT_BAD_NUMBER_PATTERN, ReportKind.BAD_NUMBER),
        (settings.SMS_REPORT_FAILED_PATTERN, ReportKind.NOT_DELIVERED),
    ):
        if status and pattern and re.fullmatch(pattern, status):
            return kind
    return None
