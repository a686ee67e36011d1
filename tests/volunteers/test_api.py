"""`/api/v1/`: calls, applying with a client token, one's own by its private token."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.domain.defaults import install_defaults
from people.domain.links import create_api_client, issue_link
from people.enums import LinkPurpose
from people.models import ConsentRecord, Person
from tests.factories.volunteers import (
    MOTIVATION,
    ApplicationFactory,
    AreaFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    InterviewFactory,
    NoticeFactory,
    QuestionFactory,
    SheetFactory,
    in_days,
)
from volunteers.enums import ApplicationState
from volunteers.models import Application

pytestmark = pytest.mark.django_db

JSON = "application/json"


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def token():
    return create_api_client("vitrin")[1]


def body(call, **changes):
    person = {
        "given_name": "Şule",
        "family_name": "Güneş",
        "birth_date": "1990-11-21",
        "district": "buca",
        "phone": "0500 000 00 03",
        "email": "sule@example.org",
        "contact_channel": "email",
        **changes.pop("person", {}),
    }
    return {
        "notice_id": NoticeFactory().pk,
        "person": person,
        "areas": [area.slug for area in call.areas.all()][:2],
        "motivation": MOTIVATION,
        "weekly_hours": "up_to_2",
        "availability": ["tue-noon"],
        "mode": "online",
        "declared_true": True,
        **changes,
    }


def post(call, token, data, *, key=""):
    headers = {"Authorization": f"Bearer {token}"}
    if key:
        headers["Idempotency-Key"] = key
    return Client().post(
        f"/api/v1/calls/{call.slug}/applications/", data, JSON, headers=headers
    )


def own(method, application, **link):
    token = issue_link(
        application.person,
        purpose=link.get("purpose", LinkPurpose.APPLICATION),
        target=application,
        expires_at=link.get("expires_at"),
    )
    return getattr(Client(), method)(
        "/api/v1/applications/own/", headers={"Private-Token": token}
    )


def test_lists_open_and_coming_calls_but_not_closed_ones(call):
    coming = CallFactory(opens_at=in_days(5), closes_at=in_days(9))
    CallFactory(opens_at=in_days(-9), closes_at=in_days(-5))

    calls = Client().get("/api/v1/calls/").json()

    assert [(one["slug"], one["is_open"]) for one in calls] == [
        (call.slug, True),
        (coming.slug, False),
    ]
    assert len(calls[0]["areas"]) == 3


def test_list_costs_the_same_for_one_call_and_thirty():
    costs = []
    for rows in (1, 29):
        CallFactory.create_batch(rows)
        with CaptureQueriesContext(connection) as queries:
            calls = Client().get("/api/v1/calls/").json()
        costs.append(len(queries))

    assert len(calls) == 30
    assert costs[0] == costs[1]


def test_shows_what_the_form_of_a_call_asks(call):
    install_defaults()
    QuestionFactory(
        call=call,
        key="gun",
        kind="one_choice",
        is_required=True,
        choices={"tr": "Hafta içi\nHafta sonu", "en": "Weekdays\nWeekend"},
    )

    shown = Client().get(f"/api/v1/calls/{call.slug}/").json()

    [question] = shown["questions"]
    assert question["choices"] == [
        {"value": "hafta-ici", "label": "Hafta içi"},
        {"value": "hafta-sonu", "label": "Hafta sonu"},
    ]
    assert [consent["key"] for consent in shown["consents"]] == [
        "photo_publish",
        "news_email",
        "news_sms",
        "keep_for_next_term",
    ]
    assert shown["notice_id"]
    assert Client().get("/api/v1/calls/yok/").status_code == 404


def test_applies_and_hands_back_a_token_that_opens_it(call, token):
    install_defaults()

    response = post(call, token, body(call, consents=["news_sms"]))

    application = Application.objects.get()
    assert response.status_code == 201
    assert response.json()["reference"] == application.reference
    assert application.person.entered_through == "api"
    assert [one.slug for one in application.ranked_areas()] == body(call)["areas"]
    keys = ConsentRecord.objects.values_list("text__purpose__key", flat=True)
    assert list(keys) == ["news_sms"]
    seen = Client().get(
        "/api/v1/applications/own/",
        headers={"Private-Token": response.json()["private_token"]},
    )
    assert seen.json()["state"] == "submitted"


@pytest.mark.parametrize("token", ["", "yanlis"])
def test_without_a_client_token_nobody_applies(call, token):
    response = post(call, token, body(call))

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert Application.objects.count() == 0


def test_same_key_and_body_is_one_application(call, token):
    data = body(call)

    answers = [post(call, token, data, key="k1") for _n in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert len({answer.json()["reference"] for answer in answers}) == 1
    assert Application.objects.count() == Person.objects.count() == 1


def test_same_key_with_another_body_is_refused(call, token):
    post(call, token, body(call), key="k1")

    response = post(call, token, body(call, mode="both"), key="k1")

    assert response.status_code == 422
    assert response.json()["code"] == "idempotency_key_reused"
    assert Application.objects.count() == 1


def test_keys_of_two_clients_do_not_meet(call, token):
    other = create_api_client("diger")[1]

    answers = [post(call, one, body(call), key="k1") for one in (token, other)]

    assert [answer.status_code for answer in answers] == [201, 201]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"person": {"phone": "1"}}, ["phone"]),
        ({"person": {"birth_date": "2020-01-01"}}, ["birth_date"]),
        ({"areas": []}, ["areas"]),
        ({"motivation": "Kısa", "mode": "x"}, ["mode", "motivation"]),
        ({"availability": ["mon-night"]}, ["availability"]),
        ({"declared_true": False}, ["declared_true"]),
        ({"notice_id": 0}, ["notice_id"]),
    ],
)
def test_every_wrong_field_is_named(call, token, changes, fields):
    response = post(call, token, body(call, **changes))

    problem = response.json()
    assert response.status_code == 422
    assert problem["code"] == "invalid"
    assert sorted(problem["errors"]) == fields
    assert Person.objects.count() == 0


@pytest.mark.parametrize("changes", [{"areas": "x"}, {"person": {"birth_date": "dün"}}])
def test_malformed_request_is_a_problem_too(call, token, changes):
    response = post(call, token, body(call, **changes))

    assert response.status_code == 422
    assert response.json()["code"] == "malformed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"areas": ["yok"]}, "foreign_area"),
        ({"areas": ["a", "b", "c", "d"]}, "too_many_areas"),
    ],
)
def test_areas_of_no_use_are_refused(call, token, changes, code):
    response = post(call, token, body(call, **changes))

    assert (response.status_code, response.json()["code"]) == (409, code)


def test_closed_call_is_refused_with_its_reason(token):
    call = CallFactory(opens_at=in_days(-9), closes_at=in_days(-1))

    response = post(call, token, body(call))

    assert (response.status_code, response.json()["code"]) == (409, "closed")


def test_languages_are_required_for_translators(token):
    call = CallFactory(areas=[AreaFactory(asks_languages=True)])
    language = {"language": "ar", "level": "B2", "direction": "into_turkish"}

    refused = post(call, token, body(call))
    taken = post(call, token, body(call, languages=[language]))

    assert sorted(refused.json()["errors"]) == ["direction_1", "language_1", "level_1"]
    assert taken.status_code == 201
    assert Application.objects.get().languages == [language]


def test_own_application_is_shown_in_the_words_of_the_public():
    application = ApplicationFactory(state=ApplicationState.SCHEDULED)
    SheetFactory(interview=InterviewFactory(application=application), note="Gizli")

    shown = own("get", application).json()

    assert shown["reference"] == application.reference
    assert shown["stage"] == str(application.stage.name)
    assert shown["interview"]["place"] == "Konak Hizmet Binası, 2. kat"
    assert "Gizli" not in str(shown)


def test_own_application_costs_the_same_for_many_rows():
    application = ApplicationFactory(state=ApplicationState.ON_DUTY)
    costs = []
    for rows in (1, 29):
        EnrollmentFactory.create_batch(rows, application=application)
        AssignmentFactory.create_batch(rows, application=application)
        with CaptureQueriesContext(connection) as queries:
            shown = own("get", application).json()
        costs.append(len(queries))

    assert len(shown["roles"]) == 30
    assert costs[0] == costs[1]


def test_delete_withdraws_it():
    application = ApplicationFactory()

    response = own("delete", application)
    again = own("delete", application)

    application.refresh_from_db()
    assert (response.status_code, response.json()["state"]) == (200, "withdrawn")
    assert application.state == ApplicationState.WITHDRAWN
    assert (again.status_code, again.json()["code"]) == (409, "not_now")


@pytest.mark.parametrize(
    "link",
    [{"purpose": LinkPurpose.INTERVIEW}, {"expires_at": in_days(-1)}],
    ids=["foreign", "expired"],
)
@pytest.mark.parametrize("method", ["get", "delete"])
def test_closed_tokens_open_nothing(method, link):
    application = ApplicationFactory()

    response = own(method, application, **link)

    application.refresh_from_db()
    assert (response.status_code, response.json()["code"]) == (404, "link_not_open")
    assert application.state == ApplicationState.SUBMITTED


@pytest.fixture
def asking(call):
    QuestionFactory(call=call, key="deneyim", kind="yes_no", is_required=True)
    QuestionFactory(
        call=call,
        key="gun",
        kind="date",
        is_required=True,
        shown_if="deneyim",
        shown_for="Evet",
    )
    return call


def test_conditions_are_shown_and_kept(asking, token):
    shown = Client().get(f"/api/v1/calls/{asking.slug}/").json()["questions"]
    assert [(one["shown_if"], one["shown_for"]) for one in shown] == [
        ("", []),
        ("deneyim", ["evet", "yes"]),
    ]

    missing = post(asking, token, body(asking, answers={"deneyim": "yes"}))
    wrong = {"deneyim": "yes", "gun": "2027-02-30"}
    no_day = post(asking, token, body(asking, answers=wrong))
    hidden = {"deneyim": "no", "gun": "2027-02-28"}
    taken = post(asking, token, body(asking, answers=hidden))

    assert list(missing.json()["errors"]) == ["question_gun"]
    assert list(no_day.json()["errors"]) == ["question_gun"]
    assert taken.status_code == 201
    assert Application.objects.get().answers == {"deneyim": "no"}


def test_date_of_the_api_is_kept_as_such(asking, token):
    answers = {"deneyim": "yes", "gun": "2027-02-28"}

    assert post(asking, token, body(asking, answers=answers)).status_code == 201
    assert Application.objects.get().answers == answers


def test_call_that_needs_a_file_is_the_forms_matter(call, token):
    QuestionFactory(call=call, key="belge", kind="file", is_required=True)

    answers = {"belge": {"code": "x", "kind": "pdf", "size": 1}}
    refused = post(call, token, body(call, answers=answers))

    assert list(refused.json()["errors"]) == ["question_belge"]
