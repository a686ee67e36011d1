"""Writing to several applicants at once."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from messaging.domain.outbox import hold_messages
from messaging.models import Batch
from volunteers import notifications
from volunteers.models import Application


@transaction.atomic
def write_to(applications: Sequence[Application], *, words: str, by: User) -> Batch:
    """One held message for each; nothing leaves before somebody releases it."""
    batch = hold_messages("volunteers.written", by=by)
    for application in sorted(applications, key=lambda one: one.pk):
        notifications.tell_written(application, words=words.strip(), hold=batch)
        log(application, "volunteers.application.write", user=by)
    return batch
