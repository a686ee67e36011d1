"""A day at one place on which people come one after another, by appointment."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from language.translated import TranslatedTextField
from people.enums import District
from programs.models.program import Program


def stop_key(pk: int) -> str:
    """Under which a registration says that it is her one appointment at this stop."""
    return f"stop-{pk}"


class StopQuerySet(models.QuerySet["Stop"]):
    def where_may(self, user: Any, permission: str) -> "StopQuerySet":
        """Those of the programs in which a member of staff may do what it says."""
        programs = Program.objects.where_may(user, permission)
        return self.filter(activity__program__in=programs.order_by().values("pk"))

    def coming(self) -> "StopQuerySet":
        """Today's and later ones, soonest first."""
        return self.filter(day__gte=timezone.localdate()).order_by("day", "pk")


class Stop(models.Model):
    """Groups the times of a day; each time is an `Occurrence` and gives its places."""

    activity = models.ForeignKey(
        "programs.Activity",
        models.PROTECT,
        related_name="stops",
        verbose_name=_("activity"),
    )
    day = models.DateField(_("day"))
    place = TranslatedTextField(_("where"), max_length=200)
    district = models.CharField(_("district"), max_length=20, choices=District)
    neighborhood = models.CharField(_("neighborhood"), max_length=80, blank=True)
    services = TranslatedTextField(
        _("what is offered"),
        multiline=True,
        blank=True,
        help_text=_("One a line; stands on the public card."),
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

    objects = StopQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["activity", "day"])]

    def __str__(self) -> str:
        return f"{self.activity} · {date_format(self.day, 'SHORT_DATE_FORMAT')}"

    @property
    def area(self) -> str:
        """Neighborhood and district, as on an envelope."""
        district: Any = self.get_district_display()
        return ", ".join(part for part in (self.neighborhood, str(district)) if part)

    @property
    def service_lines(self) -> list[str]:
        """What is offered, a line each."""
        return [line.strip() for line in str(self.services).splitlines() if line]
