"""The fixed vocabularies of `programs`."""

from enum import nonmember

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Duty(TextChoices):
    """What somebody is there for in a team; see `workflow.DUTIES`."""

    MANAGER = "manager", pgettext_lazy("duty", "Runs the program")
    DESK = "desk", pgettext_lazy("duty", "Desk")
    MUHTAR = "muhtar", pgettext_lazy("duty", "Muhtar's desk")
    GUIDE = "guide", pgettext_lazy("duty", "Guide")
    READER = "reader", pgettext_lazy("duty", "Reader")


class ActivityKind(TextChoices):
    """What an activity is; `programs.kinds` says what each brings with it.

    Kinds differ by configuration: places are given in one way to all of them.
    """

    BAY_TOUR = "bay_tour", _("Bay tour")
    CULTURE_TOUR = "culture_tour", _("Culture tour")
    SEA_TRIP = "sea_trip", _("Sea trip")
    COURSE = "course", _("Course")
    WORKSHOP = "workshop", _("Workshop")
    EVENT = "event", _("Event")
    OPEN_EVENT = "open_event", _("Open event, without registration")
    MOBILE_STOP = "mobile_stop", _("Stop of a mobile service")
    EMPLOYMENT_POINT = "employment_point", _("Employment application point")
    GARDEN_PARCEL = "garden_parcel", _("Neighborhood garden")
    CHILDREN = "children", _("Children's program")
    HOUSE_MEETING = "house_meeting", _("House meeting in a neighborhood")


class NoShowPolicy(TextChoices):
    """What follows where somebody had a place and did not come; never a ban."""

    NOTHING = "nothing", _("Nothing")
    LATER = (
        "later",
        _("For the rest of the season she stands after those who come first"),
    )


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
    NONE = "none", _("No registration: everybody may come")


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
    JUST_COME = "just_come", _("No registration needed; just come")

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
    UNPLACED = "unplaced", _("No place, list closed")
    ATTENDED = "attended", _("Attended")
    MISSED = "missed", _("Did not come")
    EXCUSED = "excused", _("Excused")
    REMOVED = "removed", _("Removed by staff")

    #: Whose seats count against the capacity, while they are not given on.
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
    #: Whose places may be given on at the departure.
    absent = nonmember(("missed", "excused"))
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
    PLACE_GIVEN = "place_given", _("Her place was given on; none is free")
    REFUSED = "refused", _("Not possible; ask the coordinator")

    SHEET_CLOSED = "sheet_closed", _("The sheet is closed; tell the coordinator")

    #: The party may board, or has.
    aboard = nonmember(("boarded", "already"))


class ResultState(TextChoices):
    """What a participant leaves a course with."""

    COMPLETED = "completed", _("Completed")
    NOT_COMPLETED = "not_completed", _("Not completed")
    REVOKED = "revoked", _("Certificate revoked")


class MemberKind(TextChoices):
    SELF = "self", _("Herself")
    CHILD = "child", _("Child")
    COMPANION = "companion", _("Companion")


class AccessNeed(TextChoices):
    """What the crew is told to expect; no words of her own, no diagnosis."""

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


class EndReason(TextChoices):
    """Why a registration is over."""

    NONE = "", ""
    HER_WISH = "her_wish", _("She gave it up.")
    NO_ANSWER = "no_answer", _("She did not answer two offers.")
    BY_STAFF = "by_staff", _("Staff removed it.")
    OCCURRENCE_CANCELLED = "occurrence_cancelled", _("The date was cancelled.")
    LIST_CLOSED = "list_closed", _("The waiting list closed with the departure.")


class SkipReason(TextChoices):
    """Why a waiting party was passed over for one behind it."""

    TOO_LARGE = "too_large", _("The party needs more places than were free.")
    SEASON_USED = "season_used", _("She already has a place this season.")
    KEPT = "kept", _("The free places were kept for neighborhoods.")
    NOT_REACHED = "not_reached", _("She could not be reached by phone.")
    NOT_THERE = "not_there", _("On the day somebody who stood there took the place.")


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
    JUST_COME = (
        "just_come",
        _("No registration is needed: just come, you are welcome."),
    )
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
    STOP_USED = (
        "stop_used",
        _("There is already an appointment on this day at this place."),
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
    JOINED_AS_A_WHOLE = (
        "joined_as_a_whole",
        _("A course is joined as a whole: register her for it, not for one day."),
    )
    NOBODY_TO_REPLACE = (
        "nobody_to_replace",
        _(
            "There is no free place for her. After the time of departure she can have "
            "the place of somebody who is marked as not come or excused."
        ),
    )
    PLACE_GIVEN_ON = (
        "place_given_on",
        _("Her place was given to somebody else on the day, and no other is free."),
    )
    NOT_BEGUN = "not_begun", _("It has not begun yet; nobody can be counted.")
    NOTHING_TO_COUNT = (
        "nothing_to_count",
        _("People register here; who came is marked, not counted."),
    )
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
    HOLD_LAPSED = "hold_lapsed", _("The places are no longer held for you.")
    HOLD_NOT_LONGER = (
        "hold_not_longer",
        _("The places cannot be held for you any longer than this."),
    )


class OccurrenceRefusal(TextChoices):
    """Why a departure cannot be changed so."""

    NOT_OFFERABLE = (
        "not_offerable",
        _("The date to be offered instead is not open any more; choose another."),
    )
    IN_THE_PAST = "in_the_past", _("Choose a date that is to come.")
    NOTHING_MOVED = "nothing_moved", _("It is held at this time already.")
    THERE_ALREADY = (
        "there_already",
        _("There is a departure of this activity at this time already."),
    )
    OF_A_STOP = (
        "of_a_stop",
        _("This is a time of a stop, which stays on its day."),
    )


class RowOutcome(TextChoices):
    """What comes, or came, of one row of an uploaded list."""

    SEATED = "seated", _("Place")
    WAITING = "waiting", _("Waiting list")
    IN_DRAW = "in_draw", _("Takes part in the draw")
    DOUBLE = "double", _("Perhaps registered already")
    EARLIER = "earlier", _("Registered from this file before")
    REFUSED = "refused", _("Not possible")

    #: A registration was made for it.
    made = nonmember(("seated", "waiting", "in_draw"))


class ImportRefusal(TextChoices):
    """Why an uploaded list, or one row of it, is not taken."""

    COLUMN_MISSING = "column_missing", _("The column “%(column)s” is missing.")
    ROW_BROKEN = "row_broken", _("Something in the row has to be put right.")
    NOT_THE_PREVIEW = (
        "not_the_preview",
        _("What you looked at is out of date. Choose the file again."),
    )


class Weekday(TextChoices):
    """In the order of the week; `number` is that of `date.weekday()`."""

    MONDAY = "mon", _("Monday")
    TUESDAY = "tue", _("Tuesday")
    WEDNESDAY = "wed", _("Wednesday")
    THURSDAY = "thu", _("Thursday")
    FRIDAY = "fri", _("Friday")
    SATURDAY = "sat", _("Saturday")
    SUNDAY = "sun", _("Sunday")

    @property
    def number(self) -> int:
        return list(Weekday).index(self)


class DayPart(TextChoices):
    """When on a day a meeting at home suits."""

    MORNING = "morning", _("In the morning")
    AFTERNOON = "afternoon", _("In the afternoon")
    EVENING = "evening", _("In the evening")


class MeetingState(TextChoices):
    """The names staff read; `workflow.MEETING_PUBLIC_NAMES` holds hers."""

    REQUESTED = "requested", _("Waits for an answer")
    PLANNED = "planned", _("Planned")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn by her")


class MeetingDecline(TextChoices):
    """Why there will be no such meeting; said to her in these words."""

    NO_DATE = "no_date", _("We have no free date in the coming months.")
    TOO_FEW = "too_few", _("We can come once a few more women take part.")
    TOO_FAR = "too_far", _("We cannot come to this neighborhood yet.")
    ANOTHER = "another", _("Another meeting near you is planned; we will call you.")


class MeetingRefusal(TextChoices):
    """Why a request for a meeting cannot be made or moved so."""

    NOT_ASKED_FOR = (
        "not_asked_for",
        _("Meetings of this kind cannot be asked for at the moment."),
    )
    MOVE_NOT_ALLOWED = (
        "move_not_allowed",
        _("This can no longer be done; the request has changed."),
    )
    IN_THE_PAST = "in_the_past", _("Choose a date that is to come.")
    NOT_PLANNED = "not_planned", _("The address is noted once a date is set.")


class StopRefusal(TextChoices):
    """Why the times of a stop cannot be made or changed so."""

    NO_TIMES = "no_times", _("With these hours there is no time to give.")
    TOO_MANY_TIMES = (
        "too_many_times",
        _("These are %(count)s times; at most %(most)s fit into one day."),
    )
    IN_THE_PAST = "in_the_past", _("Choose a day that is to come.")
    NOTHING_LEFT = "nothing_left", _("No time of this stop is still to come.")
    ANOTHER_DAY = (
        "another_day",
        _("The times would fall on another day. Cancel the stop and make a new one."),
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


class Rating(IntegerChoices):
    VERY_GOOD = 5, _("Very good")
    GOOD = 4, _("Good")
    SO_SO = 3, _("So-so")
    BAD = 2, _("Bad")
    VERY_BAD = 1, _("Very bad")


class FeltSafe(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSAID = "unsaid", _("I would rather not say")


class LetterRefusal(TextChoices):
    """Why those registered for a date cannot be written to."""

    NOT_PUBLISHED = "not_published", _("This date is not open to registration.")
    OVER = "over", _("This date is over.")
    NOBODY = "nobody", _("There is nobody to write to.")


class FeedbackRefusal(TextChoices):
    """Why she cannot say here how it was."""

    NOT_ASKED = "not_asked", _("For this registration nothing is asked.")
    NOT_YET = "not_yet", _("You can answer once it is over.")
    OVER = "over", _("Answers were taken until 30 days after the end.")
    ALREADY = "already", _("You have answered already. Thank you.")


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
            "Both records have a place in the same season or at the same stop. Cancel "
            "one of the two registrations (for example %(code)s), then merge."
        ),
    )


class SessionRefusal(TextChoices):
    """Why sessions cannot be planned, changed or marked so."""

    OVERLAP = "overlap", _("There is a session of this course at %(at)s already.")
    ENDS_BEFORE_START = "ends_before_start", _("It ends after it starts.")
    NOTHING_PLANNED = (
        "nothing_planned",
        _("No session falls on these days; all of them may be holidays."),
    )
    TOO_MANY = "too_many", _("A course has at most %(most)s sessions.")
    BEFORE_REGISTRATION = (
        "before_registration",
        _("Registration opens on %(opens_at)s; the first session is after that."),
    )
    CANCELLED = "cancelled", _("This session was cancelled.")
    DEPARTURE_CANCELLED = "departure_cancelled", _("This departure was cancelled.")
    SHEET_CLOSED = (
        "sheet_closed",
        _("The sheet was closed already: %(by)s, %(at)s. Nothing was changed."),
    )
    SHEET_OPEN = "sheet_open", _("The sheet is still open; mark there.")
    NOT_BEGUN = "not_begun", _("The sheet opens on %(since)s.")
    NOT_LISTED = "not_listed", _("She is not on this sheet.")
    DECIDED = "decided", _("Her result is confirmed; the sheet stays as it is.")
    NOT_FREED = (
        "not_freed",
        _("Places of this course cannot be given on after the first session."),
    )
    TOO_LATE = "too_late", _("The second session has begun; nobody joins any more.")
    NOBODY_CHOSEN = "nobody_chosen", _("Choose at least one person.")


class ResultRefusal(TextChoices):
    """Why the results of a course cannot be confirmed, or a certificate revoked."""

    NO_SESSIONS = "no_sessions", _("This departure has no sessions.")
    NOT_OVER = "not_over", _("The last session is not over yet.")
    SHEETS_OPEN = "sheets_open", _("Sheets are not closed yet: %(count)s.")
    NOTHING_TO_DECIDE = (
        "nothing_to_decide",
        _("Nobody is left to decide on; somebody may have confirmed meanwhile."),
    )
    NOT_LISTED = "not_listed", _("Somebody on this list cannot be decided on now.")
    NOTE_MISSING = (
        "note_missing",
        _("Write why somebody is treated otherwise than the rule says."),
    )
    REASON_MISSING = "reason_missing", _("Write a reason.")
    NO_CERTIFICATE = "no_certificate", _("There is no certificate that stands.")
