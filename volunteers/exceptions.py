"""Why a verb of `volunteers` says no: facts, whose labels are the reader's words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from people.exceptions import Refusal

__all__ = [
    "ApplicationDenied",
    "AssignmentDenied",
    "BusyDenied",
    "CallDenied",
    "CompletionDenied",
    "ConditionDenied",
    "InformationDenied",
    "InterviewDenied",
    "MoveDenied",
    "ProcessDenied",
    "Refusal",
    "ReviewDenied",
    "RoleDenied",
    "SlotDenied",
    "TrainingDenied",
    "ViewDenied",
]


class ApplicationDenied(TextChoices):
    """Why somebody cannot apply."""

    NOT_OPEN_YET = "not_open_yet", _("Applications open on %(opens_at)s.")
    CLOSED = "closed", _("Applications closed on %(closes_at)s.")
    BIRTH_DATE_MISSING = "birth_date_missing", _("Write your date of birth.")
    UNDER_AGE = "under_age", _("You must have turned %(minimum_age)s to apply.")
    NO_AREA = "no_area", _("Choose at least one area.")
    TOO_MANY_AREAS = "too_many_areas", _("You can choose at most %(most_areas)s areas.")
    FOREIGN_AREA = "foreign_area", _("One of the areas is not part of this call.")
    ANSWER_MISSING = "answer_missing", _("Please answer: %(question)s")
    KEY_REUSED = (
        "idempotency_key_reused",
        _("This key was used for another application."),
    )


class CallDenied(TextChoices):
    """Why a call cannot be copied."""

    DATES_WRONG = "call_dates_wrong", _("The call closes before it opens.")


class ProcessDenied(TextChoices):
    """Why the words of the process cannot be saved or published."""

    PUBLISHED = "edition_published", _("This edition is published already.")
    CHANGED_MEANWHILE = (
        "edition_changed_meanwhile",
        _("Somebody else saved this draft meanwhile. Nothing of yours is lost."),
    )
    TEXT_MISSING = (
        "stage_text_missing",
        _("Not every text is there in every language: %(stages)s."),
    )


class ConditionDenied(TextChoices):
    """Why a question cannot depend on an answer."""

    NOT_EARLIER = (
        "condition_not_earlier",
        _("A question can depend only on a question that stands above it."),
    )
    GONE = "condition_gone", _("The question it depends on is not part of this call.")
    NOT_DECIDING = (
        "condition_not_deciding",
        _("It can depend on a yes or no, or on a question with choices."),
    )
    FOREIGN_ANSWER = (
        "condition_foreign_answer",
        _("One of these is no answer to that question: write it as it stands there."),
    )


class MoveDenied(TextChoices):
    """Why a step of the process cannot be taken."""

    NOT_FROM_HERE = (
        "not_from_here",
        _("“%(event)s” is not possible while the application is at “%(state)s”."),
    )
    NOT_YOURS = (
        "not_yours",
        _("“%(event)s” is not among your duties in this call."),
    )
    NOT_NOW = "not_now", _("This is not possible any more. You are at: %(state)s.")
    NOT_CHOSEN = "area_not_chosen", _("She did not choose this area.")
    REASON_MISSING = "reason_missing", _("Write the reason.")
    FOREIGN_REASON = (
        "foreign_reason",
        _("This reason does not belong to this decision. Choose another one."),
    )
    ANONYMIZED = (
        "application_anonymized",
        _("This application was anonymized; nothing can be done with it any more."),
    )


class ReviewDenied(TextChoices):
    NOT_YOURS = (
        "review_not_yours",
        _("Reviewing is not among your duties in this call."),
    )
    NOT_REVIEWABLE = (
        "not_reviewable",
        _("The decision is made; reviews can no longer be changed."),
    )
    RECOMMENDATION_MISSING = (
        "recommendation_missing",
        _("Say first what you recommend."),
    )
    SCORE_MISSING = "score_missing", _("Give a score for each criterion.")
    SCORE_OUT_OF_RANGE = "score_out_of_range", _("A score is a number from 1 to 5.")
    FOREIGN_CRITERION = (
        "foreign_criterion",
        _("One of the criteria is not part of this call."),
    )


class AssignmentDenied(TextChoices):
    """Why an application got no reviewer, or not as many as were wanted."""

    NOT_REVIEWABLE = (
        "assignment_not_reviewable",
        _("The decision is made; it needs no reviewer any more."),
    )
    NOT_YOURS = (
        "assignment_not_yours",
        _("Assigning reviewers is not among your duties in this call."),
    )
    NO_REVIEWERS = "no_reviewers", _("Choose at least one reviewer.")
    NOT_A_REVIEWER = (
        "not_a_reviewer",
        _("One of those chosen may not review applications."),
    )
    ENOUGH = "enough_reviewers", _("It has as many reviewers as are wanted.")
    ALL_FULL = "all_reviewers_full", _("Everybody left has reached her limit.")
    NOBODY_FREE = (
        "nobody_free",
        _("Nobody is left: the others have it already or cannot see it."),
    )
    ALREADY_REVIEWED = (
        "already_reviewed",
        _("She has written her review; the assignment stays."),
    )


class InformationDenied(TextChoices):
    """Why more cannot be asked, or not be answered."""

    NOTHING_ASKED = "nothing_asked", _("There is nothing to answer any more.")
    WORDS_MISSING = "words_missing", _("Write what you would like to know.")
    DAY_PAST = "day_past", _("Choose a day that is still to come.")
    NO_QUESTIONS = "no_questions", _("This call has no questions of its own.")


class ViewDenied(TextChoices):
    """Why a list cannot be kept."""

    NAME_TAKEN = "view_name_taken", _("You already have a list of this name.")
    NOTHING_CHOSEN = (
        "view_nothing_chosen",
        _("Choose filters or columns first; then they can be kept."),
    )


class InterviewDenied(TextChoices):
    NOT_YOURS = (
        "interview_not_yours",
        _("Interviews are not among your duties in this call."),
    )
    SLOT_TAKEN = (
        "slot_taken",
        _("Somebody else has just taken this time. Please choose another one."),
    )
    SLOT_PAST = "slot_past", _("This time has passed. Please choose another one.")
    FOREIGN_SLOT = "foreign_slot", _("This time is not part of your call.")
    NO_MORE_CHANGES = (
        "no_more_changes",
        _(
            "You have changed the time as often as possible. Please get in touch "
            "with us."
        ),
    )
    CHANGE_TOO_LATE = (
        "change_too_late",
        _(
            "The time can be changed until %(hours)s hours before. Please get in "
            "touch with us."
        ),
    )
    SLOT_CLOSED = (
        "slot_closed",
        _("This time is not offered any more. Please choose another one."),
    )
    SLOT_CHANGED = (
        "slot_changed",
        _(
            "The hour or the place of this time was changed just now. Please look at "
            "the times once more."
        ),
    )
    SAME_SLOT = "same_slot", _("This is the time you already have.")
    NOT_HELD = "interview_not_held", _("Record first that the interview took place.")
    NOT_YET = "interview_not_yet", _("The interview has not begun yet.")
    NO_SLOTS = "no_slots", _("Enter free interview times for this call first.")
    NO_INTERVIEW = "no_interview", _("There is no interview to change.")


class SlotDenied(TextChoices):
    """Why interview times cannot be offered or taken back."""

    NOT_YOURS = (
        "slot_not_yours",
        _("Interview times are not among your duties in this call."),
    )
    HOLDS_NONE = (
        "holds_no_interviews",
        _("Somebody among the interviewers holds no interviews in this call."),
    )
    NO_TIMES = "no_times", _("No interview fits between these hours.")
    IN_PAST = "times_in_past", _("Interview times lie in the future.")
    TOO_MANY_AT_ONCE = (
        "too_many_at_once",
        _("Between 1 and %(most)s interviews can be held at the same hour."),
    )
    INTERVIEWER_BUSY = (
        "interviewer_busy",
        _("One of the interviewers already has an interview time at %(moment)s."),
    )
    RECUSED = (
        "interviewer_recused",
        _(
            "Somebody among the interviewers knows her and keeps out of it. Please "
            "choose somebody else."
        ),
    )
    OVER = (
        "slot_over",
        _("Somebody was given this time before; it stays as it was."),
    )
    CHANGED_MEANWHILE = (
        "slot_changed_meanwhile",
        _("Somebody has just booked or left this time. Look at it and try again."),
    )
    HOLDER_BUSY = (
        "slot_holder_busy",
        _(
            "Who has this time is expected elsewhere then: %(what)s, %(moment)s. "
            "Choose another hour."
        ),
    )
    BOOKED = (
        "slot_booked",
        _("Somebody was given this time. Move or cancel her interview first."),
    )
    NOTHING_TO_COPY = (
        "nothing_to_copy",
        _("No interview time of this week can be copied to that week."),
    )
    SAME_WEEK = "same_week", _("Choose another week than the one you copy.")
    RANGE_TOO_LONG = (
        "range_too_long",
        _("Interview times are opened for at most %(weeks)s weeks at once."),
    )


class TrainingDenied(TextChoices):
    NOT_YOURS = (
        "training_not_yours",
        _("Trainings are not among your duties in this call."),
    )
    OTHERS_UNMARKED = (
        "others_unmarked",
        _("Names of other calls are not marked yet; whoever trains there marks them."),
    )
    SESSION_FULL = "session_full", _("This session is full. Please choose another one.")
    SESSION_PAST = "session_past", _("This session has already begun.")
    NOT_BEGUN = "session_not_begun", _("The session has not begun yet.")
    NOT_LEARNING = (
        "not_learning",
        _("Trainings can be chosen once the application is accepted."),
    )
    ENOUGH_SESSIONS = (
        "enough_sessions",
        _("You already have a place in this training. Give it back to choose another."),
    )
    FOREIGN_ENROLLMENT = (
        "foreign_enrollment",
        _("One of the names is not on the list of this session."),
    )
    ATTENDANCE_SETTLED = (
        "attendance_settled",
        _("The agreement is signed; this attendance can no longer be taken back."),
    )
    TRAINING_MISSING = (
        "training_missing",
        _("A required training has not been attended yet."),
    )
    ALREADY_COMPLETED = (
        "already_completed",
        _("This training is completed; it need not be taken again."),
    )
    WAITING_FULL = (
        "waiting_full",
        _("The waiting list of this session is full too. Please choose another one."),
    )
    OFFER_LAPSED = (
        "session_offer_lapsed",
        _("The place was kept for you until %(until)s; it is no longer free."),
    )
    NO_OFFER = "no_session_offer", _("No place is offered to you at the moment.")
    OTHER_TRAINING = (
        "other_training",
        _("This session is of another training. Choose a date of the same one."),
    )
    SHEET_CLOSED = (
        "sheet_closed",
        _("%(who)s closed this sheet on %(when)s. Correct single names on its page."),
    )
    SHEET_OPEN = (
        "sheet_open",
        _("The sheet is still open; mark her on the sheet itself."),
    )
    CAPACITY_BELOW_BOOKED = (
        "capacity_below_booked",
        _("%(taken)s places are taken or offered; there cannot be fewer."),
    )
    IN_PAST = "session_in_past", _("The session lies in the past.")
    CANCELLED = "session_cancelled", _("This session was cancelled.")
    ENDS_BEFORE_START = (
        "session_ends_before_start",
        _("The session ends before it begins."),
    )
    NOTHING_MOVED = (
        "session_not_moved",
        _("Day, time and place are as before; nobody was told anything."),
    )
    NAMES_ON_LIST = (
        "session_has_names",
        _("Somebody is expected or waits. Move the session, so that all are told."),
    )
    WALK_IN_LATE = (
        "walk_in_late",
        _("Who came without a place is added on the day itself."),
    )
    WALK_IN_FULL = (
        "walk_in_full",
        _("Every place is taken. Mark first who is excused or did not come."),
    )


class BusyDenied(TextChoices):
    """What somebody is expected at already at the time of something else."""

    SHIFT = "busy_with_shift", _("There is a shift at this time: %(moment)s.")
    TRAINING = "busy_with_training", _("There is a training at this time: %(moment)s.")
    INTERVIEW = (
        "busy_with_interview",
        _("There is an interview at this time: %(moment)s."),
    )
    MERGED = (
        "busy_when_merged",
        _(
            "The two records are expected in two places at once, on %(moment)s: "
            "%(one)s and %(other)s. Take one of them back first, then merge."
        ),
    )


class CompletionDenied(TextChoices):
    """Why a completed training cannot be confirmed, declined, withdrawn or accepted."""

    NOT_PROPOSED = (
        "completion_not_proposed",
        _("Somebody has already decided on this training."),
    )
    NOT_CONFIRMED = (
        "completion_not_confirmed",
        _("This training is not confirmed; there is nothing to withdraw."),
    )
    IN_FUTURE = (
        "completion_in_future",
        _("The day of the certificate cannot be in the future."),
    )
    EXPIRED = (
        "certificate_expired",
        _("A certificate of that day would have expired by now."),
    )
    ALREADY_THERE = (
        "completion_already_there",
        _("This training of that day is already on record."),
    )
    NOT_ACCEPTED = (
        "completion_not_accepted",
        _("Certificates are entered once the application is accepted."),
    )


class RoleDenied(TextChoices):
    NOT_YOURS = "role_not_yours", _("Roles are not among your duties in this call.")
    SUPERVISOR_RECUSED = (
        "supervisor_recused",
        _(
            "Whom you name as coordinator knows her and keeps out of it. Please choose "
            "somebody else."
        ),
    )
    TRAINING_MISSING = (
        "role_training_missing",
        _("A required training has not been attended yet."),
    )
    ROLE_TRAINING_MISSING = (
        "training_of_role_missing",
        _("This role requires a training that is missing or has expired."),
    )
    AGREEMENT_MISSING = "agreement_missing", _("The agreement has not been signed yet.")
    SIGNED_IN_FUTURE = (
        "signed_in_future",
        _("The day of signing cannot be in the future."),
    )
    CLEARANCE_MISSING = (
        "clearance_missing",
        _("This area works with children; the clearance has not been shown yet."),
    )
    CLEARANCE_IN_FUTURE = (
        "clearance_in_future",
        _("The day it was shown cannot be in the future."),
    )
    DOCUMENT_MISSING = (
        "document_missing",
        _("A document that this area asks for has not been shown yet."),
    )
    SHOWN_IN_FUTURE = (
        "shown_in_future",
        _("The day it was shown cannot be in the future."),
    )
    ROLE_FULL = "role_full", _("All places of this role are taken.")
    ROLE_CLOSED = "role_closed", _("This role is no longer offered.")
    ALREADY_ASSIGNED = "already_assigned", _("She already has this role.")
    DATES_WRONG = "dates_wrong", _("The role ends before it begins.")
    NOT_ACTIVE = "assignment_not_active", _("This assignment is not active.")
    NOT_PAUSED = "assignment_not_paused", _("This assignment is not paused.")
    ENDED = "assignment_ended", _("This assignment has already ended.")
