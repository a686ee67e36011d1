"""What every test may ask for."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from people.private_files import private_storage
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tools.compile_translations import compile_translations


def pytest_configure(config: pytest.Config) -> None:
    """In a fresh clone Django has looked for the catalogs before they were made."""
    for path in compile_translations():
        translation_file_changed(sender=None, file_path=path)


@pytest.fixture(autouse=True)
def _fresh_start():
    """No test inherits another's language, cache or uploaded files."""
    translation.activate("tr")
    cache.clear()
    private_storage()._root._children.clear()


@pytest.fixture
def tr() -> Client:
    """A browser of somebody who reads Turkish."""
    return Client(headers={"accept-language": "tr"})


@pytest.fixture
def en() -> Client:
    """A browser of somebody who reads English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def staff_user(db) -> Callable:
    """`staff_user(StaffRole.TRIPS)`: a member of staff with that role and no other."""
    return make_staff


@pytest.fixture
def staff_client(staff_user) -> Callable[..., Client]:
    """`staff_client(StaffRole.TRIPS)`: a browser in which she is logged in."""

    def make(role: StaffRole, username: str = "") -> Client:
        browser = Client()
        browser.force_login(staff_user(role, username))
        return browser

    return make
