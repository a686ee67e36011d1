"""The command, killed in the middle and run twice at once, on a real PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from people.domain.holds import set_hold
from people.domain.retention import install_rules
from people.enums import AccessKind, HoldReason
from people.models import AccessRecord, DestructionLog, RetentionRule, RetentionRun
from people.roles import StaffRole
from tests.factories.people import PersonFactory

ROOT = Path(__file__).resolve().parents[3]
LONG_AGO = timedelta(days=800)


def old_accesses(count, **more):
    AccessRecord.objects.bulk_create(
        AccessRecord(at=timezone.now() - LONG_AGO, kind=AccessKind.VIEW, **more)
        for _row in range(count)
    )


def said(*options):
    out = StringIO()
    call_command("apply_retention", *options, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_dry_run_counts_and_changes_nothing(staff_user):
    old_accesses(2)
    person = PersonFactory()
    old_accesses(1, person=person)
    set_hold(person, reason=HoldReason.COURT, by=staff_user(StaffRole.PRIVACY))

    lines = said("--dry-run", "--kind", "people.access")

    assert lines == ["people.access: 2, on hold: 1"]
    assert AccessRecord.objects.count() == 3
    assert RetentionRun.objects.count() == 0


@pytest.mark.django_db
def test_dry_run_tells_of_a_rule_that_is_off():
    install_rules()
    RetentionRule.objects.filter(kind="people.access").update(active=False)
    old_accesses(2)

    assert said("--dry-run", "--kind", "people.access") == [
        "people.access: 0 (rule is off)"
    ]


@pytest.mark.django_db
def test_command_prints_what_it_destroyed():
    old_accesses(2)

    lines = said()

    assert "people.access: 2" in lines
    assert "people.person: 0" in lines
    assert lines[-1] == f"run {RetentionRun.objects.get().pk} finished"


@pytest.mark.django_db
def test_unknown_kind_is_refused():
    with pytest.raises(CommandError):
        said("--kind", "people.nothing")


# --- killed, and twice at once ------------------------------------------------

ROWS = 60_000


@pytest.fixture
def database(transactional_db):
    if connection.vendor != "postgresql":
        pytest.fail("This needs PostgreSQL: see tests/load/conftest.py")
    install_rules()
    told = connection.settings_dict
    host = quote(told["HOST"], safe="")
    url = f"postgres://{told['USER']}@{host}/{told['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }


def start(environment):
    return subprocess.Popen(
        [sys.executable, "manage.py", "apply_retention", "--kind", "people.access"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def logged():
    rows = DestructionLog.objects.filter(kind="people.access")
    return sum(rows.values_list("rows", flat=True))


@pytest.mark.postgres
def test_killed_run_is_completed_without_counting_twice(database):
    old_accesses(ROWS)
    killed = start(database)
    while not logged():
        assert killed.poll() is None
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    left = AccessRecord.objects.count()
    assert 0 < left < ROWS
    assert logged() == ROWS - left

    again = start(database)
    out, _err = again.communicate(timeout=300)

    assert f"people.access: {left}" in out
    assert AccessRecord.objects.count() == 0
    assert logged() == ROWS


@pytest.mark.postgres
def test_two_runs_at_once_take_each_row_once(database):
    old_accesses(ROWS)

    running = [start(database), start(database)]
    told = [one.communicate(timeout=300)[0] for one in running]

    taken = [int(out.split("people.access: ")[1].split()[0]) for out in told]
    assert [one.returncode for one in running] == [0, 0]
    assert sum(taken) == logged() == ROWS
    assert all(taken)
    assert AccessRecord.objects.count() == 0
