"""New private links for somebody who lost hers.

Each app registers a function that queues messages with fresh links for everything
of that person that is still going on.
"""

from collections.abc import Callable

from people.models import Person

Renew = Callable[[Person], None]
_registry: dict[str, Renew] = {}


def register_renewal(name: str, renew: Renew) -> None:
    _registry[name] = renew


def renew_links(person: Person) -> None:
    for renew in _registry.values():
        renew(person)
