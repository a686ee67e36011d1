"""Who works on one program, and as what."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from programs.enums import Duty
from programs.models.program import Program


class ProgramTeamMemberQuerySet(models.QuerySet["ProgramTeamMember"]):
    def of(self, user: Any) -> "ProgramTeamMemberQuerySet":
        return self.filter(user_id=user.pk)


class ProgramTeamMember(Orderable):
    """The duty of one member of staff in one program.

    A program with a team is its team's alone: see `Program.objects.where_may`.
    """

    program = ParentalKey(Program, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="program_duties",
        limit_choices_to={"is_active": True},
        verbose_name=_("member of staff"),
    )
    duty = models.CharField(_("duty"), max_length=12, choices=Duty)

    objects = ProgramTeamMemberQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "user"],
                name="program_duty_once",
                violation_error_message=_("She is in the team already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.program_id} · {self.duty}"
