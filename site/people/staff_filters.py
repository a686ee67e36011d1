"""Filters that the lists of several apps have in common."""

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django.forms import Field


class KnownChoiceFilter(django_filters.ChoiceFilter):
    """One of a few rows, which are read once: to offer them, to check, to name it.

    `known` gives the rows for a request, `words` the name of one.
    """

    def __init__(
        self,
        *args: Any,
        known: Callable[[Any], Iterable[Any]],
        words: Callable[[Any], str] = str,
        **kwargs: Any,
    ) -> None:
        self.known, self.words = known, words
        super().__init__(*args, choices=(), **kwargs)

    @property
    def field(self) -> Field:
        if not hasattr(self, "_field"):
            rows = self.known(self.parent.request)
            self.extra["choices"] = [(str(row.pk), self.words(row)) for row in rows]
        return super().field
