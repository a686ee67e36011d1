"""No admin page shows somebody without a note of who saw her.

Every address that our apps register in the admin is opened, with every row that leads
to one woman: where a trace of her is on the page, a note of it must be in the log. A
list is asked about the ways to reach her; names alone in a list are not noted.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet

from people.models import AccessRecord
from tests.factories.whole_life import Trace, live_a_whole_life

OURS = ("people", "messaging", "programs", "volunteers", "rights")
#: Pages that take an export's reason or show the log itself show nobody.
ROWS_OF_EACH = 3
REACH = ("0532 111 99 88", "+905321119988", "zumrutsu@kizilcinar.example")
TRACES = (*REACH, "Zümrütsu", "Kızılçınar", "0532 111 99 66", "Ablasıgüneş")


@pytest.fixture
def trace(tr: Client, db) -> Trace:
    return live_a_whole_life(tr)


@pytest.fixture
def almighty(db) -> Client:
    browser = Client()
    browser.force_login(get_user_model().objects.create_superuser("almighty"))
    return browser


def our_viewsets() -> list[ModelViewSet]:
    reverse("wagtailadmin_home")  # the hooks have run
    return [
        one
        for one in viewsets.viewsets
        if isinstance(one, ModelViewSet) and one.model._meta.app_label in OURS
    ]


def addresses() -> Iterator[tuple[str, bool]]:
    """Address and whether it is about one row."""
    for viewset in our_viewsets():
        rows = list(viewset.model._default_manager.all()[:ROWS_OF_EACH])
        for pattern in viewset.get_urlpatterns():
            name = f"{viewset.url_namespace}:{pattern.name}"
            if not pattern.pattern.converters:
                yield reverse(name), False
                continue
            for row in rows:
                try:
                    yield reverse(name, args=[row.pk]), True
                except NoReverseMatch:  # takes a second row, and only by POST
                    continue


def is_noted(person: Any) -> bool:
    return AccessRecord.objects.filter(person=person).exists()


def test_no_page_shows_her_without_a_note(trace: Trace, almighty: Client):
    shown, missing = [], []
    for url, is_about_one in addresses():
        AccessRecord.objects.all().delete()
        page = almighty.get(url)
        if page.status_code != 200 or page.streaming:
            continue
        words = page.content.decode()
        if any(one in words for one in (TRACES if is_about_one else REACH)):
            shown.append(url)
            if not is_noted(trace.person):
                missing.append(url)

    assert missing == []
    assert len(shown) >= 12


def test_the_walk_meets_every_app(trace: Trace):
    apps = {url.split("/")[2] for url, _is_about_one in addresses()}

    assert {"kisiler", "iletiler", "kayitlar", "basvurular", "seferler"} <= apps
