"""What a screen reader, a keyboard and a woman in a hurry need of the public pages."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.journeys.steps import choose_channel, fill_identity, go_on

pytestmark = pytest.mark.journey

APPLY = "/basvuru/2027-bahar-donemi/"
SAFE_USE = "/guvenli-kullanim/"
SERIOUS = {"serious", "critical"}


@pytest.fixture
def browser_context_args(browser_context_args: dict) -> dict:
    """The checker is a script from outside; the policy of the pages refuses it."""
    return {**browser_context_args, "bypass_csp": True}


def barriers(page: Page) -> list[str]:
    """What axe finds serious or critical, each with the first element it means."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html']}"
        for one in found
        if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize(
    "path",
    ["/", "/kadinlar-icin-bir-mola/", APPLY, SAFE_USE, "/baglanti/", "/en/"],
)
def test_page_has_no_barrier(page: Page, path: str):
    assert page.goto(path).status == 200

    assert barriers(page) == []


def test_registration_and_its_own_page_have_no_barrier(page: Page):
    page.goto("/kadinlar-icin-bir-mola/")
    page.get_by_role("link", name="Kayıt ol").first.click()
    assert barriers(page) == []

    go_on(page)
    expect(page.locator(".error-summary")).to_be_focused()
    assert barriers(page) == []

    fill_identity(page, "Lale", "Ergin")
    go_on(page)
    page.locator("[name$=boarding_point]").first.check()
    page.get_by_label("E-posta").first.fill("lale.ergin@example.org")
    choose_channel(page, "email")
    go_on(page)
    page.get_by_label("Aydınlatma Metni'ni okudum.").check()
    go_on(page, "Kaydı tamamla")
    page.wait_for_url("**/kaydim/**")

    assert barriers(page) == []


def away(route: Route) -> None:
    """Our own answer of the exit, without asking the host it leads to."""
    answer = route.fetch(max_redirects=0)
    route.fulfill(
        body=f"<h1>{urlsplit(answer.headers['location']).netloc}</h1>",
        content_type="text/html",
    )


def test_three_shifts_leave_and_back_does_not_return(page: Page, base_url: str):
    page.route("**/cikis/", away)
    page.goto("/")
    page.goto(SAFE_USE)

    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/cikis/")
    assert page.locator("h1").inner_text() not in {"", urlsplit(base_url).netloc}

    page.go_back()
    expect(page).to_have_url(f"{base_url}/")


def test_exit_works_without_a_script(
    browser, browser_context_args: dict, base_url: str
):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.route("**/cikis/", away)
    page.goto(SAFE_USE)

    page.locator("[data-exit-button]").click()
    page.wait_for_url("**/cikis/")

    assert page.locator("h1").inner_text() not in {"", urlsplit(base_url).netloc}
    context.close()
