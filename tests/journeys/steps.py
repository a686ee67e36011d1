"""What people do in more than one story."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

ISTANBUL = ZoneInfo("Europe/Istanbul")
NEXT = "Devam et"


def soon(minutes: int) -> datetime:
    """A whole minute, `minutes` from now or a little less."""
    return (datetime.now(ISTANBUL) + timedelta(minutes=minutes)).replace(second=0)


def wait_until(page: Page, moment: datetime) -> None:
    """Let the clock reach `moment`, as everybody has to."""
    seconds = (moment - datetime.now(ISTANBUL)).total_seconds() + 1
    page.wait_for_timeout(max(seconds, 0) * 1000)


def go_on(page: Page, button: str = NEXT) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def fill_birth_date(page: Page, day: int, month: int, year: int) -> None:
    page.get_by_label("Gün", exact=True).fill(str(day))
    page.get_by_label("Ay", exact=True).fill(str(month))
    page.get_by_label("Yıl", exact=True).fill(str(year))


def fill_identity(page: Page, given: str, family: str) -> None:
    """The same questions on the public form and on the clerk's."""
    page.locator("[name$=given_name]").fill(given)
    page.locator("[name$=family_name]").fill(family)
    fill_birth_date(page, 5, 6, 1994)
    page.locator("[name$=district]").select_option(label="Çiğli")


def choose_channel(page: Page, channel: str) -> None:
    page.locator(f"[name$=contact_channel][value={channel}]").check()


def press_action(page: Page, name: str) -> None:
    """One of the next actions on the page of a record, or in its menu."""
    actions = page.locator("main")
    button = actions.get_by_role("button", name=name, exact=True).or_(
        actions.get_by_role("link", name=name, exact=True)
    )
    page.wait_for_load_state("load")
    more = actions.get_by_text("Diğer işlemler")
    if more.count() and not button.first.is_visible():
        more.click()
    button.first.click()


def save(page: Page) -> None:
    """The main button at the foot of an admin form."""
    page.locator("footer").get_by_role("button").first.click()


def private_link(page: Page, name: str, word: str) -> str:
    """Read her newest message in the outbox; the path of the link with `word`."""
    page.goto(f"/yonetim/iletiler/?q={name}")
    rows = page.locator("table.listing tbody tr")
    for row in range(rows.count()):
        rows.nth(row).get_by_role("link").first.click()
        expect(page.locator(".message-text")).to_be_visible()
        link = page.locator(f".message-text a[href*='/{word}/']")
        if link.count():
            address = link.first.get_attribute("href")
            return re.sub(r"^https?://[^/]+", "", address)
        page.goto(f"/yonetim/iletiler/?q={name}")
    raise AssertionError(f"No message to {name} has a link with {word}")


def expect_success(page: Page, words: str = "") -> None:
    expect(page.locator(".messages .success")).to_contain_text(words)
