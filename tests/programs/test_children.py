"""Programs in which only the children take places."""

import html
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.domain.defaults import install_defaults
from people.domain.links import create_api_client
from people.enums import EntryChannel, Process
from people.exceptions import Refusal
from people.models import Notice
from people.roles import StaffRole
from programs.domain.attendance import mark_attended
from programs.domain.changes import change_party
from programs.domain.party import Guest
from programs.domain.queries import boarding_list
from programs.domain.statistics import participation
from programs.enums import ActivityKind, MemberKind, RuleKind
from programs.enums import RegistrationRefusal as Reason
from programs.models import Activity, Occurrence, Registration, RegistrationRule
from tests.factories.programs import (
    activity_of,
    at_ten,
    date_of,
    details,
    register,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def term() -> Occurrence:
    """A term in twenty days for children of 36 to 66 months, five places."""
    install_defaults()
    activity = activity_of(ActivityKind.CHILDREN)
    RegistrationRule.objects.create(
        activity=activity, kind=RuleKind.CHILD_MONTHS, least=36, most=66
    )
    return date_of(activity, starts_at=at_ten(20), capacity=5)


def child(term: Occurrence, months: int = 40, name: str = "Ada") -> Guest:
    """So many months old on the day on which the term starts."""
    year, month = divmod(term.day.year * 12 + term.day.month - 1 - months, 12)
    return Guest(
        kind=MemberKind.CHILD, given_name=name, birth_year=year, birth_month=month + 1
    )


def kinds_of(registration: Registration) -> list[str]:
    return list(registration.members.values_list("kind", flat=True))


def test_the_children_take_the_places(term):
    party = [child(term), child(term, 50, "Ege")]

    registration = register(term, party=party).registration

    assert registration.seats == 2
    assert kinds_of(registration) == ["child", "child"]
    term.refresh_from_db()
    assert Occurrence.objects.with_places().get(pk=term.pk).seats_left == 3


def test_one_child_at_least(term):
    with pytest.raises(Refusal) as refused:
        register(term, party=[])
    with pytest.raises(Refusal) as set_aside:
        register(term, party=[], by=make_staff(StaffRole.TRIPS), override_note="Muhtar")

    assert refused.value.reason == set_aside.value.reason == Reason.CHILD_NEEDED


def test_the_guardian_has_an_age_and_the_child_one_in_months(term):
    young = details(birth_date=timezone.localdate().replace(year=term.day.year - 16))

    with pytest.raises(Refusal) as guardian:
        register(term, person=young, party=[child(term)])
    with pytest.raises(Refusal) as baby:
        register(term, party=[child(term, 35)])

    assert guardian.value.reason == Reason.UNDER_AGE
    assert baby.value.reason == Reason.CHILD_MONTHS


def test_months_count_on_the_day_it_starts(term):
    # A month before it the child is 35 months old; at the start, 36.
    assert register(term, party=[child(term, 36)]).registration.seats == 1
    with pytest.raises(Refusal):
        register(term, n=1, party=[child(term, 67)])


def test_nobody_is_given_more_places_than_there_are(term):
    Occurrence.objects.filter(pk=term.pk).update(capacity=2, waiting_capacity=5)
    term.refresh_from_db()
    register(term, party=[child(term), child(term)])

    waits = register(term, n=1, party=[child(term)])

    assert waits.position == 1


def test_the_party_is_changed_with_its_members(term):
    registration = register(term, party=[child(term)]).registration

    changed = change_party(
        registration,
        party=[child(term), child(term, 50, "Ege"), child(term, 60, "Umut")],
        boarding_point=None,
    )
    assert (changed.seats, kinds_of(changed)) == (3, ["child"] * 3)
    with pytest.raises(Refusal) as refused:
        change_party(registration, party=[], boarding_point=None)

    assert refused.value.reason == Reason.CHILD_NEEDED
    registration.refresh_from_db()
    assert registration.seats == registration.members.count() == 3


def test_her_own_page_changes_the_children(tr, term):
    admitted = register(term, party=[child(term)])
    url = f"/kaydim/{admitted.token}/degistir/"
    one, two = child(term), child(term, 50, "Ege")

    page = tr.get(url).content.decode()
    answer = tr.post(
        url,
        {
            f"child_{row}_{part}": value
            for row, guest in enumerate((one, two), start=1)
            for part, value in (
                ("name", guest.given_name),
                ("year", guest.birth_year),
                ("month", guest.birth_month),
            )
        },
    )

    assert "Kimlerin geleceğini değiştir" in page
    assert answer.status_code == 302
    admitted.registration.refresh_from_db()
    assert admitted.registration.seats == admitted.registration.members.count() == 2
    own = tr.get(f"/kaydim/{admitted.token}/").content.decode()
    assert "Çocuk yeri" in own and "Çocuğunuzu zamanında getirin" in own


def test_the_form_begins_with_a_row_for_a_child(tr, term):
    page = tr.get(f"/kayit/{term.pk}/kimler/").content.decode()
    empty = {
        f"RegisterView-{term.pk}-current_step": "kimler",
        "kimler-given_name": "İpek",
        "kimler-family_name": "Öztürk",
        "kimler-birth_date_day": "21",
        "kimler-birth_date_month": "11",
        "kimler-birth_date_year": "1990",
        "kimler-district": "konak",
    }

    refused = html.unescape(
        tr.post(f"/kayit/{term.pk}/kimler/", empty).content.decode()
    )

    assert 'name="kimler-child_1_name"' in page
    assert "Siz, çocuktan sorumlu yetişkin olarak" in page
    assert str(Reason.CHILD_NEEDED.label) in refused or "çocuk" in refused
    assert 'id="id_kimler-child_1_name_error"' in refused or "error" in refused


def test_the_api_registers_the_children(tr, term):
    _client, token = create_api_client("vitrin")
    guest = child(term)
    sent = {
        "notice_id": Notice.objects.current(Process.REGISTRATION, "tr").pk,
        "person": {
            "given_name": "İpek",
            "family_name": "Öztürk",
            "birth_date": "1990-11-21",
            "district": "konak",
            "contact_channel": "she_calls",
        },
    }

    def post(party):
        return tr.post(
            f"/api/v1/occurrences/{term.pk}/registrations/",
            json.dumps({**sent, "party": party}),
            content_type="application/json",
            headers={"authorization": f"Bearer {token}"},
        ).json()

    refused = post([])
    admitted = post(
        [
            {
                "kind": "child",
                "given_name": "Ada",
                "birth_year": guest.birth_year,
                "birth_month": guest.birth_month,
            }
        ]
    )

    assert refused["code"] == "child_needed"
    assert admitted["seats"] == 1
    shown = tr.get(f"/api/v1/occurrences/{term.pk}/").json()
    assert shown["rules"]["guardian_takes_place"] is False
    assert shown["places_are"] == "Çocuk yeri"


def test_lists_and_statistics_count_children(term):
    registration = register(term, party=[child(term), child(term)]).registration
    staff = make_staff(StaffRole.MANAGER)

    [sheet] = boarding_list(term, seen_by=staff)
    [passenger] = sheet.passengers
    assert (passenger.seats, passenger.children) == (2, 2)

    Occurrence.objects.filter(pk=term.pk).update(
        registration_opens_at=timezone.now() - timedelta(days=9),
        registration_closes_at=timezone.now() - timedelta(days=2),
        starts_at=timezone.now() - timedelta(hours=1),
        cancel_until=timezone.now() - timedelta(days=1),
    )
    mark_attended(registration, by=None)
    day = timezone.localdate(timezone.now() - timedelta(hours=1))
    [row] = participation(first=day, last=day).activities
    assert (row.attended, row.children, row.parties) == (2, 2, 1)


def test_the_database_wants_somebody_to_take_places():
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity_of(ActivityKind.CHILDREN).pk).update(
            children_allowed=False
        )


def test_a_desk_registers_the_children(tr, term):
    tr.force_login(make_staff(StaffRole.TRIPS))
    guest = child(term)
    answer = tr.post(
        f"/yonetim/seferler/{term.pk}/kayit-al/?new=1",
        {
            "given_name": "İpek",
            "family_name": "Öztürk",
            "birth_date_day": "21",
            "birth_date_month": "11",
            "birth_date_year": "1990",
            "district": "konak",
            "children": "3",
            "child_1_name": guest.given_name,
            "child_1_year": guest.birth_year,
            "child_1_month": guest.birth_month,
            "contact_channel": "she_calls",
            "channel": "muhtar",
            "language": "tr",
            "override_note": "",
            "notice_read": "on",
            "key": "bir-kez",
        },
    )

    assert answer.status_code == 302
    made = Registration.objects.get()
    assert (made.channel, made.seats) == (EntryChannel.MUHTAR, 1)
