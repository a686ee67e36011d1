"""Admin pages that note whose data they showed, and to whom."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from people.domain.access import note_access, note_view
from people.enums import AccessKind
from people.models import Person


def persons_of(row: Any) -> list[int]:
    """The person a row is about, by primary key; none when it is about nobody."""
    if isinstance(row, Person):
        return [row.pk]
    pk = getattr(row, "person_id", None)
    if pk is not None:
        return [pk]
    application = getattr(row, "application", None)
    return persons_of(application) if application is not None else []


class NotesAccess:
    """Stands first among the bases of a view that shows somebody's data.

    The note is written when the page is answered with 200: who was refused or sent on
    has seen nothing.
    """

    request: HttpRequest
    access_kind = AccessKind.VIEW

    def persons_seen(self, context: dict[str, Any]) -> Iterable[int]:
        """Whose data the page shows, from what it has read anyway."""
        return persons_of(getattr(self, "object", None))

    def access_subject(self) -> Model | None:
        """What was opened: the row the page is about; None for a list."""
        row = getattr(self, "object", None)
        return row if isinstance(row, Model) else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        if response.status_code == 200:
            self._note(getattr(response, "context_data", None) or {})
        return response

    def _note(self, context: dict[str, Any]) -> None:
        seen = dict.fromkeys(self.persons_seen(context))
        if self.access_kind == AccessKind.VIEW:
            note_view(by=self.request.user, persons=seen, about=self.access_subject())
        elif seen:
            note_access(
                by=self.request.user,
                kind=self.access_kind,
                persons=seen,
                about=self.access_subject(),
            )


class NotesListed(NotesAccess):
    """For lists that show how to reach somebody: whoever is on the page was seen."""

    def access_subject(self) -> None:
        return None

    def persons_seen(self, context: dict[str, Any]) -> Iterable[int]:
        return [pk for row in context.get("object_list", ()) for pk in persons_of(row)]
