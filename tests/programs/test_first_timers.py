"""First-timers first, by her own word: whichever way she comes in, and once merged."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.domain.defaults import install_defaults
from people.domain.merging import merge_persons
from people.exceptions import Refusal
from people.roles import StaffRole
from programs.domain.draw import freeze_list
from programs.domain.draw_rules import draw_places, read_drawing
from programs.domain.waiting_list import position
from programs.enums import (
    ActivityKind,
    DrawOutcome,
    MergeRefusal,
    RuleKind,
    SelectionMode,
)
from programs.enums import RegistrationState as State
from programs.holdings import registrations_of
from programs.models import Registration, RegistrationRule
from tests.factories.programs import (
    ActivityFactory,
    OccurrenceFactory,
    activity_of,
    register,
)
from tests.factories.staff import make_staff
from tests.factories.tables import HEADINGS, csv_of, row
from tests.programs.test_ways_in import by_the_desk, by_the_form, code_by_the_api
from tests.programs.viewsets.test_importing import do, look

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    """A date without a free place; people wait for it."""
    install_defaults()
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=20)
    register(occurrence, n=40)
    return occurrence


def only_first_timers(**changes):
    install_defaults()
    activity = ActivityFactory(**changes)
    RegistrationRule.objects.create(activity=activity, kind=RuleKind.FIRST_TIMERS)
    return OccurrenceFactory(activity=activity)


def to_the_end(browser, occurrence, **changes):
    """All three steps of the website's form."""
    assert by_the_form(browser, occurrence, **changes).status_code == 302
    for step, answers in (
        ("ulasim", {"contact_channel": "she_calls"}),
        ("onay", {"notice_read": "on"}),
    ):
        data = {f"{step}-{name}": value for name, value in answers.items()}
        data[f"RegisterView-{occurrence.pk}-current_step"] = step
        answer = browser.post(f"/kayit/{occurrence.pk}/{step}/", data, follow=True)
    return answer


def by_a_list(occurrence, says):
    clerk = Client(headers={"accept-language": "tr"})
    clerk.force_login(make_staff(StaffRole.TRIPS))
    headings = [*HEADINGS, "Daha önce katıldı mı"]
    page = look(clerk, occurrence, csv_of(row(0, says), headings=headings))
    return do(clerk, occurrence, page)


WAYS = {
    "website": lambda browser, on, says: to_the_end(
        browser, on, **({"took_part": "on"} if says else {})
    ),
    "api": lambda browser, on, says: code_by_the_api(
        browser, on, states_took_part=says
    ),
    "desk": lambda _browser, on, says: by_the_desk(
        on, **({"took_part": "on"} if says else {})
    ),
    "list": lambda _browser, on, says: by_a_list(on, "evet" if says else ""),
}


@pytest.mark.parametrize("says", [True, False])
@pytest.mark.parametrize("way", WAYS)
def test_her_word_counts_whichever_way_she_comes_in(tr, full, way, says):
    WAYS[way](tr, full, says)

    hers = full.registrations.waiting().get()
    newcomer = register(full, n=41).registration
    assert (hers.states_took_part, hers.priority) == (says, int(says))
    assert position(hers) == (2 if says else 1)
    assert position(newcomer) == (1 if says else 2)


@pytest.mark.parametrize("says", [True, False])
@pytest.mark.parametrize("way", WAYS)
def test_where_only_first_timers_may_her_word_is_the_reason(tr, way, says):
    occurrence = only_first_timers()

    if way == "website" and says:
        page = by_the_form(tr, occurrence, took_part="on")
        assert page.context["form"].errors.keys() == {"took_part"}
    else:
        WAYS[way](tr, occurrence, says)

    assert Registration.objects.exists() is not says


def test_with_free_places_her_word_takes_nothing_from_her():
    free = OccurrenceFactory(capacity=2)

    hers = register(free, states_took_part=True).registration

    assert hers.state == State.CONFIRMED


def test_nobody_is_asked_where_it_does_not_matter(tr):
    install_defaults()
    plain = ActivityFactory(first_timers_first=False)
    occurrence = OccurrenceFactory(activity=plain)

    page = tr.get(f"/kayit/{occurrence.pk}/kimler/")
    register(occurrence, states_took_part=True)

    assert "took_part" not in page.context["form"].fields
    hers = Registration.objects.get()
    assert (hers.states_took_part, hers.priority) == (False, 0)
    rules = tr.get(f"/api/v1/occurrences/{occurrence.pk}/").json()["rules"]
    assert rules["asks_took_part"] is False


@pytest.mark.parametrize(
    "kind",
    [
        ActivityKind.MOBILE_STOP,
        ActivityKind.EMPLOYMENT_POINT,
        ActivityKind.HOUSE_MEETING,
        ActivityKind.OPEN_EVENT,
    ],
)
def test_kinds_without_a_line_ask_nobody(kind):
    assert not activity_of(kind).asks_took_part


def test_where_it_does_not_matter_history_puts_nobody_behind(full):
    activity = full.activity
    before = register(OccurrenceFactory(activity=activity)).registration
    Registration.objects.filter(pk=before.pk).update(state=State.ATTENDED)
    activity.first_timers_first = False
    activity.save()

    full.refresh_from_db()
    hers = register(full, person=before.person, channel="desk").registration

    assert (hers.state, hers.priority) == (State.WAITING, 0)


def test_a_draw_takes_first_timers_first():
    occurrence = OccurrenceFactory(capacity=1, selection=SelectionMode.DRAW)
    old = register(occurrence, n=0, states_took_part=True).registration
    for n in (1, 2):
        register(occurrence, n=n)
    now = timezone.now()
    type(occurrence).objects.filter(pk=occurrence.pk).update(
        registration_opens_at=now - timedelta(days=2),
        registration_closes_at=now - timedelta(minutes=1),
    )
    occurrence.refresh_from_db()

    drawing = read_drawing(freeze_list(occurrence, by=None).frozen_list)

    for seed in ("1", "22", "333"):
        *_first, last = draw_places(drawing, seed=seed, out=set())
        assert (last[0].priority, last[1]) == (1, DrawOutcome.WAITING)
    assert old.priority == 1


# --- two records turn out to be hers -----------------------------------------------


def history(activity, n=0):
    row = register(OccurrenceFactory(activity=activity), n=n).registration
    Registration.objects.filter(pk=row.pk).update(state=State.ATTENDED)
    return row.person


def test_merged_she_stands_where_both_records_put_her(
    full, django_capture_on_commit_callbacks
):
    known = history(full.activity)
    hers = register(full, n=1).registration
    newcomer = register(full, n=2).registration
    assert (hers.priority, position(hers)) == (0, 1)

    with django_capture_on_commit_callbacks(execute=True):
        merge_persons(known, hers.person, choices=(), by=None)

    hers.refresh_from_db()
    assert (hers.priority, position(newcomer), position(hers)) == (1, 1, 2)
    assert ModelLogEntry.objects.filter(
        action="programs.registration.fall_behind", object_id=str(hers.pk)
    ).exists()


def test_merged_she_keeps_the_place_she_has(full, django_capture_on_commit_callbacks):
    known = history(full.activity)
    placed = register(OccurrenceFactory(activity=full.activity), n=1).registration

    with django_capture_on_commit_callbacks(execute=True):
        merge_persons(known, placed.person, choices=(), by=None)

    placed.refresh_from_db()
    assert (placed.state, placed.priority) == (State.CONFIRMED, 0)


def test_a_season_used_on_both_is_settled_by_ending_one():
    activity = ActivityFactory(once_per_season=True)
    first = register(OccurrenceFactory(activity=activity)).registration
    second = register(OccurrenceFactory(activity=activity), n=1).registration

    with pytest.raises(Refusal) as refused:
        merge_persons(first.person, second.person, choices=(), by=None)
    assert refused.value.reason == MergeRefusal.SAME_SEASON
    assert refused.value.details["code"] == second.code

    Registration.objects.filter(pk=second.pk).update(state=State.CANCELLED)
    merge_persons(first.person, second.person, choices=(), by=None)
    assert first.person.registrations.count() == 2


def test_her_word_is_in_the_copy_of_her_data():
    hers = register(OccurrenceFactory(), states_took_part=True).registration

    [told] = registrations_of(hers.person)

    assert ("Daha önce katıldığını belirtti", "Evet") in told.facts
