"""A number that grows with a program."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from pages.blocks.numbers import NumberBlock
from tests.programs.test_statistics import trip

pytestmark = pytest.mark.django_db


def number(**changes):
    value = {"value": "2.500", "label": "kadın", "grows_with": "", "grows_since": None}
    return NumberBlock().to_python(value | changes)


def test_written_number_stays_as_written():
    assert number().shown == "2.500"


def test_number_grows_by_those_who_took_part():
    program = trip(came=4, seats=3).activity.program
    today = timezone.localdate().isoformat()

    grown = number(grows_with=program.slug, grows_since=today)

    # Twelve came; by tens, so that one family is not seen to join.
    assert grown.shown == "2.510"
    assert number(grows_with="silinmis", grows_since=today).shown == "2.500"
    assert NumberBlock().get_api_representation(grown) == {
        "value": "2.510",
        "label": "kadın",
    }


def test_program_without_a_day_is_refused():
    program = trip(came=1).activity.program

    with pytest.raises(ValidationError) as refused:
        NumberBlock().clean(number(grows_with=program.slug))

    assert list(refused.value.block_errors) == ["grows_since"]
