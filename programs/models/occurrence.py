"""One date of an activity: places, window, boarding points."""

import math
from collections.abc import Collection, Iterable
from datetime import date, datetime
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
from programs.enums import Duty, OccurrenceState, PublicStatus, SelectionMode
from programs.models.program import Program, duties_giving_there
from programs.models.stop import Stop, stop_key
from programs.models.venue import Venue

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


def _seats_on_hold() -> Coalesce:
    """The seats of an outer occurrence that are held in forms at this moment."""
    total = (
        apps.get_model("programs.SeatHold")
        # The clock of the database: the text of this query is kept.
        .objects.filter(occurrence=OuterRef("pk"), expires_at__gt=Now())
        .order_by()
        .values("occurrence")
        .annotate(total=Sum("seats"))
        .values("total")
    )
    return Coalesce(Subquery(total), 0)


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def where_may(self, user: Any, permission: str) -> "OccurrenceQuerySet":
        """Those of the programs in which a member of staff may do what it says.

        And those at which her duty there gives it.
        """
        programs = Program.objects.where_may(user, permission)
        found = Q(activity__program__in=programs.order_by().values("pk"))
        if giving := duties_giving_there(user, permission):
            found |= Q(pk__in=self.at_which(user, has=giving))
        return self.filter(found)

    def at_which(self, user: Any, *, has: Iterable[Duty]) -> models.QuerySet[Any]:
        """Their keys, to be looked up in: she has one of these duties there."""
        # A list, because `=None` would find those without a team.
        hers = Occurrence.objects.filter(
            team__user__in=[user.pk], team__duty__in=list(has)
        )
        return hers.order_by().values("pk")

    def published(self) -> "OccurrenceQuerySet":
        """What the public may see; a cancelled date stays readable."""
        return self.exclude(state=OccurrenceState.DRAFT).filter(
            activity__program__is_active=True
        )

    def coming(self) -> "OccurrenceQuerySet":
        """Not begun yet, soonest first."""
        return self.filter(starts_at__gt=timezone.now()).order_by("starts_at", "pk")

    def open_to(self, invited: Collection[int]) -> "OccurrenceQuerySet":
        """The listed ones, and those whose link somebody has opened."""
        return self.filter(Q(invitation="") | Q(pk__in=invited))

    def listed(self) -> "OccurrenceQuerySet":
        """Not only for those who were given its link."""
        return self.filter(invitation="")

    def with_places(self) -> "OccurrenceQuerySet":
        """Counts seats taken and people waiting in the same query."""
        return self.annotate(
            held_seats=_seats(is_waiting=False),
            form_seats=_seats_on_hold(),
            waiting_seats=_seats(is_waiting=True),
        )


class Occurrence(ClusterableModel):
    """Seats are given by `programs.domain.seating` only."""

    activity = models.ForeignKey(
        "programs.Activity",
        models.PROTECT,
        related_name="occurrences",
        verbose_name=_("activity"),
    )
    stop = models.ForeignKey(
        Stop,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="times",
        verbose_name=_("stop"),
    )
    invitation = models.CharField(
        _("key of its link"),
        max_length=32,
        blank=True,
        default="",
        editable=False,
        help_text=_("With one it is on no public list."),
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    meeting_point = TranslatedTextField(_("meeting point"), max_length=200, blank=True)
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="occurrences",
        verbose_name=_("course centre"),
        help_text=_("The meeting point then says the room or the floor."),
    )
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
    head_count = models.PositiveIntegerField(
        _("how many came"),
        null=True,
        editable=False,
        help_text=_("Counted where nobody registers."),
    )
    cancelled_note = models.TextField(
        _("why it was cancelled"), blank=True, editable=False
    )
    #: How many sessions and when in the week, for display; `domain.sessions` writes it.
    session_plan = models.JSONField(default=dict, editable=False)
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
            models.UniqueConstraint(
                fields=["invitation"],
                condition=~Q(invitation=""),
                name="occurrence_invitation_is_its_own",
            ),
            models.UniqueConstraint(
                fields=["stop", "starts_at"],
                condition=~Q(state=OccurrenceState.CANCELLED),
                name="one_time_of_a_stop",
            ),
            models.CheckConstraint(
                condition=Q(head_count__isnull=True) | Q(selection=SelectionMode.NONE),
                name="occurrence_counted_without_registration",
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
        moments = (
            self.registration_opens_at,
            self.registration_closes_at,
            self.cancel_until,
        )
        if None not in moments:
            return
        usual = self.activity.traits
        if self.registration_opens_at is None:
            self.registration_opens_at = self.starts_at - usual.opens_before
        if self.registration_closes_at is None:
            self.registration_closes_at = self.starts_at - usual.closes_before
        if self.cancel_until is None:
            self.cancel_until = self.starts_at - usual.cancel_before

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.activity_id:
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

    @property
    def needs_registration(self) -> bool:
        return self.selection != SelectionMode.NONE

    def once_key(self, *, overriding: bool = False) -> str:
        """Within what she may hold one place; "" where there is no such thing.

        A season of its kind, or a stop. Staff may set the season aside, never the stop.
        """
        season = "" if overriding else self.activity.season_key(self.day)
        return season or (stop_key(self.stop_id) if self.stop_id else "")

    @property
    def has_sessions(self) -> bool:
        return bool(self.session_plan)

    @property
    def is_running(self) -> bool:
        """A course between its first session and its last."""
        is_on = self.starts_at <= timezone.now() < self.ends_at
        return self.has_sessions and is_on and self.state == OccurrenceState.PUBLISHED

    @property
    def place(self) -> str:
        """Where it takes place, in one line."""
        known = [str(self.venue), self.venue.address] if self.venue else []
        return ", ".join(part for part in (*known, str(self.meeting_point)) if part)

    @property
    def entry_until(self) -> datetime:
        """Until when a place that frees up is of use to somebody.

        The start; for a course whose first session frees places, the second one.
        """
        second = self.session_plan.get("second")
        if second and self.activity.first_session_frees_place:
            return datetime.fromisoformat(second)
        return self.starts_at

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
    def seats_on_hold(self) -> int:
        """Held for a while by those who are filling in the form."""
        if "form_seats" not in self.__dict__:
            live = self.holds.filter(expires_at__gt=timezone.now())
            self.form_seats = live.aggregate(n=Sum("seats"))["n"] or 0
        return self.form_seats

    def without_hold_of(self, seats: int) -> None:
        """For who holds so many of them herself: they are not gone, for her."""
        self.form_seats = max(self.seats_on_hold - seats, 0)

    @property
    def seats_left(self) -> int:
        return max(self.capacity - self.seats_held - self.seats_on_hold, 0)

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
        if not self.needs_registration:
            return PublicStatus.JUST_COME
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
                return str(self.activity.traits.left % {"count": self.seats_left})
            case PublicStatus.WAITING_LIST:
                return ngettext(
                    "Waiting list: %(count)s person",
                    "Waiting list: %(count)s people",
                    self.waiting_count,
                ) % {"count": self.waiting_count}
            case PublicStatus.DRAW:
                return str(self.activity.traits.drawn) % {
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

    @property
    def may_join(self) -> bool:
        """There is a way to come now: a registration, or nothing but coming."""
        status = self.public_status
        return status in PublicStatus.takes_registrations or (
            status == PublicStatus.JUST_COME
        )

    def get_registration_url(self) -> str:
        if self.invitation:
            return self.get_invitation_url()
        return reverse("programs:register", kwargs={"pk": self.pk})

    def get_invitation_url(self) -> str:
        return reverse("programs:invited", kwargs={"key": self.invitation})


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
