"""May this member of staff do this here? The one answer for verbs, pages and lists.

Which registrations she meets is the other question: `Registration.objects.visible_to`.
"""

from typing import Any

from django.utils.functional import cached_property

from programs.models import (
    Occurrence,
    OccurrenceTeamMember,
    Program,
    ProgramTeamMember,
)
from programs.models.program import OVERSEE, duties_giving, duties_giving_there
from programs.permissions import by_duty
from programs.workflow import INCLUDED_IN


def may_in(user: Any, permission: str, program: int) -> bool:
    """Whether she may do what `permission` says in the program.

    In a program with a team by her duty there, elsewhere by the permissions of her
    groups.
    """
    return Program.objects.where_may(user, permission).filter(pk=program).exists()


def may_at(user: Any, permission: str, occurrence: Occurrence) -> bool:
    """Whether at the departure: in its program, or by her duty at this one alone."""
    found = Occurrence.objects.where_may(user, permission)
    return found.filter(pk=occurrence.pk).exists()


def may_somewhere(user: Any, permission: str) -> bool:
    """Whether in any program or at any departure, or wherever there is no team."""
    if user.has_perm(permission) or by_duty(user, permission):
        return True
    # What another permission brings with it is hers only where there is no team.
    return permission in INCLUDED_IN and bool(
        Program.objects.where_may(user, permission).exists()
    )


class Rights:
    """The same for one page or one list, from one query about all teams.

    And one about her duties at departures, where these matter.
    """

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def _teams(self) -> dict[int, set[str]]:
        """Each program with a team, and her duties in it."""
        teams: dict[int, set[str]] = {}
        members = ProgramTeamMember.objects.order_by()
        for program, user, duty in members.values_list("program", "user", "duty"):
            hers = teams.setdefault(program, set())
            if user == self.user.pk:
                hers.add(duty)
        return teams

    @cached_property
    def _departures(self) -> dict[int, str]:
        """The departures at which she has a duty, and which."""
        hers = OccurrenceTeamMember.objects.filter(user=self.user.pk).order_by()
        return dict(hers.values_list("occurrence", "duty"))

    def may(self, permission: str, program: int) -> bool:
        """What `Program.objects.where_may` says of one program."""
        may = self.user.has_perm(INCLUDED_IN.get(permission, permission))
        if may and self.user.has_perm(OVERSEE):
            return True
        hers = self._teams.get(program)
        if hers is None:
            return bool(may)
        return not hers.isdisjoint(duties_giving(self.user, permission))

    def may_at(self, permission: str, occurrence: Occurrence) -> bool:
        """What `Occurrence.objects.where_may` says of one departure."""
        if self.may(permission, occurrence.activity.program_id):
            return True
        giving = duties_giving_there(self.user, permission)
        return bool(giving) and self._departures.get(occurrence.pk) in giving
