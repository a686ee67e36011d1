"""What is written when a session of a training moves, is cancelled, or is left.

Nobody is blamed for not being able to come to another day than she had chosen.
"""

from django.utils.translation import gettext_lazy as _

from volunteers.message_names import About

_SUBJECT_TR = "Randevu bilginiz"
_SUBJECT_EN = "Your appointment"

#: key -> (Turkish subject, Turkish body, English subject, English body)
TEXTS: dict[str, tuple[str, str, str, str]] = {
    "volunteers.session_moved": (
        _SUBJECT_TR,
        "Yeriniz olan eğitimin günü, saati ya da yeri değişti. Yeni bilgiler:\n\n"
        "Tarih ve saat: {moment}\nYer: {place}\n\nYeriniz duruyor. Bu tarihte "
        "gelemeyecekseniz yerinizi bırakıp başka bir tarih seçebilirsiniz; bunun size "
        "hiçbir olumsuz etkisi olmaz: {link}",
        _SUBJECT_EN,
        "The day, the time or the place of your training has changed. It is now:\n\n"
        "Date and time: {moment}\nPlace: {place}\n\nYour place is kept. If you cannot "
        "come then, you may give it back and choose another date; nothing is held "
        "against you: {link}",
    ),
    "volunteers.session_moved_wait": (
        _SUBJECT_TR,
        "Yer beklediğiniz eğitimin günü, saati ya da yeri değişti. Yeni bilgiler:\n\n"
        "Tarih ve saat: {moment}\nYer: {place}\n\nSıranız duruyor. Başka bir tarih "
        "seçmek ya da artık beklememek için: {link}",
        _SUBJECT_EN,
        "The day, the time or the place of the training you wait for has changed. It "
        "is now:\n\nDate and time: {moment}\nPlace: {place}\n\nYou keep your place in "
        "the line. To choose another date, or to wait no longer: {link}",
    ),
    "volunteers.session_cancelled": (
        _SUBJECT_TR,
        "{moment} tarihli eğitimi yapamıyoruz; özür dileriz.\n\nSize uygun başka bir "
        "tarih seçmek için: {link}",
        _SUBJECT_EN,
        "We cannot hold the training of {moment}; we are sorry.\n\nTo choose another "
        "date that suits you: {link}",
    ),
    "volunteers.session_cancelled_offer": (
        _SUBJECT_TR,
        "{moment} tarihli eğitimi yapamıyoruz; özür dileriz. Onun yerine size şu "
        "tarihte bir yer ayırdık:\n\nTarih ve saat: {next_moment}\nYer: {place}\n\n"
        "Bu yeri {deadline} saatine kadar sizin için tutuyoruz. Yeri almak, başka bir "
        "tarih seçmek ya da vazgeçmek için: {link}",
        _SUBJECT_EN,
        "We cannot hold the training of {moment}; we are sorry. In its place we keep "
        "a place for you on this date:\n\nDate and time: {next_moment}\nPlace: "
        "{place}\n\nWe keep it for you until {deadline}. To take it, to choose another "
        "date, or to decline: {link}",
    ),
    "volunteers.session_left": (
        _SUBJECT_TR,
        "{moment} tarihli eğitimdeki yerinizi bıraktınız; haber verdiğiniz için "
        "teşekkür ederiz.\n\nBaşka bir tarih seçmek için: {link}",
        _SUBJECT_EN,
        "You gave back your place in the training of {moment}; thank you for letting "
        "us know.\n\nTo choose another date: {link}",
    ),
}

_MOMENT = frozenset({"moment"})
_WHEN_AND_WHERE = _MOMENT | {"place"}
_WITH_LINK = _WHEN_AND_WHERE | {"link"}

ABOUT: dict[str, About] = {
    "session_moved": About(
        _("A training has another day or place"),
        _("To everybody with a place, when staff move a session."),
        _WHEN_AND_WHERE,
        _WITH_LINK,
    ),
    "session_moved_wait": About(
        _("A training she waits for has another day or place"),
        _("To everybody who waits for a place, when staff move a session."),
        _WHEN_AND_WHERE,
        _WITH_LINK,
    ),
    "session_cancelled": About(
        _("A training is cancelled"),
        _("When staff cancel a session and no other date has a place for her."),
        _MOMENT,
        _MOMENT | {"link"},
    ),
    "session_cancelled_offer": About(
        _("A training is cancelled, and another date is kept"),
        _("When staff cancel a session; a place on the next date is kept for her."),
        _WHEN_AND_WHERE | {"next_moment", "deadline"},
        frozenset({"next_moment", "deadline", "link"}),
    ),
    "session_left": About(
        _("She gave back her place in a training"),
        _("When she gives it back on her own page; it leaves her calendar."),
        _MOMENT,
    ),
}
