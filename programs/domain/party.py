"""Who comes with her."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from programs.enums import AccessNeed, MemberKind
from programs.models import Activity, PartyMember, Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A child or a companion who takes a seat beside her."""

    kind: MemberKind
    given_name: str
    birth_year: int | None = None
    #: Asked only where the age counts in months.
    birth_month: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyContact:
    """Somebody she trusts; entirely optional."""

    name: str = ""
    phone: str = ""


def needs_line(needs: Iterable[str]) -> str:
    """As it is stored: the codes, in the order in which they are asked."""
    named = set(needs)
    return ",".join(need.value for need in AccessNeed if need.value in named)


def seats_of(party: Sequence[Guest], *, activity: Activity) -> int:
    """She and whoever comes with her, one seat each; without her where she takes none.

    Then nobody but children comes, and at least one: `eligibility` sees to it.
    """
    return int(activity.guardian_takes_place) + len(party)


def members_of(registration: Registration, party: Sequence[Guest]) -> list[PartyMember]:
    """The rows of a party, a row a seat, herself first; not saved."""
    members = [
        PartyMember(
            registration=registration,
            kind=guest.kind,
            given_name=guest.given_name,
            birth_year=guest.birth_year,
            birth_month=guest.birth_month,
        )
        for guest in party
    ]
    if registration.occurrence.activity.guardian_takes_place:
        herself = PartyMember(registration=registration, kind=MemberKind.SELF)
        return [herself, *members]
    return members
