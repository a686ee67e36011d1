"""May this member of staff do this here? The one answer for verbs, pages and lists.

Which applications she meets is the other question: `Application.objects.visible_to`.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from volunteers.models import Application, Call
from volunteers.models.blind import nameless_for
from volunteers.models.team import held_duties
from volunteers.workflow import Permission, duties_with


def may(user: Any, permission: str, application: Application) -> bool:
    """Whether she may do what `permission` (a codename) says in the application's call.

    In a call with a team by her duty there, elsewhere by the permissions of her groups.
    """
    return may_in(user, permission, application.call_id)


def may_in(user: Any, permission: str, call: int) -> bool:
    return Call.objects.where_may(user, permission).filter(pk=call).exists()


def may_to_all(user: Any, permission: str, applications: Collection[int]) -> bool:
    """Whether she sees all of these, by key, and may do it in the call of each."""
    calls = Call.objects.where_may(user, permission).order_by().values("pk")
    hers = Application.objects.visible_to(user).filter(call__in=calls)
    return bool(hers.filter(pk__in=applications).count() == len(set(applications)))


def decided_by(user: Any) -> QuerySet[Application]:
    """The applications that she sees by name and on which she decides."""
    calls = Call.objects.where_may(user, Permission.DECIDE).order_by().values("pk")
    seen: QuerySet[Application] = Application.objects.visible_to(user)
    seen, nameless = seen.filter(call__in=calls), nameless_for(user)
    return seen if nameless is None else seen.exclude(nameless)


def decides_somewhere(user: Any) -> bool:
    return may_somewhere(user, Permission.DECIDE)


def may_somewhere(user: Any, permission: str) -> bool:
    """Whether in any call, or wherever there is no team."""
    return bool(
        user.has_perm(f"volunteers.{permission}")
        or not held_duties(user).isdisjoint(duties_with(permission))
    )


class Rights:
    """The same for one page or one list: what moves ask for comes in one query.

    `known`: the calls of each permission, where somebody has asked already.
    """

    def __init__(self, user: Any, known: dict[str, set[int]] | None = None) -> None:
        self.user = user
        self._known = known

    @cached_property
    def _calls(self) -> dict[str, set[int]]:
        if self._known is not None:
            return self._known
        calls = Call.objects.order_by().with_permissions(self.user, Permission)
        return by_permission(calls.only("pk"))

    def may(self, permission: str, application: Application) -> bool:
        return application.call_id in self.calls_where(permission)

    def calls_where(self, permission: str) -> set[int]:
        if permission not in self._calls:
            found = Call.objects.where_may(self.user, permission)
            self._calls[permission] = set(found.values_list("pk", flat=True))
        return self._calls[permission]


def by_permission(calls: Iterable[Call]) -> dict[str, set[int]]:
    """The keys of calls that were read `with_permissions`."""
    found: dict[str, set[int]] = {one: set() for one in Permission}
    for call in calls:
        for one, keys in found.items():
            if getattr(call, f"may_{one}"):
                keys.add(call.pk)
    return found
