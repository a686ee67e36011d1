"""Writing to several applicants at once."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from messaging.domain.outbox import hold_messages, words_in
from messaging.models import Batch
from volunteers import notifications
from volunteers.models import Application


@transaction.atomic
def write_to(
    applications: Sequence[Application],
    *,
    words: Mapping[str, str],
    shorts: Mapping[str, str],
    by: User,
) -> Batch:
    """One held message for each; nothing leaves before somebody releases it.

    `words` and, for text messages, `shorts` by language. Who reads in a language that
    is missing is written to in the first there is.
    """
    batch = hold_messages("volunteers.written", by=by)
    for application in sorted(applications, key=lambda one: one.pk):
        language = application.person.language
        notifications.tell_written(
            application,
            words=words_in(language, words),
            short=shorts.get(language, ""),
            hold=batch,
        )
        log(application, "volunteers.application.write", user=by)
    return batch
