"""How the lists of volunteers' work show states and moments."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.ui.tables import BooleanColumn, Column

from people.cells import TextColumn, pill
from volunteers.enums import ApplicationState

_KINDS = {
    ApplicationState.INTERVIEW_MISSED: "bad",
    ApplicationState.REJECTED: "calm",
    ApplicationState.WITHDRAWN: "calm",
    ApplicationState.LEFT: "calm",
    ApplicationState.CARRIED_OVER: "calm",
    ApplicationState.RESERVE: "calm",
    ApplicationState.PAUSED: "calm",
}


def state_kind(state: str) -> str:
    """The color of a stage; its word always stands beside it."""
    if state in _KINDS:
        return _KINDS[ApplicationState(state)]
    return "good" if state in ApplicationState.accepted_on else "wait"


def moment_in_words(moment: datetime) -> str:
    """ "24 Kasım 2026 Salı, 10.00" """
    return date_format(timezone.localtime(moment), "j F Y l, H.i")


def short_moment(moment: datetime) -> str:
    """ "24 Kas Sal, 10.00" """
    return date_format(timezone.localtime(moment), "j M D, H.i")


def short_day(moment: datetime) -> str:
    """ "24 Kas 2026" """
    return date_format(timezone.localtime(moment), "j M Y")


def days_since(moment: datetime) -> int:
    return (timezone.localdate() - timezone.localdate(moment)).days


def day_in_words(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H.i")


def name_of(user) -> str:
    """A member of staff as her colleagues call her."""
    return user.get_full_name() or user.get_username()


class LinkColumn(Column):
    """A value that leads to another page; `get_url` may give none."""

    cell_template_name = "volunteers/admin/link_cell.html"

    def __init__(self, *args, get_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.get_url = get_url

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["url"] = self.get_url(instance)
        return context


class YesNoColumn(BooleanColumn):
    """A sign, and the word for who does not see it."""

    cell_template_name = "volunteers/admin/yes_no_cell.html"


class PillColumn(TextColumn):
    """A state as a word with a color."""

    def __init__(self, *args, kind, note=lambda row: "", **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.note = note

    def content(self, instance):
        words = super().content(instance)
        return pill(self.kind(instance), words, self.note(instance))
