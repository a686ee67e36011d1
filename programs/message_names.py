"""What staff call the messages to participants, and what stands in them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from messaging.templates import Placeholder, Words

GROUP = _("Trips and activities")


@dataclass(frozen=True, slots=True)
class About:
    """When a message is sent, to whom, and what it is of no use without."""

    name: Words
    when: Words
    required: frozenset[str] = frozenset({"link"})


ABOUT: dict[str, About] = {
    "confirmed": About(
        _("A place is hers"),
        _("When a registration gets a place, at once or from the waiting list."),
        frozenset({"link", "day", "time", "place", "code"}),
    ),
    "waiting": About(
        _("On the waiting list"),
        _("When everything is taken and a registration goes to the waiting list."),
        frozenset({"link", "position"}),
    ),
    "in_draw": About(
        _("Takes part in a draw"),
        _("When somebody registers for a departure whose places are drawn."),
    ),
    "not_drawn": About(
        _("No place in the draw"),
        _("When the draw put a registration on the waiting list."),
        frozenset({"link", "position"}),
    ),
    "party_changed": About(
        _("Party or boarding point changed"),
        _("When she or staff change who comes or where they board."),
    ),
    "offered": About(
        _("A place is offered"),
        _("When a place becomes free and it is her turn on the waiting list."),
        frozenset({"link", "until"}),
    ),
    "offer_lapsed": About(
        _("No answer to an offer"),
        _("When she let a first offer pass; she stays on the waiting list."),
    ),
    "offers_over": About(
        _("No answer to the last offer"),
        _("When she let a second offer pass; her registration ends."),
    ),
    "list_closed": About(
        _("The waiting list is closed"),
        _("After the departure, to those who were still on the waiting list."),
        frozenset({"day"}),
    ),
    "cancelled": About(
        _("Cancelled by her"), _("When she cancels her registration herself.")
    ),
    "removed": About(
        _("Cancelled by staff"), _("When staff take a registration off the list.")
    ),
    "occurrence_cancelled": About(
        _("The departure is cancelled"),
        _("When staff cancel a departure, to everybody with a place or in line."),
        frozenset({"day"}),
    ),
    "cancelled_offered": About(
        _("Cancelled, another date is offered"),
        _("When staff cancel a departure and keep a place for her on another date."),
        frozenset({"link", "day", "new_day", "until"}),
    ),
    "cancelled_waiting": About(
        _("Cancelled, on the waiting list of another date"),
        _("When staff cancel a departure and the other date has no place for her."),
        frozenset({"link", "day", "new_day", "position"}),
    ),
    "occurrence_moved": About(
        _("The departure has moved"),
        _("When staff change the day, the time or the place of a departure."),
        frozenset({"link", "day", "time", "place"}),
    ),
    "sessions_changed": About(
        _("Sessions of a course have changed"),
        _("When staff add, move or cancel sessions of a course."),
        frozenset({"link", "changes"}),
    ),
    "reminder_3": About(
        _("Reminder, three days before"),
        _("Three days before the departure, to everybody with a place."),
        frozenset({"link", "day", "time", "place"}),
    ),
    "reminder_1": About(
        _("Reminder, one day before"),
        _("One day before the departure, to everybody with a place."),
        frozenset({"link", "day", "time", "place"}),
    ),
    "written": About(
        _("A message by staff"),
        _("When staff write to those who are registered for a departure."),
        frozenset({"link", "words"}),
    ),
    "feedback": About(
        _("How was it?"),
        _("One day after the end, to everybody who came and can be written to."),
        frozenset({"link"}),
    ),
    "link_renewed": About(
        _("A new link"), _("When she asks for a new link to her registration.")
    ),
}

MEANINGS: dict[str, Placeholder] = {
    "code": Placeholder(_("The code she shows"), {"tr": "K7M2P9", "en": "K7M2P9"}),
    "day": Placeholder(
        _("The day, in words"), {"tr": "Pazar, 6 Aralık", "en": "Sunday, December 6"}
    ),
    "new_day": Placeholder(
        _("The day that is offered instead"),
        {"tr": "Pazar, 13 Aralık", "en": "Sunday, December 13"},
    ),
    "time": Placeholder(_("The time"), {"tr": "09.30", "en": "9:30 a.m."}),
    "place": Placeholder(
        _("Where she gets on or where they meet"),
        {"tr": "Konak İskelesi", "en": "Konak pier"},
    ),
    "changes": Placeholder(
        _("Which sessions changed, one on each line"),
        {
            "tr": "Eski zaman: 17 Aralık Perşembe, 13.30. Yeni zaman: 18 Aralık Cuma, "
            "13.30.",
            "en": "Until now: Thursday, December 17, 1:30 p.m. Now: Friday, December "
            "18, 1:30 p.m.",
        },
    ),
    "words": Placeholder(
        _("What staff wrote"),
        {"tr": "Toplantımızın yeri değişti.", "en": "Our meeting has moved."},
    ),
    "short": Placeholder(
        _("What staff wrote for text messages"),
        {"tr": "Yeni saat: 10.00", "en": "New time: 10 a.m."},
    ),
    "position": Placeholder(
        _("Her number on the waiting list"), {"tr": "4", "en": "4"}
    ),
    "seats": Placeholder(_("How many people come"), {"tr": "3", "en": "3"}),
    "until": Placeholder(
        _("Until when she may answer"),
        {"tr": "5 Aralık Cumartesi, 18.00", "en": "Saturday, December 5, 6 p.m."},
    ),
    "answer_until": Placeholder(
        _("Until when an answer is taken"),
        {"tr": "5 Ocak Salı, 12.30", "en": "Tuesday, January 5, 12:30 p.m."},
    ),
    "cancel_until": Placeholder(
        _("Until when she may cancel"),
        {"tr": "5 Aralık Cumartesi, 09.30", "en": "Saturday, December 5, 9:30 a.m."},
    ),
}
