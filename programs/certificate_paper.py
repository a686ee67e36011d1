"""The "Katılım Belgesi" of a course: hours, days, number, and a code to verify it."""

from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from paper.certificate import Certificate, certificate_paper
from people.wording import in_words
from programs.models import Registration


def certificate_file(registration: Registration) -> bytes:
    """In her language; only where `course_result.has_certificate`."""
    person, result = registration.person, registration.course_result
    activity = registration.occurrence.activity
    code = result.code or ""
    with translation.override(person.language):
        certificate = Certificate(
            issuer=str(activity.program),
            holder=person.full_name,
            did=_("took part in the following course:"),
            what=str(activity),
            facts=[
                (_("Hours"), hours_words(result.hours_present)),
                (
                    _("Dates"),
                    f"{in_words(result.began_on)} – {in_words(result.completed_on)}",
                ),
                (_("Number of the certificate"), result.number),
            ],
            day=result.completed_on,
            code=code,
            find_url=settings.SITE_URL + reverse("programs:find_certificate"),
            verify_url=settings.SITE_URL
            + reverse("programs:verify_certificate", args=[code]),
            what_it_tells=_(
                "The page shows initials, course, hours and month, and no name."
            ),
            language=person.language,
        )
    return certificate_paper(certificate)


def hours_words(hours: Decimal) -> str:
    """ "36", "37,5"."""
    return in_words(int(hours) if hours == int(hours) else float(hours))
