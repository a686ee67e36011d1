"""The fixed vocabularies of `people`."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContactChannel(TextChoices):
    """How she wants to be reached; no other way is ever used."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("Phone call")
    SHE_CALLS = "she_calls", _("I will call you")
    LETTER = "letter", _("Letter through the muhtar's office")

    #: What a form on the web offers: a letter is arranged with staff.
    public = nonmember(("email", "sms", "phone", "she_calls"))


class SafeTime(TextChoices):
    ANY = "any", _("Any time")
    MORNING = "morning", _("Weekdays, morning")
    AFTERNOON = "afternoon", _("Weekdays, afternoon")
    EVENING = "evening", _("Weekdays, evening")


class EntryChannel(TextChoices):
    """Through which desk a record came in."""

    WEB = "web", _("Website")
    API = "api", _("Another front end")
    PHONE = "phone", _("By phone")
    MUHTAR = "muhtar", _("Muhtar's office")
    DESK = "desk", _("At the desk")


class Process(TextChoices):
    """What a notice informs about."""

    VOLUNTEERING = "volunteering", _("Volunteer application")
    REGISTRATION = "registration", _("Program registration")


class ConsentAction(TextChoices):
    GIVEN = "given", _("Given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AccessKind(TextChoices):
    """What a member of staff did with somebody's data."""

    VIEW = "view", _("Opened")
    EXPORT = "export", _("Exported")
    DOWNLOAD = "download", _("Downloaded")
    PRINT = "print", _("Printed")


class AgeBand(TextChoices):
    """What is left of a birth date in statistics."""

    UNKNOWN = "", _("Not known")
    CHILD = "0-17", "0–17"
    UP_TO_24 = "18-24", "18–24"
    UP_TO_34 = "25-34", "25–34"
    UP_TO_44 = "35-44", "35–44"
    UP_TO_54 = "45-54", "45–54"
    UP_TO_64 = "55-64", "55–64"
    OLDER = "65+", "65+"


class HoldReason(TextChoices):
    """Why data must be kept for now; never what it is about."""

    COURT = "court", _("Court case")
    COMPLAINT = "complaint", _("Complaint or objection")
    INSPECTION = "inspection", _("Inspection or inquiry")
    ACCIDENT = "accident", _("Accident or damage")
    HER_WISH = "her_wish", _("At her own request")


class ErasureReason(TextChoices):
    """Why somebody was erased."""

    REQUEST = "request", _("She asked for it")
    MISTAKE = "mistake", _("Entered by mistake")
    RETENTION = "retention", _("Past its time limit")
    REPLAY = "replay", _("Again, after a backup was restored")


class RetentionUnit(TextChoices):
    DAYS = "days", _("days")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


class RetentionEffect(TextChoices):
    """What happens to a row when its time is over."""

    DELETE = "delete", _("Deletion")
    ANONYMIZE = "anonymize", _("Anonymization")
    BLANK = "blank", _("Emptying")


class LinkPurpose(TextChoices):
    """What a private link opens; a link opens nothing else."""

    APPLICATION = "application", _("One's own application")
    INTERVIEW = "interview", _("Choosing an interview time")
    REGISTRATION = "registration", _("One's own registration")
    OWN_DATA = "own_data", _("Everything held on oneself")
    NEW_ADDRESS = "new_address", _("Confirming a new address")
    CONSENT = "consent", _("Withdrawing a consent")
    INFORMATION = "information", _("Answering a question on an application")
    DRAFT = "draft", _("Going on with a form")
    #: Sent to an address she gave: whoever opens it reads what goes there.
    RECEIPT = "receipt", _("One's own application, from a message")


class District(TextChoices):
    """The 30 districts of İzmir in Turkish order, then everywhere else."""

    ALIAGA = "aliaga", "Aliağa"
    BALCOVA = "balcova", "Balçova"
    BAYINDIR = "bayindir", "Bayındır"
    BAYRAKLI = "bayrakli", "Bayraklı"
    BERGAMA = "bergama", "Bergama"
    BEYDAG = "beydag", "Beydağ"
    BORNOVA = "bornova", "Bornova"
    BUCA = "buca", "Buca"
    CESME = "cesme", "Çeşme"
    CIGLI = "cigli", "Çiğli"
    DIKILI = "dikili", "Dikili"
    FOCA = "foca", "Foça"
    GAZIEMIR = "gaziemir", "Gaziemir"
    GUZELBAHCE = "guzelbahce", "Güzelbahçe"
    KARABAGLAR = "karabaglar", "Karabağlar"
    KARABURUN = "karaburun", "Karaburun"
    KARSIYAKA = "karsiyaka", "Karşıyaka"
    KEMALPASA = "kemalpasa", "Kemalpaşa"
    KINIK = "kinik", "Kınık"
    KIRAZ = "kiraz", "Kiraz"
    KONAK = "konak", "Konak"
    MENDERES = "menderes", "Menderes"
    MENEMEN = "menemen", "Menemen"
    NARLIDERE = "narlidere", "Narlıdere"
    ODEMIS = "odemis", "Ödemiş"
    SEFERIHISAR = "seferihisar", "Seferihisar"
    SELCUK = "selcuk", "Selçuk"
    TIRE = "tire", "Tire"
    TORBALI = "torbali", "Torbalı"
    URLA = "urla", "Urla"
    OUTSIDE = "outside", _("Outside İzmir")


class ErasureRefusal(TextChoices):
    """Why somebody cannot be erased now."""

    ON_HOLD = (
        "on_hold",
        _("A legal hold stands on this record; nothing about her may be destroyed."),
    )
    STILL_RUNNING = (
        "still_running",
        _("Something of hers is still going on: %(running)s. End it first."),
    )
    ALREADY_HELD = "already_held", _("A legal hold already stands on this record.")
    NOT_HELD = "not_held", _("There is no legal hold to lift.")
    ANONYMIZED = "anonymized", _("This record was anonymized; nobody is known by it.")


class Topic(TextChoices):
    """What no form asks, with the sentence that says why and what to do instead."""

    RELIGION = (
        "religion",
        _("Belief is not asked: the law protects it specially. Leave it out."),
    )
    ETHNICITY = (
        "ethnicity",
        _("Origin is not asked: the law protects it specially. Leave it out."),
    )
    POLITICS = (
        "politics",
        _(
            "Political opinion is not asked: the law protects it specially. Leave the "
            "question out."
        ),
    )
    MEMBERSHIP = (
        "membership",
        _(
            "Membership of associations, foundations and unions is not asked: the law "
            "protects it specially. Ask what she can do instead."
        ),
    )
    DRESS = (
        "dress",
        _("Dress is not asked: the law protects it specially. Leave the question out."),
    )
    SEX_LIFE = (
        "sex_life",
        _("Sex life is not asked: the law protects it specially. Leave it out."),
    )
    HEALTH = (
        "health",
        _(
            "Health is not asked: the law protects it specially. Say what the task "
            "needs (“stairs”, “carrying”) and let her decide."
        ),
    )
    CRIMINAL_RECORD = (
        "criminal_record",
        _(
            "A criminal record is not asked in a form. Where the task needs it, staff "
            "look at the paper and note only that it was shown."
        ),
    )
    VIOLENCE = (
        "violence",
        _("No form asks about violence. Offer the help lines instead."),
    )
    NATIONAL_ID = (
        "national_id",
        _("The national identity number is not asked; name and phone are enough."),
    )
    FAMILY = (
        "family",
        _("Marital status, spouse and parents are nobody's business here."),
    )
    PICTURE = (
        "picture",
        _("A picture or a copy of an identity card is not needed."),
    )
    FULL_ADDRESS = "full_address", _("The neighborhood is enough; no full address.")

    #: May not be saved at all; the others are remarked upon.
    refused = nonmember(
        (
            "religion", "ethnicity", "politics", "membership", "dress", "sex_life",
            "health", "criminal_record", "violence", "national_id",
        )
    )  # fmt: skip


class DataCategory(TextChoices):
    """Groups of personal data, as the controllers' registry (VERBİS) names them."""

    IDENTITY = "identity", _("Identity")
    CONTACT = "contact", _("Contact")
    LOCATION = "location", _("Location (district, neighborhood)")
    EXPERIENCE = "experience", _("Education and work experience")
    PREFERENCES = "preferences", _("Wishes, availability and answers")
    ASSESSMENT = "assessment", _("Assessments and decisions")
    PARTICIPATION = "participation", _("Participation and attendance")
    FAMILY = "family", _("Companions and emergency contact")
    LEGAL = "legal", _("Notices, consents and legal requests")
    SECURITY = "security", _("Transaction security (who did what)")
    CORRESPONDENCE = "correspondence", _("Messages")
    HEALTH = "health", _("Health (special category)")


class BreachStepKind(TextChoices):
    OPENED = "opened", _("Record opened")
    NOTED = "noted", _("Step noted")
    COUNTED = "counted", _("People concerned counted")
    REPORTED = "reported", _("Reported to the Board")
    INFORMED = "informed", _("People informed")
    CLOSED = "closed", _("Closed")


class BreachRefusal(TextChoices):
    """Why a step of a data breach cannot be recorded."""

    CLOSED = "closed", _("This record is closed; nothing can be added to it.")
    IN_THE_FUTURE = "in_the_future", _("This moment is still to come.")
    BEFORE_LEARNED = (
        "before_learned",
        _("This moment is before the breach was learned of."),
    )
    ALREADY_REPORTED = "already_reported", _("The Board was told of it already.")
    ALREADY_INFORMED = "already_informed", _("The people were informed already.")
    LATE_REASON_MISSING = (
        "late_reason_missing",
        _("The 72 hours are over: say why it is reported late."),
    )
    REASON_MISSING = (
        "reason_missing",
        _("The Board was not told of it: say why it need not be."),
    )
    PERIOD_BACKWARDS = "period_backwards", _("The period ends before it begins.")


class MergeRefusal(TextChoices):
    """Why two records cannot become one now."""

    SAME_RECORD = "same_record", _("This is one and the same record.")
    ANONYMIZED = "anonymized", _("This record was anonymized; nobody is known by it.")
    ALREADY_MERGED = (
        "already_merged",
        _("One of these records was merged already. Open the record that stayed."),
    )
    ON_HOLD = (
        "on_hold",
        _("A legal hold stands on one of these records. Lift it before you merge."),
    )
    CONFLICT = (
        "conflict",
        _(
            "Both records have something that one woman can have only once. Settle "
            "that first, then merge."
        ),
    )


class RecusalReason(TextChoices):
    """Why a member of staff keeps out of what is decided about somebody."""

    FAMILY = "family", _("She is a relative of mine")
    FRIEND = "friend", _("She is a friend or a neighbor")
    WORK = "work", _("We work or worked together")
    OTHER = "other", _("Something else that could sway me")


class RecusalRefusal(TextChoices):
    """Why a conflict of interest cannot be declared or lifted."""

    NOT_MET = "recusal_not_met", _("You do not meet her in your work here.")
    NOT_DECLARED = "not_declared", _("There is no conflict of interest to lift.")
    ONES_OWN = "ones_own", _("Somebody else has to lift your conflict of interest.")


class ProtectionRefusal(TextChoices):
    """Why somebody cannot be protected, or not be any longer."""

    ALREADY_PROTECTED = "already_protected", _("She is protected already.")
    NOT_PROTECTED = "not_protected", _("She is not protected.")
    REASON_MISSING = "reason_missing", _("Write why.")
    ANONYMIZED = "anonymized", _("This record was anonymized; nobody is known by it.")


class FileKind(TextChoices):
    """What may be uploaded, recognized by its content."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", _("Picture (JPEG)")
    PNG = "png", _("Picture (PNG)")
    DOCX = "docx", _("Word document")
    ODT = "odt", _("OpenDocument text")


class UploadRefusal(TextChoices):
    """Why a file cannot be taken."""

    TOO_LARGE = "file_too_large", _("The file is too large; at most %(megabytes)s MB.")
    EMPTY = "file_empty", _("The file is empty.")
    WRONG_KIND = (
        "file_wrong_kind",
        _("Only PDF, JPEG, PNG, Word (docx) and OpenDocument (odt) files are taken."),
    )
    BROKEN = "file_broken", _("The file cannot be opened; it may be damaged.")
    UNPACKS_TOO_FAR = (
        "file_unpacks_too_far",
        _("The file unpacks to far more than it seems to hold. It was not taken."),
    )
    HAS_PROGRAM = (
        "file_has_program",
        _("The file holds a program (a macro). Save it without and try again."),
    )
    LOCKED = "file_locked", _("The file is locked with a password. Take it off first.")


class TableRefusal(TextChoices):
    """Why a table cannot be read; what else a file may be refused for is above."""

    WRONG_KIND = (
        "table_wrong_kind",
        _("Only Excel files (XLSX) and CSV files are taken."),
    )
    NO_ROWS = "table_no_rows", _("The file holds no row below its headings.")
    TOO_MANY_ROWS = (
        "table_too_many_rows",
        _("The file has more than %(most)s rows. Divide it and send the parts."),
    )
