"""Times offered for interviews, and who has them."""

from datetime import datetime, timedelta
from zlib import crc32

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from language.translated import TranslatedTextField, as_translated
from people.models import Recusal
from volunteers.enums import InterviewState
from volunteers.models.application import Application
from volunteers.models.availability import AvailabilityWindow
from volunteers.models.call import Call


class InterviewSlotQuerySet(models.QuerySet["InterviewSlot"]):
    def free(self, now: datetime | None = None) -> "InterviewSlotQuerySet":
        """Still to come, offered, and nobody has them."""
        taken = Interview.objects.filter(
            slot=models.OuterRef("pk"), state__in=InterviewState.taking
        )
        return self.filter(
            ~models.Exists(taken),
            starts_at__gt=now or timezone.now(),
            closed_at__isnull=True,
        ).order_by("starts_at", "pk")

    def free_for(
        self, application: Application, now: datetime | None = None
    ) -> "InterviewSlotQuerySet":
        """Free times of her call with nobody who recused herself from her."""
        return (
            self.filter(call=application.call_id)
            .free(now)
            .exclude(pk__in=self.model.objects.recused_from(application).values("pk"))
        )

    def unheld(self) -> "InterviewSlotQuerySet":
        """Booked, still to come, and nobody is there to meet her."""
        booked = Interview.objects.filter(
            slot=models.OuterRef("pk"), state=InterviewState.BOOKED
        )
        return self.filter(
            models.Exists(booked),
            starts_at__gt=timezone.now(),
            interviewers__isnull=True,
        )

    def recused_from(self, application: Application) -> "InterviewSlotQuerySet":
        """Held by somebody who must not meet her."""
        recused = Recusal.objects.filter(person=application.person_id).order_by()
        return self.filter(interviewers__in=recused.values("user")).order_by()


class InterviewSlot(models.Model):
    """A time at which one applicant can be met."""

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="slots", verbose_name=_("call")
    )
    starts_at = models.DateTimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=30,
        validators=[MinValueValidator(10), MaxValueValidator(240)],
    )
    is_online = models.BooleanField(_("online"), default=False)
    place = TranslatedTextField(
        _("place"),
        max_length=200,
        help_text=_("In words, with how to get there; or the address of the meeting."),
    )
    interviewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="interview_slots",
        verbose_name=_("interviewers"),
        blank=True,
    )
    #: What it follows from; None when it was entered or changed by hand.
    window = models.ForeignKey(
        AvailabilityWindow,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="slots",
        editable=False,
    )
    #: Since when it is offered to nobody any more; it was somebody's once.
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    objects = InterviewSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("interview time")
        verbose_name_plural = _("interview times")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["call", "starts_at"]),
            models.Index(fields=["starts_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1), name="interview_slot_lasts"
            ),
            models.UniqueConstraint(
                fields=["window", "starts_at"],
                condition=models.Q(window__isnull=False, closed_at__isnull=True),
                name="one_slot_per_window_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return date_format(timezone.localtime(self.starts_at), "DATETIME_FORMAT")

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def mark(self) -> str:
        """Another one with another hour or place: what she saw when she chose it."""
        place = as_translated(self.place)
        shown = (self.starts_at.timestamp(), self.minutes, self.is_online)
        return f"{crc32(repr((shown, sorted(place.items()))).encode()):08x}"

    @property
    def choice(self) -> str:
        """How a form names the time and what it showed of it."""
        return f"{self.pk}.{self.mark}"


class Interview(models.Model):
    """A booking of a slot, and what came of it."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="interviews"
    )
    slot = models.ForeignKey(
        InterviewSlot,
        models.PROTECT,
        related_name="interviews",
        verbose_name=_("interview time"),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=InterviewState,
        default=InterviewState.BOOKED,
        editable=False,
    )
    moved_count = models.PositiveSmallIntegerField(
        _("times moved by her"), default=0, editable=False
    )
    wants_earlier = models.BooleanField(
        _("tell her of earlier times"), default=False, editable=False
    )
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    #: Since when she has this very time; a move counts as booking it.
    booked_at = models.DateTimeField(_("booked at"), default=timezone.now)

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        permissions = [("run_interview", _("Can hold interviews"))]
        ordering = ["slot__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"],
                condition=models.Q(state__in=["booked", "held"]),
                name="one_interview_per_slot",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state__in=["booked", "held"]),
                name="one_live_interview_per_application",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.slot}"
