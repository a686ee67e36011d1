"""What is on offer, apart from any date: a program and its activities."""

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
from programs.enums import ActivityKind
from programs.kinds import KindTraits, traits_of
from programs.models.venue import CourseBranch

#: No party is larger, whatever an activity allows; the database holds to it.
LARGEST_PARTY = 10

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


class Program(models.Model):
    """What the public knows by one name, such as "Kadınlar için Bir Mola"."""

    name = TranslatedTextField(_("name"), max_length=120)
    summary = TranslatedTextField(_("summary"), multiline=True, blank=True)
    slug = models.SlugField(_("slug"), unique=True)
    is_active = models.BooleanField(_("shown to the public"), default=True)
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["sort", "pk"]
        permissions = [("see_participation", _("Can see who took part, in numbers"))]

    def __str__(self) -> str:
        return str(self.name)


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

    def season_key(self, day: date) -> str:
        """The season `day` falls in, or "" where seasons do not matter."""
        if not self.once_per_season:
            return ""
        month, first = (int(part) for part in self.season_start.split("-"))
        year = day.year if (day.month, day.day) >= (month, first) else day.year - 1
        return f"{self.kind}-{year}"
