"""Asking for a new link tells nobody whether somebody is known."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from messaging import renewal
from people.enums import ContactChannel
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewed(monkeypatch):
    """Everybody whose links were renewed."""
    cache.clear()
    people = []
    monkeypatch.setattr(renewal, "_registry", {"test": people.append})
    yield people
    cache.clear()


def ask(client, email):
    return client.post(reverse("messaging:renew"), {"email": email}, follow=True)


def test_known_address_gets_new_links(client, renewed):
    person = PersonFactory(email="ipek@example.org")

    ask(client, "Ipek@example.org")

    assert renewed == [person]


def test_answer_is_the_same_for_known_and_unknown(client, renewed):
    PersonFactory(email="ipek@example.org")

    known, unknown = ask(client, "ipek@example.org"), ask(client, "yok@example.org")

    assert known.content == unknown.content
    assert known.redirect_chain == unknown.redirect_chain


def test_nothing_is_sent_to_an_address_she_did_not_choose(client, renewed):
    PersonFactory(email="ipek@example.org", contact_channel=ContactChannel.PHONE)

    ask(client, "ipek@example.org")

    assert renewed == []


def test_address_is_served_once_in_a_while(client, renewed):
    PersonFactory(email="ipek@example.org")

    ask(client, "ipek@example.org")
    ask(client, "ipek@example.org")

    assert len(renewed) == 1


def test_wrong_address_is_refused_at_its_field(client, renewed):
    answer = client.post(reverse("messaging:renew"), {"email": "ışıl@example.org"})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["email"]
    assert "ışıl@example.org" in answer.content.decode()


def test_page_is_neither_kept_nor_indexed(client):
    answer = client.get(reverse("messaging:renew"))

    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
