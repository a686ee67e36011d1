"""Cells of long lists. A template for each of hundreds takes longer than the list."""

from typing import Any

from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import Column


def cell(classname: str | None, content: Any) -> SafeString:
    if not classname:
        return format_html("<td>{}</td>", content)
    return format_html('<td class="{}">{}</td>', classname, content)


def pill(kind: str, words: Any, note: str = "") -> SafeString:
    """A word with a color, and under it what somebody should look at."""
    shown = format_html('<span class="pill pill--{}">{}</span>', kind, words)
    if note:
        shown += format_html("<br><small>{}</small>", note)
    return shown


class TextColumn(Column):
    """A value as words or a number."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        return cell(self.classname, self.content(instance))

    def content(self, instance: Any) -> Any:
        value = self.get_value(instance)
        if value is None or not str(value).strip():
            return self.empty_value_display
        return localize(value)
