"""Staff who know somebody and therefore keep out of what is decided about her."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import RecusalReason


class Recusal(models.Model):
    """From its declaration on, this member of staff sees nothing of this person.

    `PersonQuerySet.visible_to`, and every other list of what is about people, leaves
    her out.
    """

    person = models.ForeignKey(
        "people.Person",
        models.CASCADE,
        related_name="recusals",
        verbose_name=_("person"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("member of staff"),
    )
    reason = models.CharField(_("reason"), max_length=12, choices=RecusalReason)
    declared_at = models.DateTimeField(_("declared at"))

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["-declared_at", "-pk"]
        permissions = [("lift_recusal", _("Can lift a conflict of interest"))]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "user"], name="recused_once_from_person"
            )
        ]

    def __str__(self) -> str:
        return f"K-{self.person_id:06d}"


def not_recused(user: Any, path: str) -> models.Q:
    """Rows about people whom this user has not recused herself from.

    `path` leads from the row to the person's primary key.
    """
    recused = Recusal.objects.filter(user=user.pk).order_by().values("person")
    return ~models.Q(**{f"{path}__in": recused})
