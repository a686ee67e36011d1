"""Stories played in a browser, on the very site that `make run` serves."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from people.demo import PASSWORD
from tools.servers import free_port, running

# A page may take its time on a machine that does much else.
expect.set_options(timeout=20_000)

#: Debian's names of the browser, and what is common elsewhere.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """Chromium from the machine, quiet and without calls to its maker."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("Journeys need Chromium (Debian: apt install chromium)")
    return {
        "executable_path": path,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@contextmanager
def demo_in(folder: Path) -> Iterator[str]:
    """The address of the demo, with its data in `folder`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running(
        [sys.executable, "manage.py", "run_demo", f"--port={port}"],
        port=port,
        environment={
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media"),
            "PRIVATE_ROOT": str(folder / "private"),
            "SITE_URL": address,
        },
    ):
        yield address


@pytest.fixture(scope="session")
def filled_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data that a first start leaves behind."""
    folder = tmp_path_factory.mktemp("filled")
    with demo_in(folder):
        pass
    return folder


@pytest.fixture(scope="module")
def base_url(
    tmp_path_factory: pytest.TempPathFactory, filled_demo: Path
) -> Iterator[str]:
    """A demo of its own for each module; `page.goto("/")` starts there."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(filled_demo, folder, dirs_exist_ok=True)
    with demo_in(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser_context_args(base_url: str) -> dict:
    """A phone-sized window of somebody in İzmir."""
    return {
        "base_url": base_url,
        "locale": "tr-TR",
        "timezone_id": "Europe/Istanbul",
        "viewport": {"width": 390, "height": 844},
    }


@pytest.fixture
def log_in(browser, browser_context_args) -> Iterator:
    """`log_in("gezi")`: a page of a desk computer where that account is logged in."""
    contexts = []

    def open_admin(username: str):
        desk = {**browser_context_args, "viewport": {"width": 1280, "height": 900}}
        context = browser.new_context(**desk)
        contexts.append(context)
        page = context.new_page()
        page.goto("/yonetim/login/")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form [type=submit]").click()
        page.wait_for_url("**/yonetim/")
        return page

    yield open_admin
    for context in contexts:
        context.close()
