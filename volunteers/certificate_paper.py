"""The "Katılım Belgesi" on paper: hours, date, number, and a code that verifies it."""

from datetime import datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from paper.document import Paper
from people.wording import in_words
from volunteers.codes import spaced
from volunteers.models import Completion


def verification_url(completion: Completion) -> str:
    """Where anybody with the paper sees whether it is true."""
    path = reverse("volunteers:verify_certificate", args=[completion.code])
    return f"{settings.SITE_URL}{path}"


def certificate_file(completion: Completion) -> bytes:
    """In her language. The date in the file is the day of completion, at noon."""
    person = completion.application.person
    with translation.override(person.language):
        paper = Paper(
            title=_("Certificate of attendance"),
            language=person.language,
            made_at=timezone.make_aware(
                datetime.combine(completion.completed_on, time(12))
            ),
        )
        paper.ln(18)
        paper.paragraph(_("Eşit İzmir Volunteer Project"), size=12, quiet=True)
        paper.heading(_("Certificate of attendance"), size=28)
        paper.rule()
        paper.paragraph(person.full_name, size=20, bold=True)
        paper.paragraph(_("took part in the following training:"), size=12)
        paper.ln(2)
        paper.subheading(str(completion.module), size=16)
        paper.ln(4)
        paper.facts(
            [
                (_("Hours"), in_words(_whole(float(completion.hours)))),
                (_("Date"), in_words(completion.completed_on)),
                (
                    _("Valid until"),
                    in_words(completion.valid_until)
                    if completion.valid_until
                    else _("for ever"),
                ),
                (_("Number of the certificate"), completion.number),
            ]
        )
        paper.rule()
        top = paper.get_y()
        paper.qr(
            verification_url(completion),
            alternative=_("QR code of the page that verifies this certificate"),
        )
        paper.set_xy(paper.l_margin + 42, top)
        width = paper.epw - 42
        paper.paragraph(
            _("Whoever has this paper may verify it on this page:"),
            size=10,
            width=width,
        )
        address = settings.SITE_URL + reverse("volunteers:find_certificate")
        paper.paragraph(address, size=10, bold=True, width=width)
        paper.paragraph(
            _("Code: %(code)s") % {"code": spaced(completion.code or "")},
            size=10,
            bold=True,
            width=width,
        )
        paper.paragraph(
            _("The page shows initials, training, hours and date, and no name."),
            size=9,
            quiet=True,
            width=width,
        )
        return paper.file()


def _whole(hours: float) -> float | int:
    return int(hours) if hours == int(hours) else hours
