"""The fixed vocabularies of `messaging`."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageState(TextChoices):
    HELD = "held", _("Waiting for review")
    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Arrived")
    RETRYING = "retrying", _("Will be tried again")
    FAILED = "failed", _("Could not be sent")
    BOUNCED = "bounced", _("Came back")
    BY_HAND = "by_hand", _("To be told by staff")
    TOLD = "told", _("Told by staff")
    CANCELLED = "cancelled", _("Cancelled")

    deliverable = nonmember(("queued", "retrying"))
    #: It has left us, by a machine or by a person.
    left = nonmember(("sent", "delivered", "told"))
    #: She does not know of it unless a member of staff does something.
    needing_a_hand = nonmember(("by_hand", "failed", "bounced"))


class Route(TextChoices):
    """By which way a message reaches her."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PAPER = "paper", _("Letter")
    STAFF = "staff", _("Staff")


class StateReason(TextChoices):
    """Why a message is in the state it is in, where that needs saying."""

    NONE = "", ""
    PREFERS_PHONE = "prefers_phone", _("She asked to be called.")
    PREFERS_SMS = "prefers_sms", _("She asked for a text message.")
    SHE_CALLS = "she_calls", _("She will call; tell her then.")
    NO_ADDRESS = "no_address", _("She has no e-mail address.")
    SERVER_BUSY = "server_busy", _("The mail server did not take it yet.")
    ADDRESS_REFUSED = "address_refused", _("The mail server refused the address.")
    GAVE_UP = "gave_up", _("The mail server could not be reached.")
    OUTDATED = "outdated", _("It no longer applied.")
    MAILBOX_FULL = "mailbox_full", _("Her mailbox is full.")
    COMPLAINED = "complained", _("She marked our mail as unwanted.")
    ROUTE_BROKEN = "route_broken", _("Earlier messages to this address came back.")
    PREFERS_PAPER = "prefers_paper", _("She asked for a letter.")
    REJECTED = "rejected", _("The provider refused the message.")
    WORKER_LOST = (
        "worker_lost",
        _("The program that was sending it stopped; it is tried again."),
    )
    NO_CONSENT = "no_consent", _("She does not agree to such messages any more.")
    ALREADY_TOLD = "already_told", _("She has been told in another way.")
    MISTAKEN = "mistaken", _("It was written by mistake.")
    UNSAFE = "unsafe", _("It could put her at risk.")
    MISCONFIGURED = (
        "misconfigured",
        _("Our own settings were refused; tell those who run the site."),
    )
    NUMBER_REFUSED = "number_refused", _("The provider refused the number.")
    NO_CREDIT = "no_credit", _("The credit for text messages is used up.")
    NOT_DELIVERED = (
        "not_delivered",
        _("It was sent, but it did not reach her telephone."),
    )

    #: Why staff may drop a message.
    droppable = nonmember(("outdated", "already_told", "mistaken", "unsafe"))


class ToldHow(TextChoices):
    """By which way a member of staff told her."""

    PHONE = "phone", _("By phone")
    SHE_CALLED = "she_called", _("When she called")
    IN_PERSON = "in_person", _("In person")
    LETTER = "letter", _("By letter")
    SMS = "sms", _("By text message")


class ReportKind(TextChoices):
    """What a provider tells of a message that it had taken."""

    NO_ADDRESS = "no_address", _("No such address")
    MAILBOX_FULL = "mailbox_full", _("Mailbox full")
    REJECTED = "rejected", _("Refused")
    COMPLAINT = "complaint", _("Marked as unwanted")
    DELIVERED = "delivered", _("Arrived")
    NOT_DELIVERED = "not_delivered", _("Did not arrive")
    BAD_NUMBER = "bad_number", _("No such number")


class NoticeRefusal(TextChoices):
    """Why a notice of the provider was not believed; read in the log only."""

    UNREADABLE = "unreadable"
    FOREIGN_TOPIC = "foreign_topic"
    OLD = "old"
    FOREIGN_CERTIFICATE = "foreign_certificate"
    BAD_SIGNATURE = "bad_signature"
    FOREIGN_ADDRESS = "foreign_address"


class CalendarMethod(TextChoices):
    """What a calendar file asks of a calendar (RFC 5546)."""

    REQUEST = "REQUEST", _("Add or move")
    CANCEL = "CANCEL", _("Remove")
    PUBLISH = "PUBLISH", _("Add")


class SmsBackend(TextChoices):
    """How text messages leave (`SMS` in the environment)."""

    NONE = "none", _("By staff")
    CONSOLE = "console", _("Shown on the console")
    HTTP = "http", _("Through a provider")


class SubjectFault(TextChoices):
    """Why a text may not be a subject: others may see it on her screen."""

    EMPTY = "empty", _("Write a subject.")
    TOO_LONG = "too_long", _("Keep the subject under 78 characters.")
    LINE_BREAK = "line_break", _("A subject is one line.")
    TELLING_WORD = (
        "telling_word",
        _("The subject holds a word that tells others what it is about."),
    )
    NAMES_WHAT = (
        "names_what",
        _("The subject holds the name of a program, an activity or an area."),
    )
    NAMES_HER = (
        "names_her",
        _("A name, a place or a link may not stand in the subject."),
    )
    ADDRESS = "address", _("No web or e-mail address may stand in the subject.")
    EXCLAMATION = "exclamation", _("Write the subject without an exclamation mark.")
    CAPITALS = "capitals", _("Do not write the subject in capital letters.")


class BodyHint(TextChoices):
    """What a writer should look at once more; she may keep it."""

    OPENING_TELLS = (
        "opening_tells",
        _("The beginning is shown beside the subject; it tells others too much."),
    )
    TELLING_WORD = (
        "telling_word",
        _("The text tells others what it is about. Is it needed?"),
    )
    WRONG_FOR_WOMAN = "wrong_for_woman", _("Write “kadın”, not “bayan” or “hanım”.")
    SPUN_WORD = "spun_word", _("A word here is not the usual one.")
    INFLECTED = (
        "inflected",
        _("A placeholder takes no ending. Write it by itself, after a colon."),
    )
    EXCLAMATION = "exclamation", _("The text would be calmer without “!”.")


class TextFault(TextChoices):
    """Why a message text cannot be saved."""

    EMPTY = "empty", _("Write the text.")
    TOO_LONG = "too_long", _("The text is too long.")
    UNKNOWN_PLACEHOLDER = (
        "unknown_placeholder",
        _("There is no such placeholder in this message: %(names)s"),
    )
    MISSING_PLACEHOLDER = (
        "missing_placeholder",
        _("The message is of no use without this placeholder: %(names)s"),
    )
    STRAY_BRACE = (
        "stray_brace",
        _("A curly bracket is left over. Placeholders look like this: %(sample)s"),
    )
    SMS_TELLS = (
        "sms_tells",
        _("A text message lies open on her screen; this one tells too much."),
    )
    NOT_CONFIRMED = (
        "not_confirmed",
        _("Look at the remarks on the text, then tick the box to keep it."),
    )
    CHANGED_MEANWHILE = (
        "changed_meanwhile",
        _("Somebody else saved this text meanwhile. Nothing of yours is lost."),
    )
    NO_OWN_ADDRESS = (
        "no_own_address",
        _("Your account has no e-mail address. Add one to your account."),
    )
    NOT_SENT = "not_sent", _("The trial could not be sent. Try again later.")
