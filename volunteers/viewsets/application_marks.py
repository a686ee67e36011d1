"""What hangs on an application beside its state: files, and marks that staff settle."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from people.private_files import as_download
from people.staff_views import ActionView
from volunteers.domain.applications import (
    clear_suspicion,
    confirm_reach,
    settle_double,
)
from volunteers.domain.files import files_visible_to, note_download
from volunteers.models import Application
from volunteers.workflow import Permission


@require_safe
def download_file(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One file as a download, for whoever may see the application."""
    files = files_visible_to(request.user).select_related("application")
    file = get_object_or_404(files, application=pk, code=code)
    if not file.stored.storage.exists(file.stored.name):
        raise Http404
    note_download(file, by=request.user)
    return as_download(file.stored, name=file.download_name)


class MarkAction(ActionView):
    """A button that settles one mark; who decides may press it."""

    model = Application
    permission = f"volunteers.{Permission.DECIDE}"
    back_url_name = "volunteers_application:inspect"
    done: Any = ""

    def get_queryset(self):
        return Application.objects.visible_to(self.request.user)

    def act(self, instance, *, by, data):
        self.settle(instance, by=by)
        return self.done

    def settle(self, application, *, by):
        raise TypeError("A mark says which verb settles it.")


class SettleDoubleView(MarkAction):
    done = _("It is no longer among the possible doubles.")

    def settle(self, application, *, by):
        settle_double(application, by=by)


class ClearSuspicionView(MarkAction):
    done = _("It counts as written by a person.")

    def settle(self, application, *, by):
        clear_suspicion(application, by=by)


class ConfirmReachView(MarkAction):
    done = _("Her address counts as confirmed.")

    def settle(self, application, *, by):
        confirm_reach(application, by=by)


#: URL name -> (word in the address, view)
MARKS: dict[str, tuple[str, type[MarkAction]]] = {
    "settle_double": ("mukerrer-degil", SettleDoubleView),
    "clear_suspicion": ("gercek-kisi", ClearSuspicionView),
    "confirm_reach": ("ulasildi", ConfirmReachView),
}
