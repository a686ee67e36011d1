"""The draw on its public page and on the screen of staff."""

import hashlib
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.domain.defaults import install_defaults
from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.roles import StaffRole
from programs.domain.draw import enter_seed, freeze_list, publish_hash, run_draw
from programs.domain.registrations import cancel_registration
from programs.enums import DrawStep, SelectionMode
from programs.enums import RegistrationState as State
from programs.models import Draw, Occurrence
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def lottery(parties: int, **changes) -> Occurrence:
    """Registration is over, so many have registered."""
    occurrence = OccurrenceFactory(selection=SelectionMode.DRAW, **changes)
    for n in range(parties):
        register(occurrence, n=n)
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=timezone.now() - timedelta(minutes=1)
    )
    occurrence.refresh_from_db()
    return occurrence


def published(occurrence: Occurrence) -> Draw:
    """The seed was announced a minute ago."""
    draw = freeze_list(occurrence, by=None)
    due_at = timezone.now() + timedelta(minutes=1)
    publish_hash(draw, seed_source="Radyo", seed_due_at=due_at, by=None)
    earlier = timezone.now() - timedelta(minutes=2)
    Draw.objects.filter(pk=draw.pk).update(
        frozen_at=earlier,
        published_at=earlier,
        seed_due_at=earlier + timedelta(minutes=1),
    )
    draw.refresh_from_db()
    return draw


def drawn(occurrence: Occurrence) -> Draw:
    return run_draw(enter_seed(published(occurrence), seed="2 7 9", by=None), by=None)


def page_of(browser, occurrence: Occurrence) -> str:
    return browser.get(f"/kura/{occurrence.pk}/").content.decode()


def test_list_is_public_only_once_its_hash_is_published(tr):
    occurrence = lottery(2)
    path = f"/kura/{occurrence.pk}/liste.txt"
    assert tr.get(path).status_code == 404
    freeze_list(occurrence, by=None)
    assert tr.get(path).status_code == 404
    assert "liste.txt</a>" not in page_of(tr, occurrence)
    Draw.objects.all().delete()

    draw = published(occurrence)

    given = tr.get(path).content
    assert hashlib.sha256(given).hexdigest() == draw.list_hash
    assert draw.list_hash in page_of(tr, occurrence)


def test_result_is_by_code_and_names_nobody(tr):
    occurrence = lottery(4, capacity=2)
    gone = occurrence.registrations.first()
    draw = published(occurrence)
    cancel_registration(gone)
    run_draw(enter_seed(draw, seed="2 7 9", by=None), by=None)

    page = page_of(tr, occurrence)

    for entry in draw.entries.select_related("registration__person"):
        assert f'<tr id="{entry.code}">' in page
        assert entry.registration.code not in page
        assert entry.registration.person.family_name not in page
    # The command to repeat it names the seed and who was marked.
    assert f"kura.py liste.txt &#x27;2 7 9&#x27; {gone.draw_entry.code}" in page


def test_her_page_tells_her_code_and_rank(tr):
    occurrence = lottery(3, capacity=1)
    draw = drawn(occurrence)
    entry = draw.entries.get(rank=2)
    token = issue_link(
        entry.registration.person,
        purpose=LinkPurpose.REGISTRATION,
        target=entry.registration,
    )

    page = tr.get(f"/kaydim/{token}/").content.decode()

    assert entry.code in page
    assert f"/kura/{occurrence.pk}/#{entry.code}" in page


def test_there_is_no_draw_where_places_are_not_drawn(tr):
    assert tr.get(f"/kura/{OccurrenceFactory().pk}/").status_code == 404


def test_public_page_costs_the_same_for_one_party_and_for_thirty(tr):
    counts = []
    for parties in (1, 30):
        occurrence = lottery(parties, capacity=40)
        drawn(occurrence)
        page_of(tr, occurrence)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page_of(tr, occurrence)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_staff_take_the_four_steps_on_one_screen(client):
    install_defaults()
    occurrence = lottery(3, capacity=2)
    client.force_login(make_staff(StaffRole.TRIPS))
    url = reverse("programs_occurrence:draw", args=[occurrence.pk])

    def step(after: str, **data) -> Draw | None:
        client.post(url, {"after": after, **data})
        return Draw.objects.filter(occurrence=occurrence).first()

    assert client.get(url).status_code == 200
    assert step("").step == DrawStep.FROZEN
    due_at = timezone.localtime(timezone.now() + timedelta(hours=1))
    written = due_at.strftime("%d.%m.%Y %H:%M")
    assert step("frozen", seed_source="Radyo", seed_due_at=written).step == (
        DrawStep.PUBLISHED
    )
    # Too early, then mistyped, then right; an old page takes no step.
    assert step("published", seed="1 2", again="1 2").step == DrawStep.PUBLISHED
    with patch("django.utils.timezone.now", return_value=due_at + timedelta(minutes=1)):
        assert step("published", seed="1 2", again="1 3").step == DrawStep.PUBLISHED
        assert step("published", seed="1 2", again="1 2").step == DrawStep.SEEDED
        assert step("published", seed="5", again="5").seed == "1 2"
        assert step("seeded").step == DrawStep.DRAWN
    assert occurrence.registrations.filter(state=State.CONFIRMED).count() == 2
    assert client.get(url).status_code == 200
