"""What the page of a departure says of its sessions and of who comes to them."""

from programs import permissions
from programs.domain import first_session, results, runs
from programs.domain.duties import Rights
from programs.session_words import run_words


def run_context(occurrence, user) -> dict:
    """Nothing for a departure without sessions, at no cost."""
    if not occurrence.has_sessions:
        return {}
    sessions = runs.sessions_of(occurrence)
    rights = Rights(user)
    sees = rights.may_at(permissions.VIEW_REGISTRATIONS, occurrence)
    decides = sees and rights.may_at(permissions.CHANGE_REGISTRATIONS, occurrence)
    absent = (
        list(first_session.missed_the_first(occurrence, seen_by=user))
        if decides
        else []
    )
    return {
        "sessions": sessions,
        "progress": runs.progress_of(sessions),
        "run_words": run_words(occurrence),
        "standings": results.standings(occurrence, seen_by=user) if sees else [],
        "first_absent": absent,
        "may_decide": decides,
        "may_plan": rights.may_at(permissions.CHANGE_OCCURRENCES, occurrence),
        "may_sheet": permissions.departures_to_mark(user)
        .filter(pk=occurrence.pk)
        .exists(),
        "may_decide_now": decides and results.not_yet_decided(occurrence) is None,
    }
