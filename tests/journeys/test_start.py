"""What somebody sees who has just started the demo."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from people.demo import ACCOUNTS

pytestmark = pytest.mark.journey


def watch(page: Page) -> tuple[set[str], list[str]]:
    """Hosts that the page asks, and what the browser complains about."""
    hosts: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type in {"error", "warning"}
            else None
        ),
    )
    return hosts, complaints


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_home_asks_no_other_host_and_breaks_no_policy(page, base_url, path):
    hosts, complaints = watch(page)

    response = page.goto(path, wait_until="networkidle")

    assert (response.status, page.locator("h1").count()) == (200, 1)
    assert (hosts, complaints) == ({urlsplit(base_url).netloc}, [])


def test_every_page_of_the_menu_opens(page):
    page.goto("/")
    links = page.locator("header a[href^='/'], footer a[href^='/']")
    paths = {link.get_attribute("href") for link in links.all()}

    assert {path: page.request.get(path).status for path in paths} == dict.fromkeys(
        paths, 200
    )
    assert len(paths) > 3


@pytest.mark.parametrize("username", sorted(ACCOUNTS))
def test_every_login_of_the_demo_opens_the_admin(log_in, username):
    admin = log_in(username)

    assert admin.locator("html").get_attribute("lang") == "tr"
    assert admin.locator("h1").count() == 1
