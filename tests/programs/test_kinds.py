"""Kinds differ by configuration: words, defaults, and whether anybody registers."""

import html
import json
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from people.domain.defaults import install_defaults
from people.domain.links import create_api_client
from people.enums import Process
from people.exceptions import Refusal
from people.models import Notice
from people.roles import StaffRole
from people.wording import refusal_words
from programs.domain.head_counts import note_head_count
from programs.domain.queries import coming_cards
from programs.domain.statistics import participation, people_reached
from programs.enums import ActivityKind, OccurrenceState, PublicStatus, SelectionMode
from programs.enums import RegistrationRefusal as Reason
from programs.kinds import FIELDS, TRAITS, for_form
from programs.models import Activity, Occurrence, Registration
from tests.factories.programs import (
    OccurrenceFactory,
    activity_of,
    at_ten,
    date_of,
    register,
)
from tests.factories.staff import make_staff

KINDS = sorted(ActivityKind, key=str)


def test_every_kind_has_its_words():
    assert set(TRAITS) == set(ActivityKind)
    with translation.override("tr"):
        for traits in TRAITS.values():
            assert str(traits.left % {"count": 3}).startswith("3 ")
            assert "{" not in str(traits.drawn % {"moment": "x"})


def test_what_a_kind_fills_or_leaves_out_are_fields_of_an_activity():
    fields = {field.name for field in Activity._meta.get_fields()}

    assert set(FIELDS) <= fields
    for traits in TRAITS.values():
        assert set(traits.activity) | traits.without <= set(FIELDS)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_the_defaults_of_a_kind_can_be_saved(kind):
    activity = activity_of(kind)
    activity.full_clean()

    occurrence = date_of(activity)
    occurrence.full_clean()

    assert occurrence.selection == TRAITS[kind].selection
    assert for_form()[kind.value]["defaults"]["most_party"] == activity.most_party


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ActivityKind.GARDEN_PARCEL, ("Parseller kurayla", "Parsel için başvur")),
        (ActivityKind.CHILDREN, ("10 çocuk yeri var", "Çocuğunuzu kaydedin")),
        (ActivityKind.BAY_TOUR, ("10 yer var", "Kayıt ol")),
    ],
)
def test_the_card_speaks_the_words_of_its_kind(kind, words):
    date_of(activity_of(kind), starts_at=at_ten(20))
    [card] = coming_cards()

    shown = render_to_string(
        "programs/includes/occurrence_card.html", {"occurrence": card}
    )

    assert all(word in shown for word in words)


@pytest.mark.django_db
def test_the_page_of_a_date_speaks_the_words_of_its_kind(tr):
    occurrence = date_of(activity_of(ActivityKind.CHILDREN), starts_at=at_ten(20))
    tr.force_login(make_staff(StaffRole.TRIPS))

    page = tr.get(reverse("programs_occurrence:inspect", args=[occurrence.pk]))
    words = page.content.decode()

    assert "Çocuk listesi" in words and "Çocuk yeri" in words
    assert "Biniş noktaları" not in words
    cancel = reverse("programs_occurrence:cancel", args=[occurrence.pk])
    assert "Dönemi iptal et" in tr.get(cancel).content.decode()


# --- without registration -------------------------------------------------------


@pytest.fixture
def open_event(db) -> Occurrence:
    install_defaults()
    return date_of(activity_of(ActivityKind.OPEN_EVENT), capacity=0)


def test_a_new_open_event_needs_no_number_of_places(tr, db):
    tr.force_login(make_staff(StaffRole.TRIPS))
    activity = activity_of(ActivityKind.OPEN_EVENT)
    start = timezone.localtime(at_ten(30))

    answer = tr.post(
        reverse("programs_occurrence:add"),
        {
            "activity": activity.pk,
            "starts_at": start.strftime("%d.%m.%Y %H:%M"),
            "ends_at": (start + timedelta(hours=2)).strftime("%d.%m.%Y %H:%M"),
            "meeting_point_tr": "Kültürpark",
            "meeting_point_en": "",
            "capacity": "",
            "selection": "",
            **{
                f"{name}-{part}": number
                for name in ("quotas", "boarding_points", "team")
                for part, number in (
                    ("TOTAL_FORMS", "0"),
                    ("INITIAL_FORMS", "0"),
                    ("MIN_NUM_FORMS", "0"),
                    ("MAX_NUM_FORMS", "1000"),
                )
            },
        },
    )

    assert answer.status_code == 302, answer.context["form"].errors
    made = Occurrence.objects.get()
    assert (made.selection, made.capacity) == (SelectionMode.NONE, 0)


def test_the_public_is_told_to_just_come(tr, open_event):
    [card] = coming_cards()
    shown = render_to_string(
        "programs/includes/occurrence_card.html", {"occurrence": card}
    )

    assert card.public_status == PublicStatus.JUST_COME and card.may_join
    assert "Kayıt gerekmez, gelmeniz yeter" in shown
    assert 'href="/kayit' not in shown
    page = html.unescape(tr.get(f"/kayit/{open_event.pk}/").content.decode())
    assert refusal_words(Refusal(Reason.JUST_COME)) in page
    listed = tr.get("/api/v1/occurrences/").json()[0]
    assert (listed["registration_needed"], listed["status"]) == (False, "just_come")


def test_registering_is_refused_whichever_way(tr, open_event):
    with pytest.raises(Refusal) as refused:
        register(open_event)
    _client, token = create_api_client("vitrin")
    answer = tr.post(
        f"/api/v1/occurrences/{open_event.pk}/registrations/",
        json.dumps(
            {
                "notice_id": Notice.objects.current(Process.REGISTRATION, "tr").pk,
                "person": {
                    "given_name": "İpek",
                    "family_name": "Öztürk",
                    "birth_date": "1990-11-21",
                    "district": "konak",
                    "contact_channel": "she_calls",
                },
            }
        ),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    with pytest.raises(Refusal) as overridden:
        register(open_event, by=make_staff(StaffRole.TRIPS), override_note="Rica")

    assert refused.value.reason == overridden.value.reason == Reason.JUST_COME
    assert answer.json()["code"] == "just_come"
    assert not Registration.objects.exists()


def test_a_head_count_is_part_of_the_statistics(tr, open_event):
    tr.force_login(make_staff(StaffRole.TRIPS))
    url = reverse("programs_occurrence:head_count", args=[open_event.pk])
    tr.post(url, {"count": "140"})
    open_event.refresh_from_db()
    assert open_event.head_count is None  # It has not begun.
    begun = timezone.now() - timedelta(hours=3)
    Occurrence.objects.filter(pk=open_event.pk).update(
        starts_at=begun, registration_closes_at=begun, cancel_until=begun
    )

    tr.post(url, {"count": "140"})

    day = timezone.localdate()
    counted = participation(first=day - timedelta(days=1), last=day)
    assert counted.total("attended") == 140
    program = open_event.activity.program
    assert people_reached(program, since=day - timedelta(days=1)) == 140
    page = tr.get(reverse("programs_occurrence:inspect", args=[open_event.pk]))
    assert "kişi geldi" in page.content.decode()
    assert "140" in page.content.decode()
    assert "Yedek liste" not in page.content.decode()


@pytest.mark.django_db
def test_where_people_register_nobody_is_counted():
    now = timezone.now()
    occurrence = OccurrenceFactory(
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        state=OccurrenceState.PUBLISHED,
    )

    with pytest.raises(Refusal) as refused:
        note_head_count(occurrence, count=3, by=None)

    assert refused.value.reason == Reason.NOTHING_TO_COUNT


@pytest.mark.django_db
def test_the_form_of_a_new_activity_knows_the_kinds(tr):
    tr.force_login(make_staff(StaffRole.TRIPS))

    new = tr.get(reverse("programs_activity:add")).content.decode()
    activity = activity_of(ActivityKind.CHILDREN)
    old = tr.get(reverse("programs_activity:edit", args=[activity.pk]))

    assert "programs/admin/kinds.js" in new and 'data-is-new="true"' in new
    kinds = json.loads(
        html.unescape(new.partition('data-kinds="')[2].partition('"')[0])
    )
    assert kinds["children"]["defaults"]["guardian_takes_place"] is False
    assert "season_start" in kinds["children"]["without"]
    assert 'data-is-new="false"' in old.content.decode()
