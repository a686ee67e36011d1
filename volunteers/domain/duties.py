"""May this member of staff do this here? The one answer for verbs, pages and lists.

Which applications she meets is the other question: `Application.objects.visible_to`.
"""

from typing import Any

from django.utils.functional import cached_property

from volunteers.models import Application, Call
from volunteers.workflow import Permission


def may(user: Any, permission: str, application: Application) -> bool:
    """Whether she may do what `permission` (a codename) says in the application's call.

    In a call with a team by her duty there, elsewhere by the permissions of her groups.
    """
    return may_in(user, permission, application.call_id)


def may_in(user: Any, permission: str, call: int) -> bool:
    return Call.objects.where_may(user, permission).filter(pk=call).exists()


def may_somewhere(user: Any, permission: str) -> bool:
    """Whether in any call, or wherever there is no team."""
    return bool(
        user.has_perm(f"volunteers.{permission}")
        or Call.objects.where_may(user, permission).exists()
    )


class Rights:
    """The same for one page or one list: each permission is asked for once."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def _calls(self) -> dict[str, set[int]]:
        # What the moves ask for comes in one query, anything else when it is asked.
        return Call.objects.permissions_of(self.user, Permission)

    def may(self, permission: str, application: Application) -> bool:
        return application.call_id in self.calls_where(permission)

    def calls_where(self, permission: str) -> set[int]:
        if permission not in self._calls:
            found = Call.objects.where_may(self.user, permission)
            self._calls[permission] = set(found.values_list("pk", flat=True))
        return self._calls[permission]
