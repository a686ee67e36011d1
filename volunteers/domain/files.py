"""Who may have the files of an application, and that it is noted."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from people.domain.access import note_access
from people.enums import AccessKind
from volunteers.domain.blind import with_names
from volunteers.models import Application, ApplicationFile
from volunteers.models.blind import nameless_for


def files_visible_to(user: Any) -> QuerySet[ApplicationFile]:
    """Files of the applications that this member of staff may see; no drafts'.

    Not of those she reviews without names: a file says who wrote it.
    """
    seen = with_names(Application.objects.visible_to(user), nameless_for(user))
    rows = seen.order_by().values("pk")
    return ApplicationFile.objects.filter(application__in=rows)


@transaction.atomic
def note_download(file: ApplicationFile, *, by: Any) -> None:
    """Before the bytes are handed out."""
    application = file.application
    if application is None:
        raise ValueError("The file of a draft is handed to nobody of staff.")
    note_access(
        by=by,
        kind=AccessKind.DOWNLOAD,
        persons=[application.person_id],
        about=application,
    )
    log(
        application,
        "volunteers.application.download_file",
        user=by,
        data={"file": file.pk},
    )
