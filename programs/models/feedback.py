"""How it was, in the words of nobody in particular."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.sealed_fields import SealedTextField
from programs.enums import FeltSafe
from programs.models.occurrence import Occurrence

#: Longest text of an answer.
MOST_WORDS = 1000


class Feedback(models.Model):
    """One answer on a departure; nothing leads from it to who gave it.

    It has a day and no time, and a random key, so that neither tells in which order
    answers came. Her registration only notes that she has answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occurrence = models.ForeignKey(
        Occurrence,
        models.PROTECT,
        related_name="feedback",
        verbose_name=_("departure"),
    )
    rating = models.PositiveSmallIntegerField(
        _("how it was"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    felt_safe = models.CharField(_("felt safe"), max_length=8, choices=FeltSafe)
    words = SealedTextField(_("in her words"), blank=True)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("answer on how it was")
        verbose_name_plural = _("answers on how it was")
        # By the random key: an order that says nothing.
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5), name="feedback_rating"
            )
        ]

    def __str__(self) -> str:
        return str(_("answer on how it was"))
