"""From the program page to a role, by the people who do it.

She applies on her phone, leaves the form and goes on with it elsewhere, answers a
question that only some are asked, and sends a paper; staff review, invite, interview,
accept, train, sign and assign in the admin; she always reads on one page where she
stands.
"""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.steps import (
    ISTANBUL,
    choose_channel,
    expect_success,
    fill_identity,
    go_on,
    press_action,
    private_link,
    save,
    soon,
    wait_until,
)

pytestmark = pytest.mark.journey

CALL = "2027 kısa dönem"
WHY = (
    "Mahallemdeki kadınlarla birlikte çalışmak, öğrendiklerimi paylaşmak ve eşitlik "
    "için emek vermek istiyorum."
)


def open_call(manager: Page) -> None:
    """A call of her own making, with one training that everybody needs."""
    manager.goto("/yonetim/cagrilar/new/")
    manager.locator("[name=title_tr]").fill(CALL)
    manager.locator("[name=title_en]").fill("Short term 2027")
    manager.locator("[name=summary_tr]").fill("Kısa bir dönem için gönüllü arıyoruz.")
    manager.locator("[name=summary_en]").fill(
        "We look for volunteers for a short term."
    )
    manager.locator("[name=opens_at]").fill("01.11.2026 09:00")
    manager.locator("[name=closes_at]").fill("31.12.2030 23:59")
    manager.get_by_label("Atölye çalışmaları").check()
    manager.get_by_label("Gönüllü oryantasyonu").check()
    save(manager)
    expect_success(manager)
    add_questions(manager)


def add_questions(manager: Page) -> None:
    """Whether she has experience; who has is asked for a paper of it."""
    add = manager.locator("#id_questions-ADD")
    add.click()
    manager.locator("[name=questions-0-label_tr]").fill("Deneyiminiz var mı?")
    manager.locator("[name=questions-0-kind]").select_option("yes_no")
    manager.locator("[name=questions-0-is_required]").check()
    save(manager)
    expect_success(manager)
    add.click()
    manager.locator("[name=questions-1-label_tr]").fill("Belgeniz")
    manager.locator("[name=questions-1-kind]").select_option("file")
    manager.locator("[name=questions-1-is_required]").check()
    manager.locator("[name=questions-1-shown_if]").select_option(
        label="Deneyiminiz var mı?"
    )
    manager.locator("[name=questions-1-shown_for]").fill("Evet")
    save(manager)
    expect_success(manager)


def leave_and_resume(page: Page, manager: Page, elsewhere: Page) -> None:
    """ "Go on later" on one device, the link of the message on another."""
    page.get_by_label("Becerileriniz ve deneyiminiz").fill("Seramik yaparım")
    page.get_by_role("button", name="Daha sonra devam et").click()
    expect(page.locator("main")).to_contain_text("bir bağlantı gönderdik")
    elsewhere.goto(private_link(manager, "ilgaz", "devam"))
    go_on(elsewhere)
    expect(elsewhere.get_by_label("Becerileriniz ve deneyiminiz")).to_have_value(
        "Seramik yaparım"
    )


def answer_questions(page: Page) -> None:
    """The second question appears with the answer that leads to it."""
    paper = page.locator("[type=file]")
    expect(paper).to_be_hidden()
    page.get_by_label("Evet").check()
    expect(paper).to_be_visible()
    page.get_by_label("Hayır").check()
    expect(paper).to_be_hidden()
    page.get_by_label("Evet").check()
    paper.set_input_files(
        {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"MZ"}
    )
    go_on(page)
    expect(page.locator(".error-summary")).to_contain_text("Yalnızca PDF")
    paper.set_input_files(
        {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    go_on(page)


def apply(page: Page, manager: Page, phone: Page) -> str:
    """The form from the volunteering page to its end; her own page's path."""
    page.goto("/")
    page.goto("/esit-izmir-gonullu-projesi/")
    card = page.locator(".call-card", has_text=CALL)
    card.get_by_role("link", name="Başvur").click()

    fill_identity(page, "Derya", "Ilgaz")
    page.get_by_label("Cep telefonu").fill("12")
    page.get_by_label("E-posta").first.fill("derya.ilgaz@example.org")
    choose_channel(page, "email")
    go_on(page)
    expect(page.locator(".error-summary")).to_contain_text(
        "Cep telefonu numarasını 05xx xxx xx xx biçiminde yazın."
    )
    expect(page.get_by_label("Soyad")).to_have_value("Ilgaz")
    page.get_by_label("Cep telefonu").fill("0500 000 09 01")
    go_on(page)

    page.get_by_label("Atölye çalışmaları").select_option("1")
    leave_and_resume(page, manager, phone)
    page = phone
    go_on(page)

    page.get_by_label("Neden gönüllü olmak istiyorsunuz?").fill(WHY)
    page.get_by_label("3–5 saat").check()
    page.get_by_label("Cumartesi, Sabah").check()
    page.get_by_label("Yüz yüze", exact=True).check()
    go_on(page)
    answer_questions(page)

    page.get_by_label("Aydınlatma Metni'ni okudum.").check()
    page.get_by_label("Verdiğim bilgilerin doğru olduğunu beyan ederim.").check()
    go_on(page)

    expect(page.locator("main")).to_contain_text("derya.ilgaz@example.org")
    page.locator("form[data-submit-once] button.button").first.click()
    expect(page.locator("main")).to_contain_text("EIG-")
    return page.url


def open_record(staff: Page) -> None:
    staff.goto("/yonetim/basvurular/?q=ilgaz")
    staff.locator("table.listing tbody tr").first.get_by_role("link").first.click()


def test_application_becomes_a_role(
    page: Page, log_in, browser: Browser, base_url: str
):
    manager = log_in("yonetici")
    open_call(manager)

    phone = browser.new_context(
        base_url=base_url, locale="tr-TR", viewport={"width": 320, "height": 640}
    ).new_page()
    own_page = apply(page, manager, phone)

    # Review: the clerk scores, takes it up and invites.
    begins = soon(2)
    manager.goto("/yonetim/gorusmeler/new/")
    manager.locator("[name=call]").select_option(label=CALL)
    manager.locator("[name=day]").fill(begins.strftime("%d.%m.%Y"))
    manager.locator("[name=first]").fill(begins.strftime("%H:%M"))
    manager.locator("[name=place_tr]").fill("Kadın Çalışmaları Şube Müdürlüğü")
    manager.get_by_label("Ümran Âkif").check()
    save(manager)
    expect_success(manager)

    clerk = log_in("basvuru")
    open_record(clerk)
    press_action(clerk, "Ön değerlendirmeye al")
    expect_success(clerk)
    press_action(clerk, "Mülakata davet et")
    save(clerk)
    expect_success(clerk)

    # She picks a time through the link of her message.
    page.goto(private_link(clerk, "ilgaz", "randevu"))
    page.get_by_label(begins.strftime("%H.%M")).check()
    go_on(page, "Bu saati ayır")
    expect(page.locator("main")).to_contain_text("Kadın Çalışmaları Şube Müdürlüğü")
    page.goto(own_page)
    expect(page.locator("[aria-current=step]")).to_contain_text("Görüşme")

    # The interviewer meets her once the time has come.
    interviewer = log_in("mulakat")
    wait_until(interviewer, begins)
    open_record(interviewer)
    press_action(interviewer, "Mülakatı kaydet")
    interviewer.get_by_label("Kabul").first.check()
    save(interviewer)
    expect_success(interviewer)

    open_record(clerk)
    press_action(clerk, "Kabul et")
    clerk.get_by_label("Neden").select_option(label="Çağrıya çok uygun")
    save(clerk)
    expect_success(clerk)
    # What she is told waits to be read; the action led there.
    expect(clerk.locator("main")).to_contain_text("Henüz hiçbir şey gönderilmedi")
    go_on(clerk, "Hepsini gönder")
    expect_success(clerk)

    # Training: a date that begins in a moment; she takes a place in it herself.
    starts = soon(2)
    trainer = log_in("egitim")
    trainer.goto("/yonetim/egitim-oturumlari/new/")
    trainer.locator("[name=module]").select_option(label="Gönüllü oryantasyonu")
    trainer.locator("[name=starts_at]").fill(starts.strftime("%d.%m.%Y %H:%M"))
    ends = starts + timedelta(hours=8)
    trainer.locator("[name=ends_at]").fill(ends.strftime("%d.%m.%Y %H:%M"))
    trainer.locator("[name=place_tr]").fill("Kültürpark 2 No'lu Hol")
    save(trainer)
    expect_success(trainer)

    page.goto(own_page)
    session = page.locator("li, tr, .card", has_text="Kültürpark 2 No'lu Hol")
    session.get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text("yeriniz ayrıldı")

    wait_until(trainer, starts)
    trainer.goto("/yonetim/egitim-oturumlari/")
    trainer.get_by_text(starts.strftime("%H.%M")).first.click()
    trainer.get_by_role("group", name="Derya Ilgaz").get_by_label("Geldi").check()
    expect(trainer.locator("[data-attendance-state]")).to_have_text(
        "Bütün işaretler kaydedildi."
    )
    trainer.get_by_role("link", name="Yoklamayı kapat").click()
    go_on(trainer, "Yoklamayı kapat")
    expect_success(trainer)

    # Agreement and role.
    open_record(manager)
    press_action(manager, "İmzalı sözleşmeyi kaydet")
    save(manager)
    expect_success(manager)
    manager.goto("/yonetim/gorevler/new/")
    manager.locator("[name=name_tr]").fill("Atölye yardımcısı")
    manager.locator("[name=name_en]").fill("Workshop helper")
    manager.locator("[name=area]").select_option(label="Atölye çalışmaları")
    manager.locator("[name=starts_on]").fill(f"{datetime.now(ISTANBUL):%d.%m.%Y}")
    save(manager)
    expect_success(manager)
    open_record(manager)
    press_action(manager, "Görevlendir")
    manager.get_by_label("Atölye yardımcısı").check()
    save(manager)
    expect_success(manager)

    page.goto(own_page)
    expect(page.locator("main")).to_contain_text("Atölye yardımcısı")
    expect(page.locator("[aria-current=step]")).to_contain_text("Göreviniz")
