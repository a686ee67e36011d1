"""A request under article 11, and its clock."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.sealed_fields import SealedLineField, SealedTextField
from rights.enums import RefusalGround, RequestChannel, RequestKind, RequestState

#: Article 13: answered as soon as possible, and within thirty days at the latest.
DAYS_TO_ANSWER = 30
#: From here on the list shows it as pressing.
PRESSING_DAYS = 7


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def unanswered(self) -> "DataRequestQuerySet":
        return self.filter(state__in=RequestState.open_states)

    def overdue(self, now: datetime | None = None) -> "DataRequestQuerySet":
        return self.unanswered().filter(due_at__lt=now or timezone.now())

    def most_pressing_first(self) -> "DataRequestQuerySet":
        """What waits for an answer by its last day; then what was answered."""
        return self.annotate(
            is_closed=models.Case(
                models.When(state__in=RequestState.open_states, then=0),
                default=1,
                output_field=models.IntegerField(),
            )
        ).order_by("is_closed", "due_at", "pk")


class DataRequest(models.Model):
    """Written and moved by `domain.requests` only.

    `person` is empty while a letter has not been matched to a record; what came in
    by letter names her in `asked_by`, which the answer empties.
    """

    person = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="data_requests",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=RequestKind)
    asked_by = SealedLineField(
        _("who asks, as the letter says"), max_length=200, blank=True
    )
    wish = SealedTextField(_("what is asked"), max_length=2000, blank=True)
    received_at = models.DateTimeField(_("received at"))
    received_through = models.CharField(
        _("received through"), max_length=10, choices=RequestChannel
    )
    due_at = models.DateTimeField(_("answer by"), editable=False)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=RequestState,
        default=RequestState.NEW,
        editable=False,
    )
    refusal_ground = models.CharField(
        _("ground of the refusal"), max_length=16, choices=RefusalGround, blank=True
    )
    reply = SealedTextField(_("answer"), max_length=4000, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    #: Counts of rows by model, once an erasure was carried out: no personal data.
    erased = models.JSONField(default=dict, blank=True, editable=False)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("data request")
        verbose_name_plural = _("data requests")
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"])]
        permissions = [("release_copy", _("Can release a copy of somebody's data"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("received_at")),
                name="request_due_after_arrival",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["accepted", "refused"], answered_at__isnull=False
                )
                | models.Q(
                    state__in=["new", "identity", "in_progress"],
                    answered_at__isnull=True,
                ),
                name="request_answered_has_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state="refused") & ~models.Q(refusal_ground="")
                | ~models.Q(state="refused") & models.Q(refusal_ground=""),
                name="request_refusal_has_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"V-{self.pk or 0:05d}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.received_at and not self.due_at:
            self.due_at = self.received_at + timedelta(days=DAYS_TO_ANSWER)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_open(self) -> bool:
        return self.state in RequestState.open_states

    def days_left(self, now: datetime | None = None) -> int:
        """Whole days until the last one; below zero once it has passed."""
        last = timezone.localdate(self.due_at)
        return (last - timezone.localdate(now)).days

    def is_overdue(self, now: datetime | None = None) -> bool:
        return self.is_open and self.due_at < (now or timezone.now())

    def is_pressing(self, now: datetime | None = None) -> bool:
        return self.is_open and self.days_left(now) <= PRESSING_DAYS
