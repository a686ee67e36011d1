"""The layout that certificates of trainings and of courses share."""

from datetime import date

import pytest

from paper.certificate import Certificate, certificate_paper, initials_of
from paper.document import Paper
from tests.pdf_reading import text_of


def certificate(**changes):
    values = {
        "issuer": "Meslek Fabrikası",
        "holder": "Şükran Işıl Iğdırlı",
        "did": "aşağıdaki kursa katılmıştır:",
        "what": "Aşçı yardımcılığı kursu",
        "facts": [("Saat", "36")],
        "day": date(2026, 12, 18),
        "code": "ACDEFGHJKMNPQRTU",
        "find_url": "https://esit.example.org/katilim/",
        "verify_url": "https://esit.example.org/katilim/ACDEFGHJKMNPQRTU/",
        "what_it_tells": "Sayfa ad göstermez.",
        "language": "tr",
    }
    return Certificate(**{**values, **changes})


def test_everything_on_it_can_be_read():
    text = text_of(certificate_paper(certificate()))

    for told in ("Katılım Belgesi", "Şükran Işıl Iğdırlı", "ACDE FGHJ KMNP QRTU"):
        assert told in text


def test_nothing_is_written_over_the_code(monkeypatch):
    """Each line beside the QR code begins to the right of it."""
    ends, begins = [], []
    qr, write = Paper.qr, Paper._write

    def drawn(self, *args, **kwargs):
        qr(self, *args, **kwargs)
        ends.append(self.l_margin + kwargs.get("size", 34))

    def written(self, *args, **kwargs):
        if ends:
            begins.append(self.get_x())
        write(self, *args, **kwargs)

    monkeypatch.setattr(Paper, "qr", drawn)
    monkeypatch.setattr(Paper, "_write", written)
    certificate_paper(certificate())

    assert len(begins) == 4
    assert min(begins) > ends[0]


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ayşe Işıl Çağlar", "A. I. Ç."), ("İpek Öztürk", "İ. Ö."), ("", "")],
)
def test_initials(name, initials):
    assert initials_of(name) == initials
