"""Mail scanners open every link: opening changes nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from people.domain.consents import record_consents
from people.domain.defaults import install_defaults
from people.domain.links import issue_link
from people.enums import EntryChannel, LinkPurpose
from people.roles import StaffRole
from rights.domain.corrections import correct_own
from rights.domain.links import issue_own_data_link, withdrawal_path
from rights.models import AddressChange
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, ask_meeting, register
from tests.factories.staff import make_staff
from tests.factories.volunteers import FileFactory, InterviewFactory
from volunteers.domain.calendar_feeds import renew_calendar_feed
from volunteers.domain.drafts import begin_draft

pytestmark = pytest.mark.django_db

APPS = ("volunteers", "programs", "rights", "messaging", "people")


def dump() -> dict[str, list[str]]:
    """Every row of every table as it lies there, sessions too."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def private_routes() -> dict[str, set[str]]:
    """Every named route that takes a token, and what its address takes."""
    resolver = get_resolver()
    found = {}
    for app in APPS:
        _prefix, urls = resolver.namespace_dict[app]
        for pattern in urls.url_patterns:
            names = set(pattern.pattern.converters)
            if "token" in names and pattern.name:
                found[f"{app}:{pattern.name}"] = names
    return found


@pytest.fixture
def paths(db):
    """One open address for each route that takes a token, and what it is about."""
    install_defaults()
    person = PersonFactory(email="ipek@example.org")
    record_consents(
        person, given=["news_email"], language="tr", entered_through=EntryChannel.WEB
    )
    interview = InterviewFactory()
    application = interview.application
    registration = register(OccurrenceFactory()).registration
    correct_own(person, changes={"email": "yeni@example.org"})
    file = FileFactory(application=application)
    draft = begin_draft(application.call)
    tokens = {
        "volunteers:resume": issue_link(
            person, purpose=LinkPurpose.DRAFT, target=draft
        ),
        "volunteers:confirm_reach": issue_link(
            application.person, purpose=LinkPurpose.RECEIPT, target=application
        ),
        "volunteers": issue_link(
            application.person, purpose=LinkPurpose.APPLICATION, target=application
        ),
        "interview": issue_link(
            application.person, purpose=LinkPurpose.INTERVIEW, target=application
        ),
        "volunteers:information": issue_link(
            application.person, purpose=LinkPurpose.INFORMATION, target=application
        ),
        "programs": issue_link(
            registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
        ),
        "rights:open": issue_own_data_link(person),
        "rights:confirm_address": issue_link(
            person,
            purpose=LinkPurpose.NEW_ADDRESS,
            target=AddressChange.objects.get(),
        ),
    }
    asked = ask_meeting(n=7).request
    for name in ("meeting", "meeting_withdraw", "meeting_address"):
        tokens[f"programs:{name}"] = issue_link(
            asked.person, purpose=LinkPurpose.REGISTRATION, target=asked
        )
    tokens["volunteers:interview_feed"] = renew_calendar_feed(
        make_staff(StaffRole.INTERVIEWER)
    )
    withdrawal = withdrawal_path(person, "news_email")
    found = {}
    for name, names in private_routes().items():
        app, _route = name.split(":")
        kwargs = {"pk": 1} if "pk" in names else {}
        if "code" in names:
            kwargs["code"] = file.code
        token = tokens.get(name) or tokens.get(app, "")
        if name in INTERVIEW_ROUTES:
            token = tokens["interview"]
        found[name] = (
            withdrawal
            if name == "rights:withdraw_consent"
            else reverse(name, kwargs={"token": token, **kwargs})
        )
    return found


#: What takes a POST only, and answers a GET with "method not allowed".
POST_ONLY = {
    "volunteers:take_session",
    "volunteers:give_back_session",
    "volunteers:wait_for_session",
    "volunteers:answer_session_offer",
    "volunteers:take_shift",
    "volunteers:give_back_shift",
    "volunteers:remove_hours",
    "volunteers:remove_wish",
    "programs:answer",
    "programs:other",
}
INTERVIEW_ROUTES = {"volunteers:interview", "volunteers:give_up", "volunteers:calendar"}


def test_every_private_address_may_be_opened_without_changing_a_row(paths):
    assert len(paths) >= 15
    # The first page ever shown makes the row of the site's own settings.
    Client().get(reverse("messaging:renew"))
    before = dump()

    for name, path in sorted(paths.items()):
        for method in ("get", "head"):
            answer = getattr(Client(), method)(path)
            expected = (405,) if name in POST_ONLY else (200, 302)
            assert answer.status_code in expected, (name, method, answer.status_code)

    assert dump() == before


def test_the_comparison_sees_a_change(paths):
    before = dump()

    Client().post(paths["rights:open"])

    assert dump() != before


def test_private_addresses_tell_nothing_when_the_token_is_another_persons(paths):
    """A token of one purpose opens no page of another."""
    token = paths["rights:open"].rstrip("/").split("/")[-1]

    for name, names in private_routes().items():
        if name in POST_ONLY or name == "rights:open":
            continue
        kwargs = {"pk": 1} if "pk" in names else {}
        if "code" in names:
            kwargs["code"] = "0"
        path = reverse(name, kwargs={"token": token, **kwargs})
        assert Client().get(path).status_code == 404, name
