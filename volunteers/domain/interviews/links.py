"""The private link behind which she chooses her time."""

from datetime import datetime, timedelta

from people.domain.links import issue_link
from people.enums import LinkPurpose
from volunteers.models import Application, Interview, InterviewSlot

#: How long an invitation waits for her choice.
INVITATION_LASTS = timedelta(days=14)


def choosing_link(application: Application, until: datetime) -> str:
    return issue_link(
        application.person,
        purpose=LinkPurpose.INTERVIEW,
        target=application,
        expires_at=until,
    )


def link_of_booking(application: Application, interview: Interview) -> str:
    """Opens her time until it begins."""
    return choosing_link(application, interview.slot.starts_at)


def end_of_choice(application: Application, *, now: datetime) -> datetime:
    """As long as there is a time to choose; without any, as long as an invitation."""
    last = InterviewSlot.objects.free_for(application, now).last()
    until = now + INVITATION_LASTS
    return min(until, last.starts_at) if last else until
