"""What operators and insurers get, and nothing more."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from openpyxl import load_workbook

from people.enums import AccessKind
from people.models import AccessRecord, Person
from people.roles import StaffRole
from programs.domain.registrations import cancel_registration
from programs.enums import MemberKind
from programs.models import PartyMember
from tests.factories.programs import BoardingPointFactory, OccurrenceFactory, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def boat(db):
    occurrence = OccurrenceFactory(capacity=20)
    point = BoardingPointFactory(occurrence=occurrence, name="Konak")
    register(occurrence, n=1, seats=3, boarding_point=point)
    register(occurrence, n=2, boarding_point=point)
    gone = register(occurrence, n=3, boarding_point=point).registration
    cancel_registration(gone)
    return occurrence


def url(name, occurrence):
    return reverse(f"programs_occurrence:{name}", args=[occurrence.pk])


def table(answer):
    content = b"".join(answer.streaming_content)
    rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    return [list(row) for row in rows][1:]


def test_operators_get_numbers_only(client, boat):
    client.force_login(make_staff(StaffRole.TRIPS))

    [row] = table(client.get(url("numbers", boat)))

    assert row[1:] == ["Konak", "09:15", "4", "2"] or row[1:] == [
        "Konak", "09.15", "4", "2",
    ]  # fmt: skip
    assert not AccessRecord.objects.exists()


def test_insurer_gets_who_is_on_board_after_a_reason(client, boat):
    client.force_login(make_staff(StaffRole.MANAGER))
    assert client.post(url("insurer", boat), {"reason": ""}).status_code == 200
    assert not AccessRecord.objects.filter(kind=AccessKind.EXPORT).exists()

    answer = client.post(url("insurer", boat), {"reason": "Sigorta poliçesi"})

    rows = table(answer)
    assert len(rows) == 4
    names = {(row[0], row[1]) for row in rows if row[1]}
    on_board = Person.objects.filter(registrations__state="confirmed")
    assert names == {(one.given_name, one.family_name) for one in on_board}
    assert not any("+90" in str(row) or "@" in str(row) for row in rows)
    assert AccessRecord.objects.filter(kind=AccessKind.EXPORT).count() == 2


def test_formula_in_a_name_is_harmless_in_the_file(client, boat):
    Person.objects.filter(registrations__state="confirmed").update(given_name="=1+1")
    client.force_login(make_staff(StaffRole.MANAGER))

    rows = table(client.post(url("insurer", boat), {"reason": "Sigorta poliçesi"}))

    assert {row[0] for row in rows if row[1]} == {"'=1+1"}


def test_protected_woman_is_not_in_the_list_of_who_may_not_see_her(client, boat):
    Person.objects.update(is_protected=True)
    manager = make_staff(StaffRole.MANAGER)
    manager.groups.clear()
    for codename in ("access_admin", "view_occurrence", "export_registration",
                     "view_registration"):  # fmt: skip
        manager.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(manager)

    assert "2 kayıt daha" in client.get(url("insurer", boat)).text
    assert table(client.post(url("insurer", boat), {"reason": "Sigorta"})) == []


def test_page_warns_of_nobody_where_everybody_is_in_the_list(client, boat):
    client.force_login(make_staff(StaffRole.MANAGER))

    assert client.get(url("insurer", boat)).context["warning"] == ""


def test_page_says_of_how_many_the_list_cannot_say_when_they_were_born(client, boat):
    client.force_login(make_staff(StaffRole.MANAGER))
    hers = boat.registrations.filter(state="confirmed", seats=1)
    Person.objects.filter(registrations__in=hers).update(birth_date=None)
    PartyMember.objects.filter(kind=MemberKind.CHILD).update(birth_year=None)

    page = client.get(url("insurer", boat))

    assert page.context["warning"] == (
        "3 kişinin doğum tarihi listede yok; göndermeden önce sorun."
    )


@pytest.mark.parametrize("role", [StaffRole.TRIPS, StaffRole.MUHTAR, StaffRole.GUIDE])
def test_who_may_not_export_gets_no_names(client, boat, role):
    client.force_login(make_staff(role))

    assert client.get(url("insurer", boat)).status_code != 200
    if role != StaffRole.TRIPS:
        assert client.get(url("numbers", boat)).status_code != 200
