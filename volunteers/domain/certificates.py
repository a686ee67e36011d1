"""The public look at a certificate: true or not, and nobody named in full."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paper.certificate import initials_of
from volunteers.codes import read_code
from volunteers.enums import CertificateStatus, CompletionState
from volunteers.models import Completion, TrainingModule


@dataclass(frozen=True, slots=True)
class VerifiedCertificate:
    initials: str
    module: TrainingModule
    number: str
    hours: Decimal
    completed_on: date
    valid_until: date | None
    status: CertificateStatus


def verify_certificate(typed: str) -> VerifiedCertificate | None:
    """What the holder of the paper may compare; None for every other code."""
    code = read_code(typed)
    completion = (
        Completion.objects.filter(
            code=code,
            state__in=[CompletionState.CONFIRMED, CompletionState.WITHDRAWN],
            application__anonymized_at__isnull=True,
        )
        .select_related("module", "application__person")
        .first()
        if code
        else None
    )
    if completion is None:
        return None
    person = completion.application.person
    return VerifiedCertificate(
        initials=initials_of(f"{person.given_name} {person.family_name}"),
        module=completion.module,
        number=completion.number,
        hours=completion.hours,
        completed_on=completion.completed_on,
        valid_until=completion.valid_until,
        status=status_of(completion),
    )


def status_of(completion: Completion) -> CertificateStatus:
    if completion.state != CompletionState.CONFIRMED:
        return CertificateStatus.WITHDRAWN
    if not completion.is_valid():
        return CertificateStatus.EXPIRED
    return CertificateStatus.VALID
