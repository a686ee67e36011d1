"""She asks what is held on her, mends it, decides, and asks for its erasure."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import go_on, press_action, private_link

pytestmark = pytest.mark.journey

EMAIL, NAME = "ipek-ozturk@example.org", "İpek Öztürk"


def test_her_data_from_the_link_to_the_request_for_erasure(page, log_in):
    page.goto("/")
    page.get_by_role("link", name="Verilerime ulaşmak istiyorum").click()
    page.locator("[name=email]").fill(EMAIL)
    go_on(page, "Bana bağlantı gönder")
    expect(page.get_by_role("heading", level=1)).to_contain_text("İletilerinize")

    manager = log_in("yonetici")
    link = private_link(manager, NAME, "ac")
    page.goto(link)
    go_on(page, "Sayfayı aç")
    page.wait_for_url("**/bilgilerim/sayfa/")
    expect(page.get_by_text(EMAIL)).not_to_be_visible()
    page.get_by_text("Size nasıl ulaşılıyor").click()
    expect(page.get_by_text(EMAIL)).to_be_visible()

    page.get_by_role("link", name="Düzelt", exact=True).click()
    page.locator("[name=neighborhood]").fill("Alsancak")
    go_on(page, "Kaydet")
    expect(page.locator("main .messages")).to_contain_text("Bilgileriniz düzeltildi")

    page.locator("article", has_text="SMS ile haber").get_by_role("button").click()
    expect(page.locator("main .messages")).to_contain_text("Rızanız kaydedildi")

    with page.expect_download() as copy:
        page.get_by_role("link", name="Okumak için indir").click()
    assert copy.value.suggested_filename == "bilgilerim.html"

    page.get_by_role("link", name="Silinmesini isteyin").click()
    go_on(page)
    go_on(page, "Talebi gönder")
    expect(page.locator("main .messages")).to_contain_text("Talebinizi aldık")

    officer = log_in("kvkk")
    officer.goto("/yonetim/veri-talepleri/")
    officer.locator("table.listing tbody tr", has_text="Silme").get_by_role(
        "link"
    ).first.click()
    press_action(officer, "Sil ve yanıtla")
    officer.locator("[name=reply]").fill("Verileriniz silindi.")
    officer.locator("[name=sure]").check()
    go_on(officer, "Kalıcı olarak sil")
    expect(officer.locator(".messages .success")).to_contain_text("Kişi silindi")

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bu bağlantı kapalı")
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bu bağlantı kapalı")
