"""The same verbs, headless: codes, keys, tokens, and few queries."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.domain.consents import has_consented
from people.domain.defaults import install_defaults
from people.domain.links import create_api_client, issue_link
from people.enums import LinkPurpose, Process
from people.models import Notice, Person
from programs.domain.registrations import cancel_registration
from programs.enums import OccurrenceState, RegistrationState
from programs.models import Occurrence, Registration
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
    at_ten,
    register,
)

pytestmark = pytest.mark.django_db
State = RegistrationState
LIST = "/api/v1/occurrences/"
OWN = "/api/v1/registrations/own/"


@pytest.fixture
def api(db) -> Client:
    """A front end's server, known by its token."""
    install_defaults()
    _client, token = create_api_client("vitrin")
    return Client(headers={"authorization": f"Bearer {token}", "accept-language": "tr"})


def body(**changes: object) -> dict[str, object]:
    notice = Notice.objects.current(Process.REGISTRATION, "tr")
    assert notice is not None
    values = {
        "notice_id": notice.pk,
        "person": {
            "given_name": "İpek",
            "family_name": "Öztürk",
            "birth_date": "1990-11-21",
            "district": "konak",
            "phone": "0532 123 45 67",
            "contact_channel": "phone",
        },
        "party": [],
    }
    person = {**values["person"], **changes.pop("person", {})}
    return {**values, **changes, "person": person}


def post(client: Client, occurrence: Occurrence, sent: dict, **headers: str):
    return client.post(
        f"{LIST}{occurrence.pk}/registrations/",
        json.dumps(sent),
        content_type="application/json",
        headers=headers,
    )


# --- reading ------------------------------------------------------------------


def test_anybody_may_read_the_coming_dates(tr):
    occurrence = OccurrenceFactory()
    register(occurrence, seats=3)
    OccurrenceFactory(state=OccurrenceState.DRAFT)

    (found,) = tr.get(LIST).json()

    assert {name: found[name] for name in ("id", "kind", "name", "seats_left")} == {
        "id": occurrence.pk,
        "kind": "bay_tour",
        "name": "Körfez turu",
        "seats_left": 7,
    }
    assert (found["status"], found["waiting_count"]) == ("open", 0)
    assert found["registration_path"] == f"/kayit/{occurrence.pk}/"


def test_dates_are_filtered_by_program_and_kind(tr):
    bay = OccurrenceFactory()
    sea = OccurrenceFactory(activity=ActivityFactory(kind="sea_trip"))

    def found(query: str) -> list[int]:
        return [one["id"] for one in tr.get(f"{LIST}?{query}").json()]

    assert found("kind=sea_trip") == [sea.pk]
    assert found(f"program={bay.activity.program.slug}") == [bay.pk]
    assert found("limit=1") == [bay.pk]


def test_the_list_costs_the_same_for_one_and_for_thirty(tr):
    OccurrenceFactory()
    tr.get(LIST)
    counts = []
    for more in (0, 29):
        OccurrenceFactory.create_batch(more)
        with CaptureQueriesContext(connection) as captured:
            rows = tr.get(LIST).json()
        counts.append((len(rows), len(captured)))

    assert [rows for rows, _queries in counts] == [1, 30]
    assert counts[0][1] == counts[1][1] <= 6


def test_one_date_tells_its_rules_and_boarding_points(api):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)

    found = api.get(f"{LIST}{occurrence.pk}/").json()

    assert found["boarding_points"] == [
        {"id": point.pk, "name": point.name, "boards_at": "09:15"}
    ]
    assert found["rules"]["minimum_age"] == 18
    assert found["notice_id"] == body()["notice_id"]


def test_a_draft_is_not_there(api):
    draft = OccurrenceFactory(state=OccurrenceState.DRAFT)

    answer = api.get(f"{LIST}{draft.pk}/")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer["Content-Type"] == "application/problem+json"


# --- registering --------------------------------------------------------------


def test_a_party_gets_a_place_a_code_and_a_token(api):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)
    child = {
        "kind": "child",
        "given_name": "Ada",
        "birth_year": timezone.localdate().year - 6,
    }

    answer = post(
        api,
        occurrence,
        body(party=[child], boarding_point=point.pk, consents=["photo_publish"]),
    )

    registration = Registration.objects.get()
    found = answer.json()
    assert answer.status_code == 201
    assert (found["state"], found["position"], found["seats"], found["code"]) == (
        "confirmed",
        None,
        2,
        registration.code,
    )
    assert found["boarding_point"] == point.name
    assert len(found["private_token"]) >= 22
    assert (registration.channel, registration.boarding_point) == ("api", point)
    assert has_consented(registration.person, "photo_publish")


@pytest.mark.parametrize(("asked", "written_in"), [("en", "en"), ("", "tr")])
def test_messages_come_in_the_language_she_asks_for(api, asked, written_in):
    post(api, OccurrenceFactory(), body(person={"language": asked}))

    assert Person.objects.get().language == written_in


def test_a_full_date_gives_a_position(api):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=3)
    register(occurrence)
    register(occurrence, n=1)

    found = post(api, occurrence, body()).json()

    assert (found["state"], found["position"]) == ("waiting", 2)


def test_a_registration_takes_at_most_twenty_queries(api):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)
    sent = body(
        boarding_point=point.pk,
        consents=["photo_publish"],
        party=[{"kind": "child", "given_name": "Ada", "birth_year": 2020}],
    )
    post(api, occurrence, sent, idempotency_key="warm")

    with CaptureQueriesContext(connection) as captured:
        answer = post(api, occurrence, sent, idempotency_key="k")

    assert answer.status_code == 201
    own = [
        one["sql"]
        for one in captured
        if not one["sql"].startswith(("SAVEPOINT", "REL"))
    ]
    assert len(own) <= 20, "\n".join(own)


def test_a_repeated_request_is_answered_and_not_repeated(api):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=0)
    first = post(api, occurrence, body(), idempotency_key="k").json()

    second = post(api, occurrence, body(), idempotency_key="k")

    assert (second.status_code, second.json()["code"]) == (201, first["code"])
    assert (Registration.objects.count(), Person.objects.count()) == (1, 1)
    own = api.get(OWN, headers={"private-token": second.json()["private_token"]})
    assert own.json()["code"] == first["code"]


def test_a_key_means_one_request(api):
    occurrence = OccurrenceFactory()
    post(api, occurrence, body(), idempotency_key="k")

    other = post(
        api, occurrence, body(person={"given_name": "Işıl"}), idempotency_key="k"
    )

    assert other.status_code == 409
    assert other.json()["code"] == "idempotency_key_reused"


@pytest.mark.parametrize(
    ("changes", "asked", "code"),
    [
        ({"capacity": 1, "waiting_capacity": 0}, {"party": 1}, "full"),
        ({"registration_opens_at": timedelta(days=1)}, {}, "not_open_yet"),
        ({"registration_closes_at": timedelta(days=-1)}, {}, "closed"),
        ({"state": "cancelled"}, {}, "occurrence_cancelled"),
        ({}, {"person": {"birth_date": "2015-01-01"}}, "under_age"),
        ({}, {"party": 3}, "too_many_children"),
    ],
)
def test_no_has_a_code(api, changes, asked, code):
    occurrence = OccurrenceFactory()
    now = timezone.now()
    Occurrence.objects.filter(pk=occurrence.pk).update(
        **{
            name: now + value if isinstance(value, timedelta) else value
            for name, value in changes.items()
        }
    )
    child = {"kind": "child", "given_name": "Ada", "birth_year": 2020}
    if "party" in asked:
        asked = {"party": [child] * asked["party"]}

    answer = post(api, occurrence, body(**asked))

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, code)
    assert problem["title"].endswith(".")
    assert Person.objects.count() == 0


def test_needs_are_taken_by_their_codes_and_never_told(api):
    occurrence = OccurrenceFactory()

    answer = post(api, occurrence, body(access_needs=["stairs", "wheelchair"]))
    unknown = post(api, occurrence, body(access_needs=["illness"]))

    assert (answer.status_code, unknown.status_code) == (201, 422)
    assert Registration.objects.get().access_needs == "wheelchair,stairs"
    assert "stairs" not in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"person": {"phone": "0561 11"}}, "phone"),
        ({"person": {"given_name": "1"}}, "given_name"),
        ({"person": {"district": "ankara"}}, "district"),
        ({"boarding_point": 999_999}, "boarding_point"),
        ({"notice_id": 999_999}, "notice_id"),
        ({"emergency": {"name": "Şule"}}, "emergency_phone"),
        ({"party": [{"kind": "self", "given_name": "Ada"}]}, "party"),
        (
            {"party": [{"kind": "child", "given_name": "", "birth_year": 2020}]},
            "child_1_name",
        ),
    ],
)
def test_invalid_input_names_its_field(api, asked, field):
    occurrence = OccurrenceFactory()
    BoardingPointFactory(occurrence=occurrence)
    point = occurrence.boarding_points.get()

    answer = post(api, occurrence, body(**{"boarding_point": point.pk, **asked}))

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert list(answer.json()["errors"]) == [field]
    assert Person.objects.count() == 0


def test_what_is_no_request_at_all_is_malformed(api):
    answer = post(api, OccurrenceFactory(), {"person": {}})

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_only_a_known_front_end_may_register(tr):
    install_defaults()

    answer = post(tr, OccurrenceFactory(), body())

    assert (answer.status_code, answer.json()["code"]) == (401, "no_client")
    assert Person.objects.count() == 0


def test_a_known_and_an_unknown_phone_get_the_same_answer(api):
    occurrence = OccurrenceFactory()
    register(occurrence)

    def answer(phone: str) -> bytes:
        found = post(api, occurrence, body(person={"phone": phone}))
        told = found.json()
        return found.content.replace(told["code"].encode(), b"").replace(
            told["private_token"].encode(), b""
        )

    assert answer("0500 000 00 00") == answer("0532 999 88 77")


# --- one's own ----------------------------------------------------------------


def test_she_reads_and_cancels_her_own(api, tr):
    occurrence = OccurrenceFactory()
    token = post(api, occurrence, body()).json()["private_token"]

    read = tr.get(OWN, headers={"private-token": token}).json()
    gone = tr.delete(OWN, headers={"private-token": token})
    again = tr.delete(OWN, headers={"private-token": token})

    assert read["state"] == "confirmed"
    assert (gone.status_code, gone.json()["state"]) == (200, "cancelled")
    assert (again.status_code, again.json()["state"]) == (200, "cancelled")


def test_after_the_deadline_the_reason_is_told(api, tr):
    occurrence = OccurrenceFactory()
    token = post(api, occurrence, body()).json()["private_token"]
    Occurrence.objects.update(cancel_until=timezone.now() - timedelta(minutes=1))

    answer = tr.delete(OWN, headers={"private-token": token})

    assert (answer.status_code, answer.json()["code"]) == (409, "cancellation_closed")
    assert Registration.objects.get().state == State.CONFIRMED


@pytest.mark.parametrize("headers", [{}, {"private-token": "xyz"}])
def test_a_token_that_opens_nothing(tr, headers, db):
    for answer in (tr.get(OWN, headers=headers), tr.delete(OWN, headers=headers)):
        assert (answer.status_code, answer.json()["code"]) == (404, "link_not_open")


def test_an_offer_shows_its_end(api, tr):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=3, starts_at=at_ten(20))
    leaving = register(occurrence).registration
    token = post(api, occurrence, body()).json()["private_token"]

    cancel_registration(leaving)

    found = tr.get(OWN, headers={"private-token": token}).json()
    assert found["state"] == "offered"
    assert found["offer_expires_at"] is not None


# --- what she changes, and how she answers an offer ----------------------------


def held_by(registration: Registration) -> dict[str, str]:
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    return {"private-token": token}


def patch(client: Client, registration: Registration, **sent: object):
    return client.patch(
        OWN,
        json.dumps(sent),
        content_type="application/json",
        headers=held_by(registration),
    )


def child(name: str) -> dict[str, object]:
    year = timezone.localdate().year - 6
    return {"kind": "child", "given_name": name, "birth_year": year}


def test_she_changes_who_comes_and_reads_it_back(tr):
    occurrence = OccurrenceFactory()
    here, there = BoardingPointFactory.create_batch(2, occurrence=occurrence)
    hers = register(occurrence, boarding_point=here).registration

    answer = patch(tr, hers, party=[child("Ada")], boarding_point=there.pk)

    found = answer.json()
    assert (answer.status_code, found["seats"], found["boarding_point"]) == (
        200,
        2,
        there.name,
    )
    assert found["party"] == [{**child("Ada"), "birth_month": None}]
    assert tr.get(OWN, headers=held_by(hers)).json() == found


def test_what_she_leaves_out_stays(tr):
    occurrence = OccurrenceFactory()
    here, there = BoardingPointFactory.create_batch(2, occurrence=occurrence)
    hers = register(occurrence, seats=2, boarding_point=here).registration

    moved = patch(tr, hers, boarding_point=there.pk).json()
    alone = patch(tr, hers, party=[]).json()

    assert (moved["seats"], moved["boarding_point"]) == (2, there.name)
    assert (alone["seats"], alone["boarding_point"]) == (1, there.name)


@pytest.mark.parametrize(
    ("capacity", "names", "code"),
    [
        (1, ["Ada"], "no_room_for_more"),
        (9, ["Ada", "Ece", "Nil"], "too_many_children"),
    ],
)
def test_a_change_that_is_refused_has_a_code(tr, capacity, names, code):
    hers = register(OccurrenceFactory(capacity=capacity)).registration

    answer = patch(tr, hers, party=[child(name) for name in names])

    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert Registration.objects.get(pk=hers.pk).seats == 1


def test_a_change_after_the_deadline_is_refused(tr):
    hers = register(OccurrenceFactory()).registration
    Occurrence.objects.update(cancel_until=timezone.now() - timedelta(minutes=1))

    answer = patch(tr, hers, party=[child("Ada")])

    assert (answer.status_code, answer.json()["code"]) == (409, "change_closed")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"boarding_point": 999_999}, "boarding_point"),
        ({"party": [{"kind": "child", "given_name": "Ada"}]}, "child_1_year"),
        ({"party": [{"kind": "self", "given_name": "Ada"}]}, "party"),
    ],
)
def test_a_change_names_the_field_that_is_wrong(tr, sent, field):
    hers = register(OccurrenceFactory()).registration

    answer = patch(tr, hers, **sent)

    assert answer.status_code == 422
    assert field in answer.json()["errors"]


@pytest.fixture
def offered(db) -> Registration:
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    leaving = register(occurrence, n=1).registration
    hers = register(occurrence, n=2).registration
    cancel_registration(leaving)
    hers.refresh_from_db()
    assert hers.state == State.OFFERED
    return hers


@pytest.mark.parametrize(
    ("word", "state"), [("accept", State.CONFIRMED), ("decline", State.DECLINED)]
)
def test_an_offer_is_answered_once_however_often_it_is_sent(tr, offered, word, state):
    headers = held_by(offered)

    answers = [tr.post(f"{OWN}{word}/", headers=headers) for _twice in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert {one.json()["state"] for one in answers} == {state}
    assert Registration.objects.get(pk=offered.pk).state == state


def test_an_offer_that_is_over_is_refused(tr, offered):
    Registration.objects.filter(pk=offered.pk).update(offer_expires_at=timezone.now())

    answer = tr.post(f"{OWN}accept/", headers=held_by(offered))

    assert (answer.status_code, answer.json()["code"]) == (409, "offer_lapsed")


@pytest.mark.parametrize("word", ["accept", "decline"])
def test_nothing_is_answered_where_nothing_is_offered_or_opened(tr, word):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    register(occurrence, n=1)
    waits = register(occurrence, n=2).registration

    refused = tr.post(f"{OWN}{word}/", headers=held_by(waits))
    unknown = tr.post(f"{OWN}{word}/", headers={"private-token": "x" * 22})

    assert (refused.status_code, refused.json()["code"]) == (409, "move_not_allowed")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "link_not_open")
