"""Mail through a provider abroad needs a stated legal basis."""

import pytest

from messaging.checks import check_transfer_basis


@pytest.mark.parametrize(
    ("backend", "basis", "errors"),
    [
        ("django_ses.SESBackend", "", ["messaging.E001"]),
        ("django_ses.SESBackend", "because", ["messaging.E001"]),
        ("django_ses.SESBackend", "standard_contract:", ["messaging.E001"]),
        ("django_ses.SESBackend", "adequacy", []),
        ("django_ses.SESBackend", "standard_contract:2026-14", []),
        ("django.core.mail.backends.smtp.EmailBackend", "", []),
    ],
)
def test_ses_needs_a_transfer_basis(settings, backend, basis, errors):
    settings.EMAIL_BACKEND = backend
    settings.KVKK_TRANSFER_BASIS = basis

    assert [error.id for error in check_transfer_basis(None)] == errors
