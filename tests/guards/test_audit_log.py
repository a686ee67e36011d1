"""Wagtail's audit log: nothing of a person in it, nobody reads what she may not."""

import json

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.whole_life import EMAIL, FAMILY, GIVEN, PHONE, live_a_whole_life

HISTORY = "/yonetim/reports/site-history/"


@pytest.mark.django_db
def test_audit_log_after_a_whole_life(tr: Client):
    trace = live_a_whole_life(tr)
    entries = list(ModelLogEntry.objects.all())
    written = json.dumps([[one.label, one.data] for one in entries], ensure_ascii=False)

    assert len(entries) >= 10
    for mark in (GIVEN, FAMILY, EMAIL, PHONE, PHONE.removeprefix("+90")):
        assert mark not in written
    for role, sees in (
        (StaffRole.COMMUNICATIONS, set()),
        (StaffRole.INTERVIEWER, {"review", "interview"}),
    ):
        reader = make_staff(role, f"okuyan-{role.name}")
        seen = {
            entry.content_type.model
            for entry in ModelLogEntry.objects.viewable_by_user(reader)
        }
        assert seen <= sees, role
    officer = make_staff(StaffRole.PRIVACY, "okuyan-kvkk")
    assert ModelLogEntry.objects.viewable_by_user(officer).exists()
    assert trace.person.pk
