"""Searching pages as people type Turkish: any case, with or without its letters."""

from wagtail.models import Locale, Page

from language.turkish import fold_tr

#: Consonants that soften before a vowel: "durak" has to find "durağı".
_SOFTENING = "kptc"
_RESULTS = 20


def find_pages(query: str, *, locale: Locale, limit: int = _RESULTS) -> list[Page]:
    """Live public pages of `locale` for `query`, the best first."""
    folded = fold_tr(query)
    if not folded:
        return []
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=1)
    found = list(pages.autocomplete(folded)[:limit])
    softened = " ".join(_stem(word) for word in folded.split())
    if not found and softened != folded:
        found = list(pages.autocomplete(softened)[:limit])
    return found


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in _SOFTENING else word
