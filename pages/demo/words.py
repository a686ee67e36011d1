"""What one page of the demo site is made from."""

from dataclasses import dataclass, field
from typing import Any

Body = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """One page to be made: its type, its place, its words."""

    key: str
    model: str
    title: str
    fields: dict[str, Any] = field(default_factory=dict)
    body: Body = field(default_factory=list)
