"""The addresses of many rows."""

from functools import cached_property

from django.urls import reverse

#: A key that stands for any other.
_ANY = 987_654_321


class RowAddresses:
    """The same page of each row, its address worked out once."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def _around(self) -> tuple[str, str]:
        before, _key, after = reverse(self.name, args=[_ANY]).partition(str(_ANY))
        return before, after

    def of(self, pk: int) -> str:
        before, after = self._around
        return f"{before}{pk}{after}"
