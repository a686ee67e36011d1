"""Searching pages as people type Turkish: any case, with or without its letters."""

import re

from wagtail.models import Locale, Page

from language.turkish import fold_tr

#: Consonants that soften before a vowel: a noun and its case forms differ there.
_SOFTENING = "kptc"
_RESULTS = 20


def find_pages(query: str, *, locale: Locale, limit: int = _RESULTS) -> list[Page]:
    """Live public pages of `locale` holding every word begun in `query`.

    Those whose title holds them come first.
    """
    # Signs would be read as the database's own query language.
    words = re.findall(r"[a-z0-9]+", fold_tr(query))
    softened = [_stem(word) for word in words]
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=1).specific()
    for attempt in (words, softened) if softened != words else (words,):
        if not attempt:
            break
        found = list(pages.autocomplete(" ".join(attempt))[:limit])
        if found:
            return sorted(found, key=lambda page: not _in_title(page, attempt))
    return []


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in _SOFTENING else word


def _in_title(page: Page, words: list[str]) -> bool:
    title = fold_tr(page.title)
    return all(word in title for word in words)
