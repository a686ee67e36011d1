"""What is written about interviews beside the booking itself, and when.

Kind and without blame: nobody is asked why she did not come.
"""

from django.utils.translation import gettext_lazy as _

from volunteers.message_names import About

_SUBJECT_TR = "Randevu bilginiz"
_SUBJECT_EN = "Your appointment"

#: key -> (Turkish subject, Turkish body, English subject, English body)
TEXTS: dict[str, tuple[str, str, str, str]] = {
    "volunteers.reminder_soon": (
        "Hatırlatma",
        "Bugünkü randevunuz için hatırlatma.\n\nTarih ve saat: {moment}\nYer: {place}"
        "\n\nGelemeyecekseniz: {link}",
        "Reminder",
        "A reminder of your appointment today.\n\nDate and time: {moment}\n"
        "Place: {place}\n\nIf you cannot come: {link}",
    ),
    "volunteers.earlier": (
        _SUBJECT_TR,
        "Daha erken bir saat boşaldı.\n\nTarih ve saat: {moment}\nYer: {place}\n\n"
        "İsterseniz bu saate geçebilirsiniz; ilk seçen alır: {link}\n\n"
        "Bir şey yapmazsanız randevunuz olduğu gibi kalır.",
        _SUBJECT_EN,
        "An earlier time has come free.\n\nDate and time: {moment}\nPlace: {place}\n\n"
        "You may change to it if you like; whoever chooses first has it: {link}\n\n"
        "If you do nothing, your appointment stays as it is.",
    ),
    "volunteers.excused": (
        _SUBJECT_TR,
        "Haber verdiğiniz için teşekkür ederiz. {moment} tarihli randevunuzu iptal "
        "ettik.\n\nSize uygun yeni bir saat seçmek için: {link}",
        _SUBJECT_EN,
        "Thank you for telling us. We cancelled your appointment of {moment}.\n\n"
        "To choose another time that suits you: {link}",
    ),
    "volunteers.called_off": (
        _SUBJECT_TR,
        "{moment} tarihli randevunuzu bizden kaynaklanan bir nedenle iptal etmek "
        "zorunda kaldık; özür dileriz.\n\nSize uygun yeni bir saat seçmek için: {link}",
        _SUBJECT_EN,
        "We had to cancel your appointment of {moment} for a reason on our side; we "
        "are sorry.\n\nTo choose another time that suits you: {link}",
    ),
    "volunteers.missed": (
        _SUBJECT_TR,
        "{moment} tarihli randevumuzda görüşemedik. Başvurunuz duruyor; yeni bir saat "
        "için sizinle iletişime geçeceğiz.\n\nAyrıntılar: {link}",
        _SUBJECT_EN,
        "We could not meet at our appointment of {moment}. Your application stands; "
        "we will get in touch with you about another time.\n\nDetails: {link}",
    ),
    "volunteers.invited_again": (
        _SUBJECT_TR,
        "{moment} tarihli randevumuzda görüşemedik; olabilir. Size uygun yeni bir saat "
        "seçmek için: {link}\n\nBağlantı {until} tarihine kadar geçerlidir.",
        _SUBJECT_EN,
        "We could not meet at our appointment of {moment}; that can happen. To choose "
        "another time that suits you: {link}\n\nThe link is valid until {until}.",
    ),
}

_WHEN_AND_WHERE = frozenset({"moment", "place"})
_MOMENT = frozenset({"moment"})

ABOUT: dict[str, About] = {
    "reminder_soon": About(
        _("Reminder on the day itself"),
        _("Three hours before an interview, by day only."),
        _WHEN_AND_WHERE,
        _WHEN_AND_WHERE,
    ),
    "earlier": About(
        _("An earlier time has come free"),
        _("To those who asked to be told, when somebody gives up an earlier time."),
        _WHEN_AND_WHERE,
        _WHEN_AND_WHERE | {"link"},
    ),
    "excused": About(
        _("She could not come, and told us"),
        _("When staff record that she told them; with a link to choose again."),
        _MOMENT,
    ),
    "called_off": About(
        _("We cancel the appointment"),
        _("When staff cancel from their side; with a link to choose again."),
        _MOMENT,
    ),
    "missed": About(
        _("She did not come"),
        _("When staff record it and do not invite her again at once."),
        _MOMENT,
    ),
    "invited_again": About(
        _("She did not come and is invited again"),
        _("When staff record it and invite her again at once."),
        _MOMENT | {"until"},
        frozenset({"link", "until"}),
    ),
}
