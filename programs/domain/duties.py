"""May this member of staff do this here? The one answer for verbs, pages and lists.

Which registrations she meets is the other question: `Registration.objects.visible_to`.
"""

from typing import Any

from programs.models import Program
from programs.permissions import by_duty
from programs.workflow import INCLUDED_IN


def may_in(user: Any, permission: str, program: int) -> bool:
    """Whether she may do what `permission` says in the program.

    In a program with a team by her duty there, elsewhere by the permissions of her
    groups.
    """
    return Program.objects.where_may(user, permission).filter(pk=program).exists()


def may_somewhere(user: Any, permission: str) -> bool:
    """Whether in any program, or wherever there is no team."""
    if user.has_perm(permission) or by_duty(user, permission):
        return True
    # What another permission brings with it is hers only where there is no team.
    return permission in INCLUDED_IN and bool(
        Program.objects.where_may(user, permission).exists()
    )


class Rights:
    """The same for one page or one list: each permission is asked for once."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self._programs: dict[str, set[int]] = {}

    def may(self, permission: str, program: int) -> bool:
        return program in self.programs_where(permission)

    def programs_where(self, permission: str) -> set[int]:
        if permission not in self._programs:
            found = Program.objects.where_may(self.user, permission)
            self._programs[permission] = set(
                found.order_by().values_list("pk", flat=True)
            )
        return self._programs[permission]
