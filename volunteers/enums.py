"""The fixed vocabularies of `volunteers`."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplicationState(TextChoices):
    """Where an application stands, in the words of staff; see `workflow`."""

    SUBMITTED = "submitted", _("Application received")
    SCREENING = "screening", _("Screening")
    INFORMATION_ASKED = "information_asked", _("More information asked for")
    INVITED = "invited", _("Invited to an interview")
    SCHEDULED = "scheduled", _("Interview scheduled")
    INTERVIEW_MISSED = "interview_missed", _("Did not come to the interview")
    INTERVIEWED = "interviewed", _("Interviewed")
    ACCEPTED = "accepted", _("Accepted")
    RESERVE = "reserve", _("In reserve")
    REJECTED = "rejected", _("Not accepted")
    CARRIED_OVER = "carried_over", _("Carried over to the next term")
    IN_TRAINING = "in_training", _("In training")
    TRAINED = "trained", _("Training completed")
    READY = "ready", _("Agreement signed, ready for a role")
    ON_DUTY = "on_duty", _("On duty")
    PAUSED = "paused", _("Pausing")
    LEFT = "left", _("Left")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    #: Nothing happens any more.
    final = nonmember(("rejected", "left", "withdrawn"))
    #: Reviewers may still write and change what they think.
    reviewable = nonmember(
        (
            "submitted",
            "screening",
            "information_asked",
            "invited",
            "scheduled",
            "interview_missed",
            "interviewed",
            "reserve",
        )
    )
    #: Read on paper: nobody has met her yet.
    reading = nonmember(("submitted", "screening", "information_asked"))
    #: She may take and give back places in trainings.
    learning = nonmember(("accepted", "in_training"))
    #: The same, and renewing or adding one later on.
    may_learn = nonmember(
        ("accepted", "in_training", "trained", "ready", "on_duty", "paused")
    )
    #: She waits for us, and not we for her, until somebody decides.
    awaiting_staff = nonmember(
        ("submitted", "screening", "interview_missed", "interviewed")
    )
    #: From the acceptance on; what those who run trainings have to know of.
    accepted_on = nonmember(
        ("accepted", "in_training", "trained", "ready", "on_duty", "paused")
    )


class ApplicationEvent(TextChoices):
    """What can happen to an application, as the label of staff's button."""

    START_SCREENING = "start_screening", _("Start screening")
    ASK_INFORMATION = "ask_information", _("Ask for more information")
    ANSWER_INFORMATION = "answer_information", _("Answer what was asked")
    GO_ON = "go_on", _("Go on without the answer")
    INVITE_TO_INTERVIEW = "invite_to_interview", _("Invite to an interview")
    BOOK_INTERVIEW = "book_interview", _("Book an interview")
    MOVE_INTERVIEW = "move_interview", _("Move the interview")
    GIVE_UP_INTERVIEW = "give_up_interview", _("Cancel the interview")
    RECORD_INTERVIEW = "record_interview", _("Record the interview")
    RECORD_MISSED_INTERVIEW = "record_missed_interview", _("She did not come")
    RECORD_EXCUSED_INTERVIEW = (
        "record_excused_interview",
        _("She told us that she cannot come"),
    )
    CALL_OFF_INTERVIEW = "call_off_interview", _("Cancel from our side")
    ACCEPT = "accept", _("Accept")
    KEEP_IN_RESERVE = "keep_in_reserve", _("Keep in reserve")
    REJECT = "reject", _("Do not accept")
    CARRY_OVER = "carry_over", _("Carry over to the next term")
    UNDO_DECISION = "undo_decision", _("Undo the decision")
    BEGIN_TRAINING = "begin_training", _("Begin the training")
    COMPLETE_TRAINING = "complete_training", _("Complete the training")
    REOPEN_TRAINING = "reopen_training", _("Reopen the training")
    SIGN_AGREEMENT = "sign_agreement", _("Record the signed agreement")
    ASSIGN_ROLE = "assign_role", _("Assign a role")
    PAUSE_DUTY = "pause_duty", _("Pause")
    RETURN_TO_DUTY = "return_to_duty", _("Return from the pause")
    END_DUTY = "end_duty", _("End the role")
    LEAVE = "leave", _("Record that she left")
    WITHDRAW = "withdraw", _("Withdraw")


class Reached(TextChoices):
    """How far an application came, by what is on record of it."""

    REVIEWED = "reviewed", _("Reviewed by somebody")
    INTERVIEWED = "interviewed", _("An interview was held")
    ACCEPTED = "accepted", pgettext_lazy("reached", "Accepted")
    TRAINED = "trained", _("Completed the trainings")
    IN_ROLE = "in_role", _("Got a role")


class Waited(TextChoices):
    """How long she has waited for us, in working days."""

    SHORT = "short", _("Up to 3 working days")
    WITHIN = "within", _("4 to 7 working days")
    LATE = "late", _("More than the 7 working days promised")


class Duty(TextChoices):
    """What a member of a call's team is there for; see `workflow.DUTIES`."""

    COORDINATOR = "coordinator", pgettext_lazy("duty", "Coordinator")
    REVIEWER = "reviewer", pgettext_lazy("duty", "Reviewer")
    INTERVIEWER = "interviewer", pgettext_lazy("duty", "Interviewer")
    TRAINER = "trainer", pgettext_lazy("duty", "Trainer")
    SUPERVISOR = "supervisor", pgettext_lazy("duty", "Supervisor")
    READER = "reader", pgettext_lazy("duty", "Reader")


class QuestionKind(TextChoices):
    TEXT = "text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    YES_NO = "yes_no", _("Yes or no")
    ONE_CHOICE = "one_choice", _("One of several")
    SEVERAL_CHOICES = "several_choices", _("Any of several")
    LANGUAGES = "languages", _("Languages with levels")
    AVAILABILITY = "availability", _("Free days and times")
    FILE = "file", _("File")

    with_choices = nonmember(("one_choice", "several_choices"))
    #: Another question may depend on the answer.
    deciding = nonmember(("yes_no", "one_choice", "several_choices"))


class Suspicion(TextChoices):
    """Why an application may have been sent by a program."""

    NO_PROOF = "no_proof", _("Her browser did not solve the small task")
    TRAP = "trap", _("The field that people do not see was filled in")


class WeeklyHours(TextChoices):
    UP_TO_2 = "up_to_2", _("1 to 2 hours")
    UP_TO_5 = "up_to_5", _("3 to 5 hours")
    UP_TO_10 = "up_to_10", _("6 to 10 hours")
    MORE = "more", _("More than 10 hours")


class WorkMode(TextChoices):
    ONLINE = "online", _("Online")
    IN_PERSON = "in_person", _("In person")
    BOTH = "both", _("Both")


class HeardFrom(TextChoices):
    SOCIAL_MEDIA = "social_media", _("Social media")
    WEBSITE = "website", _("The municipality's website")
    FRIEND = "friend", _("A friend or neighbor")
    POSTER = "poster", _("A poster or leaflet")
    EVENT = "event", _("An event")
    OTHER = "other", _("Somewhere else")


class Education(TextChoices):
    PRIMARY = "primary", _("Primary school")
    SECONDARY = "secondary", _("Secondary school")
    HIGH_SCHOOL = "high_school", _("High school")
    UNIVERSITY = "university", _("University")
    POSTGRADUATE = "postgraduate", _("Postgraduate")
    OTHER = "other", pgettext_lazy("education", "Other")


class Language(TextChoices):
    """Languages that volunteers translate from and into."""

    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")
    KURDISH = "ku", _("Kurdish")
    PERSIAN = "fa", _("Persian")
    UKRAINIAN = "uk", _("Ukrainian")
    RUSSIAN = "ru", _("Russian")
    GERMAN = "de", _("German")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    ITALIAN = "it", _("Italian")
    GREEK = "el", _("Greek")
    BULGARIAN = "bg", _("Bulgarian")
    SIGN_LANGUAGE = "tsm", _("Turkish sign language")
    OTHER = "other", pgettext_lazy("language", "Another language")


class LanguageLevel(TextChoices):
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"


class TranslationDirection(TextChoices):
    FROM_TURKISH = "from_turkish", _("From Turkish")
    INTO_TURKISH = "into_turkish", _("Into Turkish")
    BOTH_WAYS = "both_ways", _("Both ways")


class Weekday(TextChoices):
    MONDAY = "mon", _("Monday")
    TUESDAY = "tue", _("Tuesday")
    WEDNESDAY = "wed", _("Wednesday")
    THURSDAY = "thu", _("Thursday")
    FRIDAY = "fri", _("Friday")
    SATURDAY = "sat", _("Saturday")
    SUNDAY = "sun", _("Sunday")


class PartOfDay(TextChoices):
    MORNING = "morning", _("Morning")
    NOON = "noon", _("Noon")
    EVENING = "evening", _("Evening")


#: Every cell of the availability grid, "mon-morning" to "sun-evening".
AVAILABILITY = [f"{day.value}-{part.value}" for day in Weekday for part in PartOfDay]


class InterviewState(TextChoices):
    BOOKED = "booked", _("Booked")
    HELD = "held", _("Held")
    MISSED = "missed", _("Missed")
    EXCUSED = "excused", _("Excused")
    CALLED_OFF = "called_off", _("Cancelled by us")
    CANCELLED = "cancelled", _("Given up")

    #: The time is hers and nobody else's.
    taking = nonmember(("booked", "held"))
    #: She gave it back by herself; counts among her changes.
    by_her = nonmember(("cancelled",))
    #: What became of a time that was hers, for the list of its past.
    fallen_through = nonmember(("missed", "excused", "called_off"))


class Recommendation(TextChoices):
    ACCEPT = "accept", _("Accept")
    RESERVE = "reserve", _("Keep in reserve")
    REJECT = "reject", _("Do not accept")


class DecisionReason(TextChoices):
    """Why it was decided so; for staff and statistics, never told by itself."""

    FITS = "fits", _("Fits the call well")
    OTHERS_FIT_BETTER = "others_fit_better", _("Others fit better")
    NO_PLACES = "no_places", _("No places left this term")
    TIMES = "times", _("Her times do not fit")
    REQUIREMENTS = "requirements", _("Does not meet a requirement of the call")
    NO_INTERVIEW = "no_interview", _("No interview came about")
    NO_ANSWER = "no_answer", _("She did not answer")
    OTHER = "other", pgettext_lazy("reason", "Something else")


_NOT_NOW = (
    DecisionReason.OTHERS_FIT_BETTER,
    DecisionReason.NO_PLACES,
    DecisionReason.TIMES,
    DecisionReason.REQUIREMENTS,
    DecisionReason.NO_INTERVIEW,
    DecisionReason.NO_ANSWER,
    DecisionReason.OTHER,
)
#: Which of them fit which decision.
REASONS_FOR: dict[ApplicationEvent, tuple[DecisionReason, ...]] = {
    ApplicationEvent.ACCEPT: (DecisionReason.FITS, DecisionReason.OTHER),
    ApplicationEvent.KEEP_IN_RESERVE: (
        DecisionReason.OTHERS_FIT_BETTER,
        DecisionReason.NO_PLACES,
        DecisionReason.TIMES,
        DecisionReason.OTHER,
    ),
    ApplicationEvent.REJECT: _NOT_NOW,
    ApplicationEvent.CARRY_OVER: _NOT_NOW,
}


class InformationPart(TextChoices):
    """The part of her application that is opened again for her."""

    AREAS = "areas", _("Areas, skills and experience")
    LANGUAGES = "languages", _("Languages")
    TIME = "time", _("Motivation and time")
    QUESTIONS = "questions", _("The call's own questions")


class RuleKind(TextChoices):
    """What a rule of the pre-screening looks at."""

    AGE = "age", _("Age on the day of applying")
    DISTRICT = "district", _("District she lives in")
    LANGUAGE = "language", _("Language")
    HOURS = "hours", _("Hours a week")
    ANSWER = "answer", _("Answer to a question")

    #: Says who she is; not shown where names are hidden.
    identifying = nonmember(("age", "district"))


class Attendance(TextChoices):
    EXPECTED = "expected", _("Expected")
    PRESENT = "present", _("Present")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")

    #: These have a seat in the room.
    seated = nonmember(("expected", "present"))


class CompletionSource(TextChoices):
    """How a training came to be completed."""

    ATTENDANCE = "attendance", _("Attended here")
    CERTIFICATE = "certificate", _("Certificate from elsewhere")


class CompletionState(TextChoices):
    PROPOSED = "proposed", _("To be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("training", "Confirmed")
    DECLINED = "declined", pgettext_lazy("training", "Not confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("certificate", "Withdrawn")

    #: Stands for what was earned; the others are of the past.
    standing = nonmember(("proposed", "confirmed"))


class CertificateStatus(TextChoices):
    """What the public page says of a certificate."""

    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("certificate", "Withdrawn")


class AssignmentState(TextChoices):
    ACTIVE = "active", pgettext_lazy("assignment", "Active")
    PAUSED = "paused", _("Pausing")
    ENDED = "ended", _("Ended")

    #: Holds one of the places of the role.
    holding = nonmember(("active", "paused"))


class HoursState(TextChoices):
    LOGGED = "logged", _("Waiting for approval")
    APPROVED = "approved", pgettext_lazy("hours", "Approved")
    RETURNED = "returned", _("Returned")

    #: She may still change it or take it back.
    hers = nonmember(("logged", "returned"))


class WishKind(TextChoices):
    """What she asks for on her page, in the words of staff."""

    PAUSE = "pause", _("She would like to pause")
    RETURN = "return", _("She would like to come back")
    LEAVE = "leave", _("She would like to stop volunteering")
