"""What a volunteer asks for on her page: to pause, to return, to leave."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.sealed_fields import SealedLineField
from volunteers.enums import WishKind
from volunteers.models.application import Application
from volunteers.models.role import Assignment


class DutyWish(models.Model):
    """Nothing changes with it; staff carry it out, or talk with her and close it."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="duty_wishes"
    )
    #: the role it is about; leaving is about all of them
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, related_name="duty_wishes"
    )
    kind = models.CharField(_("what she asks for"), max_length=8, choices=WishKind)
    note = SealedLineField(_("her word on it"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    class Meta:
        verbose_name = _("wish to pause, return or leave")
        verbose_name_plural = _("wishes to pause, return or leave")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(settled_at__isnull=True),
                name="one_open_wish",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=WishKind.LEAVE, assignment__isnull=True)
                | (~models.Q(kind=WishKind.LEAVE) & models.Q(assignment__isnull=False)),
                name="wish_names_its_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.kind}"
