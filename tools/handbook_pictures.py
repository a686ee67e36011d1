"""Takes the handbook's pictures anew, from the demo.

    make run                                        in another terminal
    .venv/bin/python tools/handbook_pictures.py [http://127.0.0.1:8000] [name ...]

Everybody in them is fictional. Take all of them after a change to the screens of staff.
"""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parent.parent / "docs" / "personel" / "resimler"
PASSWORD = "izmir-demo-2026"  # noqa: S105  (of the demo, which prints it)
WIDTH, SHOWN = 1200, 1000
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

MONTHS = (
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül",
    "Ekim", "Kasım", "Aralık",
)  # fmt: skip
NOW = datetime.now(ZoneInfo("Europe/Istanbul"))
TODAY = f"{NOW.day} {MONTHS[NOW.month - 1]} {NOW.year}"
#: The training that is held at this moment: its sheet is open.
SESSION = (
    f"main a[href*='/egitim-oturumlari/inspect/']:text-matches('(^|[^0-9]){TODAY} ')"
)
APPLICATION = "main a[href*='/basvurular/inspect/']"
DEPARTURE = "main tr:has-text('Kültür turu') a[href*='/seferler/inspect/']"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown, to whom, and how much of it."""

    name: str
    user: str
    height: int
    address: str
    #: Links and buttons from there on, as CSS selectors.
    links: tuple[str, ...] = ()


ALL = (
    Picture("ilk-sayfa", "basvuru", 460, "/yonetim/"),
    Picture(
        "ileti",
        "gezi",
        640,
        "/yonetim/iletiler/?state=by_hand",
        ("main a[href*='/iletiler/inspect/']",),
    ),
    Picture(
        "basvuru",
        "basvuru",
        820,
        "/yonetim/basvurular/?state=screening",
        (APPLICATION, "main summary:has-text('Diğer işlemler')"),
    ),
    Picture(
        "davet",
        "basvuru",
        980,
        "/yonetim/basvurular/?state=screening",
        (APPLICATION, "a[href$='/davet/']"),
    ),
    Picture(
        "yoklama",
        "egitim",
        760,
        "/yonetim/egitim-oturumlari/",
        (SESSION,),
    ),
    Picture(
        "kayit-al",
        "gezi",
        1180,
        "/yonetim/seferler/",
        (DEPARTURE, "a[href$='/kayit-al/']", "main a:has-text('Yeni kişi gir')"),
    ),
    Picture("sefer", "gezi", 1330, "/yonetim/seferler/", (DEPARTURE,)),
    Picture(
        "binis",
        "gezi",
        720,
        "/yonetim/seferler/",
        (DEPARTURE, "a[href$='/binis-listesi/']"),
    ),
    Picture(
        "sayfa",
        "iletisim",
        760,
        "/yonetim/pages/search/?q=Güvenli+kullanım",
        ("main a[href$='/edit/']",),
    ),
    Picture(
        "acil",
        "iletisim",
        1150,
        "/yonetim/settings/pages/sitesettings/",
    ),
    Picture("aydinlatma", "kvkk", 640, "/yonetim/aydinlatma-metinleri/new/"),
    Picture("hafta", "mulakat", 640, "/yonetim/gorusmeler/hafta/"),
    Picture(
        "puan",
        "mulakat",
        1080,
        "/yonetim/basvurular/?state=scheduled",
        (APPLICATION,),
    ),
    Picture(
        "karari-geri-al",
        "yonetici",
        560,
        "/yonetim/basvurular/?state=rejected",
        (APPLICATION, "main a:has-text('Kararı geri al')"),
    ),
)


def main(site: str, *names: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=CHROMIUM
        )
        for picture in ALL:
            if not names or picture.name in names:
                take(browser, site, picture)


def take(browser: Browser, site: str, picture: Picture) -> None:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": picture.height},
        device_scale_factor=SHOWN / WIDTH,
        locale="tr-TR",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(urljoin(site, "/yonetim/login/"))
    page.fill("input[name=username]", picture.user)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(lambda address: "login" not in address)
    page.goto(urljoin(site, picture.address))
    for link in picture.links:
        follow(page, link)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    print(f"{picture.name}: {page.url}")
    context.close()


def follow(page: Page, link: str) -> None:
    # The same window, and also from a menu that is closed.
    page.locator(link).first.evaluate(
        "one => { one.removeAttribute('target'); one.click() }"
    )
    # Long enough for a page that is asked for to have begun.
    page.wait_for_timeout(500)
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main(*sys.argv[1:] or ["http://127.0.0.1:8000"])
