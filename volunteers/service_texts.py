"""What volunteers are sent about shifts, hours and what they asked for."""

from django.utils.translation import gettext_lazy as _

from volunteers.message_names import About

#: key -> (Turkish subject, Turkish body, English subject, English body)
TEXTS: dict[str, tuple[str, str, str, str]] = {
    "volunteers.shift_given": (
        "Randevu bilginiz",
        "Sizin için bir yer ayırdık.\n\nTarih ve saat: {moment}\nYer: {place}\n\n"
        "Gelemeyecekseniz yerinizi bırakabilirsiniz: {link}",
        "Your appointment",
        "We kept a place for you.\n\nDate and time: {moment}\nPlace: {place}\n\n"
        "If you cannot come you may give it back: {link}",
    ),
    "volunteers.shift_removed": (
        "Randevu bilginiz",
        "{moment} tarihindeki yeriniz artık ayrılmış değil. Ayrıntılar: {link}",
        "Your appointment",
        "Your place on {moment} is no longer kept. Details: {link}",
    ),
    "volunteers.hours_returned": (
        "Kaydınızla ilgili bilgilendirme",
        "Yazdığınız süreyle ilgili bir sorumuz var. Görmek ve düzeltmek için: {link}",
        "About your registration",
        "We have a question on the time you noted. To see and change it: {link}",
    ),
    "volunteers.wish_settled": (
        "Kaydınızla ilgili bilgilendirme",
        "İsteğinizi yerine getirdik. Ayrıntılar: {link}",
        "About your registration",
        "We have done what you asked for. Details: {link}",
    ),
}

_WHEN_AND_WHERE = frozenset({"moment", "place"})

ABOUT: dict[str, About] = {
    "shift_given": About(
        _("A place in a shift"),
        _("When staff put her into a shift; not when she takes it herself."),
        _WHEN_AND_WHERE,
        _WHEN_AND_WHERE | {"link"},
    ),
    "shift_removed": About(
        _("Out of a shift"),
        _("When staff take her out of a shift."),
        frozenset({"moment"}),
        frozenset({"moment", "link"}),
    ),
    "hours_returned": About(
        _("Hours returned"), _("When staff return hours that she noted.")
    ),
    "wish_settled": About(
        _("Her wish is carried out"),
        _("When staff carry out what she asked for: to pause, to return, to leave."),
    ),
}
