"""A draw of places: four steps, each on record, none taken twice."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.enums import DrawOutcome, DrawStep
from programs.models.occurrence import Occurrence
from programs.models.registration import Registration

#: A SHA-256 in hexadecimal digits.
HASH_LENGTH = 64


def _by(words: object) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=words,
    )


_SEEDED = Q(seeded_at__isnull=False, seeded_at__gte=F("seed_due_at")) & ~Q(seed="")
_PUBLISHED = Q(
    published_at__isnull=False,
    published_at__gte=F("frozen_at"),
    seed_due_at__isnull=False,
    seed_due_at__gt=F("published_at"),
)
_NOT_SEEDED = Q(seeded_at__isnull=True, seed="", drawn_at__isnull=True)


class Draw(models.Model):
    """Moved by the verbs of `programs.domain.draw` only.

    The list is frozen and its hash published before the seed exists, so that nobody
    can choose one to suit the other; the database holds to that order.
    """

    occurrence = models.OneToOneField(
        Occurrence, models.PROTECT, related_name="draw", verbose_name=_("departure")
    )
    #: Codes, seats, quotas: everything the result follows from, but the seed.
    frozen_list = models.TextField(_("frozen list"))
    list_hash = models.CharField(_("hash of the list"), max_length=HASH_LENGTH)
    places = models.PositiveIntegerField(_("places to draw"))
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = _by(_("frozen by"))

    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = _by(_("published by"))
    seed_source = models.CharField(
        _("where the seed comes from"), max_length=200, blank=True
    )
    seed_due_at = models.DateTimeField(
        _("when the seed becomes known"), null=True, blank=True
    )

    seed = models.CharField(_("seed"), max_length=200, blank=True)
    seeded_at = models.DateTimeField(_("seed entered at"), null=True, blank=True)
    seeded_by = _by(_("seed entered by"))

    drawn_at = models.DateTimeField(_("drawn at"), null=True, blank=True)
    drawn_by = _by(_("drawn by"))

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        ordering = ["-frozen_at"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(published_at__isnull=True, seed_due_at__isnull=True) & _NOT_SEEDED
                )
                | (_PUBLISHED & _NOT_SEEDED)
                | (_PUBLISHED & _SEEDED & Q(drawn_at__isnull=True))
                | (
                    _PUBLISHED
                    & _SEEDED
                    & Q(drawn_at__isnull=False, drawn_at__gte=F("seeded_at"))
                ),
                name="draw_steps_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.occurrence)

    @property
    def step(self) -> DrawStep:
        if self.drawn_at:
            return DrawStep.DRAWN
        if self.seeded_at:
            return DrawStep.SEEDED
        return DrawStep.PUBLISHED if self.published_at else DrawStep.FROZEN


class DrawEntry(models.Model):
    """One party in a draw, under a code that is good for nothing else.

    It is not the code of her ticket: that one is never published.
    """

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="entries")
    code = models.CharField(_("code in the draw"), max_length=9)
    registration = models.OneToOneField(
        Registration,
        models.SET_NULL,
        null=True,
        related_name="draw_entry",
        verbose_name=_("registration"),
    )
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=DrawOutcome, blank=True, default=""
    )

    class Meta:
        verbose_name = _("party in a draw")
        verbose_name_plural = _("parties in draws")
        ordering = ["rank", "code"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="draw_code_once"),
            models.UniqueConstraint(fields=["draw", "rank"], name="draw_rank_once"),
            models.CheckConstraint(
                condition=Q(rank__isnull=True, outcome="")
                | Q(rank__isnull=False) & ~Q(outcome=""),
                name="draw_rank_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.code
