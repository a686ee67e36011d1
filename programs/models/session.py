"""The sessions of one run of a course, and who came to each."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.enums import AttendanceMark
from programs.models.occurrence import Occurrence, local_moment
from programs.models.registration import Registration

#: The first come before a session begins.
OPENS_BEFORE = timedelta(minutes=30)


class CourseSessionQuerySet(models.QuerySet["CourseSession"]):
    def live(self) -> "CourseSessionQuerySet":
        """Not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def closed(self) -> "CourseSessionQuerySet":
        """Their sheet is closed: what they say counts."""
        return self.live().filter(closed_at__isnull=False)

    def awaiting_sheet(self) -> "CourseSessionQuerySet":
        """Begun, and their sheet is not closed yet."""
        opens_by = timezone.now() + OPENS_BEFORE
        return self.live().filter(closed_at__isnull=True, starts_at__lte=opens_by)


class CourseSession(models.Model):
    """Written by `programs.domain.sessions` and `.sheets` only.

    The run begins with the first session and ends with the last.
    """

    occurrence = models.ForeignKey(
        Occurrence,
        models.CASCADE,
        related_name="sessions",
        verbose_name=_("departure"),
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    topic = models.CharField(_("topic"), max_length=120, blank=True)
    is_online = models.BooleanField(_("online"), default=False)
    online_link = models.URLField(
        _("address of the online session"),
        blank=True,
        help_text=_("Read by those who have a place, and by nobody else."),
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("sheet closed at"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("sheet closed by"),
    )

    objects = CourseSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("course session")
        verbose_name_plural = _("course sessions")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["closed_at", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="course_session_ends_after_start",
                violation_error_message=_("It ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(closed_at__isnull=True),
                name="course_session_cancelled_or_held",
            ),
            # That none overlap is checked under the lock of the run.
            models.UniqueConstraint(
                fields=["occurrence", "starts_at"],
                condition=Q(cancelled_at__isnull=True),
                name="one_course_session_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return local_moment(self.starts_at)

    @property
    def hours(self) -> Decimal:
        return Decimal((self.ends_at - self.starts_at).total_seconds()) / 3600

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def may_be_marked(self) -> bool:
        """Its sheet is open."""
        begins = self.starts_at - OPENS_BEFORE
        return (
            self.cancelled_at is None
            and self.closed_at is None
            and begins <= timezone.now()
        )


class SessionMarkQuerySet(models.QuerySet["SessionMark"]):
    def standing(self) -> "SessionMarkQuerySet":
        """Without those taken back."""
        return self.exclude(mark=AttendanceMark.UNDONE)


class SessionMark(models.Model):
    """The last mark on one participant in one session."""

    session = models.ForeignKey(CourseSession, models.CASCADE, related_name="marks")
    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="session_marks"
    )
    mark = models.CharField(_("mark"), max_length=8, choices=AttendanceMark)
    at = models.DateTimeField(_("marked at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("marked by"),
    )

    objects = SessionMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark in a session")
        verbose_name_plural = _("marks in sessions")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "registration"], name="one_mark_in_a_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_mark_display()} ({self.pk})"
