"""One row for each human, found in any spelling."""

import pytest

from people.domain.persons import PersonDetails, enter_person
from people.enums import EntryChannel
from people.models import Person

pytestmark = pytest.mark.django_db


def enter(given, family, **details):
    return enter_person(
        PersonDetails(given_name=given, family_name=family, **details),
        entered_through=EntryChannel.WEB,
    )


@pytest.mark.parametrize("query", ["ışıl", "IŞIL", "isil", "çağ", "CAG", "cag isil"])
def test_person_is_found_in_any_spelling(query):
    isil = enter("Işıl", "Çağlayan")
    enter("İpek", "Öztürk")

    assert list(Person.objects.named_like(query)) == [isil]


def test_people_sort_as_turkish_names_do():
    for family in ("Zorlu", "Çelik", "Iğdırlı", "İnce", "Şahin", "Cerit"):
        enter("Ayşe", family)

    names = [person.family_name for person in Person.objects.in_name_order()]

    assert names == ["Cerit", "Çelik", "Iğdırlı", "İnce", "Şahin", "Zorlu"]


def test_same_details_make_a_second_record():
    """Joining would tell a stranger that she is known."""
    first = enter("İpek", "Öztürk", phone="+905000000001")
    second = enter("İpek", "Öztürk", phone="+905000000001")

    assert first.pk != second.pk
    assert list(Person.objects.possibly_same_as(second)) == [first]


def test_doubles_need_more_than_a_name():
    enter("Ayşe", "Demir", phone="+905000000001")
    other = enter("Ayşe", "Demir", phone="+905000000002")

    assert list(Person.objects.possibly_same_as(other)) == []


def test_text_of_a_person_tells_no_name():
    person = enter("İpek", "Öztürk")

    assert str(person) == f"K-{person.pk:06d}"
    assert person.guarded_name == "İpek Ö."


def test_changed_name_is_found_by_its_new_spelling():
    person = enter("İpek", "Öztürk")

    person.family_name = "Şahin"
    person.save(update_fields=["family_name"])

    assert list(Person.objects.named_like("sahin")) == [person]
