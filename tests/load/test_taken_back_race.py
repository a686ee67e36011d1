"""A guide takes marks back while the phones of the others send theirs, over HTTP."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from itertools import groupby

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.domain.defaults import install_defaults
from people.roles import StaffRole
from programs.enums import AttendanceMark as Mark
from programs.enums import RegistrationState as State
from programs.models import AttendanceRecord, Occurrence, Registration
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.load.browser import send
from tests.load.test_waiting_list_races import at_once
from tests.programs.test_walk_ins import leave
from tools.servers import Server

pytestmark = pytest.mark.postgres

WOMEN, TAKEN_BACK, GUIDES = 6, 3, 5


def phone_of(server: Server, boat: Occurrence, name: str) -> Callable[..., int]:
    """Sends marks as the page on her phone does."""
    guide = make_staff(StaffRole.GUIDE, name)
    boat.guides.add(guide)
    client = Client()
    client.force_login(guide)
    secret = "a" * 32
    session = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
    headers = {
        "Cookie": f"{session}; csrftoken={secret}",
        "X-CSRFToken": secret,
        "Content-Type": "application/json",
    }
    path = reverse("programs_occurrence:check_in_marks", args=[boat.pk])

    def marks(sent: list[dict[str, str]]) -> int:
        body = json.dumps({"marks": sent})
        return send(server, "POST", path, body, **headers)[0]

    return marks


def mark(code: str, what: Mark, *, ago: int) -> dict[str, str]:
    at = (timezone.now() - timedelta(seconds=ago)).isoformat()
    return {"key": str(uuid.uuid4()), "code": code, "mark": what, "at": at}


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
