"""Merging and telling apart in the admin."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.models import AccessRecord, DistinctPair, PersonMerge
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(make_staff(StaffRole.TRIPS))
    return client


@pytest.fixture
def pair(db):
    return (
        PersonFactory(given_name="Ayse", family_name="Ilgın", phone="+905321112233"),
        PersonFactory(
            given_name="Ayşe",
            family_name="Ilgın",
            phone="+905321112233",
            contact_channel="she_calls",
        ),
    )


def merge_url(kept, merged):
    return reverse("people_person:merge", args=[kept.pk, merged.pk])


def test_the_work_list_leads_to_both_and_to_the_comparison(clerk, pair):
    page = clerk.get(reverse("people_person:doubles")).content.decode()

    assert "aynı telefon" in page
    assert merge_url(*pair) in page
    assert AccessRecord.objects.count() == 2


def test_the_preview_shows_both_and_prefers_the_careful_choice(clerk, pair):
    answer = clerk.get(merge_url(*pair))

    form = answer.context["form"]
    assert form.names == ["given_name", "email", "contact_channel"]
    assert form.fields["contact_channel"].initial == "merged"
    assert form.fields["given_name"].initial == "kept"
    assert PersonMerge.objects.count() == 0


def test_confirming_merges(clerk, pair):
    kept, merged = pair
    register(OccurrenceFactory(), person=merged)

    answer = clerk.post(
        merge_url(kept, merged),
        {
            "given_name": "merged",
            "email": "kept",
            "contact_channel": "merged",
            "is_sure": "on",
        },
    )

    assert answer.url == reverse("people_person:inspect", args=[kept.pk])
    kept.refresh_from_db()
    assert (kept.given_name, kept.contact_channel) == ("Ayşe", "she_calls")
    assert kept.registrations.count() == 1
    record = PersonMerge.objects.get()
    assert record.taken_fields == ["given_name", "contact_channel"]


def test_nothing_is_merged_without_the_tick(clerk, pair):
    answer = clerk.post(
        merge_url(*pair),
        {"given_name": "kept", "email": "kept", "contact_channel": "kept"},
    )

    assert answer.status_code == 200
    assert PersonMerge.objects.count() == 0


def test_a_refusal_says_what_to_do(clerk, pair):
    occurrence = OccurrenceFactory()
    codes = [register(occurrence, person=one).registration.code for one in pair]

    answer = clerk.post(
        merge_url(*pair),
        {
            "given_name": "kept",
            "email": "kept",
            "contact_channel": "kept",
            "is_sure": "on",
        },
    )

    assert codes[1] in answer.context["form"].non_field_errors()[0]
    assert PersonMerge.objects.count() == 0


def test_two_people_are_told_apart_once_for_all(clerk, pair):
    low, high = pair

    clerk.post(reverse("people_person:tell_apart"), {"low": low.pk, "high": high.pk})

    assert DistinctPair.objects.get().low == low
    page = clerk.get(reverse("people_person:doubles")).content.decode()
    assert merge_url(low, high) not in page


@pytest.mark.parametrize(
    "role", [StaffRole.MUHTAR, StaffRole.INTERVIEWER, StaffRole.TRAINING]
)
def test_who_does_not_merge_sees_no_comparison(client, pair, role):
    client.force_login(make_staff(role))

    answers = [
        client.get(merge_url(*pair)),
        client.post(merge_url(*pair), {"is_sure": "on"}),
        client.get(reverse("people_person:doubles")),
        client.post(
            reverse("people_person:tell_apart"),
            {"low": pair[0].pk, "high": pair[1].pk},
        ),
    ]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert PersonMerge.objects.count() == DistinctPair.objects.count() == 0


def test_a_protected_record_is_not_compared_by_who_may_not_see_it(clerk, pair):
    hidden = PersonFactory(is_protected=True)

    assert clerk.get(merge_url(pair[0], hidden)).status_code == 404
    assert clerk.get(merge_url(hidden, pair[0])).status_code == 404
    answer = clerk.post(
        reverse("people_person:tell_apart"), {"low": pair[0].pk, "high": hidden.pk}
    )
    assert answer.status_code == 404


def test_a_correction_is_logged_by_the_names_of_its_fields(clerk, pair):
    person = pair[0]

    clerk.post(
        reverse("people_person:edit", args=[person.pk]),
        {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "birth_date": "21.11.1990",
            "phone": "0532 999 88 77",
            "email": person.email,
            "district": "bornova",
            "neighborhood": "",
            "language": "tr",
            "contact_channel": person.contact_channel,
            "safe_time": person.safe_time,
            "hide_organization": "on",
        },
    )

    entry = ModelLogEntry.objects.get(action="wagtail.edit")
    assert entry.data == {"fields": ["district", "phone"]}


def choose_other(clerk, person, code):
    return clerk.post(
        reverse("people_person:choose_other", args=[person.pk]), {"code": code}
    )


def test_records_that_nothing_suggests_are_merged_by_code(clerk):
    kept, other = PersonFactory(), PersonFactory(phone="+905329998877")
    page = clerk.get(reverse("people_person:inspect", args=[kept.pk]))
    assert reverse("people_person:choose_other", args=[kept.pk]) in page.text
    assert str(other) == f"K-{other.pk:06d}"

    for code in (str(other), f"k{other.pk}", f" K-{other.pk} "):
        assert choose_other(clerk, kept, code).url == merge_url(kept, other)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("{kept}", "Bu, kaydın kendisi"),
        ("K-999999", "Bu kodla bir kayıt yok"),
        ("{hidden}", "Bu kodla bir kayıt yok"),
        ("Ayşe", "Bu kodla bir kayıt yok"),
        ("K-²", "Bu kodla bir kayıt yok"),
        ("", "zorunlu"),
    ],
)
def test_code_that_names_no_other_record_is_refused_at_the_field(clerk, code, words):
    kept, hidden = PersonFactory(), PersonFactory(is_protected=True)

    page = choose_other(clerk, kept, code.format(kept=kept, hidden=hidden))

    assert page.status_code == 200
    assert words in page.text
    assert list(page.context["form"].errors) == ["code"]


def test_who_may_not_merge_is_not_asked_for_a_code(client):
    client.force_login(make_staff(StaffRole.TRAINING))
    kept = PersonFactory()

    assert choose_other(client, kept, "K-1").status_code != 200
    page = client.get(reverse("people_person:inspect", args=[kept.pk]))
    assert "birlestir" not in page.text
