"""A muhtar registers her neighbors: at the desk, on her phone, and sees nobody else's.

One neighbor has no e-mail and brings a child; the form refuses a child too old with
nothing lost, a double click registers once, and another desk's entry is nowhere.
"""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    ISTANBUL,
    choose_channel,
    expect_success,
    fill_identity,
    go_on,
    press_action,
)

pytestmark = pytest.mark.journey

ENTRIES = "/yonetim/kayitlar/"
DONE = "Kaydı tamamla"
PHONE = {"width": 320, "height": 700}


def choose_date(muhtar: Page) -> None:
    """The next bay tour with places, found in the list of departures."""
    muhtar.goto("/yonetim/seferler/")
    rows = muhtar.locator("table.listing tbody tr", has_text="Körfez turu")
    rows.filter(has_text="Yer var").first.get_by_role("link").first.click()
    press_action(muhtar, "Kayıt al")


def begin_new(muhtar: Page, name: str) -> None:
    """She looks whether she has entered her before; she has not."""
    choose_date(muhtar)
    muhtar.get_by_label("Ad soyad veya telefon").fill(name)
    go_on(muhtar, "Ara")
    expect(muhtar.locator("main")).not_to_contain_text("Diğer işlemler")
    muhtar.get_by_role("link", name=re.compile("[Yy]eni kişi")).first.click()


def fill_neighbor(muhtar: Page, given: str, family: str) -> None:
    muhtar.locator("[name=notice_read]").check()
    fill_identity(muhtar, given, family)
    choose_channel(muhtar, "she_calls")
    muhtar.locator("[name=boarding_point]").first.check()


def found(page: Page, words: str) -> list[str]:
    """The codes of the registrations that a search finds."""
    page.goto(ENTRIES)
    page.get_by_role("searchbox").or_(page.locator("[name=q]")).first.fill(words)
    page.wait_for_url(re.compile(r"[?&]q="))
    page.wait_for_load_state("networkidle")
    rows = page.locator("table.listing tbody tr")
    return [rows.nth(n).locator("a").first.inner_text() for n in range(rows.count())]


def test_a_muhtar_registers_her_neighbors(log_in):
    muhtar = log_in("muhtar")

    begin_new(muhtar, "Sevda Karaca")
    expect(muhtar.locator("[name=channel][value=muhtar]")).to_be_checked()
    fill_neighbor(muhtar, "Sevda", "Karaca")
    this_year = datetime.now(ISTANBUL).year
    muhtar.locator("[name=child_1_name]").fill("Umut")
    muhtar.locator("[name=child_1_year]").fill(str(this_year - 15))
    go_on(muhtar, DONE)

    # Too old: said, and nothing that was typed is lost.
    expect(muhtar.locator("main")).to_contain_text("Henüz bir şey kaydedilmedi")
    expect(muhtar.locator("[name=family_name]")).to_have_value("Karaca")
    expect(muhtar.locator("[name=child_1_name]")).to_have_value("Umut")
    muhtar.locator("[name=child_1_year]").fill(str(this_year - 7))
    muhtar.get_by_role("button", name=DONE).dblclick()
    expect_success(muhtar)
    told = muhtar.locator(".messages .success").inner_text()
    [code] = re.findall(r"[A-Z0-9]{4}-[A-Z0-9]{4}", told)

    # Pressed twice it is one registration, hers by name and by code.
    assert found(muhtar, "karaca") == [code]
    assert found(muhtar, code) == [code]


def test_on_a_phone_as_at_the_desk(log_in):
    muhtar = log_in("muhtar")
    muhtar.set_viewport_size(PHONE)

    begin_new(muhtar, "Hacer Bulut")
    fill_neighbor(muhtar, "Hacer", "Bulut")
    assert muhtar.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    go_on(muhtar, DONE)
    expect_success(muhtar)

    # She changes her mind; her neighbor asks the muhtar to cancel.
    press_action(muhtar, "Kaydı iptal et")
    muhtar.locator("main form").get_by_role("button").first.click()
    expect_success(muhtar)
    expect(muhtar.locator("main")).to_contain_text("Kendisi iptal etti")
    assert muhtar.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_others_entered_is_nowhere(log_in):
    clerk, muhtar = log_in("gezi"), log_in("muhtar")
    muhtar.goto(ENTRIES)
    hers = muhtar.locator("table.listing tbody tr a").all_inner_texts()
    clerk.goto(ENTRIES)
    links = clerk.locator("table.listing tbody tr td.title a")
    others = {
        link.inner_text(): link.get_attribute("href")
        for link in links.all()
        if link.inner_text() not in hers
    }
    code, address = next(iter(others.items()))
    name = clerk.locator("table.listing tbody tr", has_text=code).locator("td").nth(1)
    family = name.inner_text().split()[-1]

    assert found(muhtar, code) == []
    assert code in found(clerk, family)
    assert code not in found(muhtar, family)
    answer = muhtar.request.get(address, max_redirects=0)
    assert answer.status in (302, 403, 404)
    assert family not in answer.text()
