"""The tables of the overview: each figure with the address of the list behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.permissions import policy_registry

from volunteers.domain.duties import Rights
from volunteers.domain.overview import (
    funnel,
    reviewer_loads,
    waiting_ages,
)
from volunteers.domain.requirements import required_in
from volunteers.enums import ApplicationState, Reached, Waited
from volunteers.models import (
    Application,
    Call,
    InterviewSlot,
    Role,
    TrainingSession,
    stages_of,
)
from volunteers.viewsets.cells import day_in_words, name_of
from volunteers.viewsets.roles import unfilled
from volunteers.viewsets.slot_cells import (
    SLOT_STATES,
    in_this_week,
    seen_slots,
    slots_that_are,
)
from volunteers.workflow import Permission

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that leads to what it counts, or words beside the numbers."""

    value: int | float | str
    url: str = ""

    @property
    def words(self) -> str:
        value = self.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(localize(value, use_l10n=True))


@dataclass(frozen=True, slots=True)
class Row:
    label: Words
    figures: list[Figure]
    #: how long its bar is, of `Table.longest`; None: it has none
    bar: int | None = None


@dataclass(slots=True)
class Table:
    """`columns` name the figures; the first one says what the rows are."""

    name: str
    heading: Words
    columns: list[Words]
    rows: list[Row] = field(default_factory=list)
    note: Words = ""
    #: said where there is no row, or nothing but noughts of which it is the sum
    nothing: Words = ""
    is_sum: bool = False

    @property
    def longest(self) -> int:
        return max((row.bar or 0 for row in self.rows), default=0) or 1

    def named_rows(self) -> Iterator[tuple[Row, list[tuple[Words, Figure]]]]:
        """Each row, its figures with the names of their columns."""
        for row in self.rows:
            yield row, list(zip(self.columns[1:], row.figures, strict=True))

    @property
    def says_something(self) -> bool:
        if not self.is_sum:
            return bool(self.rows)
        return any(row.bar for row in self.rows)

    @property
    def has_bars(self) -> bool:
        return any(row.bar is not None for row in self.rows)


def tables_of(call: Call, user: Any) -> Iterator[Table]:
    """What this user may see of the call; of applications those that she sees."""
    seen = Application.objects.visible_to(user).filter(call=call)
    rights = Rights(user)
    yield _funnel(call, seen)
    yield _ages(call, seen)
    if rights.calls_where(Permission.DECIDE) & {call.pk}:
        yield _loads(call, seen)
    elif rights.calls_where(Permission.REVIEW) & {call.pk}:
        yield _loads(call, seen, only=user)
    if _may_view(InterviewSlot, user):
        yield _interviews(call, user)
    if _may_view(TrainingSession, user):
        yield _trainings(call)
    if _may_view(Role, user):
        yield _roles(call)


def _may_view(model: type, user: Any) -> bool:
    policy = policy_registry.get_by_type(model)
    return bool(policy.user_has_permission(user, "view"))


def _address(name: str, **query: Any) -> str:
    return f"{reverse(f'volunteers_{name}:index')}?{urlencode(query)}"


def _funnel(call: Call, seen: Any) -> Table:
    counts = funnel(seen)
    applied = counts["applied"]
    table = Table(
        "funnel",
        _("How far they came"),
        [_("Step"), _("Applications"), _("Of all")],
        note=_(
            "Counted by what is on record: a review, a held interview, a standing "
            "acceptance, completed trainings, a role. Whoever withdrew later stays "
            "counted."
        ),
        nothing=_("Nobody has applied yet."),
        is_sum=True,
    )
    steps: list[tuple[Words, int, dict[str, str]]] = [
        (pgettext("reached", "Applied"), applied, {})
    ]
    steps += [(one.label, counts[one.value], {"reached": one.value}) for one in Reached]
    for label, count, query in steps:
        share = round(100 * count / applied) if applied else 0
        url = _address("application", call=call.pk, **query)
        table.rows.append(
            Row(
                label,
                [Figure(count, url), Figure(_("%(share)s%%") % {"share": share})],
                bar=count,
            )
        )
    return table


def _ages(call: Call, seen: Any) -> Table:
    stages = stages_of(call.process)
    table = Table(
        "waiting",
        _("What waits for us"),
        [
            _("Stage"),
            *(one.label for one in Waited),
            _("Waiting in all"),
            _("The oldest since"),
        ],
        note=_(
            "The site promises an answer within 7 working days. Weekends and public "
            "holidays are not counted. Until the first answer the days count from the "
            "application, later from the last step."
        ),
        nothing=_("Nothing waits for us."),
        is_sum=True,
    )
    for state, ages in waiting_ages(seen).items():
        stage = stages[ApplicationState(state)]
        here = {"call": call.pk, "state": state}
        table.rows.append(
            Row(
                stage.staff_name or ApplicationState(state).label,
                [
                    *(
                        Figure(
                            ages.counts.get(how, 0),
                            _address("application", **here, waited=how.value),
                        )
                        for how in Waited
                    ),
                    Figure(ages.total, _address("application", **here)),
                    Figure(_since(ages.oldest)),
                ],
                bar=ages.total,
            )
        )
    return table


def _since(moment: Any) -> str:
    return day_in_words(timezone.localdate(moment)) if moment else "–"


def _loads(call: Call, seen: Any, *, only: Any = None) -> Table:
    table = Table(
        "reviewers",
        _("Reviews asked for"),
        [
            _("Reviewer"),
            _("Not written yet"),
            _("Written"),
            _("Days taken (median)"),
        ],
        nothing=_("Nobody was asked to review an application of this call."),
    )
    for load in reviewer_loads(seen, only=only):
        here = {"call": call.pk, "reviewer": load.reviewer.pk}
        days = "–" if load.median_days is None else load.median_days
        table.rows.append(
            Row(
                name_of(load.reviewer),
                [
                    Figure(load.open, _address("application", **here, reading="open")),
                    Figure(load.done, _address("application", **here, reading="done")),
                    Figure(days),
                ],
                bar=load.open,
            )
        )
    return table


def _interviews(call: Call, user: Any) -> Table:
    table = Table(
        "interviews",
        _("Interviews this week"),
        [_("State"), _("Interview times")],
        nothing=_("There is no interview time this week."),
        is_sum=True,
    )
    week = seen_slots(user).filter(in_this_week(timezone.now()), call=call)
    counts = week.order_by().aggregate(
        **{
            state: Count("pk", filter=slots_that_are(state, user))
            for state, _label in SLOT_STATES
        }
    )
    for state, label in SLOT_STATES:
        url = _address("slot", call=call.pk, when="week", state=state)
        table.rows.append(Row(label, [Figure(counts[state], url)], bar=counts[state]))
    return table


def _trainings(call: Call) -> Table:
    """Of the trainings that the call, or an area of it, requires."""
    table = Table(
        "trainings",
        _("Sessions of the required trainings"),
        [_("Training"), _("To come"), _("With free places")],
        nothing=_("The call requires no training."),
    )
    required = required_in([call.pk])[call.pk]
    modules = {module.pk: module for module in required.trainings}
    for of_area in required.area_trainings.values():
        modules |= {module.pk: module for module in of_area}
    sessions = list(
        TrainingSession.objects.coming().with_seats().filter(module__in=modules)
    )
    for pk, module in sorted(modules.items()):
        coming = [one for one in sessions if one.module_id == pk]
        left = [one for one in coming if one.places_left]
        table.rows.append(
            Row(
                str(module),
                [
                    Figure(len(coming), _address("session", module=pk, when="coming")),
                    Figure(len(left), _address("session", module=pk, places="left")),
                ],
            )
        )
    return table


def _roles(call: Call) -> Table:
    """Of the areas of the call."""
    table = Table(
        "roles",
        _("Roles with free places"),
        [_("Area"), _("On offer"), _("With free places")],
        nothing=_("The call has no areas yet."),
    )
    areas = list(call.areas.all())
    offered = list(Role.objects.filter(is_active=True, area__in=areas))
    free = set(
        Role.objects.with_places()
        .filter(unfilled(), area__in=areas)
        .order_by()
        .values_list("pk", flat=True)
    )
    for area in areas:
        here = [role.pk for role in offered if role.area_id == area.pk]
        left = len(free.intersection(here))
        table.rows.append(
            Row(
                str(area),
                [
                    Figure(len(here), _address("role", area=area.pk, is_active="true")),
                    Figure(left, _address("role", area=area.pk, places="left")),
                ],
            )
        )
    return table
