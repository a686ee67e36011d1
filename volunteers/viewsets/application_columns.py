"""The columns of the list of applications, from which everybody chooses her own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from people.cells import TextColumn, cell
from volunteers.domain.duties import Rights, may_somewhere
from volunteers.domain.queries import is_far, may_read_reviews
from volunteers.enums import ApplicationState
from volunteers.models import Application
from volunteers.viewsets.cells import (
    PillColumn,
    name_of,
    short_day,
    short_moment,
    state_kind,
)
from volunteers.workflow import Permission

#: Parameter of the address that holds the chosen ones.
PARAMETER = "sutun"
DEFAULT = ("areas", "state", "days", "score", "reviewers", "interview")


@dataclass(frozen=True, slots=True)
class ListContext:
    """What columns need to know of who looks."""

    user: Any
    get_url: Callable[[Application], str]
    hides_names: bool
    #: call -> how far scores may be apart
    limits: dict[int, Any]

    rights: Rights

    @property
    def judges(self) -> bool:
        return may_somewhere(self.user, Permission.REVIEW) or may_somewhere(
            self.user, Permission.DECIDE
        )


class CheckColumn(Column):
    """A tick for the bulk bar, whose form stands below the list."""

    def render_cell_html(self, instance, parent_context):
        return cell(
            "check-cell",
            format_html(
                '<label><input type="checkbox" name="id" value="{}" form="bulk-form">'
                '<span class="w-sr-only">{}</span></label>',
                str(instance.pk),
                gettext("Choose %(code)s") % {"code": instance.reference},
            ),
        )


class ScoreColumn(TextColumn):
    """The mean score, for who has given her own; others are asked for theirs."""

    def __init__(self, *args, context: ListContext, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = context

    def get_value(self, instance):
        rights = self.context.rights
        if may_read_reviews(
            self.context.user,
            instance,
            own_is_given=instance.own_is_given,
            rights=rights,
        ):
            return self.words(instance)
        if (
            rights.may(Permission.REVIEW, instance)
            and instance.state in ApplicationState.reviewable
        ):
            return _("give your score")
        return "–"

    def words(self, instance):
        if instance.score_mean is None:
            return "–"
        words = number_format(instance.score_mean, 1)
        limit = self.context.limits.get(instance.call_id)
        if is_far(instance.score_spread, limit):
            return f"{words} · {gettext('opinions differ')}"
        return words


def shown_name(application: Application) -> str:
    return str(application) if application.is_nameless else application.person.full_name


def _of_her(value: Callable[[Application], Any]) -> Callable[[Application], Any]:
    """Nothing where her name is hidden."""
    return lambda one: "–" if one.is_nameless else value(one)


def _age(application: Application) -> str:
    day = timezone.localdate(application.submitted_at)
    age = application.person.age_on(day)
    return "–" if age is None else str(age)


def _rules(application: Application) -> Any:
    if application.is_nameless or application.meets_rules is None:
        return "–"
    return _("met") if application.meets_rules else _("not met")


def days_in_words(days: int) -> str:
    if not days:
        return gettext("since today")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def interview_day(application: Application) -> str:
    """Of the interview that counts."""
    at = application.interview_at
    return short_moment(at) if at else ""


def reviewers_in_words(application: Application) -> str:
    return ", ".join(
        name_of(one.reviewer) for one in application.review_assignments.all()
    )


def doubt_in_words(application: Application) -> str:
    """What somebody should look at."""
    doubts = []
    # Whoever took it up has read it.
    if application.suspicion and application.state == ApplicationState.SUBMITTED:
        doubts.append(gettext("may not be by a person"))
    if application.possible_double and not application.is_nameless:
        doubts.append(gettext("possibly a double"))
    return ", ".join(doubts)


def _state(_context: ListContext) -> Column:
    return PillColumn(
        "state",
        label=_("Stage"),
        accessor="get_state_display",
        kind=lambda one: state_kind(one.state),
        note=doubt_in_words,
    )


def _simple(name: str, label: Any, accessor: Any, sort_key: str | None = None) -> Any:
    return lambda _context: TextColumn(
        name, label=label, accessor=accessor, sort_key=sort_key
    )


#: name -> (label for who chooses, the column)
COLUMNS: dict[str, tuple[Any, Callable[[ListContext], Column]]] = {
    "areas": (
        _("Areas"),
        _simple(
            "areas", _("Areas"), lambda one: ", ".join(map(str, one.ranked_areas()))
        ),
    ),
    "state": (_("Stage"), _state),
    "days": (
        _("In this stage for"),
        _simple(
            "days",
            _("In this stage for"),
            lambda one: days_in_words(one.days_in_state()),
            "state_since",
        ),
    ),
    "score": (
        _("Score"),
        lambda context: ScoreColumn(
            "score", label=_("Score"), sort_key="score_shown", context=context
        ),
    ),
    "reviewers": (
        _("Reviewers"),
        _simple("reviewers", _("Reviewers"), reviewers_in_words),
    ),
    "rules": (
        _("Pre-screening"),
        _simple("rules", _("Pre-screening"), _rules),
    ),
    "interview": (
        _("Interview"),
        _simple("interview", _("Interview"), interview_day, "interview_at"),
    ),
    "call": (_("Call"), _simple("call", _("Call"), "call")),
    "district": (
        _("District"),
        _simple(
            "district",
            _("District"),
            _of_her(lambda one: one.person.get_district_display()),
        ),
    ),
    "age": (_("Age when applying"), _simple("age", _("Age"), _of_her(_age))),
    "submitted": (
        _("Applied on"),
        _simple(
            "submitted",
            _("Applied on"),
            lambda one: short_day(one.submitted_at),
            "submitted_at",
        ),
    ),
    "reference": (
        _("Application no."),
        _simple("reference", _("Application no."), "reference", "reference"),
    ),
}
#: What only who judges may see.
_JUDGING = frozenset({"score", "reviewers", "rules"})


def offered(context: ListContext) -> list[str]:
    return [name for name in COLUMNS if context.judges or name not in _JUDGING]


def columns_for(names: Iterable[str], context: ListContext) -> list[Column]:
    """Tick, name, and the chosen ones in their fixed order."""
    wanted = set(names)
    chosen = [name for name in offered(context) if name in wanted]
    return [
        CheckColumn("check", label="", accessor="pk"),
        TitleColumn(
            "name",
            label=_("Full name"),
            accessor=shown_name,
            get_url=context.get_url,
            sort_key="name_order" if context.hides_names else "person__sort_key",
        ),
        *(COLUMNS[name][1](context) for name in chosen),
    ]
