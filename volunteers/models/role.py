"""Roles that volunteers take on, and who has them."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from language.translated import TranslatedTextField
from people.sealed_fields import SealedLineField
from volunteers.enums import AssignmentState
from volunteers.models.application import Application
from volunteers.models.call import VolunteerArea
from volunteers.models.training import TrainingModule


class RoleQuerySet(models.QuerySet["Role"]):
    def with_places(self) -> "RoleQuerySet":
        """Annotated with `taken`, the places that are not free."""
        return self.annotate(
            taken=models.Count(
                "assignments",
                filter=models.Q(assignments__state__in=AssignmentState.holding),
            )
        )

    def offered(self, today: date | None = None) -> "RoleQuerySet":
        return self.filter(is_active=True).lasting(today)

    def lasting(self, today: date | None = None) -> "RoleQuerySet":
        """Those that are not over; one that begins later is among them."""
        day = today or timezone.localdate()
        return self.exclude(ends_on__lt=day)


class Role(models.Model):
    """A task with a number of places."""

    name = TranslatedTextField(_("name"), max_length=120)
    description = TranslatedTextField(_("description"), blank=True, multiline=True)
    area = models.ForeignKey(
        VolunteerArea, models.PROTECT, related_name="roles", verbose_name=_("area")
    )
    places = models.PositiveSmallIntegerField(
        _("places"), default=1, validators=[MinValueValidator(1)]
    )
    program = TranslatedTextField(
        _("for which program"),
        max_length=120,
        blank=True,
        help_text=_("As volunteers know it; empty where the role is for no program."),
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("coordinator"),
        help_text=_("Of everybody who gets the role, unless another is named then."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    is_active = models.BooleanField(_("offered"), default=True)
    required_trainings = models.ManyToManyField(
        TrainingModule,
        verbose_name=_("required trainings"),
        related_name="roles",
        blank=True,
        help_text=_("Beside those of the call."),
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_ends_after_start",
                violation_error_message=_("The role ends before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(places__gte=1), name="role_has_places"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def places_left(self) -> int:
        """Needs `with_places()`."""
        taken: Any = getattr(self, "taken")  # noqa: B009
        return max(0, self.places - int(taken))

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def has_begun(self) -> bool:
        return self.starts_on <= timezone.localdate()

    def lasts_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def holding(self) -> "AssignmentQuerySet":
        return self.filter(state__in=AssignmentState.holding)

    def past_end(self, today: date | None = None) -> "AssignmentQuerySet":
        """Still held though its own end, or the end of its role, has passed."""
        return self.holding().filter(_ended_before(today or timezone.localdate()))

    def ending(self, days: int, today: date | None = None) -> "AssignmentQuerySet":
        """Held, and over within so many days from today on."""
        day = today or timezone.localdate()
        soon = _ended_before(day + timedelta(days=days + 1))
        return self.holding().filter(soon).exclude(_ended_before(day))


def _ended_before(day: date) -> models.Q:
    return models.Q(ends_on__lt=day) | models.Q(role__ends_on__lt=day)


class Assignment(models.Model):
    """A decision by a person: this volunteer has this role, from then until then."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="assignments"
    )
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="assignments", verbose_name=_("role")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("coordinator"),
    )
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=AssignmentState,
        default=AssignmentState.ACTIVE,
        editable=False,
    )
    end_reason = SealedLineField(_("why it ended"), max_length=300, blank=True)
    extend_reason = SealedLineField(
        _("why it lasts longer"), max_length=300, blank=True
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "role"],
                condition=models.Q(state__in=["active", "paused"]),
                name="one_active_assignment_per_role",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="assignment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.role_id}"

    @property
    def last_day(self) -> date | None:
        """Its own end or that of its role, whichever comes first."""
        ends = [one for one in (self.ends_on, self.role.ends_on) if one is not None]
        return min(ends, default=None)

    def covers(self, day: date) -> bool:
        """Whether it has begun by that day and is not over."""
        last = self.last_day
        return self.starts_on <= day and (last is None or day <= last)

    @property
    def is_past_end(self) -> bool:
        last = self.last_day
        held = self.state in AssignmentState.holding
        return held and last is not None and last < timezone.localdate()
