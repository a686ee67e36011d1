"""What apps hold still before a person's own record is locked.

Who changes a registration or an application locks that first and comes to the person
last, with what is written to her. What locks the person herself, to merge or to erase
her records, takes the same way: each app locks its own before, so that no two wait for
each other in a circle.
"""

from collections.abc import Callable, Collection

#: The numbers of some persons; in the running transaction, nothing is locked before.
OwnLock = Callable[[Collection[int]], None]
_registry: dict[str, OwnLock] = {}


def register_own_lock(name: str, lock: OwnLock) -> None:
    """In the order of the names; called when the app is ready."""
    _registry[name] = lock


def lock_all_of(persons: Collection[int]) -> None:
    for _name, lock in sorted(_registry.items()):
        lock(persons)
