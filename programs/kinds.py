"""What each kind of activity is called, and what is usual for it.

A table, not code: every kind gives its places through `domain.admission`. The words
stand whole, since Turkish bends what is put together; the defaults fill the form of a
new activity, where staff may change each of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from programs.enums import ActivityKind, SelectionMode

Words = str | Promise

_ALONE = {"children_allowed": False, "companion_allowed": False, "most_party": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTraits:
    """The words of a kind, and its defaults."""

    # --- words ------------------------------------------------------------------
    #: One dated occurrence, as staff call it.
    occurrence: Words
    #: What is given, before a number.
    places: Words
    #: "12 yer var"; takes `count`.
    left: Any
    #: Where they are drawn; takes `moment`.
    drawn: Words
    #: On the button of a card.
    register: Words
    #: The action of staff that ends one occurrence.
    cancel: Words
    #: The printed list of who comes.
    people_list: Words
    #: What she does on the day.
    on_the_day: Words

    # --- what belongs to it -------------------------------------------------------
    #: Staff are asked where people get on.
    boards: bool = True
    #: Times of a day at one place, made and shown together.
    by_appointment: bool = False
    #: Asked for by a neighborhood instead of announced.
    by_request: bool = False
    #: Fields of an activity that say nothing here.
    without: frozenset[str] = frozenset()

    # --- defaults -----------------------------------------------------------------
    #: Of a new activity, by field.
    activity: Mapping[str, Any] = field(default_factory=dict)
    #: Of a new occurrence.
    selection: SelectionMode = SelectionMode.ORDER
    opens_before: timedelta = timedelta(days=21)
    closes_before: timedelta = timedelta(days=5)
    cancel_before: timedelta = timedelta(hours=24)

    @property
    def needs_registration(self) -> bool:
        return self.selection != SelectionMode.NONE


_SEASON = frozenset({"once_per_season", "season_start"})
_GUARDIAN = frozenset({"guardian_takes_place"})
#: Where nobody is asked whether it is her first time.
_FIRST = frozenset({"first_timers_first"})
_ANY_TIME = {"first_timers_first": False}
_CHILDREN = frozenset({"children_allowed", "child_max_age", "most_children"})
_COMPANY = _CHILDREN | {"companion_allowed", "most_party"}
#: Of an activity to which people come by themselves.
_COME_IN_TIME = _("Come to the place in time and show or say your code.")
_PARTICIPANTS = _("List of participants")

#: A trip; the other kinds say where they differ.
_USUAL: dict[str, Any] = {
    "occurrence": pgettext_lazy("of a kind", "Departure"),
    "places": pgettext_lazy("of a kind", "Places"),
    "left": ngettext_lazy("%(count)s place left", "%(count)s places left", "count"),
    "drawn": _("Places are drawn. Register until: %(moment)s"),
    "register": _("Register"),
    "cancel": _("Cancel the departure"),
    "people_list": _("Boarding list"),
    "on_the_day": _("Come to the boarding point in time and show or say your code."),
    "without": _GUARDIAN,
}


def _kind(**differences: Any) -> KindTraits:
    return KindTraits(**{**_USUAL, **differences})


_TRIP = _kind()
_APPOINTMENT: dict[str, Any] = {
    "occurrence": pgettext_lazy("of a kind", "Appointment time"),
    "places": pgettext_lazy("of a kind", "Appointments"),
    "left": ngettext_lazy(
        "%(count)s appointment free", "%(count)s appointments free", "count"
    ),
    "register": _("Take an appointment"),
    "cancel": _("Cancel this time"),
    "people_list": _("List of appointments"),
    "on_the_day": _("Come a few minutes early and show or say your code."),
    "boards": False,
    "by_appointment": True,
    "without": _SEASON | _FIRST | _GUARDIAN | _COMPANY,
    "opens_before": timedelta(days=14),
    "closes_before": timedelta(hours=2),
    "cancel_before": timedelta(hours=2),
}

TRAITS: dict[ActivityKind, KindTraits] = {
    ActivityKind.BAY_TOUR: _TRIP,
    ActivityKind.CULTURE_TOUR: _TRIP,
    ActivityKind.SEA_TRIP: _TRIP,
    ActivityKind.COURSE: _kind(
        occurrence=pgettext_lazy("of a kind", "Course term"),
        cancel=_("Cancel the term"),
        people_list=_PARTICIPANTS,
        on_the_day=_COME_IN_TIME,
        boards=False,
        without=_GUARDIAN | _COMPANY,
        activity={**_ALONE, "minimum_age": 18},
    ),
    ActivityKind.WORKSHOP: _kind(
        occurrence=pgettext_lazy("of a kind", "Workshop day"),
        cancel=_("Cancel the day"),
        people_list=_PARTICIPANTS,
        on_the_day=_COME_IN_TIME,
        boards=False,
        activity={"children_allowed": False, "minimum_age": 18},
        closes_before=timedelta(days=1),
    ),
    ActivityKind.EVENT: _kind(
        occurrence=pgettext_lazy("of a kind", "Event date"),
        cancel=_("Cancel the event"),
        people_list=_PARTICIPANTS,
        on_the_day=_COME_IN_TIME,
        boards=False,
        activity={"minimum_age": 18, "companion_allowed": True},
        closes_before=timedelta(days=1),
    ),
    ActivityKind.OPEN_EVENT: _kind(
        occurrence=pgettext_lazy("of a kind", "Event date"),
        cancel=_("Cancel the event"),
        people_list=_PARTICIPANTS,
        on_the_day=_COME_IN_TIME,
        boards=False,
        without=_SEASON | _FIRST | _GUARDIAN | _COMPANY | {"minimum_age"},
        activity={**_ANY_TIME, "minimum_age": 0, "companion_allowed": True},
        selection=SelectionMode.NONE,
        closes_before=timedelta(),
        cancel_before=timedelta(),
    ),
    ActivityKind.MOBILE_STOP: _kind(
        **_APPOINTMENT, activity={**_ALONE, **_ANY_TIME, "minimum_age": 16}
    ),
    ActivityKind.EMPLOYMENT_POINT: _kind(
        **_APPOINTMENT, activity={**_ALONE, **_ANY_TIME, "minimum_age": 18}
    ),
    ActivityKind.GARDEN_PARCEL: _kind(
        occurrence=pgettext_lazy("of a kind", "Planting season"),
        places=pgettext_lazy("of a kind", "Plots"),
        left=ngettext_lazy("%(count)s plot left", "%(count)s plots left", "count"),
        drawn=_("Plots are drawn. Apply until: %(moment)s"),
        register=_("Apply for a plot"),
        cancel=_("Cancel the planting season"),
        people_list=_("List of plots"),
        on_the_day=_("Come to the garden in time and show or say your code."),
        boards=False,
        without=_GUARDIAN | _COMPANY,
        activity={**_ALONE, "minimum_age": 18, "once_per_season": True},
        selection=SelectionMode.DRAW,
        opens_before=timedelta(days=35),
        closes_before=timedelta(days=14),
        cancel_before=timedelta(days=2),
    ),
    ActivityKind.CHILDREN: _kind(
        occurrence=pgettext_lazy("of a kind", "Children's term"),
        places=pgettext_lazy("of a kind", "Children's places"),
        left=ngettext_lazy(
            "%(count)s child's place left", "%(count)s children's places left", "count"
        ),
        register=_("Register your child"),
        cancel=_("Cancel the term"),
        people_list=_("List of children"),
        on_the_day=_("Bring your child in time and show or say your code."),
        boards=False,
        without=_SEASON | {"companion_allowed"},
        activity={
            "guardian_takes_place": False,
            "children_allowed": True,
            "companion_allowed": False,
            "minimum_age": 18,
            "child_max_age": 6,
            "most_children": 3,
            "most_party": 3,
        },
        closes_before=timedelta(days=7),
    ),
    ActivityKind.HOUSE_MEETING: _kind(
        occurrence=pgettext_lazy("of a kind", "Meeting"),
        cancel=_("Cancel the meeting"),
        people_list=_PARTICIPANTS,
        on_the_day=_COME_IN_TIME,
        boards=False,
        by_request=True,
        without=_SEASON | _FIRST | _GUARDIAN,
        activity={
            **_ANY_TIME,
            "minimum_age": 18,
            "children_allowed": True,
            "child_max_age": 6,
        },
        closes_before=timedelta(hours=3),
        cancel_before=timedelta(hours=3),
    ),
}


#: Every field of an activity that some kind fills or leaves out, with what is usual.
FIELDS: dict[str, Any] = {
    "minimum_age": 18,
    "once_per_season": False,
    "season_start": "04-01",
    "first_timers_first": True,
    "guardian_takes_place": True,
    "children_allowed": True,
    "child_max_age": 12,
    "most_children": 2,
    "companion_allowed": False,
    "most_party": 5,
}


def for_form() -> dict[str, Any]:
    """The table as the script of the form reads it."""
    kinds: dict[str, Any] = {"fields": list(FIELDS)}
    for kind, traits in TRAITS.items():
        kinds[kind.value] = {
            "without": sorted(traits.without),
            "defaults": {**FIELDS, **traits.activity},
        }
    return kinds


def traits_of(kind: str) -> KindTraits:
    return TRAITS[ActivityKind(kind)]
