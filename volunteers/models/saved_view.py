"""Lists that staff keep for themselves or for everybody."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def for_user(self, user: Any) -> "SavedViewQuerySet":
        """Her own, and those that others share."""
        return self.filter(models.Q(owner=user.pk) | models.Q(is_shared=True))


class SavedView(models.Model):
    """Filters, order and columns of the list of applications, under a name."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=40)
    #: name -> values, as the address of the list has them
    query = models.JSONField(default=dict)
    is_shared = models.BooleanField(_("shown to all who see applications"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept list")
        verbose_name_plural = _("kept lists")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="one_view_per_name_of_owner"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def as_query(self) -> str:
        return urlencode(self.query, doseq=True)
