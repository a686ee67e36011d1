"""A person whose page of everything is open in a browser."""

import pytest
from django.test import Client
from django.urls import reverse

from people.domain.defaults import install_defaults
from rights.domain.links import issue_own_data_link
from tests.factories.people import PersonFactory


@pytest.fixture
def person(db):
    install_defaults()
    return PersonFactory(email="ipek@example.org", given_name="İpek")


@pytest.fixture
def visit(person) -> Client:
    """A browser in which she opened her link."""
    browser = Client(headers={"accept-language": "tr"})
    opened = browser.post(reverse("rights:open", args=[issue_own_data_link(person)]))
    assert opened.url == reverse("rights:own")
    return browser
