"""Who may register: each reason by itself."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from people.exceptions import Refusal
from people.wording import refusal_words
from programs.domain.eligibility import (
    age_denied_reason,
    boarding_denied_reason,
    party_denied_reason,
    window_denied_reason,
)
from programs.domain.party import Guest
from programs.enums import MemberKind, OccurrenceState, RegistrationRefusal
from programs.models import Activity, Occurrence
from tests.factories.programs import (
    BoardingPointFactory,
    OccurrenceFactory,
    children,
    details,
    register,
)

Reason = RegistrationRefusal
DAY = date(2026, 12, 6)


def reason(refusal: Refusal | None) -> object:
    return refusal.reason if refusal else None


def occurrence(**changes: object) -> Occurrence:
    now = timezone.now()
    values = {
        "state": OccurrenceState.PUBLISHED,
        "starts_at": now + timedelta(days=9),
        "registration_opens_at": now - timedelta(days=9),
        "registration_closes_at": now + timedelta(days=4),
    }
    return Occurrence(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"state": OccurrenceState.DRAFT}, Reason.NOT_PUBLISHED),
        ({"state": OccurrenceState.CANCELLED}, Reason.OCCURRENCE_CANCELLED),
        ({"starts_at": timedelta(hours=-1)}, Reason.DEPARTED),
        ({"registration_opens_at": timedelta(hours=1)}, Reason.NOT_OPEN_YET),
        ({"registration_closes_at": timedelta(0)}, Reason.CLOSED),
    ],
)
def test_window(changes, expected):
    now = timezone.now()
    changes = {
        name: now + value if isinstance(value, timedelta) else value
        for name, value in changes.items()
    }

    assert reason(window_denied_reason(occurrence(**changes), now=now)) == expected


def test_staff_may_set_the_window_aside_but_not_the_date():
    now = timezone.now()
    closed = occurrence(registration_closes_at=now)
    gone = occurrence(starts_at=now)

    assert window_denied_reason(closed, now=now, overriding=True) is None
    assert (
        reason(window_denied_reason(gone, now=now, overriding=True)) == Reason.DEPARTED
    )


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2008, 12, 6), None),
        (date(2008, 12, 7), Reason.UNDER_AGE),
        (None, Reason.BIRTH_DATE_MISSING),
    ],
)
def test_eighteen_on_the_day(born, expected):
    assert reason(age_denied_reason(Activity(), birth_date=born, on=DAY)) == expected


def guest(kind: MemberKind, year: int | None = 2020) -> Guest:
    return Guest(kind=kind, given_name="Deniz", birth_year=year)


CHILD, COMPANION = MemberKind.CHILD, MemberKind.COMPANION


@pytest.mark.parametrize(
    ("rules", "party", "expected"),
    [
        ({}, [], None),
        ({}, [guest(CHILD), guest(CHILD)], None),
        ({"children_allowed": False}, [guest(CHILD)], Reason.CHILDREN_NOT_ALLOWED),
        ({}, [guest(CHILD, 2014)], None),
        ({}, [guest(CHILD, 2013)], Reason.CHILD_TOO_OLD),
        ({}, [guest(CHILD, 2027)], Reason.CHILD_NOT_BORN),
        ({}, [guest(CHILD, None)], Reason.CHILD_NOT_BORN),
        ({}, [guest(CHILD)] * 3, Reason.TOO_MANY_CHILDREN),
        ({}, [guest(COMPANION, None)], Reason.COMPANION_NOT_ALLOWED),
        ({"companion_allowed": True}, [guest(COMPANION, None)], None),
        (
            {"companion_allowed": True},
            [guest(COMPANION)] * 2,
            Reason.TOO_MANY_COMPANIONS,
        ),
        ({"most_party": 2}, [guest(CHILD)] * 2, Reason.PARTY_TOO_LARGE),
    ],
)
def test_party(rules, party, expected):
    found = party_denied_reason(Activity(**rules), party=party, on=DAY)

    assert reason(found) == expected


@pytest.mark.django_db
def test_boarding_point():
    date_with_points = OccurrenceFactory()
    own = BoardingPointFactory(occurrence=date_with_points)
    foreign = BoardingPointFactory()

    def denied(point):
        return reason(boarding_denied_reason(date_with_points, boarding_point=point))

    assert denied(own) is None
    assert denied(foreign) == Reason.BOARDING_POINT_FOREIGN
    assert denied(None) == Reason.BOARDING_POINT_MISSING
    assert boarding_denied_reason(OccurrenceFactory(), boarding_point=None) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"person": details(birth_date=date(2020, 1, 1))}, Reason.UNDER_AGE),
        ({"party": children(3)}, Reason.TOO_MANY_CHILDREN),
    ],
)
def test_the_verb_asks_the_same_rules(asked, expected):
    with pytest.raises(Refusal) as refused:
        register(OccurrenceFactory(), **asked)

    assert refused.value.reason == expected


DETAILS = {
    "least": 2,
    "opens_at": timezone.now(),
    "closed_at": timezone.now(),
    "until": timezone.now(),
    "since": timezone.now(),
    "minimum_age": 18,
    "oldest": 12,
    "most": 2,
    "held": 7,
}


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("reason_given", list(RegistrationRefusal))
def test_every_reason_has_words(reason_given, language):
    with translation.override(language):
        words = refusal_words(Refusal(reason_given, **DETAILS))

    assert words.endswith(".")
    assert "%(" not in words
