"""Records that may be one woman, and those that staff told apart."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.domain.doubles import MOST_SHARING, SuggestedPairs, doubles_of, tell_apart
from people.models import DistinctPair
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db):
    return make_staff(StaffRole.TRIPS)


def pairs(user):
    return [
        (pair.low, pair.high, pair.same_phone, pair.same_email, pair.same_birth)
        for pair in SuggestedPairs(user)[:100]
    ]


def test_a_shared_phone_email_or_name_with_birth_date_is_a_hint(clerk):
    phones = PersonFactory.create_batch(2, phone="+905321112233", birth_date=None)
    emails = PersonFactory.create_batch(2, email="ortak@example.org", birth_date=None)
    births = [
        PersonFactory(given_name=name, family_name="Ilgın", birth_date=date(1970, 1, 2))
        for name in ("Işıl", "Isil")
    ]
    PersonFactory(birth_date=date(1971, 1, 2))

    assert pairs(clerk) == [
        (*births, False, False, True),
        (*emails, False, True, False),
        (*phones, True, False, False),
    ]
    assert SuggestedPairs(clerk).count() == 3


def test_more_reasons_come_first(clerk):
    PersonFactory.create_batch(2, phone="+905321112233", birth_date=None)
    strong = PersonFactory.create_batch(
        2,
        given_name="Işıl",
        family_name="Ilgın",
        phone="+905321112244",
        email="a@example.org",
        birth_date=date(1970, 1, 2),
    )
    PersonFactory.create_batch(2, phone="+905321112255", birth_date=None)

    assert pairs(clerk)[0] == (*strong, True, True, True)


def test_a_phone_of_many_is_no_hint(clerk):
    PersonFactory.create_batch(MOST_SHARING + 1, phone="+902321112233", birth_date=None)

    assert pairs(clerk) == []


def test_who_is_told_apart_is_not_suggested_again(clerk):
    one, other = PersonFactory.create_batch(2, phone="+905321112233", birth_date=None)

    tell_apart(other, one, by=clerk)
    tell_apart(one, other, by=clerk)

    assert pairs(clerk) == []
    assert list(doubles_of(one, user=clerk)) == []
    assert DistinctPair.objects.count() == 1


def test_a_protected_record_is_suggested_to_who_sees_it(clerk):
    PersonFactory(phone="+905321112233", birth_date=None)
    hidden = PersonFactory(phone="+905321112233", birth_date=None, is_protected=True)

    assert pairs(clerk) == []
    assert [high for _low, high, *_why in pairs(make_staff(StaffRole.MANAGER))] == [
        hidden
    ]


def test_a_page_costs_two_queries_however_many_there_are(clerk):
    clerk.get_all_permissions()
    counts = []
    for many in (1, 29):
        for n in range(many):
            PersonFactory.create_batch(
                2, phone=f"+9053211{many:02d}{n:03d}", birth_date=None
            )
        with CaptureQueriesContext(connection) as captured:
            found = SuggestedPairs(clerk)[0:25]
        counts.append((len(found), len(captured)))

    assert counts == [(1, 2), (25, 2)]
