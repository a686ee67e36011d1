"""What her own page says once she volunteers, in a fixed number of queries."""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from messaging.enums import MessageState
from messaging.models import Message
from volunteers.domain.papers import card_in_use
from volunteers.domain.shifts import coming_places, shifts_to_choose
from volunteers.domain.wishes import open_wish
from volunteers.enums import ApplicationState
from volunteers.models import Application, HourEntry

#: Messages that are listed, the newest first.
MOST_MESSAGES = 10
_SERVES = (ApplicationState.ON_DUTY, ApplicationState.PAUSED)
_MAY_ASK = (ApplicationState.READY, *_SERVES)


def service_of(application: Application) -> dict[str, Any]:
    """Shifts, hours, papers and messages; empty where there is nothing of it yet."""
    entries = HourEntry.objects.filter(assignment__application=application)
    serves = application.state in _SERVES
    has_served = serves or application.assignments.exists()
    return {
        "messages_sent": messages_to(application),
        "agreement": getattr(application, "agreement", None),
        "card": card_in_use(application) if has_served else None,
        "has_served": has_served,
        "places": list(coming_places(application)) if serves else [],
        "shifts": shifts_to_choose(application) if serves else [],
        "hours_approved": entries.approved().total() if has_served else 0,
        "hours_waiting": entries.waiting().total() if has_served else 0,
        "hours_returned": (
            entries.filter(state="returned").count() if has_served else 0
        ),
        "may_ask": application.state in _MAY_ASK,
        "wish": open_wish(application),
    }


def messages_to(application: Application) -> list[Message]:
    """What went to her about this application, to be read again."""
    about = ContentType.objects.get_for_model(Application)
    return list(
        Message.objects.filter(
            about_type=about,
            about_id=application.pk,
            person=application.person_id,
            state__in=MessageState.left,
        ).order_by("-sent_at", "-pk")[:MOST_MESSAGES]
    )
