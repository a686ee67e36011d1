import pytest
from django.db import transaction

from pages.demo.build import build_demo
from people.domain.roles import sync_roles
from tests.factories.pages import make_site
from tests.factories.programs import ProgramFactory


@pytest.fixture
def home(db):
    """The home page of the default site."""
    return make_site()


@pytest.fixture(scope="module")
def _demo_rows(django_db_setup, django_db_blocker):
    """Built once a module, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        sync_roles()
        ProgramFactory(slug="kadinlar-icin-bir-mola")
        ProgramFactory(slug="meslek-fabrikasi")
        build_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo_site(_demo_rows, db):
    """The pages of the demo, without calls and dates."""
