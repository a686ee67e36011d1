"""Interviews: inviting, choosing a time, reminding, recording what came of it."""

from volunteers.domain.interviews.booking import (
    ask_for_other_times,
    book_interview,
    change_denied_reason,
    changes_made,
    give_up_interview,
    invite_to_interview,
    live_interview,
    move_interview,
)
from volunteers.domain.interviews.earlier import ask_for_earlier_times
from volunteers.domain.interviews.links import INVITATION_LASTS
from volunteers.domain.interviews.outcomes import (
    awaiting_outcome,
    call_off_interview,
    foreseen_refusals,
    record_excused_interview,
    record_interview,
    record_missed_interview,
)
from volunteers.domain.interviews.reminders import queue_interview_reminders
from volunteers.domain.interviews.sheets import save_sheet, sheets_visible_to
from volunteers.domain.interviews.times import once_each

__all__ = [
    "INVITATION_LASTS",
    "ask_for_earlier_times",
    "ask_for_other_times",
    "awaiting_outcome",
    "book_interview",
    "call_off_interview",
    "change_denied_reason",
    "changes_made",
    "foreseen_refusals",
    "give_up_interview",
    "invite_to_interview",
    "live_interview",
    "move_interview",
    "once_each",
    "queue_interview_reminders",
    "record_excused_interview",
    "record_interview",
    "record_missed_interview",
    "save_sheet",
    "sheets_visible_to",
]
