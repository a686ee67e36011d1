"""Two members of staff merge the same records at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from people.domain.merging import merge_persons
from people.enums import MergeRefusal
from people.exceptions import Refusal
from people.models import Person, PersonMerge
from tests.factories.people import PersonFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("same_way", [True, False], ids=["same way", "crosswise"])
def test_one_of_two_merges_wins(same_way):
    if connection.vendor != "postgresql":
        pytest.fail("Races need PostgreSQL: see tests/load/conftest.py")
    for _round in range(10):
        one, other = PersonFactory(), PersonFactory()
        start = Barrier(2)

        def merge(kept, merged, start=start):
            try:
                start.wait(timeout=20)
                merge_persons(kept, merged, choices=set(), by=None)
            except Refusal as refusal:
                return refusal.reason
            finally:
                connections.close_all()
            return "merged"

        second = (one, other) if same_way else (other, one)
        with ThreadPoolExecutor(2) as pool:
            answers = [
                future.result(timeout=60)
                for future in (
                    pool.submit(merge, one, other),
                    pool.submit(merge, *second),
                )
            ]

        assert sorted(answers) == [MergeRefusal.ALREADY_MERGED, "merged"]
        assert PersonMerge.objects.filter(kept__in=[one, other]).count() == 1
        assert Person.objects.known().filter(pk__in=[one.pk, other.pk]).count() == 1
