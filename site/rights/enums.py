"""The fixed vocabularies of `rights`."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestKind(TextChoices):
    """What she may ask of the controller (law 6698, article 11)."""

    INFORMATION = "information", _("Information and a copy")
    CORRECTION = "correction", _("Correction")
    ERASURE = "erasure", _("Erasure")
    RECIPIENTS = "recipients", _("To whom data were passed on")
    OBJECTION = "objection", _("Objection")
    DAMAGE = "damage", _("Compensation of damage")
    OTHER = "other", _("Other")

    #: What she may ask on her own page; the others have their own place there.
    on_own_page = nonmember(
        ("information", "recipients", "objection", "erasure", "damage", "other")
    )


class RequestChannel(TextChoices):
    """By which way a request came in (communiqué on applications, article 5)."""

    OWN_PAGE = "own_page", _("Her own page")
    LETTER = "letter", _("Letter")
    KEP = "kep", _("Registered electronic mail (KEP)")
    EMAIL = "email", _("E-mail from the address we know")
    SIGNATURE = "signature", _("Secure or mobile electronic signature")
    DESK = "desk", _("In person")


class RequestState(TextChoices):
    NEW = "new", _("New")
    IDENTITY = "identity", _("Identity has to be shown")
    IN_PROGRESS = "in_progress", _("In progress")
    ACCEPTED = "accepted", _("Answered: accepted")
    REFUSED = "refused", _("Answered: refused")

    open_states = nonmember(("new", "identity", "in_progress"))


class RequestEvent(TextChoices):
    """What staff do with a request."""

    TAKE = "take", _("Take it on")
    ASK_IDENTITY = "ask_identity", _("Ask for proof of identity")
    ACCEPT = "accept", _("Answer: accepted")
    REFUSE = "refuse", _("Answer: refused")


class RefusalGround(TextChoices):
    """Why a request is refused; the answer has to say it."""

    NOT_HERS = "not_hers", _("Who asked could not be shown to be the person herself")
    NOT_HELD = "not_held", _("No such data are held")
    KEPT_BY_LAW = "kept_by_law", _("A law obliges us to keep them")
    OTHERS_RIGHTS = "others_rights", _("It would reveal the data of others")
    DONE_BEFORE = "done_before", _("The same request was answered already")


class RequestRefusal(TextChoices):
    """Why a verb of `rights` says no."""

    NOT_IN_STATE = (
        "not_in_state",
        _("This request has been answered or moved on; look at it again."),
    )
    NO_PERSON = "no_person", _("Say first on which record this request is.")
    NO_REPLY = "no_reply", _("Write the answer: it has to give the reasons.")
    WRONG_KIND = "wrong_kind", _("This belongs to another kind of request.")
    NOT_REACHABLE = (
        "not_reachable",
        _("The way you chose needs an address or a number that is confirmed."),
    )


class AddressKind(TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Mobile phone")
