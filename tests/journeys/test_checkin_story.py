"""On the quay: two guides, one of them without a network, a camera, nobody twice."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from people.demo import PASSWORD
from tests.journeys.steps import expect_success, save

pytestmark = pytest.mark.journey


@pytest.fixture
def phone(browser: Browser, browser_context_args) -> Iterator:
    """`phone("rehber")`: a phone on which that account is logged in."""
    contexts: list[BrowserContext] = []

    def open_phone(username: str, opened_by: Browser = browser, **more) -> Page:
        narrow = {"viewport": {"width": 320, "height": 700}, "has_touch": True}
        context = opened_by.new_context(**{**browser_context_args, **narrow, **more})
        contexts.append(context)
        page = context.new_page()
        page.goto("/yonetim/login/")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form [type=submit]").click()
        page.wait_for_url("**/yonetim/")
        return page

    yield open_phone
    for context in contexts:
        context.close()


@pytest.fixture
def departure(log_in) -> str:
    """Today's boat, with a guide named by the coordinator: the path of its sheet."""
    desk = log_in("gezi")
    link = desk.locator("#check-in-section, .departure-today").get_by_role(
        "link", name=re.compile("Yoklama al")
    )
    path = link.first.get_attribute("href")
    pk = re.search(r"/seferler/(\d+)/", path)[1]
    desk.goto(f"/yonetim/seferler/edit/{pk}/")
    desk.get_by_label("Ceren Poyraz").check()
    save(desk)
    expect_success(desk)
    return path


def open_sheet(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("#sync")).to_have_text("Hepsi gönderildi")


def codes(page: Page) -> list[str]:
    return page.locator(".party__code").all_text_contents()


def by_code(page: Page, code: str) -> None:
    page.locator("#words").fill(code.replace("-", "").lower())
    page.locator("#words").press("Enter")


def aboard(page: Page) -> int:
    return int(page.locator("#count").text_content().split(" / ")[0])


def test_guides_mark_together_and_without_a_network(phone, departure):
    guide, colleague = phone("rehber"), phone("gezi")
    guide.get_by_role("link", name=re.compile("Yoklama al")).first.click()
    expect(guide.locator("#sync")).to_have_text("Hepsi gönderildi")
    open_sheet(colleague, departure)
    # Nothing is wider than the phone.
    assert guide.evaluate("document.documentElement.scrollWidth") <= 320
    first, second, third, fourth, fifth, *_rest = codes(guide)
    assert aboard(guide) == 0

    row = guide.locator(f"[data-code='{first}']")
    row.get_by_role("button", name="Geldi").click()
    expect(row).to_contain_text("Katıldı")
    expect(guide.locator("#sync")).to_have_text("Hepsi gönderildi")
    by_code(guide, first)
    expect(guide.locator("#answer")).to_contain_text("Zaten bindi")

    guide.wait_for_selector("html[data-kept]", state="attached")
    guide.context.set_offline(True)
    expect(guide.locator("#sync")).to_contain_text("Ağ yok")
    by_code(guide, second)
    expect(guide.locator("#answer")).to_contain_text("Binebilir")
    guide.locator(f"[data-code='{third}'] summary").click()
    guide.locator(f"[data-code='{third}']").get_by_role(
        "button", name=re.compile("Mazeretli")
    ).click()
    expect(guide.locator("#sync")).to_contain_text("2 kayıt gönderilmeyi bekliyor")
    by_code(guide, "AAAA-AAAA")
    expect(guide.locator("#answer")).to_contain_text("Bu kod listede yok")

    # The page opens again where there is no network, without a name in it.
    guide.on("dialog", lambda dialog: dialog.accept())
    guide.reload()
    expect(guide.locator("#count")).to_contain_text("Ağ yok")
    expect(guide.locator("#sync")).to_contain_text("2 kayıt gönderilmeyi bekliyor")
    assert codes(guide) == []
    kept = guide.evaluate("JSON.stringify(localStorage)")
    for name in colleague.locator(".party__name").all_text_contents():
        assert name not in kept
    by_code(guide, fourth)
    expect(guide.locator("#answer")).to_contain_text("Binebilir")

    # Meanwhile her colleague marks one of the same women and another one.
    for code in (second, fifth):
        by_code(colleague, code)
    expect(colleague.locator(f"[data-code='{fifth}']")).to_contain_text("Katıldı")
    expect(colleague.locator("#others")).to_contain_text("Ceren Poyraz")

    guide.context.set_offline(False)
    expect(guide.locator("#sync")).to_have_text("Hepsi gönderildi", timeout=15_000)
    for code, state in (
        (first, "Katıldı"),
        (second, "Katıldı"),
        (third, "Mazeretli"),
        (fourth, "Katıldı"),
        (fifth, "Katıldı"),
    ):
        expect(guide.locator(f"[data-code='{code}']")).to_contain_text(state)
    open_sheet(colleague, departure)
    assert aboard(colleague) == aboard(guide) >= 4

    # A mistake is taken back.
    guide.locator(f"[data-code='{first}']").get_by_role(
        "button", name="Geri al"
    ).click()
    expect(guide.locator(f"[data-code='{first}']")).not_to_contain_text("Katıldı")
    expect(guide.locator("#sync")).to_have_text("Hepsi gönderildi")


def test_the_stop_of_a_guide_comes_first_and_is_remembered(phone, departure):
    page = phone("rehber")
    open_sheet(page, departure)
    # One where somebody is still expected: the boat has been marked before.
    expecting = re.compile(r"[1-9]\d* bekleniyor")
    name = (
        page.locator("#points button", has_text=expecting)
        .last.locator("strong")
        .text_content()
    )
    stop = page.locator("#points button", has_text=name)
    assert page.locator(".parties__others").count() == 0

    stop.click()

    expect(page.locator(".parties__others")).to_have_text("Öbür biniş noktaları")
    hers = page.locator(".party:has(~ .parties__others)")
    expect(hers.locator(".party__stop")).to_have_count(0)
    assert name not in page.locator(".party__stop").all_text_contents()
    left = hers.filter(has=page.locator(".party__came"))
    code = left.first.get_attribute("data-code")
    left.first.locator(".party__came").click()
    expect(page.locator(f"[data-code='{code}']")).to_contain_text("Katıldı")
    expect(stop).to_contain_text(re.compile(r"[1-9]\d* / \d+ bindi"))
    # Who boards elsewhere than she said is found as well.
    other = page.locator(".parties__others + .party").get_attribute("data-code")
    page.locator("#words").fill(other)
    expect(page.locator(".party")).to_have_attribute("data-code", other)

    expect(page.locator("#sync")).to_have_text("Hepsi gönderildi")
    page.reload()
    expect(stop).to_have_attribute("aria-pressed", "true")


def film_of(code: str, path: Path) -> Path:
    """A raw film of somebody who holds the square code into the camera."""
    width, height = 640, 480
    square = segno.make(code, micro=False)
    png = path.with_suffix(".png")
    square.save(str(png), scale=8, border=4)
    frame = Image.new("L", (width, height), 255)
    with Image.open(png) as image:
        frame.paste(image.convert("L"), (180, 100))
    colours = bytes([128]) * (width * height // 2)
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420\n".encode())
        for _frame in range(10):
            film.write(b"FRAME\n" + frame.tobytes() + colours)
    return path


def test_camera_reads_the_code_of_her_ticket(
    phone, departure, browser_type, browser_type_launch_args, tmp_path
):
    sheet = phone("rehber")
    open_sheet(sheet, departure)
    code = codes(sheet)[-1]
    film = film_of(code, tmp_path / "ticket.y4m")
    with_camera = browser_type.launch(
        **{
            **browser_type_launch_args,
            "args": [
                *browser_type_launch_args["args"],
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
            ],
        }
    )
    page = phone("rehber", with_camera, permissions=["camera"])
    open_sheet(page, departure)

    page.get_by_role("button", name="Kamerayı aç").click()

    expect(page.locator("#answer")).to_contain_text("Binebilir", timeout=15_000)
    expect(page.locator(f"[data-code='{code}']")).to_contain_text("Katıldı")
    page.get_by_role("button", name="Kamerayı kapat").click()
    expect(page.locator("#camera")).to_be_hidden()
    with_camera.close()
