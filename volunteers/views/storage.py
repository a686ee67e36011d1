"""Answers of the form between its steps: in a draft of the database, not the session.

The session knows only which draft is this browser's.
"""

from typing import Any

from django.http import HttpRequest
from formtools.wizard.storage.base import BaseStorage

from volunteers.models import ApplicationDraft, Call


def _session_key(call: Call) -> str:
    return f"application_draft_{call.pk}"


def draft_of(request: HttpRequest, call: Call) -> ApplicationDraft | None:
    """The open draft that this browser began, or came to through its link."""
    pk = request.session.get(_session_key(call))
    if pk is None:
        return None
    return (
        ApplicationDraft.objects.open()
        .filter(pk=pk, call=call)
        .prefetch_related("files")
        .first()
    )


def remember_draft(request: HttpRequest, draft: ApplicationDraft) -> None:
    request.session[_session_key(draft.call)] = draft.pk


def forget_draft(request: HttpRequest, call: Call) -> None:
    request.session.pop(_session_key(call), None)


class DraftStorage(BaseStorage):
    """Reads from the draft that the view put on the request; the view writes."""

    def __init__(self, prefix: str, request: HttpRequest, file_storage: Any = None):
        super().__init__(prefix, request, file_storage)
        self.init_data()
        self.partial: dict[str, Any] = {}
        draft = request.draft  # type: ignore[attr-defined]
        if draft is not None:
            filled_in = draft.filled_in()
            self.data[self.step_data_key] = filled_in["steps"]
            self.partial = filled_in["partial"]

    def get_step_files(self, step: str) -> None:
        return None

    def set_step_files(self, step: str, files: Any) -> None:
        """Files are kept with the draft, checked, before the step is looked at."""

    def update_response(self, response: Any) -> None:
        """Nothing of it is in the answer."""
