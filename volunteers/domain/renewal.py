"""New private links for an applicant who lost hers."""

from people.models import Person
from volunteers import notifications
from volunteers.models import Application


def renew_links(person: Person) -> None:
    """Queue a fresh link to each application of hers that is still going on."""
    for application in Application.objects.filter(person=person).still_going():
        notifications.send_new_link(application)
