"""Private links: hashed, single-purpose, expiring, revocable."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from people.domain.links import (
    api_client_for,
    issue_link,
    open_link,
    revoke_links,
)
from people.enums import LinkPurpose
from people.models import ApiClient, PrivateLink
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_link_opens_its_target():
    person = PersonFactory()
    token = issue_link(person, purpose=LinkPurpose.APPLICATION, target=person)

    link = open_link(token, purpose=LinkPurpose.APPLICATION)

    assert link is not None
    assert link.target == person


def test_token_has_128_bits_and_is_kept_only_as_its_hash():
    person = PersonFactory()
    token = issue_link(person, purpose=LinkPurpose.APPLICATION, target=person)

    row = PrivateLink.objects.values().get()

    assert len(token) >= 22
    assert token not in str(row)


def test_link_opens_nothing_for_another_purpose():
    person = PersonFactory()
    token = issue_link(person, purpose=LinkPurpose.APPLICATION, target=person)

    assert open_link(token, purpose=LinkPurpose.INTERVIEW) is None


def test_expired_link_opens_nothing():
    person = PersonFactory()
    token = issue_link(
        person,
        purpose=LinkPurpose.APPLICATION,
        target=person,
        expires_at=timezone.now() - timedelta(seconds=1),
    )

    assert open_link(token, purpose=LinkPurpose.APPLICATION) is None


def test_revoked_link_opens_nothing():
    person = PersonFactory()
    token = issue_link(person, purpose=LinkPurpose.APPLICATION, target=person)

    assert revoke_links(person) == 1
    assert open_link(token, purpose=LinkPurpose.APPLICATION) is None


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "' OR 1=1 --"])
def test_invented_token_opens_nothing(token):
    assert open_link(token, purpose=LinkPurpose.APPLICATION) is None


def test_client_token_is_printed_once_and_kept_hashed(capsys):
    call_command("create_api_client", "web")
    token = capsys.readouterr().out.strip()

    assert api_client_for(token) == ApiClient.objects.get(name="web")
    assert token not in str(ApiClient.objects.values().get())
    with pytest.raises(CommandError):
        call_command("create_api_client", "web")


def test_revoked_client_is_unknown(capsys):
    call_command("create_api_client", "web")
    token = capsys.readouterr().out.strip()
    ApiClient.objects.update(revoked_at=timezone.now())

    assert api_client_for(token) is None
