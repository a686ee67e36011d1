"""The first of each stage, found in two ways."""

import pytest

from tests.factories.volunteers import ApplicationFactory, in_days
from volunteers.domain import board
from volunteers.domain.board import first_of_each_stage, stage_counts
from volunteers.enums import ApplicationState
from volunteers.models import Application


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("most_numbered", [0, 5000])
def test_many_and_few_show_the_same_cards(monkeypatch, most_numbered):
    monkeypatch.setattr(board, "MOST_NUMBERED", most_numbered)
    monkeypatch.setattr(board, "MOST_CARDS", 2)
    states = [ApplicationState.SUBMITTED] * 3 + [ApplicationState.READY]
    made = [
        ApplicationFactory(state=state, state_since=in_days(-day))
        for day, state in enumerate(states, start=1)
    ]
    seen = Application.objects.all()

    found = first_of_each_stage(seen, stage_counts(seen))

    # The longest in a stage comes first.
    assert found == {
        ApplicationState.SUBMITTED: [made[2].pk, made[1].pk],
        ApplicationState.READY: [made[3].pk],
    }
