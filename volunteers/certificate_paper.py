"""The "Katılım Belgesi" on paper: hours, date, number, and a code that verifies it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from paper.certificate import Certificate, certificate_paper
from people.wording import in_words
from volunteers.models import Completion


def verification_url(completion: Completion) -> str:
    """Where anybody with the paper sees whether it is true."""
    path = reverse("volunteers:verify_certificate", args=[completion.code])
    return f"{settings.SITE_URL}{path}"


def certificate_file(completion: Completion) -> bytes:
    """In her language."""
    person = completion.application.person
    with translation.override(person.language):
        certificate = Certificate(
            issuer=_("Eşit İzmir Volunteer Project"),
            holder=person.full_name,
            did=_("took part in the following training:"),
            what=str(completion.module),
            facts=[
                (_("Hours"), in_words(_whole(float(completion.hours)))),
                (_("Date"), in_words(completion.completed_on)),
                (
                    _("Valid until"),
                    in_words(completion.valid_until)
                    if completion.valid_until
                    else _("for ever"),
                ),
                (_("Number of the certificate"), completion.number),
            ],
            day=completion.completed_on,
            code=completion.code or "",
            find_url=settings.SITE_URL + reverse("volunteers:find_certificate"),
            verify_url=verification_url(completion),
            what_it_tells=_(
                "The page shows initials, training, hours and date, and no name."
            ),
            language=person.language,
        )
    return certificate_paper(certificate)


def _whole(hours: float) -> float | int:
    return int(hours) if hours == int(hours) else hours
