"""Plots of a neighborhood garden, from the card to the draw and its result."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.exceptions import Refusal
from people.roles import StaffRole
from programs.domain.draw import enter_seed, freeze_list, publish_hash, run_draw
from programs.enums import ActivityKind
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence
from tests.factories.people import PersonFactory
from tests.factories.programs import activity_of, at_ten, date_of, details, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(staff_user):
    return staff_user(StaffRole.TRIPS)


@pytest.fixture
def garden() -> Occurrence:
    """Two plots, in a month."""
    activity = activity_of(ActivityKind.GARDEN_PARCEL)
    return date_of(activity, starts_at=at_ten(30), capacity=2)


def draw(occurrence: Occurrence, user) -> None:
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=timezone.now() - timedelta(minutes=1)
    )
    drawing = freeze_list(occurrence, by=user)
    due_at = timezone.now() + timedelta(seconds=1)
    publish_hash(drawing, seed_source="Radyo", seed_due_at=due_at, by=user)
    with patch("django.utils.timezone.now", return_value=due_at):
        enter_seed(drawing, seed="11 27 30", by=user)
    later = due_at + timedelta(minutes=1)
    with patch("django.utils.timezone.now", return_value=later):
        run_draw(drawing, by=user)


def test_plots_are_drawn_from_the_card_to_her_page(tr, garden, user):
    card = tr.get(f"/kayit/{garden.pk}/kimler/").content.decode()
    assert "Parseller kurayla" in card and "çocuk" not in card.partition("<form")[2]
    asked = [register(garden, n=n) for n in range(5)]
    assert {one.registration.state for one in asked} == {State.WAITING}

    draw(garden, user)

    for one in asked:
        one.registration.refresh_from_db()
    states = sorted(one.registration.state for one in asked)
    assert states == [State.CONFIRMED] * 2 + [State.WAITING] * 3
    winner = next(one for one in asked if one.registration.state == State.CONFIRMED)
    page = tr.get(f"/kaydim/{winner.token}/").content.decode()
    assert "Parsel" in page and "Bostana zamanında gelin" in page
    assert "Biniş" not in page


def test_she_is_old_enough_and_holds_one_plot_a_season(garden, user):
    with pytest.raises(Refusal) as refused:
        register(
            garden, person=details(birth_date=garden.day - timedelta(days=365 * 17))
        )
    her = PersonFactory()
    register(garden, person=her, by=user)
    draw(garden, user)
    held = her.registrations.get()
    another = date_of(garden.activity, starts_at=at_ten(32))
    with pytest.raises(Refusal) as twice:
        register(another, person=her, by=user)

    assert refused.value.reason == Reason.UNDER_AGE
    assert held.state == State.CONFIRMED
    assert twice.value.reason == Reason.SEASON_USED
    assert issue_link(her, purpose=LinkPurpose.REGISTRATION, target=held)
