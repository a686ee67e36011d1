"""A certificate on one page: whose, of what, facts, and a code that verifies it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from paper.codes import spaced
from paper.document import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    #: Who gives it, above the heading.
    issuer: str
    holder: str
    #: "took part in the following training:"
    did: str
    what: str
    facts: Sequence[tuple[str, str]]
    #: The date in the file is this day at noon: the same facts give the same bytes.
    day: date
    code: str
    #: Where the code is typed, and where the QR code leads.
    find_url: str
    verify_url: str
    #: What the page of verification tells, and that it names nobody.
    what_it_tells: str
    language: str


def certificate_paper(certificate: Certificate) -> bytes:
    """In the language that the certificate names; its words are in it already."""
    with translation.override(certificate.language):
        heading = _("Certificate of attendance")
        paper = Paper(
            title=heading,
            language=certificate.language,
            made_at=timezone.make_aware(datetime.combine(certificate.day, time(12))),
        )
        paper.ln(18)
        paper.paragraph(certificate.issuer, size=12, quiet=True)
        paper.heading(heading, size=28)
        paper.rule()
        paper.paragraph(certificate.holder, size=20, bold=True)
        paper.paragraph(certificate.did, size=12)
        paper.ln(2)
        paper.subheading(certificate.what, size=16)
        paper.ln(4)
        paper.facts(certificate.facts)
        paper.rule()
        top = paper.get_y()
        paper.qr(
            certificate.verify_url,
            alternative=_("QR code of the page that verifies this certificate"),
        )
        # Beside the code: each line begins at the margin.
        paper.set_left_margin(paper.l_margin + 42)
        paper.set_y(top)
        paper.paragraph(
            _("Whoever has this paper may verify it on this page:"), size=10
        )
        paper.paragraph(certificate.find_url, size=10, bold=True)
        paper.paragraph(
            _("Code: %(code)s") % {"code": spaced(certificate.code)},
            size=10,
            bold=True,
        )
        paper.paragraph(certificate.what_it_tells, size=9, quiet=True)
        return paper.file()


def initials_of(full_name: str) -> str:
    """ "Ayşe Işıl Çağlar" -> "A. I. Ç." """
    return " ".join(f"{word[0]}." for word in full_name.split())
