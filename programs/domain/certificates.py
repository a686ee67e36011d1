"""The public look at a certificate: true or not, and nobody named in full."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paper.certificate import initials_of
from paper.codes import read_code
from programs.models import Activity, CourseResult


@dataclass(frozen=True, slots=True)
class VerifiedCertificate:
    """What the holder of the paper may compare."""

    initials: str
    activity: Activity
    number: str
    hours: Decimal
    completed_on: date
    stands: bool


def verify_certificate(typed: str) -> VerifiedCertificate | None:
    """None for every code that is on no certificate of ours."""
    code = read_code(typed)
    result = (
        CourseResult.objects.filter(
            code=code, registration__person__anonymized_at__isnull=True
        )
        .select_related("registration__person", "registration__occurrence__activity")
        .first()
        if code
        else None
    )
    if result is None:
        return None
    person = result.registration.person
    return VerifiedCertificate(
        initials=initials_of(f"{person.given_name} {person.family_name}"),
        activity=result.registration.occurrence.activity,
        number=result.number,
        hours=result.hours_present,
        completed_on=result.completed_on,
        stands=result.has_certificate,
    )
