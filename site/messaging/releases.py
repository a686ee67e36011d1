"""What must be true again before a held message leaves.

Each app registers, for the templates whose words depend on when they leave, a function
that is called before the messages are locked, in the transaction that lets them go.
"""

from collections.abc import Callable, Collection

from messaging.models import Message

#: Takes the primary keys of held messages of its template.
Prepare = Callable[[Collection[int]], None]
_registry: dict[str, Prepare] = {}


def register_release(template: str, prepare: Prepare) -> None:
    """`template` is a template's key, "programs.cancelled_offered"."""
    _registry[template] = prepare


def prepare_release(pks: Collection[int]) -> None:
    held = Message.objects.held().filter(pk__in=pks, template__in=list(_registry))
    of: dict[str, list[int]] = {}
    for template, pk in held.order_by("pk").values_list("template", "pk"):
        of.setdefault(template, []).append(pk)
    for template, found in sorted(of.items()):
        _registry[template](found)
