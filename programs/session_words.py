"""The sessions of a course in words: "24 oturum, salı ve perşembe 13.30–16.00"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, ngettext, pgettext

from programs.models import CourseSession, Occurrence
from programs.models.occurrence import local_moment

#: More different times in a week than this are not spelled out.
MOST_TIMES = 3


@dataclass(frozen=True, slots=True)
class SessionChange:
    """What is told of one session: when it was to be, and when it is now."""

    before: datetime | None = None
    after: datetime | None = None


def plan_of(
    sessions: Sequence[CourseSession], *, version: int = 1
) -> dict[str, object]:
    """What `Occurrence.session_plan` keeps of these sessions, in order of time.

    `version` tells a message drafted before a change from one drafted after it.
    """
    if not sessions:
        return {}
    times = sorted(
        {
            (begins.weekday(), f"{begins:%H:%M}", f"{ends:%H:%M}")
            for begins, ends in map(_local, sessions)
        }
    )
    plan: dict[str, object] = {
        "count": len(sessions),
        "times": times,
        "version": version,
    }
    if len(sessions) > 1:
        plan["second"] = sessions[1].starts_at.isoformat()
    return plan


def run_words(occurrence: Occurrence) -> str:
    """ "24 oturum, salı ve perşembe 13.30–16.00, 3 Aralık – 19 Şubat"."""
    plan = occurrence.session_plan
    if not plan:
        return ""
    count = ngettext("%(count)s session", "%(count)s sessions", plan["count"]) % {
        "count": plan["count"]
    }
    times = _times_words(plan["times"])
    return ", ".join(part for part in (count, times, _span(occurrence)) if part)


def change_words(change: SessionChange) -> str:
    if change.before and change.after:
        return gettext("Until now: %(before)s. Now: %(after)s.") % {
            "before": local_moment(change.before),
            "after": local_moment(change.after),
        }
    if change.before:
        return gettext("Does not take place: %(moment)s.") % {
            "moment": local_moment(change.before)
        }
    return gettext("New: %(moment)s.") % {
        "moment": local_moment(change.after or timezone.now())
    }


def session_words(session: CourseSession) -> str:
    """ "3 Aralık Perşembe, 13.30–16.00"."""
    begins, ends = _local(session)
    clock = time_format(ends.time(), "TIME_FORMAT")
    return f"{local_moment(begins)}–{clock}"


def _local(session: CourseSession) -> tuple[datetime, datetime]:
    return timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)


def _times_words(times: Sequence[Sequence[object]]) -> str:
    """By clock time: "salı ve perşembe 13.30–16.00"."""
    by_clock: dict[tuple[str, str], list[int]] = {}
    for weekday, begins, ends in times:
        by_clock.setdefault((str(begins), str(ends)), []).append(int(str(weekday)))
    if len(by_clock) > MOST_TIMES:
        return gettext("at different times")
    return ", ".join(
        f"{_days_words(days)} {_clock(begins)}–{_clock(ends)}"
        for (begins, ends), days in by_clock.items()
    )


def _days_words(days: Sequence[int]) -> str:
    names = _weekdays()
    *first, last = (names[day] for day in sorted(days))
    if not first:
        return last
    return gettext("%(first)s and %(last)s") % {
        "first": ", ".join(first),
        "last": last,
    }


def _clock(text: str) -> str:
    return str(time_format(time.fromisoformat(text), "TIME_FORMAT"))


def _span(occurrence: Occurrence) -> str:
    day = gettext("F j")
    first = date_format(timezone.localtime(occurrence.starts_at), day)
    last = date_format(timezone.localtime(occurrence.ends_at), day)
    return first if first == last else f"{first} – {last}"


def _weekdays() -> list[str]:
    """As they stand in the middle of a sentence."""
    return [
        pgettext("in a sentence", "Monday"),
        pgettext("in a sentence", "Tuesday"),
        pgettext("in a sentence", "Wednesday"),
        pgettext("in a sentence", "Thursday"),
        pgettext("in a sentence", "Friday"),
        pgettext("in a sentence", "Saturday"),
        pgettext("in a sentence", "Sunday"),
    ]
