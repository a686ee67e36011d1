"""What holds for every route of `/api/v1/`."""

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db

CLOSED = [
    ("post", "/api/v1/calls/bahar/applications/"),
    ("post", "/api/v1/occurrences/1/registrations/"),
]
OWN = [
    ("get", "/api/v1/applications/own/"),
    ("delete", "/api/v1/applications/own/"),
    ("get", "/api/v1/registrations/own/"),
    ("delete", "/api/v1/registrations/own/"),
]


@pytest.fixture
def bearer(capsys):
    """The header of a front end's server."""
    call_command("create_api_client", "portal")
    return {"Authorization": f"Bearer {capsys.readouterr().out.strip()}"}


def test_description_names_every_route(client):
    described = client.get("/api/v1/openapi.json").json()["paths"]

    assert {
        "/api/v1/calls/",
        "/api/v1/occurrences/",
        "/api/v1/occurrences/{id}/",
        "/api/v1/occurrences/{id}/registrations/",
        "/api/v1/calls/{slug}/applications/",
        "/api/v1/applications/own/",
        "/api/v1/registrations/own/",
    } <= set(described)


def test_a_person_is_described_once(client):
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]

    people = {
        name: schemas[name]["properties"]["person"]
        for name in ("ApplicationIn", "RegistrationIn")
    }
    assert set(map(str, people.values())) == {
        "{'$ref': '#/components/schemas/PersonIn'}"
    }


def test_every_operation_has_a_name_of_its_own(client):
    described = client.get("/api/v1/openapi.json").json()["paths"]
    names = [
        operation["operationId"]
        for path in described.values()
        for operation in path.values()
    ]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_submitting_needs_a_client_token(client, method, path):
    answer = getattr(client, method)(path, data="{}", content_type="application/json")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "no_client"


@pytest.mark.parametrize(("method", "path"), OWN)
@pytest.mark.parametrize("token", ["", "x" * 22])
def test_foreign_token_opens_nothing(client, bearer, method, path, token):
    answer = getattr(client, method)(path, headers={**bearer, "Private-Token": token})

    assert answer.status_code == 404
    assert answer.json()["code"] == "link_not_open"


def test_no_answer_speaks_the_readers_language(client):
    words = {
        language: client.post(
            "/api/v1/occurrences/1/registrations/",
            data="{}",
            content_type="application/json",
            headers={"Accept-Language": language},
        ).json()["title"]
        for language in ("tr", "en")
    }

    assert words == {
        "tr": "İstemci anahtarı gerekli.",
        "en": "A client token is needed.",
    }


def test_malformed_body_names_its_fields(client, bearer):
    answer = client.post(
        "/api/v1/occurrences/1/registrations/",
        data='{"party": "many"}',
        content_type="application/json",
        headers=bearer,
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "malformed"
    assert {"person", "party"} <= {
        name.removeprefix("payload.") for name in answer.json()["errors"]
    }
