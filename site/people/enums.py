"""The fixed vocabularies of `people`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContactChannel(TextChoices):
    """How she wants to be reached; no other way is ever used."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("Phone call")
    SHE_CALLS = "she_calls", _("I will call you")


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


class LinkPurpose(TextChoices):
    """What a private link opens; a link opens nothing else."""

    APPLICATION = "application", _("One's own application")
    INTERVIEW = "interview", _("Choosing an interview time")
    REGISTRATION = "registration", _("One's own registration")


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
