"""Browsers of the staff who work with departures, and of those who may not."""

import pytest

from people.domain.defaults import install_defaults
from people.roles import StaffRole
from tests.factories.staff import make_staff


@pytest.fixture
def trips(client, db):
    """The trips coordinator, with the notice and consents a form needs."""
    install_defaults()
    client.force_login(make_staff(StaffRole.TRIPS))
    return client
