"""Roles and volunteers side by side: who fits, who does not, and all that says so.

What refuses comes from `role_fit`; the rest only tells, and a person decides.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format

from people.fields import age_on
from volunteers.domain.promises import Promise, promises_of
from volunteers.domain.queries import for_lists
from volunteers.domain.role_fit import Finding, Standing, shortfalls, standings_of
from volunteers.domain.shifts import cells_of
from volunteers.enums import ApplicationState, QuestionKind, WeeklyHours, WorkMode
from volunteers.exceptions import RoleDenied
from volunteers.models import (
    Application,
    ApplicationArea,
    Assignment,
    CallArea,
    DutyWish,
    Role,
    Shift,
)
from volunteers.models.question import days_in_words
from volunteers.service_exceptions import FitNote

#: Shifts so far ahead say when a role is done.
_AHEAD = timedelta(days=60)
#: Moments that are named before the rest is left out.
_MOST_NAMED = 3


@dataclass(slots=True)
class Fit:
    """One role and one volunteer: what refuses, what speaks against it, what for it."""

    refused: list[Finding] = field(default_factory=list)
    against: list[Finding] = field(default_factory=list)
    suits: list[Finding] = field(default_factory=list)

    @property
    def is_possible(self) -> bool:
        return not self.refused

    def note(self, is_good: bool, good: FitNote | None, bad: FitNote | None) -> None:
        """Whichever of the two it is; None is not worth a word."""
        reason, into = (good, self.suits) if is_good else (bad, self.against)
        if reason is not None:
            into.append(Finding(reason))


def roles_for(application: Application) -> list[tuple[Role, Fit]]:
    """Every role that is offered and not over, those she can have first."""
    roles = list(
        Role.objects.offered()
        .with_places()
        .select_related("area")
        .prefetch_related("required_trainings")
    )
    world = _World([application], roles)
    judged = [(role, world.fit_of(application, role)) for role in roles]
    for role, fit in judged:
        if not role.places_left:
            fit.refused.append(Finding(RoleDenied.ROLE_FULL))
    return judged


def candidates_for(role: Role, *, seen_by: User) -> list[tuple[Application, Fit]]:
    """Who wants the role's area and is in training or further, those that fit first.

    Only whom `seen_by` may see.
    """
    wanting = list(
        for_lists(
            Application.objects.visible_to(seen_by)
            .in_states(
                ApplicationState.IN_TRAINING,
                ApplicationState.TRAINED,
                ApplicationState.READY,
                ApplicationState.ON_DUTY,
            )
            .filter(area_choices__area=role.area_id)
            .exclude(assignments__in=Assignment.objects.holding().filter(role=role))
            .order_by("person__sort_key", "pk")
        ).defer(None)  # matching reads when she is free
    )
    prefetch_related_objects([role], "required_trainings")
    world = _World(wanting, [role])
    judged = [(one, world.fit_of(one, role)) for one in wanting]
    return sorted(judged, key=lambda pair: (len(pair[1].refused), len(pair[1].against)))


def free_cells(application: Application) -> set[str]:
    """When she is free: the grid of the form, and those of the call's own questions."""
    cells = set(application.availability)
    for asked in application.questions_asked:
        if asked["kind"] == QuestionKind.AVAILABILITY:
            answer = application.answers.get(asked["key"])
            cells.update(answer if isinstance(answer, list) else ())
    return cells


class _World:
    """What is known of these volunteers and roles, in a fixed number of queries."""

    def __init__(self, applications: Collection[Application], roles: Iterable[Role]):
        rows = {one.pk: one for one in applications}
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.standings: dict[int, Standing] = standings_of(rows.values())
        self.areas: set[tuple[int, int]] = set(
            ApplicationArea.objects.filter(application__in=rows)
            .order_by()
            .values_list("application_id", "area_id")
        )
        self.hours_wanted: dict[tuple[int, int], str] = {
            (call, area): hours
            for call, area, hours in CallArea.objects.filter(
                call__in={one.call_id for one in rows.values()}
            )
            .order_by()
            .values_list("call_id", "area_id", "weekly_hours")
        }
        self.shifts: dict[int, list[Shift]] = {}
        coming = Shift.objects.coming(self.now).filter(
            role__in=list(roles), starts_at__lt=self.now + _AHEAD
        )
        for shift in coming.order_by("starts_at", "pk"):
            self.shifts.setdefault(shift.role_id, []).append(shift)
        self.promises: dict[int, list[Promise]] = {}
        for promise in promises_of(
            {one.person_id for one in rows.values()},
            starts_at=self.now,
            ends_at=self.now + _AHEAD,
        ):
            self.promises.setdefault(promise.person_id, []).append(promise)
        self.held: dict[int, list[Assignment]] = {}
        for held in (
            Assignment.objects.holding()
            .filter(application__in=rows)
            .select_related("role")
        ):
            self.held.setdefault(held.application_id, []).append(held)
        self.wishes: dict[int, DutyWish] = {
            one.application_id: one
            for one in DutyWish.objects.filter(application__in=rows, settled_at=None)
        }

    def fit_of(self, application: Application, role: Role) -> Fit:
        fit = Fit(shortfalls(self.standings[application.pk], role=role))
        wanted = (application.pk, role.area_id) in self.areas
        fit.note(wanted, FitNote.AREA_WANTED, FitNote.AREA_NOT_WANTED)
        self._judge_period(fit, role)
        self._judge_age(fit, application, role)
        self._judge_hours(fit, application, role)
        self._judge_times(fit, application, role)
        others = [
            str(one.role)
            for one in self.held.get(application.pk, ())
            if one.role_id != role.pk
        ]
        if others:
            fit.against.append(Finding(FitNote.HAS_ANOTHER, tuple(others)))
        wish = self.wishes.get(application.pk)
        if wish is not None:
            named = (str(wish.get_kind_display()),)
            fit.against.append(Finding(FitNote.WISHES, named))
        return fit

    def _judge_period(self, fit: Fit, role: Role) -> None:
        if not role.has_begun:
            day = date_format(role.starts_on, "DATE_FORMAT")
            fit.against.append(Finding(FitNote.BEGINS_LATER, (day,)))

    def _judge_age(self, fit: Fit, application: Application, role: Role) -> None:
        """On the day on which she could begin."""
        born = application.person.birth_date
        day = max(self.today, role.starts_on)
        if born is not None and age_on(born, day) < application.call.minimum_age:
            fit.against.append(Finding(FitNote.TOO_YOUNG))

    def _judge_hours(self, fit: Fit, application: Application, role: Role) -> None:
        wanted = self.hours_wanted.get((application.call_id, role.area_id), "")
        if wanted and application.weekly_hours:
            order = WeeklyHours.values
            enough = order.index(application.weekly_hours) >= order.index(wanted)
            fit.note(enough, FitNote.HOURS_ENOUGH, FitNote.HOURS_TOO_FEW)

    def _judge_times(self, fit: Fit, application: Application, role: Role) -> None:
        """By the shifts that are planned; without any nothing can be said."""
        shifts = self.shifts.get(role.pk, [])
        if not shifts:
            return
        if application.mode == WorkMode.ONLINE:
            fit.against.append(Finding(FitNote.ONLINE_ONLY))
        wanted: set[str] = set()
        for shift in shifts:
            wanted |= cells_of(shift.starts_at, shift.ends_at)
        free = free_cells(application)
        if not free:
            fit.against.append(Finding(FitNote.NO_TIMES_SAID))
        else:
            if wanted & free:
                days = tuple(days_in_words(wanted & free))
                fit.suits.append(Finding(FitNote.FREE_THEN, days))
            if wanted - free:
                days = tuple(days_in_words(wanted - free))
                fit.against.append(Finding(FitNote.NOT_FREE_THEN, days))
        busy = [
            date_format(timezone.localtime(shift.starts_at), "j F l, H.i")
            for shift in shifts
            if any(
                promise.what != shift and promise.meets(shift.starts_at, shift.ends_at)
                for promise in self.promises.get(application.person_id, ())
            )
        ]
        if busy:
            named = tuple(busy[:_MOST_NAMED])
            fit.against.append(Finding(FitNote.EXPECTED_ELSEWHERE, named))
