"""Who works on one call, and as what."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from volunteers.enums import Duty
from volunteers.models.call import Call


class CallMemberQuerySet(models.QuerySet["CallMember"]):
    def of(self, user: Any) -> "CallMemberQuerySet":
        return self.filter(user_id=user.pk)


class CallMember(Orderable):
    """One duty of one member of staff in one call; she may have several.

    A call with a team is its team's alone: see `Call.objects.where_may`.
    """

    call = ParentalKey(Call, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="call_duties",
        limit_choices_to={"is_active": True},
        verbose_name=_("member of staff"),
    )
    duty = models.CharField(_("duty"), max_length=12, choices=Duty)

    objects = CallMemberQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "user", "duty"],
                name="call_duty_once",
                violation_error_message=_("She already has this duty in the team."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} · {self.duty}"


def held_duties(user: Any) -> set[str]:
    """Her duties in any call; a request asks for each of many menus, so once."""
    held: set[str] | None = getattr(user, "_held_duties", None)
    if held is None:
        of_hers = CallMember.objects.of(user).order_by()
        held = user._held_duties = set(of_hers.values_list("duty", flat=True))
    return held
