"""Dated sessions of trainings: who is expected, who waits, who came."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from language.translated import TranslatedTextField
from volunteers.codes import new_seat_code
from volunteers.enums import Attendance
from volunteers.models.application import Application
from volunteers.models.training import TrainingModule, TrainingPart


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):
    def coming(self, now: datetime | None = None) -> "TrainingSessionQuerySet":
        """Those that are to be held."""
        return self.filter(
            starts_at__gt=now or timezone.now(), cancelled_at__isnull=True
        )

    def with_seats(self, *, waiting: Any = None) -> "TrainingSessionQuerySet":
        """Annotated with `taken`, the seats that are not free, and `waiting`.

        A place that is offered is not free; that of who does not come is. `waiting`:
        whose applications to count.
        """
        held = models.Q(waits__offered_until__isnull=False)
        counted = None if waiting is None else models.Q(waits__application__in=waiting)
        return self.annotate(
            seated=models.Count(
                "enrollments",
                filter=models.Q(enrollments__attendance__in=Attendance.seated),
                distinct=True,
            ),
            waiting=models.Count("waits", filter=counted, distinct=True),
            taken=models.F("seated")
            + models.Count("waits", filter=held, distinct=True),
        )


class TrainingSession(models.Model):
    """Its row is the lock of its places and of its sheet."""

    module = models.ForeignKey(
        TrainingModule,
        models.PROTECT,
        related_name="sessions",
        verbose_name=_("training"),
    )
    part = models.ForeignKey(
        TrainingPart,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("part"),
        help_text=_("Empty: the whole training."),
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = TranslatedTextField(_("place"), max_length=200)
    online_link = models.URLField(
        _("link of the meeting"),
        blank=True,
        help_text=_("For an online session; only those with a place see it."),
    )
    trainer = models.CharField(_("trainer"), max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("places"), default=25, validators=[MinValueValidator(1)]
    )
    waiting_capacity = models.PositiveSmallIntegerField(_("waiting list"), default=10)
    #: From then on marks are corrected one by one.
    closed_at = models.DateTimeField(_("sheet closed at"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("sheet closed by"),
    )
    #: It is not held; the row stays, its places are free.
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        permissions = [("run_training", _("Can run trainings"))]
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["module", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_start",
                violation_error_message=_("The session ends before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1), name="session_has_places"
            ),
        ]

    def __str__(self) -> str:
        moment = date_format(timezone.localtime(self.starts_at), "DATETIME_FORMAT")
        return f"{self.module} · {moment}"

    def clean(self) -> None:
        if self.part is not None and self.part.module_id != self.module_id:
            raise ValidationError({"part": _("This part is of another training.")})

    @property
    def hours(self) -> Decimal:
        seconds = (self.ends_at - self.starts_at).total_seconds()
        return Decimal(seconds) / Decimal(3600)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def places_left(self) -> int:
        """Needs `with_seats()`."""
        return max(0, self.capacity - int(getattr(self, "taken")))  # noqa: B009


class Enrollment(models.Model):
    """A seat in a session."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="enrollments"
    )
    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="enrollments"
    )
    #: What the QR code on her phone holds; null for seats from before there were any.
    code = models.CharField(  # noqa: DJ001
        max_length=16, unique=True, null=True, default=new_seat_code, editable=False
    )
    attendance = models.CharField(
        _("attendance"),
        max_length=10,
        choices=Attendance,
        default=Attendance.EXPECTED,
    )
    #: When she was marked, by the clock of the tablet set right; the later mark counts.
    marked_at = models.DateTimeField(_("marked at"), null=True, editable=False)
    #: By "everybody present", and by nothing that was said of her alone since.
    marked_together = models.BooleanField(
        _("marked with everybody"), default=False, editable=False
    )
    #: She came without a place and was put on the sheet on the day.
    walked_in = models.BooleanField(
        _("came without a place"), default=False, editable=False
    )

    class Meta:
        verbose_name = _("training place")
        verbose_name_plural = _("training places")
        ordering = ["session__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "session"], name="one_seat_per_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.session_id}"


class SessionWaitQuerySet(models.QuerySet["SessionWait"]):
    def in_line(self) -> "SessionWaitQuerySet":
        """Who let an offer pass stands behind who did not."""
        return self.order_by("offers_lapsed", "asked_at", "pk")

    def offered(self) -> "SessionWaitQuerySet":
        return self.filter(offered_until__isnull=False)


class SessionWait(models.Model):
    """She waits for a place in a full session, or was offered the one that came free.

    Written under the lock of the session only.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="session_waits"
    )
    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="waits")
    asked_at = models.DateTimeField(_("asked at"))
    #: While it is set a place is held for her; the offer stands until then.
    offered_until = models.DateTimeField(_("offered until"), null=True)
    offers_lapsed = models.PositiveSmallIntegerField(_("offers lapsed"), default=0)

    objects = SessionWaitQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a training's waiting list")
        verbose_name_plural = _("places in a training's waiting list")
        ordering = ["session", "asked_at", "pk"]
        indexes = [models.Index(fields=["offered_until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "session"], name="waits_once_per_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.session_id}"
