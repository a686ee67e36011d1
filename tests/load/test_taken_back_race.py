"""A guide takes marks back while the phones of the others send theirs, over HTTP."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import groupby

import pytest
from django.urls import reverse

from people.domain.defaults import install_defaults
from people.roles import StaffRole
from programs.enums import AttendanceMark as Mark
from programs.enums import RegistrationState as State
from programs.models import AttendanceRecord, Occurrence, Registration
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.load.browser import at_once, staff_browser
from tests.load.test_marks_race import mark
from tests.programs.test_walk_ins import leave
from tools.servers import Server

pytestmark = pytest.mark.postgres

WOMEN, TAKEN_BACK, GUIDES = 6, 3, 5


def phone_of(server: Server, boat: Occurrence, name: str) -> Callable[..., int]:
    """Sends marks as the page on her phone does."""
    guide = make_staff(StaffRole.GUIDE, name)
    boat.guides.add(guide)
    page, path = (
        reverse(f"programs_occurrence:{one}", args=[boat.pk])
        for one in ("check_in", "check_in_marks")
    )
    phone = staff_browser(server, guide, page)
    return lambda sent: phone.send_json(path, json.dumps({"marks": sent}))


def test_what_is_taken_back_stays_so_whichever_phone_sends_first(server):
    install_defaults()
    boat = OccurrenceFactory(capacity=WOMEN)
    codes = [register(boat, n=n).registration.code for n in range(WOMEN)]
    leave(boat, ago=timedelta(minutes=30))
    phones = [phone_of(server, boat, f"rehber-{n}") for n in range(GUIDES)]
    lists = [
        [mark(code, Mark.CAME, ago=120 - n) for code in codes] for n in range(GUIDES)
    ]
    # The last of them saw that some had gone ashore again, after all other marks.
    lists[-1] += [mark(code, Mark.UNDONE, ago=30) for code in codes[:TAKEN_BACK]]

    # Each sends twice, as a phone does whose answer got lost.
    statuses = at_once(
        [
            lambda phone=phone, sent=sent: phone(sent)
            for phone, sent in zip(phones, lists, strict=True)
            for _again in range(2)
        ]
    )

    assert set(statuses) == {200}
    assert dict(Registration.objects.values_list("code", "state")) == {
        **dict.fromkeys(codes[:TAKEN_BACK], State.CONFIRMED),
        **dict.fromkeys(codes[TAKEN_BACK:], State.ATTENDED),
    }
    # So many say the same, some of them again and later; then it is taken back once.
    written = AttendanceRecord.objects.order_by("at")
    for number, code in enumerate(codes):
        of_her = written.filter(registration__code=code).values_list("mark", flat=True)
        taken_back = [Mark.UNDONE] if number < TAKEN_BACK else []
        assert [said for said, _again in groupby(of_her)] == [Mark.CAME, *taken_back]
    assert Occurrence.objects.with_places().get(pk=boat.pk).seats_held == WOMEN
