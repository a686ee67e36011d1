"""A front end that registers people over HTTP, as `/api/v1/` is meant to be used."""

import http.client
import json
from typing import Any

from people.domain.consents import publish_notice
from people.domain.links import create_api_client
from people.enums import Process
from people.models import Notice
from programs.models import Occurrence
from tests.factories.programs import ActivityFactory, OccurrenceFactory
from tools.servers import HOST, Server

SEATS = 200


def size_of(party: int) -> int:
    """One to four, in an order that is not the order of asking."""
    return 1 + party * 7 // 3 % 4


def email_of(party: int) -> str:
    return f"katilimci{party}@example.org"


def request_body(party: int, notice: Notice) -> str:
    return json.dumps(request_fields(party, notice))


def request_fields(party: int, notice: Notice) -> dict[str, Any]:
    return {
        "notice_id": notice.pk,
        "person": {
            "given_name": "İpek",
            "family_name": "Öztürk",
            "birth_date": "1990-11-21",
            "district": "konak",
            "email": email_of(party),
            "contact_channel": "email",
        },
        "party": [
            {"kind": "child", "given_name": "Deniz", "birth_year": 2020}
            for _child in range(size_of(party) - 1)
        ],
    }


def ask(server: Server, path: str, token: str, body: str, key: str) -> dict[str, Any]:
    """One registration over HTTP, as a front end's server asks for it."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
    try:
        connection.request(
            "POST",
            path,
            body.encode(),
            {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        response = connection.getresponse()
        return {"status": response.status, **json.loads(response.read())}
    finally:
        connection.close()


def departure(waiting_capacity: int) -> tuple[Occurrence, str, Notice]:
    _client, token = create_api_client("vitrin")
    occurrence = OccurrenceFactory(
        activity=ActivityFactory(most_children=3),
        capacity=SEATS,
        waiting_capacity=waiting_capacity,
    )
    notice = publish_notice(
        Notice(
            process=Process.REGISTRATION,
            language="tr",
            summary="Kişisel verileriniz yalnızca kaydınız için işlenir.",
            body="Aydınlatma metni.",
        )
    )
    return occurrence, token, notice
