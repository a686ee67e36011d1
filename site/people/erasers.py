"""How the apps make a person unrecognizable in what they hold.

Each app registers an eraser in `AppConfig.ready()`; `domain.erasure` calls them all in
one transaction. An eraser keeps the rows that statistics count and takes out whatever
could lead back to her; it deletes what nobody needs to count.
"""

from collections.abc import Callable

from people.models import Person

#: Returns how many rows of each model ("app.model") it changed or deleted.
Eraser = Callable[[Person], dict[str, int]]
_registry: dict[str, Eraser] = {}


def register_eraser(name: str, eraser: Eraser) -> None:
    _registry[name] = eraser


def erasers() -> dict[str, Eraser]:
    return dict(_registry)
