"""What a program page shows by itself: dates, days by appointment, meetings to ask."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.enums import ActivityKind
from tests.factories.pages import ProgramPageFactory
from tests.factories.programs import (
    activity_of,
    ask_meeting,
    date_of,
    stop_with_times,
)

pytestmark = pytest.mark.django_db


def page_of(home, activity):
    return ProgramPageFactory(parent=home, program=activity.program)


def test_thirty_stops_cost_the_page_as_much_as_one(client, home):
    activity = activity_of(ActivityKind.MOBILE_STOP)
    page = page_of(home, activity)
    day = timezone.localdate() + timedelta(days=3)
    counts = []
    for days in (range(1), range(1, 30)):
        for more in days:
            stop_with_times(activity, day=day + timedelta(days=more), ends=time(12))
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            words = client.get(page.url).content.decode()
        counts.append((words.count("<article"), len(captured)))

    assert [cards for cards, _queries in counts] == [1, 30]
    assert counts[0][1] == counts[1][1]


def test_a_meeting_is_asked_for_where_none_is_announced(tr, home):
    activity = activity_of(ActivityKind.HOUSE_MEETING)
    page = page_of(home, activity)
    ask_meeting(activity)

    words = tr.get(page.url).content.decode()

    assert f'href="/istek/{activity.pk}/"' in words
    assert "Limontepe" not in words
    assert "Şu anda kaydolabileceğiniz bir tarih yok" not in words


def test_every_kind_has_its_card(tr, home):
    opened = activity_of(ActivityKind.OPEN_EVENT)
    page = page_of(home, opened)
    date_of(opened, capacity=0)
    stop_with_times(activity_of(ActivityKind.MOBILE_STOP, program=opened.program))

    words = tr.get(page.url).content.decode()

    assert "Kayıt gerekmez, gelmeniz yeter" in words and "Saatinizi seçin" in words
    assert words.count("<article") == 2
