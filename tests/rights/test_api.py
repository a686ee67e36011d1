"""`/api/v1/own/`: the same rights for another front end."""

import pytest
from django.db import connection

from people.domain.consents import has_consented, record_consents
from people.domain.links import issue_link, revoke_links
from people.enums import EntryChannel, LinkPurpose
from rights.domain.links import issue_own_data_link

pytestmark = pytest.mark.django_db

DATA = "/api/v1/own/data"
WITHDRAW = "/api/v1/own/consents/news_email/withdraw"


def private(token):
    return {"HTTP_PRIVATE_TOKEN": token}


def test_everything_held_by_the_private_token(client, person):
    answer = client.get(DATA, **private(issue_own_data_link(person)))

    data = answer.json()
    assert data["schema_version"] == "own-data/1"
    assert data["holdings"][0]["records"][0]["data"]["given_name"] == "İpek"
    assert "volunteers.notes" not in {one["name"] for one in data["holdings"]}


def test_consent_is_withdrawn_and_withdrawn_again(client, person):
    record_consents(
        person, given=["news_email"], language="tr", entered_through=EntryChannel.WEB
    )
    token = issue_own_data_link(person)

    answers = [client.post(WITHDRAW, **private(token)) for _time in range(2)]

    assert [one.json() for one in answers] == [
        {"key": "news_email", "is_given": False}
    ] * 2
    assert not has_consented(person, "news_email")
    assert person.consent_records.first().entered_through == EntryChannel.API


def test_every_bad_token_gets_the_same_answer(client, person):
    revoked = issue_own_data_link(person)
    revoke_links(person, purpose=LinkPurpose.OWN_DATA)
    foreign = issue_link(person, purpose=LinkPurpose.APPLICATION, target=person)

    answers = [
        client.get(DATA, **private(token)) for token in ("", "A" * 22, revoked, foreign)
    ]

    assert [one.status_code for one in answers] == [404] * 4
    assert len({one.content for one in answers}) == 1


def test_reading_writes_nothing(client, person, django_assert_num_queries):
    token = issue_own_data_link(person)
    with connection.execute_wrapper(refuse_to_write):
        assert client.get(DATA, **private(token)).status_code == 200


def refuse_to_write(execute, sql, params, many, context):
    assert sql.lstrip().split()[0].upper() not in {"INSERT", "UPDATE", "DELETE"}, sql
    return execute(sql, params, many, context)
