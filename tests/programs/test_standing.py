"""A no-show puts her behind first-timers for a season; excusable, and never a ban."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.roles import StaffRole
from programs.domain.attendance import (
    mark_attended,
    mark_excused,
    mark_missed,
    undo_attendance,
)
from programs.domain.standing import NO_SHOW_COUNTS, standing_of
from programs.domain.waiting_list import position
from programs.enums import NoShowPolicy, RuleKind
from programs.enums import RegistrationState as State
from programs.models import Program, Registration, RegistrationRule
from tests.factories.programs import (
    ActivityFactory,
    OccurrenceFactory,
    at_ten,
    register,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def past(registration: Registration, *, days: int = 20) -> Registration:
    """Moves her departure into the past, with a place she had long before."""
    occurrence = registration.occurrence
    starts_at = timezone.now() - timedelta(days=days)
    type(occurrence).objects.filter(pk=occurrence.pk).update(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        registration_opens_at=starts_at - timedelta(days=21),
        registration_closes_at=starts_at - timedelta(days=5),
        cancel_until=starts_at - timedelta(hours=24),
    )
    Registration.objects.filter(pk=registration.pk).update(
        seated_at=starts_at - timedelta(days=10)
    )
    registration.refresh_from_db()
    return registration


def missed(activity=None, *, days: int = 20) -> Registration:
    occurrence = OccurrenceFactory(activity=activity or ActivityFactory())
    return mark_missed(past(register(occurrence).registration, days=days), by=None)


def next_date(registration: Registration, **changes):
    values = {"activity": registration.occurrence.activity, "capacity": 1, **changes}
    full = OccurrenceFactory(waiting_capacity=9, **values)
    register(full, n=50)
    return full


def again(registration: Registration, **changes):
    return register(
        next_date(registration, **changes), person=registration.person, channel="desk"
    )


def test_whoever_missed_one_stands_after_first_timers_and_not_worse():
    hers = again(missed())
    newcomer = register(hers.registration.occurrence, n=51)

    assert hers.registration.state == State.WAITING
    assert hers.registration.priority == 1
    assert (position(newcomer.registration), position(hers.registration)) == (1, 2)


def test_two_no_shows_weigh_no_more_than_one():
    first = missed()
    occurrence = OccurrenceFactory(activity=first.occurrence.activity)
    second = register(occurrence, person=first.person, channel="desk").registration
    mark_missed(past(second, days=5), by=None)

    assert again(first).registration.priority == 1


def test_a_place_that_is_free_is_hers_whatever_she_missed():
    before = missed()
    free = OccurrenceFactory(activity=before.occurrence.activity)

    hers = register(free, person=before.person, channel="desk").registration

    assert hers.state == State.CONFIRMED


def test_a_no_show_shuts_nobody_out_of_what_is_for_first_timers():
    before = missed()
    RegistrationRule.objects.create(
        activity=before.occurrence.activity, kind=RuleKind.FIRST_TIMERS
    )

    assert again(before).registration.state == State.WAITING


def test_by_the_policy_nothing_a_no_show_counts_nothing():
    before = missed()
    Program.objects.update(after_no_show=NoShowPolicy.NOTHING)

    assert again(before).registration.priority == 0


def test_a_no_show_counts_in_its_own_program_only():
    before = missed()
    elsewhere = ActivityFactory()

    assert again(before, activity=elsewhere).registration.priority == 0


@pytest.mark.parametrize(("earlier", "counts"), [(2, True), (-2, False)])
def test_without_seasons_it_passes_after_half_a_year(earlier, counts):
    days = (NO_SHOW_COUNTS - timedelta(days=earlier)).days - 14
    before = missed(days=days)

    hers = again(before, starts_at=at_ten(14))

    assert bool(hers.registration.priority) is counts


def test_with_seasons_it_passes_with_the_season():
    before_the_day = at_ten(13).date()
    begins = before_the_day.replace(day=min(before_the_day.day, 28))
    activity = ActivityFactory(once_per_season=True, season_start=f"{begins:%m-%d}")
    before = missed(activity, days=3)
    starts_at = before.occurrence.starts_at

    new_season = again(before, starts_at=at_ten(14))

    assert timezone.localtime(starts_at).date() < begins
    assert new_season.registration.priority == 0


def test_within_a_season_it_counts_however_long_ago():
    day = at_ten(14).date()
    begins = (day - timedelta(days=330)).replace(day=1)
    activity = ActivityFactory(once_per_season=True, season_start=f"{begins:%m-%d}")
    before = missed(activity, days=(timezone.localdate() - begins).days - 40)

    assert again(before, starts_at=at_ten(14)).registration.priority == 1


@pytest.mark.parametrize(
    "mark", [mark_excused, undo_attendance], ids=["excused", "undone"]
)
def test_excused_later_she_moves_up_where_she_waits(
    mark, django_capture_on_commit_callbacks
):
    before = missed()
    hers = again(before).registration
    newcomer = register(hers.occurrence, n=51).registration
    assert position(hers) == 2

    with django_capture_on_commit_callbacks(execute=True):
        mark(before, by=None)

    hers.refresh_from_db()
    assert (hers.priority, position(hers), position(newcomer)) == (0, 1, 2)
    assert ModelLogEntry.objects.filter(
        action="programs.registration.forgive", object_id=str(hers.pk)
    ).exists()


def test_marked_as_having_come_she_stands_behind_for_having_taken_part(
    django_capture_on_commit_callbacks,
):
    before = missed()
    hers = again(before).registration

    with django_capture_on_commit_callbacks(execute=True):
        mark_attended(before, by=None)

    hers.refresh_from_db()
    standing = standing_of(hers.person, occurrence=hers.occurrence)
    assert (hers.priority, standing.took_part, standing.missed) == (1, True, False)


def test_one_of_two_excused_leaves_the_other(django_capture_on_commit_callbacks):
    first = missed()
    occurrence = OccurrenceFactory(activity=first.occurrence.activity)
    second = register(occurrence, person=first.person, channel="desk").registration
    mark_missed(past(second, days=5), by=None)
    hers = again(first).registration

    with django_capture_on_commit_callbacks(execute=True):
        mark_excused(first, by=None)

    hers.refresh_from_db()
    assert hers.priority == 1


def test_history_costs_one_query_and_a_new_person_none():
    before = missed()
    occurrence, person = next_date(before), before.person

    with CaptureQueriesContext(connection) as known:
        standing_of(person, occurrence=occurrence)
    with CaptureQueriesContext(connection) as new:
        register(occurrence, n=60)

    asked = [one["sql"] for one in new if "programs_registration" in one["sql"]]
    assert len(known) == 1
    assert not [one for one in asked if "after_no_show" in one]


# --- in words ---------------------------------------------------------------------


def own_page(client, registration):
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    return client.get(
        reverse("programs:own", args=[token]), headers={"accept-language": "tr"}
    ).content.decode()


def test_her_page_says_why_and_that_it_can_be_excused(tr):
    before = missed()

    page = own_page(tr, before)
    waiting = own_page(tr, again(before).registration)

    assert "Altı ay boyunca" in page
    assert "her zaman bekleriz" in page
    assert "haber verin" in waiting
    assert "daha önce katıldığınız" not in waiting.casefold()


def test_her_page_says_nothing_of_it_where_nothing_follows(tr):
    before = missed()
    Program.objects.update(after_no_show=NoShowPolicy.NOTHING)

    assert "Altı ay boyunca" not in own_page(tr, before)


def test_staff_read_why_she_stands_there(client):
    before = missed()
    hers = again(before).registration
    client.force_login(make_staff(StaffRole.TRIPS))

    page = client.get(
        reverse("programs_occurrence:inspect", args=[hers.occurrence_id])
    ).content.decode()
    record, past_record = (
        client.get(reverse("programs_registration:inspect", args=[pk])).content.decode()
        for pk in (hers.pk, before.pk)
    )

    assert "Önceki bir tarihe gelmedi" in page
    assert "önceki bir tarihe gelmedi" in record
    assert "mazeretli" in past_record


def test_waiting_list_of_staff_costs_the_same_for_one_and_thirty(client):
    before = missed()
    hers = again(before).registration
    type(hers.occurrence).objects.filter(pk=hers.occurrence_id).update(
        waiting_capacity=90
    )
    client.force_login(get_user_model().objects.create_superuser("her-sey"))
    url = reverse("programs_occurrence:inspect", args=[hers.occurrence_id])
    client.get(url)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    one = cost()
    for n in range(30):
        waits = register(hers.occurrence, n=70 + n).registration
        Registration.objects.filter(pk=waits.pk).update(priority=1)
    client.get(url)  # whose data is shown for the first time is noted
    assert cost() == one
