"""Why a verb around periods, shifts, hours, wishes and papers says no.

Beside them what is said of a role and a volunteer.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PeriodDenied(TextChoices):
    """Why a role cannot be held then."""

    ROLE_OVER = "role_over", _("This role is over.")
    BEFORE_ROLE = (
        "start_before_role",
        _("The role begins on %(day)s; nobody has it before."),
    )
    AFTER_ROLE = (
        "start_after_role",
        _("The role ends on %(day)s; nobody can begin later."),
    )
    LONGER_THAN_ROLE = (
        "end_after_role",
        _("The role ends on %(day)s. To have it longer, change the role first."),
    )
    END_IN_PAST = "new_end_in_past", _("Choose a day that is not over yet.")
    NOT_PAST_END = "assignment_not_past_end", _("Its time is not over yet.")


class FitNote(TextChoices):
    """What speaks for a role and a volunteer or against it; it refuses nothing."""

    AREA_WANTED = "area_wanted", _("She chose this area")
    AREA_NOT_WANTED = "area_not_wanted", _("She did not choose this area")
    FREE_THEN = "free_at_shifts", _("Free at the times of its shifts")
    NOT_FREE_THEN = "not_free_at_shifts", _("Not free at the times of its shifts")
    NO_TIMES_SAID = "no_times_said", _("She did not say when she is free")
    EXPECTED_ELSEWHERE = (
        "expected_elsewhere",
        _("Expected elsewhere at the time of a shift"),
    )
    HOURS_ENOUGH = "hours_enough", _("Gives the hours a week that the area wants")
    HOURS_TOO_FEW = "hours_too_few", _("Gives fewer hours a week than the area wants")
    ONLINE_ONLY = (
        "online_only",
        _("She wants to volunteer online; its shifts are at a place"),
    )
    TOO_YOUNG = "too_young", _("She is younger than the call asks for")
    BEGINS_LATER = "role_begins_later", _("The role begins on")
    HAS_ANOTHER = "has_another_role", _("Has another role")
    WISHES = "has_open_wish", _("Asks for something that is not settled yet")


class ShiftDenied(TextChoices):
    NOT_YOURS = "shift_not_yours", _("Shifts are not among your duties in this call.")
    ROLE_NOT_YOURS = (
        "shift_role_not_yours",
        _("Somebody else looks after the shifts of this role."),
    )
    NOT_ON_DUTY = (
        "shift_not_on_duty",
        _("Shifts can be taken while the role is active, not during a pause."),
    )
    FOREIGN = "shift_of_another_role", _("This shift belongs to another role.")
    PAST = "shift_past", _("This shift has already begun.")
    OUTSIDE_TERM = (
        "shift_outside_term",
        _("This shift is outside the dates of the role."),
    )
    BEFORE_ROLE = "shift_before_role", _("The role begins on %(day)s.")
    NOT_IN_ROLE = (
        "shift_not_in_role",
        _("The role lasts from %(day)s to %(last)s; a shift lies within."),
    )
    BUSY = "shift_overlaps", _("There is another shift at this time: %(moment)s.")
    FULL = (
        "shift_full",
        _("Somebody else has just taken the last place. Please choose another shift."),
    )
    TIMES_FIXED = (
        "shift_times_fixed",
        _("Somebody has a place in this shift; its time and role stay as they are."),
    )
    TAKEN = (
        "shift_taken",
        _("Somebody has a place in this shift; take her out first."),
    )
    GONE = (
        "shift_gone",
        _("This shift does not take place any more. Please choose another one."),
    )
    TOO_FEW_PLACES = (
        "shift_too_few_places",
        _("%(taken)s places of this shift are taken; there cannot be fewer."),
    )


class HoursDenied(TextChoices):
    NOT_YOURS = "hours_not_yours", _("Hours are not among your duties in this call.")
    IN_FUTURE = "hours_in_future", _("Hours can be noted once they have been given.")
    OUTSIDE_TERM = (
        "hours_outside_term",
        _("This day is outside the dates of the role."),
    )
    OUT_OF_RANGE = "hours_out_of_range", _("Choose between 15 minutes and 24 hours.")
    DAY_FULL = "hours_day_full", _("That would be more than 24 hours on this day.")
    WHAT_MISSING = "hours_what_missing", _("Write in a few words what was done.")
    SETTLED = "hours_settled", _("These hours are approved and stay as they are.")
    NOT_WAITING = "hours_not_waiting", _("These hours are not waiting any more.")
    WORD_MISSING = (
        "hours_word_missing",
        _("Write in a few words what is to be changed."),
    )
    ANONYMIZED = "hours_anonymized", _("The details of this record were deleted.")


class WishDenied(TextChoices):
    NOT_YOURS = "wish_not_yours", _("Roles are not among your duties in this call.")
    ALREADY_ASKED = (
        "wish_already_asked",
        _("You have asked us for something already; we will get in touch with you."),
    )
    NOT_NOW = "wish_not_now", _("This is not possible right now.")
    SETTLED = "wish_settled", _("This wish has been settled already.")


class PaperDenied(TextChoices):
    NOT_YOURS = "paper_not_yours", _("Papers are not among your duties in this call.")
    VERSION_UNKNOWN = (
        "agreement_version_unknown",
        _("There is no published text of this version."),
    )
    TEXT_INCOMPLETE = (
        "agreement_text_incomplete",
        _("Write the text in every language first."),
    )
    TEXT_PUBLISHED = (
        "agreement_text_published",
        _("This text is published already."),
    )
    NO_CARD_YET = (
        "no_card_yet",
        _("A card is for volunteers who signed the agreement and have not left."),
    )
    CARD_LAPSED = "card_lapsed", _("A card is valid until a day that is still to come.")
    CARD_TOO_LONG = "card_too_long", _("A card is valid for at most %(days)s days.")
    CARD_WITHDRAWN = "card_withdrawn", _("This card has been withdrawn already.")
