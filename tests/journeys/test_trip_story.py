"""From a date on the program page to a seat, until the boat is full and beyond.

Women register themselves and their children, the waiting list moves, a clerk
registers by phone somebody without e-mail, and the boarding list is printed.
"""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    ISTANBUL,
    choose_channel,
    expect_success,
    fill_identity,
    go_on,
    press_action,
    private_link,
    save,
)

pytestmark = pytest.mark.journey

PIER = "Karşıyaka Vapur İskelesi"


def open_departure(clerk: Page) -> None:
    """A small boat in two weeks: four places, one boarding point."""
    day = datetime.now(ISTANBUL) + timedelta(days=14)
    clerk.goto("/yonetim/seferler/new/")
    clerk.locator("[name=activity]").select_option(label="Körfez turu")
    clerk.locator("[name=starts_at]").fill(day.strftime("%d.%m.%Y 07:30"))
    clerk.locator("[name=ends_at]").fill(day.strftime("%d.%m.%Y 09:30"))
    clerk.locator("[name=meeting_point_tr]").fill(PIER)
    clerk.locator("[name=meeting_point_en]").fill("Karşıyaka ferry pier")
    clerk.locator("[name=capacity]").fill("4")
    clerk.get_by_role("button", name="Biniş noktası ekle").click()
    clerk.locator("[name=boarding_points-0-name]").fill("İskele önü")
    clerk.locator("[name=boarding_points-0-boards_at]").fill("07:00")
    save(clerk)
    expect_success(clerk)


def show_departure(clerk: Page) -> None:
    clerk.goto("/yonetim/seferler/")
    row = clerk.locator("table.listing tbody tr", has_text=PIER)
    row.get_by_role("link").first.click()


def begin(page: Page) -> None:
    page.goto("/kadinlar-icin-bir-mola/")
    card = page.locator(".occurrence-card", has_text=PIER)
    card.get_by_role("link", name=re.compile("Kayıt ol|Yedek listeye yazıl")).click()


def register(
    page: Page, given: str, family: str, *, children: list | None = None
) -> str:
    """The three short pages; the address of her own page."""
    begin(page)
    fill_identity(page, given, family)
    for number, (name, year) in enumerate(children or [], 1):
        page.get_by_role("button", name="Çocuk ekle").click()
        page.locator(f"[name$=child_{number}_name]").fill(name)
        page.locator(f"[name$=child_{number}_year]").fill(str(year))
    go_on(page)
    page.get_by_label("İskele önü").check()
    page.get_by_label("E-posta").first.fill(f"{given.lower()}@example.org")
    choose_channel(page, "email")
    go_on(page)
    page.get_by_label("Aydınlatma Metni'ni okudum.").check()
    go_on(page, "Kaydı tamamla")
    page.wait_for_url("**/kaydim/**")
    return page.url


def test_boat_fills_and_the_list_moves(page: Page, log_in):
    clerk = log_in("gezi")
    open_departure(clerk)
    show_departure(clerk)
    press_action(clerk, "Yayımla")
    expect_success(clerk)

    # Under age: said at its field, nothing typed is lost.
    begin(page)
    expect(page.locator("main")).to_contain_text("4 yer var")
    fill_identity(page, "Nehir", "Aksu")
    page.get_by_label("Yıl", exact=True).fill(str(datetime.now(ISTANBUL).year - 10))
    go_on(page)
    expect(page.locator(".error-summary")).to_contain_text("en az 18 yaşında")
    expect(page.get_by_label("Soyad")).to_have_value("Aksu")

    # A mother with two children, then one woman alone: the boat is full.
    mother = register(page, "Nehir", "Aksu", children=[("Deniz", 2019), ("Ege", 2021)])
    expect(page.locator(".panel")).to_contain_text("Yeriniz ayrıldı")
    register(page, "Toprak", "Koru")
    expect(page.locator(".panel")).to_contain_text("Yeriniz ayrıldı")

    # The next one waits; the page says so before she begins.
    begin(page)
    expect(page.locator("main")).to_contain_text("Yedek liste")
    waiting = register(page, "Yosun", "Derin")
    expect(page.locator(".panel")).to_contain_text("1. sıradasınız")

    # The mother cannot come: the place is offered, and holds until it is answered.
    page.goto(mother)
    page.get_by_role("link", name="Kaydımı iptal et").click()
    page.locator("main form").get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text("iptal")
    page.goto(private_link(clerk, "derin", "kaydim"))
    go_on(page, "Yerimi istiyorum")
    expect(page.locator(".panel")).to_contain_text("Yeriniz ayrıldı")
    page.goto(waiting)
    expect(page.locator(".panel")).to_contain_text("Yeriniz ayrıldı")

    # By phone, somebody without e-mail.
    show_departure(clerk)
    press_action(clerk, "Kayıt al")
    clerk.get_by_role("link", name=re.compile("[Yy]eni kişi")).first.click()
    fill_identity(clerk, "Gülsüm", "Işık")
    clerk.get_by_label("Cep telefonu").first.fill("0500 000 09 09")
    choose_channel(clerk, "phone")
    clerk.get_by_label("İskele önü").check()
    clerk.locator("[name=channel][value=phone]").check()
    clerk.locator("[name=notice_read]").check()
    go_on(clerk, "Kaydı tamamla")
    expect_success(clerk)

    # The boarding list: given names and one initial, nothing more.
    show_departure(clerk)
    press_action(clerk, "Biniş listesi")
    listed = clerk.locator("body")
    expect(listed).to_contain_text("Gülsüm I.")
    expect(listed).to_contain_text("Toprak K.")
    expect(listed).not_to_contain_text("Koru")
    expect(listed).not_to_contain_text("0500 000 09 09")
