"""A call for volunteers: when, for what, what it asks and what it requires."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from language.translated import TranslatedTextField
from language.turkish import slugify_tr
from volunteers.enums import Duty
from volunteers.models.training import TrainingModule
from volunteers.workflow import duties_with

#: Who has it sees every call, also those of teams she is not in.
OVERSEE = "volunteers.oversee_call"


class VolunteerArea(models.Model):
    """What volunteers do: translating, workshops, field work."""

    name = TranslatedTextField(_("name"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), unique=True, blank=True)
    description = TranslatedTextField(_("description"), blank=True, multiline=True)
    requires_child_clearance = models.BooleanField(
        _("works with children; a clearance must be shown"), default=False
    )
    asks_languages = models.BooleanField(
        _("the form asks for languages"), default=False
    )
    is_active = models.BooleanField(_("offered"), default=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("volunteering area")
        verbose_name_plural = _("volunteering areas")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        self.slug = self.slug or slugify_tr(self.name.get(settings.LANGUAGE_CODE, ""))


class CallQuerySet(models.QuerySet["Call"]):
    def open(self, now: datetime | None = None) -> "CallQuerySet":
        now = now or timezone.now()
        return self.filter(opens_at__lte=now, closes_at__gt=now)

    def upcoming(self, now: datetime | None = None) -> "CallQuerySet":
        return self.filter(opens_at__gt=now or timezone.now())

    def closed(self, now: datetime | None = None) -> "CallQuerySet":
        return self.filter(closes_at__lte=now or timezone.now())

    def where_may(self, user: Any, permission: str) -> "CallQuerySet":
        """Calls in which a member of staff may do what `permission` (a codename) says.

        A call with a team is its team's alone, and each duty there gives what the
        table says. In a call without one the permissions of her groups count; they
        count everywhere for who oversees all calls.
        """
        return self.filter(self._may(user, permission))

    def with_permissions(self, user: Any, permissions: Iterable[str]) -> "CallQuerySet":
        """`where_may` for several permissions at once: each call with `may_...`."""
        flags = {
            f"may_{one}": models.Case(
                models.When(self._may(user, one), then=models.Value(True)),
                default=models.Value(False),
                output_field=models.BooleanField(),
            )
            for one in permissions
        }
        return self.annotate(**flags)

    def _may(self, user: Any, permission: str) -> models.Q:
        hers = self.in_which(user, has=duties_with(permission))
        found = models.Q(pk__in=hers)
        if user.has_perm(f"volunteers.{permission}"):
            found |= _open_to_all(user)
        return found

    def reachable_by(self, user: Any) -> "CallQuerySet":
        """Calls that are not another team's: what a list may be narrowed to."""
        hers = models.Q(pk__in=self.in_which(user, has=Duty))
        return self.filter(hers | _open_to_all(user))

    def in_which(self, user: Any, *, has: Iterable[Duty]) -> models.QuerySet[Any]:
        """Their keys, to be looked up in: she has one of these duties there."""
        # A list, because `=None` would find the calls without a team.
        hers = Call.objects.filter(team__user__in=[user.pk], team__duty__in=list(has))
        return hers.order_by().values("pk")

    def with_team(self) -> models.QuerySet[Any]:
        """Their keys, to be looked up in: only the team sees what is in them."""
        return Call.objects.filter(team__isnull=False).order_by().values("pk")


def _open_to_all(user: Any) -> models.Q:
    """Where her groups' permissions count: all calls for who oversees the teams.

    An empty `Q` would vanish from an "or"; "in none of none" is true of every row.
    """
    if user.has_perm(OVERSEE):
        return ~models.Q(pk__in=[])
    return ~models.Q(pk__in=Call.objects.with_team())


class Call(ClusterableModel):
    """One term of volunteering. Open from `opens_at` until just before `closes_at`."""

    title = TranslatedTextField(_("title"), max_length=120)
    slug = models.SlugField(_("short name in addresses"), unique=True, blank=True)
    summary = TranslatedTextField(_("summary"), blank=True, multiline=True)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes after closing for forms that were begun before"),
        default=30,
        validators=[MaxValueValidator(1440)],
        help_text=_("Who is in the middle of the form may still send it."),
    )
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age"),
        default=18,
        validators=[MinValueValidator(18), MaxValueValidator(99)],
        help_text=_("On the day of applying."),
    )
    areas = ParentalManyToManyField(
        VolunteerArea, verbose_name=_("areas"), related_name="calls"
    )
    required_trainings = ParentalManyToManyField(
        TrainingModule,
        verbose_name=_("required trainings"),
        related_name="calls",
        blank=True,
    )
    most_areas = models.PositiveSmallIntegerField(
        _("areas one may choose"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )
    interview_changes = models.PositiveSmallIntegerField(
        _("how often she may change the interview time"),
        default=1,
        validators=[MaxValueValidator(10)],
        help_text=_("By herself; staff may change it as often as needed."),
    )
    interview_change_hours = models.PositiveSmallIntegerField(
        _("until so many hours before it"),
        default=2,
        validators=[MaxValueValidator(168)],
    )
    #: The edition of the process it opened with; noted with its first applicant.
    process = models.ForeignKey(
        "volunteers.ProcessEdition",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="calls",
        verbose_name=_("words of the process"),
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="call_closes_after_opening",
                violation_error_message=_("The call closes before it opens."),
            ),
            models.CheckConstraint(
                condition=models.Q(most_areas__gte=1, most_areas__lte=3),
                name="call_one_to_three_areas",
            ),
        ]
        permissions = [("oversee_call", _("Can see the calls of every team"))]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        self.slug = self.slug or slugify_tr(self.title.get(settings.LANGUAGE_CODE, ""))

    def is_open(self, now: datetime | None = None) -> bool:
        return self.opens_at <= (now or timezone.now()) < self.closes_at

    def is_upcoming(self, now: datetime | None = None) -> bool:
        return self.opens_at > (now or timezone.now())

    def has_closed(self, now: datetime | None = None) -> bool:
        return self.closes_at <= (now or timezone.now())

    @property
    def grace_ends_at(self) -> datetime:
        """Until when a form that was begun before closing may be sent."""
        return self.closes_at + timedelta(minutes=self.grace_minutes)

    def get_application_url(self) -> str:
        """Where the application form begins."""
        return reverse("volunteers:apply", kwargs={"slug": self.slug})


class ReviewCriterion(Orderable):
    """What reviewers score from 1 to 5."""

    call = ParentalKey(Call, related_name="criteria")
    name = TranslatedTextField(_("name"), max_length=120)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )

    class Meta(Orderable.Meta):
        verbose_name = _("review criterion")
        verbose_name_plural = _("review criteria")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__gte=1), name="criterion_has_weight"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)
