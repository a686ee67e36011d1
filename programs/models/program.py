"""What is on offer, apart from any date: a program and its activities."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from language.translated import TranslatedTextField
from people.prepared import PreparedQuery, Statement
from people.roles import sees_own_entries_only
from programs.enums import ActivityKind, Duty, NoShowPolicy, RuleKind
from programs.kinds import KindTraits, traits_of
from programs.models.venue import CourseBranch
from programs.workflow import (
    AT_A_DEPARTURE,
    INCLUDED_IN,
    OF_OWN_ENTRIES,
    duties_with,
)

#: No party is larger, whatever an activity allows; the database holds to it.
LARGEST_PARTY = 10
#: Who has it works in every program, also in those of teams she is not in.
OVERSEE = "programs.oversee_program"

_rules_of = PreparedQuery(
    lambda pk: (
        apps.get_model("programs.RegistrationRule")
        .objects.filter(activity=pk)
        .order_by("pk")
    ),
    -1,
)
_rules_for = PreparedQuery(
    lambda pk: (
        apps.get_model("programs.RegistrationRule")
        .objects.filter(activity__occurrences=pk)
        .order_by("pk")
    ),
    -1,
)


def rules_asking(occurrence_pk: int) -> Statement:
    """`Activity.chosen_rules` for who asks it together with other things."""
    return _rules_for.asking(occurrence_pk)


#: An empty `Q` would vanish from an "or".
_EVERYTHING = ~models.Q(pk__in=[])


class ProgramQuerySet(models.QuerySet["Program"]):
    def where_may(self, user: Any, permission: str) -> "ProgramQuerySet":
        """Programs in which a member of staff may do what `permission` says.

        A program with a team is its team's alone, and each duty there gives what the
        table says. In a program without one the permissions of her groups count; they
        count everywhere for who oversees all programs.
        """
        return self.filter(self._may(user, permission))

    def where_may_not(self, user: Any, permission: str) -> "ProgramQuerySet":
        return self.exclude(self._may(user, permission))

    def _may(self, user: Any, permission: str) -> models.Q:
        may = user.has_perm(INCLUDED_IN.get(permission, permission))
        if may and user.has_perm(OVERSEE):
            return _EVERYTHING
        found = models.Q(
            pk__in=self.in_which(user, has=duties_giving(user, permission))
        )
        if may:
            found |= ~models.Q(pk__in=self.with_team())
        return found

    def reachable_by(self, user: Any) -> "ProgramQuerySet":
        """Programs that are not another team's."""
        if user.has_perm(OVERSEE):
            return self.filter(_EVERYTHING)
        hers = models.Q(pk__in=self.in_which(user, has=Duty))
        return self.filter(hers | ~models.Q(pk__in=self.with_team()))

    def in_which(self, user: Any, *, has: Iterable[Duty]) -> models.QuerySet[Any]:
        """Their keys, to be looked up in: she has one of these duties there."""
        # A list, because `=None` would find the programs without a team.
        hers = Program.objects.filter(
            team__user__in=[user.pk], team__duty__in=list(has)
        )
        return hers.order_by().values("pk")

    def with_team(self) -> models.QuerySet[Any]:
        """Their keys, to be looked up in: only the team sees what is in them."""
        return Program.objects.filter(team__isnull=False).order_by().values("pk")


def duties_giving(user: Any, permission: str) -> list[Duty]:
    """A muhtar's desk sees and changes its own entries only, in a team too."""
    is_muhtar = sees_own_entries_only(user, view="programs.view_registration")
    if is_muhtar and permission not in OF_OWN_ENTRIES:
        return []
    return duties_with(permission)


def duties_giving_there(user: Any, permission: str) -> list[Duty]:
    """The same of a duty at one departure."""
    return duties_giving(user, permission) if permission in AT_A_DEPARTURE else []


class Program(ClusterableModel):
    """What the public knows by one name, such as "Kadınlar için Bir Mola"."""

    name = TranslatedTextField(_("name"), max_length=120)
    summary = TranslatedTextField(_("summary"), multiline=True, blank=True)
    slug = models.SlugField(_("slug"), unique=True)
    is_active = models.BooleanField(_("shown to the public"), default=True)
    after_no_show = models.CharField(
        _("after a no-show"),
        max_length=8,
        choices=NoShowPolicy,
        default=NoShowPolicy.LATER,
        help_text=_(
            "Whoever is excused keeps her place in line. Without seasons a no-show "
            "counts for half a year. Nobody is ever shut out."
        ),
    )
    asks_feedback = models.BooleanField(
        _("asks afterwards how it was"),
        default=True,
        help_text=_(
            "One day after the end whoever came is asked for a short answer, which "
            "nobody can connect with her."
        ),
    )
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["sort", "pk"]
        permissions = [
            ("see_participation", _("Can see who took part, in numbers")),
            ("oversee_program", _("Can see the programs of every team")),
        ]

    def __str__(self) -> str:
        return str(self.name)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def where_may(self, user: Any, permission: str) -> "ActivityQuerySet":
        """Those of the programs in which she may; see `Program.objects.where_may`."""
        programs = Program.objects.where_may(user, permission)
        return self.filter(program__in=programs.order_by().values("pk"))


class Activity(ClusterableModel):
    """One thing a program does again and again, with the rules of taking part."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="activities", verbose_name=_("program")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ActivityKind)
    name = TranslatedTextField(_("name"), max_length=120)
    summary = TranslatedTextField(_("summary"), multiline=True, blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), default=18)
    once_per_season = models.BooleanField(
        _("once a season"),
        default=False,
        help_text=_("Nobody holds two places of this kind in one season."),
    )
    first_timers_first = models.BooleanField(
        _("first-timers first"),
        default=True,
        help_text=_(
            "Whoever has taken part in this kind before stands after who has not. The "
            "form asks her, and her word counts."
        ),
    )
    season_start = models.CharField(
        _("the season begins on"),
        max_length=5,
        default="04-01",
        validators=[
            RegexValidator(
                r"^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$",
                _("Write month and day, for example 04-01."),
            )
        ],
        help_text=_("Month and day; a season lasts until the next one begins."),
    )
    guardian_takes_place = models.BooleanField(
        _("she takes a place herself"),
        default=True,
        help_text=_("Without it only the children she registers take places."),
    )
    children_allowed = models.BooleanField(_("children may come"), default=True)
    child_max_age = models.PositiveSmallIntegerField(
        _("oldest child"), default=12, help_text=_("In years, by year of birth.")
    )
    most_children = models.PositiveSmallIntegerField(_("most children"), default=2)
    most_party = models.PositiveSmallIntegerField(
        _("largest party"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_PARTY)],
        help_text=_("Herself included."),
    )
    companion_allowed = models.BooleanField(_("a companion may come"), default=False)
    branch = models.ForeignKey(
        CourseBranch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("course branch"),
    )
    least_attendance = models.PositiveSmallIntegerField(
        _("least share of the hours"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("In percent: whoever came to so much of a course completes it."),
    )
    gives_certificate = models.BooleanField(
        _("gives a certificate"),
        default=False,
        help_text=_("To whoever completes it, once staff have confirmed the list."),
    )
    first_session_frees_place = models.BooleanField(
        _("the first session frees places"),
        default=False,
        help_text=_(
            "Whoever misses the first session without an excuse is proposed to staff "
            "for removal; the place goes to the waiting list until the second one."
        ),
    )
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["sort", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(most_party__gte=1, most_party__lte=LARGEST_PARTY),
                name="activity_party_size",
                violation_error_message=_("A party has 1 to 10 people."),
            ),
            models.CheckConstraint(
                condition=models.Q(guardian_takes_place=True)
                | models.Q(children_allowed=True, companion_allowed=False),
                name="activity_somebody_takes_places",
                violation_error_message=_(
                    "Where she takes no place herself, children may come and no "
                    "companion."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(least_attendance__gte=1, least_attendance__lte=100),
                name="activity_share_of_hours",
                violation_error_message=_("A share has 1 to 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def traits(self) -> KindTraits:
        """The words and the usual of its kind."""
        return traits_of(self.kind)

    @cached_property
    def chosen_rules(self) -> list[Any]:
        """The rules staff chose beside the usual ones, as when first asked."""
        return _rules_of.all(self.pk) if self.pk else []

    @property
    def asks_took_part(self) -> bool:
        """Whether it matters if she has taken part before; asked only then."""
        kinds = {rule.kind for rule in self.chosen_rules}
        return self.first_timers_first or RuleKind.FIRST_TIMERS in kinds

    def season_key(self, day: date) -> str:
        """The season `day` falls in, or "" where seasons do not matter."""
        begins = self.season_begins(day)
        return f"{self.kind}-{begins.year}" if begins else ""

    def season_begins(self, day: date) -> date | None:
        """The first day of the season `day` falls in; None where there is none."""
        if not self.once_per_season:
            return None
        month, first = (int(part) for part in self.season_start.split("-"))
        year = day.year if (day.month, day.day) >= (month, first) else day.year - 1
        return date(year, month, first)
