"""The fixed vocabularies of `programs`."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActivityKind(TextChoices):
    BAY_TOUR = "bay_tour", _("Bay tour")
    CULTURE_TOUR = "culture_tour", _("Culture tour")
    SEA_TRIP = "sea_trip", _("Sea trip")
    COURSE = "course", _("Course")
    WORKSHOP = "workshop", _("Workshop")
    EVENT = "event", _("Event")


class RuleKind(TextChoices):
    """Rules of taking part that staff can choose for an activity."""

    WOMEN = "women", _("Women, by their own statement")
    OLDEST = "oldest", _("Oldest age")
    DISTRICTS = "districts", _("District she lives in")
    FIRST_TIMERS = "first_timers", _("Only who has not taken part before")
    CHILD_NEEDED = "child_needed", _("Comes with a child")
    CHILD_MONTHS = "child_months", _("Age of the children in months")
    LEAST_PARTY = "least_party", _("Smallest party")

    #: Which kinds need which number.
    with_least = nonmember(("child_months", "least_party"))
    with_most = nonmember(("oldest", "child_months"))
    #: Which ask who comes with her, and are asked again when that changes.
    about_party = nonmember(("child_needed", "child_months", "least_party"))


class OccurrenceState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


class SelectionMode(TextChoices):
    """How the places of a date are given."""

    ORDER = "order", _("In the order of registration")
    QUOTA = "quota", _("In the order of registration, with places for neighborhoods")
    DRAW = "draw", _("By draw, once registration has closed")


class DrawStep(TextChoices):
    """How far a draw is: each step is taken once, in this order."""

    FROZEN = "frozen", _("List frozen")
    PUBLISHED = "published", _("Hash published")
    SEEDED = "seeded", _("Seed entered")
    DRAWN = "drawn", _("Result")


class DrawOutcome(TextChoices):
    """What the draw gave one party."""

    SEATED = "seated", _("Place")
    WAITING = "waiting", _("Waiting list")
    OUT = "out", _("No longer takes part")


class CallOutcome(TextChoices):
    """How a call down the waiting list ended."""

    OPEN = "", _("Being called")
    ACCEPTED = "accepted", _("Takes the place")
    DECLINED = "declined", _("Does not want it")
    NOT_REACHED = "not_reached", _("Not reached")
    ABANDONED = "abandoned", _("No result was entered")


class PublicStatus(TextChoices):
    """What a reader can do about an occurrence now."""

    OPEN = "open", _("Places left")
    DRAW = "draw", _("Places are drawn")
    WAITING_LIST = "waiting_list", _("Waiting list")
    FULL = "full", _("Full")
    OPENS_LATER = "opens_later", _("Registration has not opened yet")
    CLOSED = "closed", _("Registration is closed")
    DEPARTED = "departed", _("Over")
    CANCELLED = "cancelled", _("Cancelled")

    #: A registration is taken, for a place or for the waiting list.
    takes_registrations = nonmember(("open", "draw", "waiting_list"))


class RegistrationState(TextChoices):
    """The names staff read; `workflow.PUBLIC_NAMES` holds those for the public."""

    RECEIVED = "received", _("Received")
    CONFIRMED = "confirmed", _("Confirmed")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Place offered")
    CANCELLED = "cancelled", _("Cancelled by her")
    DECLINED = "declined", _("Offer declined")
    LAPSED = "lapsed", _("Offers lapsed")
    ATTENDED = "attended", _("Attended")
    MISSED = "missed", _("Did not come")
    EXCUSED = "excused", _("Excused")
    REMOVED = "removed", _("Removed by staff")

    #: Whose seats count against the capacity.
    holding = nonmember(("confirmed", "offered", "attended", "missed", "excused"))
    #: Which registration uses up a season: who did not come may come again.
    season_using = nonmember(("confirmed", "offered", "attended"))
    #: Not over: she still has this registration.
    live = nonmember(
        (
            "received", "confirmed", "waiting", "offered",
            "attended", "missed", "excused",
        )
    )  # fmt: skip
    #: Marked on the day: facts of the past.
    marked = nonmember(("attended", "missed", "excused"))
    #: Had a place when the day came.
    on_board_list = nonmember(("confirmed", "attended", "missed", "excused"))


class AttendanceMark(TextChoices):
    """What a guide says of one party; each writes one state."""

    CAME = "came", _("Came")
    MISSED = "missed", _("Did not come")
    EXCUSED = "excused", _("Excused")
    UNDONE = "undone", _("Mark taken back")


class MarkOutcome(TextChoices):
    """What came of a mark, in the words that a guide reads in the sun."""

    DONE = "done", _("Noted")
    BOARDED = "boarded", _("Welcome aboard")
    ALREADY = "already", _("Already aboard")
    OVERTAKEN = "overtaken", _("Somebody marked her later; that stays")
    OTHER_DEPARTURE = "other_departure", _("Another departure")
    WAITING = "waiting", _("On the waiting list, no place")
    OVER = "over", _("Registration is over")
    NOT_FOUND = "not_found", _("No such code")
    TOO_EARLY = "too_early", _("Too early to mark")
    REFUSED = "refused", _("Not possible; ask the coordinator")

    #: The party may board, or has.
    aboard = nonmember(("boarded", "already"))


class MemberKind(TextChoices):
    SELF = "self", _("Herself")
    CHILD = "child", _("Child")
    COMPANION = "companion", _("Companion")


class AccessNeed(TextChoices):
    """What the boat is told to expect; no words of her own, no diagnosis."""

    WHEELCHAIR = "wheelchair", _("I come in a wheelchair")
    STAIRS = "stairs", _("Stairs or long walks are hard for me")
    SIGN_LANGUAGE = "sign_language", _("I use sign language")
    HEARING = "hearing", _("I hear badly")
    SIGHT = "sight", _("I see badly")
    OTHER = "other", _("Something else: please ask me")

    @property
    def short(self) -> str:
        """The word on the boarding list."""
        return str(_SHORT_NEEDS[self])


_SHORT_NEEDS = {
    AccessNeed.WHEELCHAIR: _("wheelchair"),
    AccessNeed.STAIRS: _("stairs"),
    AccessNeed.SIGN_LANGUAGE: _("sign language"),
    AccessNeed.HEARING: _("hearing"),
    AccessNeed.SIGHT: _("sight"),
    AccessNeed.OTHER: _("ask her"),
}


class HoldOutcome(TextChoices):
    """What came of holding seats for a party; all but the first are said to her."""

    HELD = "held", _("Held")
    TOO_FEW = (
        "too_few",
        _(
            "There are not enough free places for all of you now. If you go on, you "
            "will be put on the waiting list, and we will ask you when places become "
            "free."
        ),
    )
    FULL = "full", _("All places and the waiting list are full.")
    MANY_HELD = (
        "many_held",
        _(
            "Many people are filling in the form at this moment, so no place is held "
            "for you. Go on: if a place is free when you finish, it is yours."
        ),
    )
    OVER = (
        "over",
        _(
            "The time is over and the places are no longer held for you. Nothing you "
            "wrote is lost. Go on: if places are free when you finish, they are yours."
        ),
    )
    #: Drawn, not open, or over: there is nothing to hold, and nothing to say.
    NOTHING = "nothing", ""


class EndReason(TextChoices):
    """Why a registration is over."""

    NONE = "", ""
    HER_WISH = "her_wish", _("She gave it up.")
    NO_ANSWER = "no_answer", _("She did not answer two offers.")
    BY_STAFF = "by_staff", _("Staff removed it.")
    OCCURRENCE_CANCELLED = "occurrence_cancelled", _("The date was cancelled.")


class SkipReason(TextChoices):
    """Why a waiting party was passed over for one behind it."""

    TOO_LARGE = "too_large", _("The party needs more places than were free.")
    SEASON_USED = "season_used", _("She already has a place this season.")
    KEPT = "kept", _("The free places were kept for neighborhoods.")
    NOT_REACHED = "not_reached", _("She could not be reached by phone.")


class Likelihood(TextChoices):
    """How likely a place on the waiting list is, from past dates."""

    UNKNOWN = "unknown", _("We do not know yet.")
    HIGH = "high", _("Very likely.")
    FAIR = "fair", _("Likely.")
    LOW = "low", _("Not very likely.")
    NONE_SO_FAR = "none", _("So far it has not happened.")


class RegistrationRefusal(TextChoices):
    """Why a registration, or a change of one, is not possible; said to the reader."""

    NOT_PUBLISHED = "not_published", _("This date is not open to registration.")
    NOT_OPEN_YET = "not_open_yet", _("Registration opens on %(opens_at)s.")
    CLOSED = "closed", _("Registration closed on %(closed_at)s.")
    DEPARTED = "departed", _("This date is over.")
    OCCURRENCE_CANCELLED = "occurrence_cancelled", _("This date was cancelled.")
    BIRTH_DATE_MISSING = "birth_date_missing", _("Write your date of birth.")
    UNDER_AGE = (
        "under_age",
        _("To take part you must be at least %(minimum_age)s years old on that day."),
    )
    OVER_AGE = (
        "over_age",
        _("To take part you must be at most %(oldest)s years old on that day."),
    )
    OTHER_DISTRICT = (
        "other_district",
        _("This activity is for people who live in other districts."),
    )
    STATEMENT_MISSING = (
        "statement_missing",
        _("This activity is for women. Mark that you are one; no document is asked."),
    )
    TOOK_PART_BEFORE = (
        "took_part_before",
        _("This activity is for those who have not taken part before."),
    )
    CHILD_NEEDED = "child_needed", _("This activity is for people with a child.")
    CHILD_MONTH_MISSING = (
        "child_month_missing",
        _("Choose the month in which the child was born."),
    )
    CHILD_MONTHS = (
        "child_months",
        _("This activity is for children of %(least)s to %(most)s months."),
    )
    PARTY_TOO_SMALL = (
        "party_too_small",
        _("At least %(least)s people register together."),
    )
    CHILDREN_NOT_ALLOWED = (
        "children_not_allowed",
        _("Children cannot come along on this date."),
    )
    CHILD_TOO_OLD = (
        "child_too_old",
        _("Children up to the age of %(oldest)s can come along."),
    )
    CHILD_NOT_BORN = "child_not_born", _("Check the child's year of birth.")
    TOO_MANY_CHILDREN = (
        "too_many_children",
        _("At most %(most)s children can come with one person."),
    )
    COMPANION_NOT_ALLOWED = (
        "companion_not_allowed",
        _("A companion cannot come along on this date."),
    )
    TOO_MANY_COMPANIONS = "too_many_companions", _("One companion can come along.")
    PARTY_TOO_LARGE = (
        "party_too_large",
        _("At most %(most)s people can register together."),
    )
    BOARDING_POINT_MISSING = "boarding_point_missing", _("Choose where you board.")
    BOARDING_POINT_FOREIGN = (
        "boarding_point_foreign",
        _("Choose one of the boarding points of this date."),
    )
    ALREADY_REGISTERED = (
        "already_registered",
        _("There is already a registration for this date."),
    )
    SEASON_USED = (
        "season_used",
        _("This kind of activity can be joined once a season."),
    )
    FULL = "full", _("All places and the waiting list are full.")
    KEY_REUSED = (
        "idempotency_key_reused",
        _("This key was used for a different registration."),
    )
    MOVE_NOT_ALLOWED = (
        "move_not_allowed",
        _("This can no longer be done; the registration has changed."),
    )
    OFFER_LAPSED = "offer_lapsed", _("The time to accept this place is over.")
    CANCELLATION_CLOSED = (
        "cancellation_closed",
        _("A registration could be cancelled here until %(until)s."),
    )
    TOO_EARLY = "too_early", _("Attendance can be marked from %(since)s on.")
    NOTE_MISSING = "note_missing", _("Write a note that says why.")
    BELOW_HELD = (
        "below_held",
        _("%(held)s places are taken; the capacity cannot be lower."),
    )
    DRAW_FROZEN = (
        "draw_frozen",
        _("The list of the draw is frozen; this is possible again after the draw."),
    )
    CHANGE_CLOSED = (
        "change_closed",
        _("A registration could be changed here until %(until)s."),
    )
    NO_ROOM_FOR_MORE = (
        "no_room_for_more",
        _("There are not enough free places for a larger party; nothing was changed."),
    )


class DrawRefusal(TextChoices):
    """Why a step of a draw cannot be taken."""

    NOT_A_DRAW = "not_a_draw", _("The places of this departure are not drawn.")
    NOT_COMING = "not_coming", _("This departure is not open or is over.")
    STILL_OPEN = "still_open", _("Registration is open until %(until)s.")
    NOBODY = "nobody", _("Nobody has registered; there is nothing to draw.")
    QUOTAS_TOO_LARGE = (
        "quotas_too_large",
        _("%(kept)s places are kept for neighborhoods, but only %(places)s are free."),
    )
    OUT_OF_TURN = (
        "out_of_turn",
        _("This step has been taken already, or it is not its turn."),
    )
    SEED_IN_THE_PAST = (
        "seed_in_the_past",
        _("The seed must become known after the hash is published."),
    )
    SEED_TOO_EARLY = (
        "seed_too_early",
        _("The seed becomes known on %(due_at)s; it is entered after that."),
    )
    PLACES_CHANGED = (
        "places_changed",
        _("Fewer places are free than the frozen list says."),
    )


class CallRefusal(TextChoices):
    """Why nobody is called now, or a call cannot be ended so."""

    NOT_COMING = "not_coming", _("This departure is not open or is over.")
    STILL_OFFERED = (
        "still_offered",
        _("Free places are still offered by themselves; calling begins afterwards."),
    )
    NOBODY_LEFT = (
        "nobody_left",
        _("Nobody is left to call who fits and may be called now."),
    )
    FOR_OTHERS = (
        "for_others",
        _("The next in line may only be called by a colleague with more rights."),
    )
    CALLING_ALREADY = (
        "calling_already",
        _("End the call you began before you begin another."),
    )
    OVER = "over", _("This call is over, or a colleague's.")


class MergeRefusal(TextChoices):
    """Why two records cannot become one before staff settle something."""

    SAME_DEPARTURE = (
        "same_departure",
        _(
            "Both records are registered for the departure of %(day)s. Cancel one of "
            "the two registrations (for example %(code)s), then merge."
        ),
    )
    SAME_SEASON = (
        "same_season",
        _(
            "Both records have a place in the same season. Cancel one of the two "
            "registrations (for example %(code)s), then merge."
        ),
    )
