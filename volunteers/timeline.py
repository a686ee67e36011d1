"""The line of steps on an applicant's own page."""

from dataclasses import dataclass

from django.utils.functional import Promise

from volunteers.enums import ApplicationState
from volunteers.models import Application
from volunteers.workflow import STEP_NAMES, Step


@dataclass(frozen=True, slots=True)
class TimelineStep:
    name: Promise
    #: done, now, next or stopped
    look: str


def timeline_of(application: Application) -> list[TimelineStep]:
    """Every step of the process; what is done, what is now, what comes."""
    steps = list(Step)
    here = steps.index(application.stage.step)
    is_over = application.state in ApplicationState.final
    looks = [
        "done" if place < here else "next" if place > here else "now"
        for place in range(len(steps))
    ]
    if is_over:
        # Nothing comes after an end: the line stops where it was left.
        steps, looks = steps[: here + 1], looks[: here + 1]
        looks[here] = "stopped"
    return [
        TimelineStep(STEP_NAMES[step], look)
        for step, look in zip(steps, looks, strict=True)
    ]
