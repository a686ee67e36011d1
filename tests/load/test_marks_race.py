"""Several guides mark the same boat at the same moment, over HTTP."""

import json
import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.domain.defaults import install_defaults
from people.roles import StaffRole
from programs.enums import RegistrationState as State
from programs.models import AttendanceRecord, Registration
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.load.browser import at_once, staff_browser
from tests.programs.test_walk_ins import leave

pytestmark = pytest.mark.postgres

WOMEN, GUIDES = 8, 4


def mark(code: str, what: str, *, ago: int, key: str = "") -> dict[str, str]:
    at = timezone.now() - timedelta(seconds=ago)
    return {
        "key": key or str(uuid.uuid4()),
        "code": code,
        "mark": what,
        "at": at.isoformat(),
    }


def test_marks_of_several_guides_are_merged_without_a_double(server):
    install_defaults()
    boat = OccurrenceFactory(capacity=WOMEN)
    codes = [register(boat, n=n).registration.code for n in range(WOMEN)]
    leave(boat, ago=timedelta(minutes=30))
    path = reverse("programs_occurrence:check_in_marks", args=[boat.pk])
    page = reverse("programs_occurrence:check_in", args=[boat.pk])
    guides = []
    for n in range(GUIDES):
        guide = make_staff(StaffRole.GUIDE, f"rehber-{n}")
        boat.guides.add(guide)
        guides.append(staff_browser(server, guide, page))
    shared = mark(codes[0], "came", ago=60)
    #: Each has everybody on her phone; of two women they say different things, the
    #: later mark is the one that counts. Every phone sends what it has twice.
    sent = [
        [
            shared,
            *[mark(code, "came", ago=50 - n) for code in codes[1:6]],
            mark(codes[6], "missed" if n < GUIDES - 1 else "came", ago=40 - n),
            mark(codes[7], "came" if n < GUIDES - 1 else "missed", ago=40 - n),
        ]
        for n in range(GUIDES)
    ]

    statuses = at_once(
        [
            partial(guide.send_json, path, json.dumps({"marks": marks}))
            for guide, marks in zip(guides, sent, strict=True)
            for _again in range(2)
        ]
    )

    assert set(statuses) == {200}
    stand = dict(Registration.objects.values_list("code", "state"))
    assert stand == {
        **dict.fromkeys(codes[:7], State.ATTENDED),
        codes[7]: State.MISSED,
    }
    # One key is one mark, however often and from whichever phone it came.
    keys = list(AttendanceRecord.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys))
    assert {str(key) for key in keys} <= {one["key"] for row in sent for one in row}
    assert AttendanceRecord.objects.filter(key=shared["key"]).count() == 1
    # In the log of each woman every change of her state, and no mark that repeats it.
    for row in Registration.objects.all():
        entries = ModelLogEntry.objects.filter(
            object_id=str(row.pk), action__endswith=("attend")
        ) | ModelLogEntry.objects.filter(object_id=str(row.pk), action__endswith="miss")
        assert 1 <= entries.count() <= row.attendance_records.count()
