"""What staff call the messages to applicants and volunteers, and what is in them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from messaging.templates import Placeholder, Words

GROUP = _("Volunteering")


@dataclass(frozen=True, slots=True)
class About:
    """When a message is sent, to whom, what may stand in it and what must."""

    name: Words
    when: Words
    placeholders: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset({"link"})
    has_link: bool = True


_WHEN_AND_WHERE = frozenset({"moment", "place"})
_APPOINTMENT = _WHEN_AND_WHERE | {"link"}

ABOUT: dict[str, About] = {
    "received": About(
        _("The application has arrived"),
        _("To every applicant, as soon as her application is in."),
        frozenset({"code"}),
        frozenset({"code", "link"}),
    ),
    "information": About(
        _("More information is needed"),
        _("When staff ask an applicant about a part of her application."),
        frozenset({"until"}),
        frozenset({"link", "until"}),
    ),
    "written": About(
        _("A message by staff"),
        _("When staff write to several applicants at once."),
        frozenset({"words", "short"}),
        frozenset({"words"}),
    ),
    "draft": About(
        _("A link to go on with the form"),
        _("When somebody leaves the form to go on later."),
        frozenset({"until"}),
        frozenset({"link", "until"}),
    ),
    "invited": About(
        _("Invitation to choose a time"),
        _("When staff invite an applicant to an interview."),
        frozenset({"until"}),
        frozenset({"link", "until"}),
    ),
    "booked": About(
        _("The appointment is made"),
        _("When an applicant chose a time for her interview."),
        _WHEN_AND_WHERE,
        _APPOINTMENT,
    ),
    "moved": About(
        _("The appointment has moved"),
        _("When an interview gets another time."),
        _WHEN_AND_WHERE,
        _APPOINTMENT,
    ),
    "changed": About(
        _("The appointment itself has changed"),
        _("When staff correct the hour or the place of a time that she has."),
        _WHEN_AND_WHERE,
        _APPOINTMENT,
    ),
    "given_up": About(
        _("The appointment is cancelled"),
        _("When an applicant gives up the time she had chosen."),
        frozenset({"moment"}),
    ),
    "reminder": About(
        _("Reminder of the appointment"),
        _("One day before an interview."),
        _WHEN_AND_WHERE,
        _WHEN_AND_WHERE,
    ),
    "accepted": About(
        _("Accepted"), _("When staff accept an application; trainings come next.")
    ),
    "reserve": About(
        _("On the reserve list"), _("When staff put an application in reserve.")
    ),
    "rejected": About(
        _("Not accepted"),
        _("When staff decide against an application."),
        frozenset({"until"}),
        frozenset({"until"}),
        has_link=False,
    ),
    "carried_over": About(
        _("Carried over to the next term"),
        _("When staff carry an application over."),
    ),
    "enrolled": About(
        _("A place in a training"),
        _("When she chose a date of a training."),
        _WHEN_AND_WHERE,
        _APPOINTMENT,
    ),
    "session_offer": About(
        _("A training place has come free"),
        _("To who waits first, when a place in a full session comes free."),
        _WHEN_AND_WHERE | {"deadline"},
        frozenset({"moment", "deadline", "link"}),
    ),
    "session_offer_lapsed": About(
        _("The offered training place has lapsed"),
        _("When she did not answer to the offer of a place in time."),
        frozenset({"moment"}),
    ),
    "training_expires": About(
        _("A training expires"),
        _("When a training may be renewed, and again two weeks before its end."),
        frozenset({"until"}),
        frozenset({"until", "link"}),
    ),
    "trained": About(
        _("The training is completed"), _("When she completed the required trainings.")
    ),
    "assigned": About(_("A role is decided"), _("When staff give her a role.")),
    "withdrawn": About(
        _("Withdrawn"),
        _("When an applicant withdraws, or staff do it for her."),
        required=frozenset(),
        has_link=False,
    ),
    "new_link": About(
        _("A new link"), _("When she asks for a new link to her application.")
    ),
}

MEANINGS: dict[str, Placeholder] = {
    "code": Placeholder(
        _("The number of the application"),
        {"tr": "EIG-2026-0001", "en": "EIG-2026-0001"},
    ),
    "moment": Placeholder(
        _("Day and time"),
        {"tr": "7 Aralık 2026 Pazartesi, 14.00", "en": "7 December 2026 Monday, 14.00"},
    ),
    "next_moment": Placeholder(
        _("Day and time of the session in its place"),
        {
            "tr": "14 Aralık 2026 Pazartesi, 14.00",
            "en": "14 December 2026 Monday, 14.00",
        },
    ),
    "place": Placeholder(
        _("The place"), {"tr": "Konak, 2. kat", "en": "Konak, 2nd floor"}
    ),
    "words": Placeholder(
        _("What staff wrote"),
        {"tr": "Toplantımızın yeri değişti.", "en": "Our meeting has moved."},
    ),
    "short": Placeholder(
        _("What staff wrote for text messages"),
        {"tr": "Yeni saat: 10.00", "en": "New time: 10 a.m."},
    ),
    "deadline": Placeholder(
        _("The moment until which the place is kept"),
        {
            "tr": "5 Aralık 2026 Cumartesi, 14.00",
            "en": "5 December 2026 Saturday, 14.00",
        },
    ),
    "until": Placeholder(
        _("The day until which it holds"),
        {"tr": "14 Aralık 2026", "en": "14 December 2026"},
    ),
}
