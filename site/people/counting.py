"""How many rows a list has, as Turkish says it.

Wagtail writes "4 görevler" beneath its lists; after a number Turkish has no plural.
"""

from django.utils.translation import get_language
from wagtail.admin.paginator import WagtailPaginator


def count_rows_in_words() -> None:
    """Called once, when the app is ready."""
    # Every list of the admin has this paginator, and no setting to change it.
    WagtailPaginator.items_count_label = property(_label)


def _label(paginator: WagtailPaginator) -> str:
    is_singular = paginator.count == 1 or (get_language() or "").startswith("tr")
    name = paginator.verbose_name if is_singular else paginator.verbose_name_plural
    return f"{paginator.count} {name}"
