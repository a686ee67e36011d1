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
    rights, program = Rights(user), occurrence.activity.program_id
    sees = rights.may(permissions.VIEW_REGISTRATIONS, program)
    decides = sees and rights.may(permissions.CHANGE_REGISTRATIONS, program)
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
        "may_plan": rights.may(permissions.CHANGE_OCCURRENCES, program),
        "may_sheet": permissions.departures_to_mark(user)
        .filter(pk=occurrence.pk)
        .exists(),
        "may_decide_now": decides and results.not_yet_decided(occurrence) is None,
    }
