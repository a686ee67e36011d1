"""One date of an activity: places, window, boarding points."""

import math
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from language.translated import TranslatedTextField
from people.prepared import PreparedQuery, Statement
from programs.enums import OccurrenceState, PublicStatus, SelectionMode

OPENS_BEFORE = timedelta(days=21)
CLOSES_BEFORE = timedelta(days=5)
CANCEL_BEFORE = timedelta(hours=24)
#: Part of the capacity that may wait, where staff set no number.
WAITING_SHARE = 0.3


def _seats(*, is_waiting: bool) -> Coalesce:
    """The seats of an outer occurrence: held, or waited for."""
    total = (
        apps.get_model("programs.SeatTally")
        .objects.filter(occurrence=OuterRef("pk"), is_waiting=is_waiting)
        .order_by()
        .values("occurrence")
        .annotate(total=Sum("seats"))
        .values("total")
    )
    return Coalesce(Subquery(total), 0)


def _seats_in_forms() -> Coalesce:
    """The seats of an outer occurrence that are held for forms being filled in."""
    total = (
        apps.get_model("programs.SeatHold")
        # By the clock of the database: this text may be made once and used for days.
        .objects.filter(occurrence=OuterRef("pk"), expires_at__gt=Now())
        .order_by()
        .values("occurrence")
        .annotate(total=Sum("seats"))
        .values("total")
    )
    return Coalesce(Subquery(total), 0)


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def published(self) -> "OccurrenceQuerySet":
        """What the public may see; a cancelled date stays readable."""
        return self.exclude(state=OccurrenceState.DRAFT).filter(
            activity__program__is_active=True
        )

    def coming(self) -> "OccurrenceQuerySet":
        """Not begun yet, soonest first."""
        return self.filter(starts_at__gt=timezone.now()).order_by("starts_at", "pk")

    def with_places(self) -> "OccurrenceQuerySet":
        """Counts seats taken, people waiting and seats in forms in the same query."""
        return self.annotate(
            held_seats=_seats(is_waiting=False),
            waiting_seats=_seats(is_waiting=True),
            form_seats=_seats_in_forms(),
        )


class Occurrence(ClusterableModel):
    """Seats are given by `programs.domain.seating` only."""

    activity = models.ForeignKey(
        "programs.Activity",
        models.PROTECT,
        related_name="occurrences",
        verbose_name=_("activity"),
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    meeting_point = TranslatedTextField(_("meeting point"), max_length=200, blank=True)
    capacity = models.PositiveIntegerField(_("places"))
    waiting_capacity = models.PositiveIntegerField(
        _("places on the waiting list"),
        null=True,
        blank=True,
        help_text=_("Empty: 30 percent of the places."),
    )
    selection = models.CharField(
        _("how places are given"),
        max_length=8,
        choices=SelectionMode,
        default=SelectionMode.ORDER,
        help_text=_("Cannot be changed once somebody has registered."),
    )
    drawn_at = models.DateTimeField(_("drawn at"), null=True, editable=False)
    registration_opens_at = models.DateTimeField(
        _("registration opens at"),
        blank=True,
        help_text=_("Empty: 21 days before."),
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes at"),
        blank=True,
        help_text=_("Empty: 5 days before."),
    )
    guides = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="guided_occurrences",
        verbose_name=_("guides"),
        help_text=_("Mark on their phones who came; they see nothing else."),
    )
    cancel_until = models.DateTimeField(
        _("may be cancelled until"),
        blank=True,
        help_text=_("Empty: 24 hours before."),
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=OccurrenceState,
        default=OccurrenceState.DRAFT,
        editable=False,
    )
    cancelled_note = models.TextField(
        _("why it was cancelled"), blank=True, editable=False
    )
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["starts_at", "pk"]
        permissions = [
            ("see_boarding_phones", _("Can print the boarding list with phones"))
        ]
        indexes = [models.Index(fields=["state", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=0), name="occurrence_capacity_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="occurrence_ends_after_start",
                violation_error_message=_("It ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at__gt=F("registration_opens_at"))
                & Q(registration_closes_at__lte=F("starts_at")),
                name="occurrence_registration_window",
                violation_error_message=_(
                    "Registration opens before it closes, and closes before the start."
                ),
            ),
            models.CheckConstraint(
                condition=Q(cancel_until__lte=F("starts_at")),
                name="occurrence_cancel_before_start",
                violation_error_message=_("Cancelling ends before the start."),
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | Q(selection=SelectionMode.DRAW),
                name="occurrence_drawn_only_by_draw",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {date_format(self.day, 'SHORT_DATE_FORMAT')}"

    # --- rules that follow from the row alone ---------------------------------

    def fill_defaults(self) -> None:
        """The usual registration window and cancellation deadline, where empty."""
        if self.registration_opens_at is None:
            self.registration_opens_at = self.starts_at - OPENS_BEFORE
        if self.registration_closes_at is None:
            self.registration_closes_at = self.starts_at - CLOSES_BEFORE
        if self.cancel_until is None:
            self.cancel_until = self.starts_at - CANCEL_BEFORE

    def clean(self) -> None:
        if self.starts_at and self.ends_at:
            self.fill_defaults()
            if self.ends_at <= self.starts_at:
                raise ValidationError({"ends_at": _("It ends after it starts.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_defaults()
        super().save(*args, **kwargs)

    @property
    def day(self) -> date:
        """The day of the start, as people in İzmir count it."""
        return timezone.localtime(self.starts_at).date()

    @cached_property
    def points(self) -> list["BoardingPoint"]:
        """Where one may board, as it was when first asked for."""
        return _points_of.all(self.pk) if self.pk else []

    @property
    def waiting_limit(self) -> int:
        """How many people may wait."""
        if self.waiting_capacity is not None:
            return self.waiting_capacity
        return math.ceil(self.capacity * WAITING_SHARE)

    @property
    def awaits_draw(self) -> bool:
        """Registrations are collected; nobody has a place or a number yet."""
        return self.selection == SelectionMode.DRAW and self.drawn_at is None

    # --- places; free of queries after `with_places()` --------------------------

    def _counted(self, name: str, *, is_waiting: bool) -> int:
        if name not in self.__dict__:
            rows = self.tallies.filter(is_waiting=is_waiting)
            self.__dict__[name] = rows.aggregate(n=Sum("seats"))["n"] or 0
        counted: int = self.__dict__[name]
        return counted

    @property
    def seats_held(self) -> int:
        return self._counted("held_seats", is_waiting=False)

    @property
    def seats_in_forms(self) -> int:
        """Held for women who are filling in the form now."""
        if "form_seats" not in self.__dict__:
            live = self.holds.filter(expires_at__gt=timezone.now())
            self.__dict__["form_seats"] = live.aggregate(n=Sum("seats"))["n"] or 0
        counted: int = self.__dict__["form_seats"]
        return counted

    @property
    def seats_left(self) -> int:
        return max(self.capacity - self.seats_held - self.seats_in_forms, 0)

    @property
    def waiting_count(self) -> int:
        """How many people wait."""
        return self._counted("waiting_seats", is_waiting=True)

    # --- what the public reads ------------------------------------------------

    @property
    def public_status(self) -> PublicStatus:
        now = timezone.now()
        if self.state == OccurrenceState.CANCELLED:
            return PublicStatus.CANCELLED
        if self.starts_at <= now:
            return PublicStatus.DEPARTED
        if self.registration_opens_at > now:
            return PublicStatus.OPENS_LATER
        if self.registration_closes_at <= now:
            return PublicStatus.CLOSED
        if self.awaits_draw:
            limit = self.waiting_capacity
            has_room = limit is None or self.waiting_count < limit
            return PublicStatus.DRAW if has_room else PublicStatus.FULL
        if self.seats_left:
            return PublicStatus.OPEN
        if self.waiting_count < self.waiting_limit:
            return PublicStatus.WAITING_LIST
        return PublicStatus.FULL

    @property
    def status_label(self) -> str:
        """The status in one short sentence with its number or date."""
        match self.public_status:
            case PublicStatus.OPEN:
                return ngettext(
                    "%(count)s place left", "%(count)s places left", self.seats_left
                ) % {"count": self.seats_left}
            case PublicStatus.WAITING_LIST:
                return ngettext(
                    "Waiting list: %(count)s person",
                    "Waiting list: %(count)s people",
                    self.waiting_count,
                ) % {"count": self.waiting_count}
            case PublicStatus.DRAW:
                return gettext("Places are drawn. Register until: %(moment)s") % {
                    "moment": local_moment(self.registration_closes_at)
                }
            case PublicStatus.OPENS_LATER:
                return gettext("Registration opens: %(moment)s") % {
                    "moment": local_moment(self.registration_opens_at)
                }
        return str(self.public_status.label)

    @property
    def takes_registrations(self) -> bool:
        return self.public_status in PublicStatus.takes_registrations

    def get_registration_url(self) -> str:
        return reverse("programs:register", kwargs={"pk": self.pk})


def local_moment(moment: datetime) -> str:
    """ "6 Aralık Pazar, 09.30": a moment as people say it."""
    local = timezone.localtime(moment)
    return gettext("%(day)s, %(time)s") % {
        "day": date_format(local, gettext("l, F j")),
        "time": time_format(local.time(), "TIME_FORMAT"),
    }


class BoardingPoint(models.Model):
    """Where one may get on, and when."""

    occurrence = ParentalKey(
        Occurrence, on_delete=models.CASCADE, related_name="boarding_points"
    )
    name = models.CharField(_("place"), max_length=120)
    boards_at = models.TimeField(_("boards at"))
    sort = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)

    #: Lets staff move the rows of the form up and down.
    sort_order_field = "sort"

    class Meta:
        verbose_name = _("boarding point")
        verbose_name_plural = _("boarding points")
        ordering = ["sort", "boards_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "name"],
                name="one_boarding_point_per_name",
                violation_error_message=_("This place is listed twice."),
            )
        ]

    def __str__(self) -> str:
        return self.name


_points_of = PreparedQuery(lambda pk: BoardingPoint.objects.filter(occurrence=pk), -1)


def points_asking(occurrence_pk: int) -> Statement:
    """`Occurrence.points` for who asks it together with other things."""
    return _points_of.asking(occurrence_pk)
