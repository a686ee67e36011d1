"""Documents that are shown, looked at and given back."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from volunteers.domain.duties import may
from volunteers.domain.moves import lock
from volunteers.domain.requirements import progress_of
from volunteers.exceptions import Refusal, RoleDenied
from volunteers.models import Application, DocumentKind, ShownDocument
from volunteers.workflow import Permission


def documents_to_show(application: Application) -> list[DocumentKind]:
    """What her area asks for in her call and she has not shown yet."""
    progress = progress_of([application])[application.pk]
    return progress.missing_documents(progress.area)


@transaction.atomic
def record_document(
    application: Application, *, kind: DocumentKind, shown_on: date, by: User
) -> ShownDocument:
    """She showed it. Only which, when and to whom is kept; asked twice, it is once."""
    locked = lock(application)
    if not may(by, Permission.ASSIGN, locked):
        raise Refusal(RoleDenied.NOT_YOURS)
    if shown_on > timezone.localdate():
        raise Refusal(RoleDenied.SHOWN_IN_FUTURE)
    shown, is_new = ShownDocument.objects.get_or_create(
        application=locked, kind=kind, defaults={"shown_on": shown_on, "seen_by": by}
    )
    if is_new:
        log(
            locked,
            "volunteers.application.record_document",
            user=by,
            data={"kind": kind.pk, "shown_on": shown_on.isoformat()},
        )
    return shown
