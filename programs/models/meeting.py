"""A meeting that a neighborhood asks for: "Kahve Bahane"."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from language.translated import TranslatedTextField
from people.enums import District, EntryChannel
from people.models.recusal import not_recused
from people.roles import SEE_PROTECTED, VIEW_OWN_ENTRIES
from people.sealed_fields import SealedTextField
from programs.enums import DayPart, MeetingDecline, MeetingState, Weekday
from programs.models.occurrence import Occurrence
from programs.models.program import Activity, Program
from programs.models.registration import new_code

#: A living room holds no more.
MOST_WOMEN = 60


class MeetingTopic(models.Model):
    """What women may choose to talk about; staff keep the list."""

    name = TranslatedTextField(_("name"), max_length=120)
    is_active = models.BooleanField(_("can be chosen"), default=True)
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic of a meeting")
        verbose_name_plural = _("topics of meetings")
        ordering = ["sort", "pk"]

    def __str__(self) -> str:
        return str(self.name)


class WeekdaysField(models.JSONField):
    """Keys of weekdays; a list of boxes in a form."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            label=kwargs.get("label", self.verbose_name),
            choices=Weekday.choices,
            widget=forms.CheckboxSelectMultiple,
        )


class MeetingRequestQuerySet(models.QuerySet["MeetingRequest"]):
    def visible_to(self, user: Any) -> "MeetingRequestQuerySet":
        """As registrations: by duty or permission, a desk what it entered itself."""
        seen = self
        if not user.has_perm(SEE_PROTECTED):
            seen = seen.filter(person__is_protected=False)
        viewing = Program.objects.where_may(user, "programs.view_meetingrequest")
        shown = Q(activity__program__in=viewing.order_by().values("pk"))
        if user.has_perm(VIEW_OWN_ENTRIES):
            here = Program.objects.reachable_by(user).order_by().values("pk")
            shown |= Q(entered_by=user, activity__program__in=here)
        return seen.filter(not_recused(user, "person")).filter(shown)

    def where_may(self, user: Any, permission: str) -> "MeetingRequestQuerySet":
        """Those of the programs in which a member of staff may do what it says."""
        programs = Program.objects.where_may(user, permission)
        return self.filter(activity__program__in=programs.order_by().values("pk"))

    def open(self) -> "MeetingRequestQuerySet":
        """Those that wait for an answer, the oldest first."""
        return self.filter(state=MeetingState.REQUESTED).order_by("asked_at", "pk")


class MeetingRequest(models.Model):
    """Moved by `domain.meetings` only; `state` follows `workflow.MEETING_MOVES`."""

    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        related_name="meeting_requests",
        verbose_name=_("activity"),
    )
    person = models.ForeignKey(
        "people.Person",
        models.CASCADE,
        related_name="meeting_requests",
        verbose_name=_("person"),
    )
    code = models.CharField(
        _("code"), max_length=9, unique=True, default=new_code, editable=False
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=MeetingState,
        default=MeetingState.REQUESTED,
    )
    district = models.CharField(_("district"), max_length=20, choices=District)
    neighborhood = models.CharField(_("neighborhood"), max_length=80)
    women = models.PositiveSmallIntegerField(
        _("about how many women"),
        validators=[MinValueValidator(2), MaxValueValidator(MOST_WOMEN)],
    )
    days = WeekdaysField(_("days that suit"), default=list)
    day_part = models.CharField(_("time of day"), max_length=9, choices=DayPart)
    topics = models.ManyToManyField(
        MeetingTopic,
        blank=True,
        related_name="requests",
        verbose_name=_("what they would talk about"),
    )
    host_address = SealedTextField(
        _("address of the host"),
        blank=True,
        help_text=_("Only once a date is set; shown to who has a place."),
    )
    occurrence = models.OneToOneField(
        Occurrence,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_request",
        verbose_name=_("date"),
    )
    decline_reason = models.CharField(
        _("why it was declined"),
        max_length=10,
        choices=MeetingDecline,
        blank=True,
        default="",
    )
    note = SealedTextField(_("note for colleagues"), blank=True)
    channel = models.CharField(_("entered through"), max_length=8, choices=EntryChannel)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    notice_receipt = models.ForeignKey(
        "people.NoticeReceipt",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("notice shown"),
    )
    seems_automatic = models.BooleanField(
        _("may have been sent by a program"),
        default=False,
        help_text=_("The browser did not solve the small task of the form."),
    )
    idempotency_key = models.CharField(
        max_length=64, unique=True, null=True, blank=True, editable=False
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)
    anonymized_at = models.DateTimeField(_("anonymized at"), null=True, editable=False)

    objects = MeetingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a meeting")
        verbose_name_plural = _("requests for meetings")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "asked_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MeetingState.PLANNED, occurrence__isnull=False)
                | ~Q(state=MeetingState.PLANNED) & Q(occurrence__isnull=True),
                name="meeting_planned_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.REQUESTED, settled_at__isnull=True)
                | ~Q(state=MeetingState.REQUESTED) & Q(settled_at__isnull=False),
                name="meeting_settled_since",
            ),
            models.CheckConstraint(
                condition=Q(women__gte=2, women__lte=MOST_WOMEN),
                name="meeting_size",
            ),
        ]

    def __str__(self) -> str:
        # Audit rows and page titles take str(): the code, never a name.
        return self.code

    @property
    def area(self) -> str:
        district: Any = self.get_district_display()
        return ", ".join(part for part in (self.neighborhood, str(district)) if part)

    @property
    def days_in_words(self) -> str:
        labels = dict(Weekday.choices)
        return ", ".join(str(labels.get(day, day)) for day in self.days)
