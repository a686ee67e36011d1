"""Time limits in the admin: rules, reports, the warning on the home page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.domain.holds import set_hold
from people.domain.retention import install_rules
from people.enums import AccessKind, HoldReason, RetentionEffect
from people.models import (
    AccessRecord,
    DestructionLog,
    RetentionRule,
    RetentionRun,
)
from people.retention import all_kinds
from people.roles import StaffRole
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

REPORTS = ("people_past_date", "people_destruction_log")


@pytest.fixture
def officer(staff_client):
    install_rules()
    return staff_client(StaffRole.PRIVACY)


def rule(key="people.access"):
    return RetentionRule.objects.get(kind=key)


def edit(rule):
    return reverse("people_retentionrule:edit", args=[rule.pk])


def old_access(**more):
    return AccessRecord.objects.create(
        at=timezone.now() - timedelta(days=800), kind=AccessKind.VIEW, **more
    )


def told(browser):
    page = browser.get(reverse("people_past_date"))
    return {one.kind: one.told for one in page.context["object_list"]}, page


def test_every_kind_has_its_rule_on_the_list(officer):
    page = officer.get(reverse("people_retentionrule:index"))

    listed = {one.kind for one in page.context["object_list"]}
    assert listed == {kind.key for kind in all_kinds()}
    assert "2 yıl" in page.content.decode()


def test_rule_is_changed_and_the_change_is_logged(officer):
    answer = officer.post(
        edit(rule()), {"length": 12, "unit": "months", "active": "on", "note": ""}
    )

    assert answer.status_code == 302
    assert (rule().length, rule().unit) == (12, "months")
    [entry] = ModelLogEntry.objects.all()
    assert entry.action == "people.retention_rule.change"
    assert entry.user.username == "privacy"


def test_law_is_said_at_the_field(officer):
    log_rule = rule("people.destruction_log")

    answer = officer.post(
        edit(log_rule), {"length": 2, "unit": "years", "active": "on", "note": ""}
    )

    assert answer.context["form"].errors == {
        "length": ["Mevzuata göre en az 3 yıl saklanır."]
    }
    assert rule("people.destruction_log").length == 3


def test_longer_than_promised_is_warned_of(officer):
    answer = officer.post(
        edit(rule("programs.registration")),
        {"length": 2, "unit": "years", "active": "on", "note": ""},
        follow=True,
    )

    assert "Bu süre, kişilere bildirilenden uzun." in answer.content.decode()


@pytest.mark.parametrize("role", [StaffRole.APPLICATIONS, StaffRole.COMMUNICATIONS])
def test_others_see_neither_rules_nor_reports(staff_client, role):
    install_rules()
    browser = staff_client(role)

    addresses = [
        edit(rule()),
        reverse("people_retentionrule:index"),
        *map(reverse, REPORTS),
    ]

    assert [browser.get(address).status_code for address in addresses] == [302] * 4
    assert browser.post(reverse("people_apply_retention")).status_code == 302
    assert RetentionRun.objects.count() == 0


@pytest.mark.parametrize("role", [StaffRole.PRIVACY, StaffRole.MANAGER])
def test_privacy_officer_and_manager_see_the_reports(staff_client, role):
    install_rules()
    browser = staff_client(role)

    assert [browser.get(reverse(name)).status_code for name in REPORTS] == [200, 200]


def test_report_says_what_is_past_and_why(officer, staff_user):
    old_access()
    person = PersonFactory()
    old_access(person=person)
    set_hold(person, reason=HoldReason.COURT, by=staff_user(StaffRole.MANAGER))

    past, page = told(officer)

    access = past["people.access"]
    assert (access.count, access.on_hold, access.next_run_takes) == (2, 1, 1)
    assert access.overdue_since < timezone.localdate()
    assert "İmhası durdurulan kayıt sayısı: 1." in page.content.decode()
    assert past["people.link"].count == 0


def test_run_by_hand_takes_what_is_past_and_is_in_the_log(officer):
    old_access()

    officer.post(reverse("people_apply_retention"))

    past, _page = told(officer)
    assert past["people.access"].count == 0
    page = officer.get(reverse("people_destruction_log"))
    [row] = page.context["object_list"]
    assert (row.kind, row.rows, row.by.username) == ("people.access", 1, "privacy")


def test_run_by_hand_is_a_post(officer):
    assert officer.get(reverse("people_apply_retention")).status_code == 405


def test_reports_take_the_same_queries_for_one_and_thirty_rows(officer):
    def queries(name):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            officer.get(reverse(name))
        return len(caught)

    def destroyed(count):
        for _row in range(count):
            old_access()
            DestructionLog.objects.create(
                kind="people.access", effect=RetentionEffect.DELETE, rows=1
            )

    destroyed(1)
    [queries(name) for name in REPORTS]
    one = [queries(name) for name in REPORTS]
    destroyed(29)

    assert [queries(name) for name in REPORTS] == one


def test_destruction_log_is_exported(officer):
    DestructionLog.objects.create(
        kind="people.access", effect=RetentionEffect.DELETE, rows=7
    )

    answer = officer.get(reverse("people_destruction_log"), {"export": "csv"})

    text = b"".join(answer.streaming_content).decode()
    assert "people.access" in text
    assert "imha-kaydi.csv" in answer["Content-Disposition"]


def home(browser):
    return browser.get(reverse("wagtailadmin_home")).content.decode()


def test_home_page_warns_when_nothing_was_ever_destroyed(officer, staff_client):
    assert "hiç imha edilmedi" in home(officer)
    assert "hiç imha edilmedi" not in home(staff_client(StaffRole.TRIPS))


@pytest.mark.parametrize(("days", "warned"), [(149, False), (151, True)])
def test_home_page_warns_after_150_days(officer, days, warned):
    ago = timezone.now() - timedelta(days=days)
    RetentionRun.objects.create(started_at=ago, finished_at=ago)

    page = home(officer)

    assert ("en son" in page and "imha edildi" in page) is warned
    assert "hiç imha edilmedi" not in page
