"""Who works on one program, or at one departure, and as what."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from programs.enums import Duty
from programs.models.occurrence import Occurrence
from programs.models.program import Program
from programs.workflow import DUTIES_AT_A_DEPARTURE


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


class OccurrenceTeamMember(Orderable):
    """The duty of one member of staff at one departure, such as an association's.

    It adds to who works on the program and keeps nobody out. A copy of the departure
    does not take it along.
    """

    occurrence = ParentalKey(Occurrence, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="departure_duties",
        limit_choices_to={"is_active": True},
        verbose_name=_("member of staff"),
    )
    duty = models.CharField(
        _("duty"),
        max_length=12,
        choices=[
            (Duty.MANAGER.value, _("Runs the departure")),
            *((duty.value, duty.label) for duty in DUTIES_AT_A_DEPARTURE[1:]),
        ],
    )

    class Meta(Orderable.Meta):
        verbose_name = _("team member of a departure")
        verbose_name_plural = _("team of a departure")
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "user"],
                name="departure_duty_once",
                violation_error_message=_("She is in the team already."),
            ),
            models.CheckConstraint(
                condition=models.Q(duty__in=DUTIES_AT_A_DEPARTURE),
                name="departure_duty_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id} · {self.duty}"


class HeldDuties(NamedTuple):
    """What somebody is there for, wherever that is."""

    in_programs: set[str]
    at_departures: set[str]

    @property
    def keeps_a_muhtars_desk(self) -> bool:
        return Duty.MUHTAR in self.in_programs | self.at_departures


def held_duties(user: Any) -> HeldDuties:
    """A request asks for each of many menus, so they are read once."""
    held: HeldDuties | None = getattr(user, "_held_program_duties", None)
    if held is None:
        in_programs = ProgramTeamMember.objects.of(user).order_by()
        at_departures = OccurrenceTeamMember.objects.filter(user_id=user.pk).order_by()
        rows = in_programs.values_list("duty", models.Value(False)).union(
            at_departures.values_list("duty", models.Value(True))
        )
        held = HeldDuties(set(), set())
        for duty, is_at_departure in rows:
            held[is_at_departure].add(duty)
        user._held_program_duties = held
    return held
