"""From an empty call to ten women in roles, by a coordinator on her first day.

The manager makes the call with its team, and the training session and the role, which
are of no one call. From then on members of the team act whose groups give them nothing
here. The coordinator has read no documentation: at each stage the screen itself says
what comes next, and that is what she presses. One woman applies on her phone; the other
nine send the same public form, each from a browser of her own without a screen.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from tests.journeys.steps import (
    ISTANBUL,
    choose_channel,
    expect_success,
    fill_identity,
    go_on,
    press_action,
    save,
    wait_until,
)
from tests.journeys.without_a_screen import (
    Posted,
    apply_again,
    book,
    without_a_screen,
)

pytestmark = pytest.mark.journey

#: They may do nothing with volunteers but by their duties: "rehber" and "iletisim".
COORDINATOR, INTERVIEWER = "Ceren Poyraz", "İpek Öztürk"
CALL = "Mahalle atölyeleri 2027"
AREA = "Atölye çalışmaları"
TRAINING = "Gönüllü oryantasyonu"
PLACE = "Kültürpark, 3 numaralı salon"
ROLE = "Atölye kolaylaştırıcısı"
WHY = "Mahallemdeki kadınlarla birlikte üretmek ve öğrendiklerimi paylaşmak istiyorum."
#: Who applies; the first on her phone. Found by the family name they share.
FAMILY = "Tandoğan"
WOMEN = [
    "Ilgın",
    "İpek",
    "Şule",
    "Çiğdem",
    "Gülizar",
    "Özlem",
    "Ümmühan",
    "Nazlı",
    "Berfin",
    "Zeynep",
]
TEN = len(WOMEN)


def address_of(place: int) -> str:
    return f"tandogan{place}@example.org"


def phone_of(place: int) -> str:
    return f"0500 000 11 {place:02}"


def minute_after(seconds: int) -> datetime:
    """The first whole minute that is so many seconds away or more."""
    then = datetime.now(ISTANBUL) + timedelta(seconds=seconds + 59)
    return then.replace(second=0, microsecond=0)


# --- setting up -------------------------------------------------------------------


def follow(page: Page, name: str) -> None:
    """A link or a button that the page itself offers for what comes next."""
    main = page.locator("main")
    main.get_by_role("link", name=name).or_(
        main.get_by_role("button", name=name)
    ).first.click()


def choose_staff(field: Locator, name: str) -> None:
    """A member of staff in a list whose labels say more than her name."""
    option = field.locator("option", has_text=name).first
    field.select_option(value=option.get_attribute("value"))


def set_up_call(page: Page) -> None:
    """What the form asks for; then what its checklist says is missing."""
    page.goto("/yonetim/cagrilar/")
    page.locator("header").get_by_role("link", name="Çağrı ekle").first.click()
    page.wait_for_url("**/cagrilar/new/", wait_until="load")
    page.locator("[name=title_tr]").fill(CALL)
    page.locator("[name=title_en]").fill("Neighborhood workshops 2027")
    page.locator("[name=summary_tr]").fill("Mahallelerde atölye yapacak gönüllüler.")
    page.locator("[name=summary_en]").fill("Volunteers for workshops.")
    now = datetime.now(ISTANBUL)
    for name, days in (("opens_at", -1), ("closes_at", 30)):
        moment = now + timedelta(days=days)
        field = page.locator(f"[name={name}]")
        field.fill(moment.strftime("%d.%m.%Y %H:%M"))
        field.press("Tab")  # closes the calendar that opened over the form
    page.get_by_label(AREA, exact=True).first.check()
    page.get_by_label(TRAINING).first.check()
    page.locator("#id_area_terms-ADD").click()
    page.locator("[name=area_terms-0-area]").select_option(label=AREA)
    page.locator("[name=area_terms-0-places]").fill(str(TEN))
    team = [
        (COORDINATOR, "Koordinatör"),
        (INTERVIEWER, "Mülakatçı"),
        ("Öznur Şahin", "Eğitimci"),
    ]
    for place, (name, duty) in enumerate(team):
        page.locator("#id_team-ADD").click()
        choose_staff(page.locator(f"[name=team-{place}-user]"), name)
        page.locator(f"[name=team-{place}-duty]").select_option(label=duty)
    save(page)
    expect_success(page)
    checklist = page.locator(".call-checklist")
    expect(checklist).to_contain_text("açık")
    checklist.get_by_role("button", name="Olağan ölçütleri ekle").click()
    expect_success(page)


def offer_times(page: Page, begins: datetime) -> None:
    """Ten at the same hour: the form is led to by the checklist and knows the call."""
    page.goto("/yonetim/cagrilar/")
    page.locator("main").get_by_role("link", name=CALL).first.click()
    checklist = page.locator(".call-checklist")
    checklist.get_by_role("link", name="Görüşme saati gir").click()
    expect(page.locator("[name=call] option:checked")).to_have_text(CALL)
    page.set_viewport_size({"width": 320, "height": 640})
    page.reload()
    for name in ("day", "first", "until", "minutes"):
        box = page.locator(f"[name={name}]").bounding_box()
        assert box["x"] + box["width"] <= 300, name
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("[name=day]").fill(begins.strftime("%d.%m.%Y"))
    page.locator("[name=first]").fill(begins.strftime("%H:%M"))
    page.locator("[name=minutes]").fill("10")
    page.locator("[name=at_once]").fill(str(TEN))
    page.locator("[name=place_tr]").fill("Kadın Çalışmaları Şube Müdürlüğü")
    page.locator("[name=place_en]").fill("Women's Studies Office")
    page.get_by_label(INTERVIEWER).check()
    page.get_by_label(COORDINATOR).check()
    save(page)
    expect_success(page, f"{TEN} görüşme saati")
    page.locator(".messages").get_by_role("link", name="Çağrıya dön").click()
    expect(page.locator(".call-checklist")).to_contain_text("açık")


# --- applying ---------------------------------------------------------------------


def apply_on_a_phone(phone: Page) -> list[Posted]:
    """The whole form at 320 px; what was posted, step by step, for the others."""
    posted: list[Posted] = []

    def note(request):
        if request.method == "POST" and "/basvuru/" in request.url:
            fields = parse_qsl(request.post_data or "", keep_blank_values=True)
            posted.append((request.url, fields))

    phone.on("request", note)
    phone.goto("/")
    phone.goto("/esit-izmir-gonullu-projesi/")
    card = phone.locator(".call-card", has_text=CALL)
    card.get_by_role("link", name="Başvur").click()
    fill_identity(phone, WOMEN[0], FAMILY)
    phone.get_by_label("Cep telefonu").fill(phone_of(0))
    phone.get_by_label("E-posta").first.fill(address_of(0))
    choose_channel(phone, "email")
    go_on_narrow(phone)
    phone.get_by_label(AREA).select_option("1")
    go_on_narrow(phone)
    phone.get_by_label("Neden gönüllü olmak istiyorsunuz?").fill(WHY)
    phone.get_by_label("3–5 saat").check()
    phone.get_by_label("Cumartesi, Sabah").check()
    phone.get_by_label("Yüz yüze", exact=True).check()
    go_on_narrow(phone)
    phone.get_by_label("Aydınlatma Metni'ni okudum.").check()
    phone.get_by_label("Verdiğim bilgilerin doğru olduğunu beyan ederim.").check()
    go_on_narrow(phone)
    phone.locator("form[data-submit-once] button.button").first.click()
    expect(phone.locator("main")).to_contain_text("EIG-")
    return [step for step in posted if not dict(step[1]).get("autosave")]


def expect_narrow(phone: Page) -> None:
    """Nothing of the page lies beyond the edge of her screen."""
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    for field in phone.locator("main :is(input, select, textarea):visible").all():
        box = field.bounding_box()
        assert box["x"] + box["width"] <= 320, field


def go_on_narrow(phone: Page) -> None:
    expect_narrow(phone)
    go_on(phone)


# --- many at once -----------------------------------------------------------------


def choose_all(page: Page, stage: str, action: str) -> None:
    """In the list of applications: those of a stage that the search finds, all ten."""
    page.goto(f"/yonetim/basvurular/?q={FAMILY}&state={stage}")
    page.get_by_label(f"Listelenenlerin hepsi ({TEN})").check()
    page.get_by_label("Ne yapmalı?").select_option(label=action)
    go_on(page)


def carry_out(page: Page, action: str) -> None:
    """The preview says what will happen to whom; then it is done to all ten."""
    expect(page.locator("main")).to_contain_text(f"{TEN} başvuru")
    expect(page.locator(".staff-panel--warning")).to_have_count(0)
    page.locator("form.bulk-page").get_by_role("button", name=action).click()
    expect(page.locator(".bulk-page [role=status]")).to_contain_text(f"{TEN} başvuru")
    expect(page.locator(".staff-panel--warning")).to_have_count(0)


def expect_next(page: Page, step: str) -> None:
    expect(page.locator(".next-step strong")).to_have_text(step)


def links_of_invitations(page: Page) -> Iterator[str]:
    """Their private links, as each reads hers in her message."""
    page.goto(f"/yonetim/iletiler/?q={FAMILY}")
    rows = page.locator("table.listing tbody tr a[href*='/yonetim/iletiler/']")
    addresses = {rows.nth(n).get_attribute("href") for n in range(rows.count())}
    for address in sorted(addresses):
        text = page.request.get(address).text()
        found = re.search(r"/randevu/[\w-]+/", text)
        if found:
            yield found[0]


def records(page: Page, stage: str) -> list[str]:
    """The pages of their applications at this stage."""
    page.goto(f"/yonetim/basvurular/?q={FAMILY}&state={stage}")
    rows = page.locator("table.listing tbody tr")
    expect(rows).to_have_count(TEN)
    found = [rows.nth(n).get_by_role("link").first for n in range(TEN)]
    return [link.get_attribute("href") for link in found]


def give_scores(page: Page) -> None:
    """Four of five for each criterion of the call, and what she recommends."""
    form = page.locator(".review-form")
    # all() takes what is there, and waits for no page that is on its way.
    expect(form).to_be_visible()
    for four in form.locator("[name^=score][value='4']").all():
        four.check()
    form.get_by_role("group", name="Öneri").get_by_label("Kabul").check()


def review(page: Page, record: str) -> None:
    page.goto(record)
    give_scores(page)
    page.locator(".review-form button").first.click()
    expect_success(page)


def meet(page: Page, record: str) -> None:
    page.goto(record)
    press_action(page, "Mülakatı kaydet")
    give_scores(page)
    save(page)
    expect_success(page)


def add_own_sheet(page: Page) -> None:
    """The interviewer finds the one interview that was hers, and scores it too."""
    page.goto("/yonetim/gorusmeler/?when=today")
    rows = page.locator("table.listing tbody tr", has_text=FAMILY)
    expect(rows).to_have_count(1)
    rows.first.get_by_role("link").first.click()
    give_scores(page)
    page.locator(".review-form button").first.click()
    expect_success(page)


def plan_training(page: Page) -> None:
    """It begins in a quarter of an hour: its sheet may be marked already."""
    starts = minute_after(15 * 60)
    page.goto("/yonetim/egitim-oturumlari/new/")
    page.locator("[name=module]").select_option(label=TRAINING)
    page.locator("[name=starts_at]").fill(starts.strftime("%d.%m.%Y %H:%M"))
    ends = starts + timedelta(hours=6)
    page.locator("[name=ends_at]").fill(ends.strftime("%d.%m.%Y %H:%M"))
    page.locator("[name=place_tr]").fill(PLACE)
    page.locator("[name=place_en]").fill("Culture Park, room 3")
    page.locator("[name=capacity]").fill(str(TEN))
    save(page)
    expect_success(page)


def hold_training(page: Page) -> None:
    page.goto("/yonetim/egitim-oturumlari/")
    row = page.locator("table.listing tbody tr", has_text=PLACE)
    row.get_by_role("link").first.click()
    for name in WOMEN:
        row = page.get_by_role("group", name=f"{name} {FAMILY}")
        row.get_by_label("Geldi").check()
    expect(page.locator("[data-attendance-state]")).to_have_text(
        "Bütün işaretler kaydedildi."
    )
    follow(page, "Yoklamayı kapat")
    go_on(page, "Yoklamayı kapat")
    expect_success(page, f"{TEN} gönüllü")


def make_role(page: Page) -> None:
    page.goto("/yonetim/gorevler/new/")
    page.locator("[name=name_tr]").fill(ROLE)
    page.locator("[name=name_en]").fill("Workshop host")
    page.locator("[name=area]").select_option(label=AREA)
    page.locator("[name=places]").fill(str(TEN))
    save(page)
    expect_success(page)


def screen_and_invite(page: Page) -> None:
    """What was done to all leads to what comes next."""
    choose_all(page, "submitted", "Ön değerlendirmeye al")
    carry_out(page, "Ön değerlendirmeye al")
    expect_next(page, "Mülakata davet et")
    follow(page, "Mülakata davet et")
    carry_out(page, "Mülakata davet et")
    expect_next(page, "Kendisi saat seçer ya da siz onun adına randevu alırsınız")


def decide(page: Page) -> None:
    """What they are told is read before it leaves."""
    choose_all(page, "interviewed", "Kabul et")
    page.get_by_label("Neden").select_option(label="Çağrıya çok uygun")
    carry_out(page, "Kabul et")
    expect_next(
        page, "Kendisi eğitim tarihlerini seçer ya da siz eğitime yerleştirirsiniz"
    )
    follow(page, "İletileri oku ve gönder")
    go_on(page, "Hepsini gönder")
    expect_success(page)


def fill_training(page: Page) -> None:
    page.goto("/yonetim/egitim-oturumlari/")
    row = page.locator("table.listing tbody tr", has_text=PLACE)
    row.get_by_role("link").first.click()
    follow(page, "Birçok kişiyi birden yerleştirin")
    choose_all(page, "accepted", "Eğitimde yer ayır")
    page.get_by_label(PLACE).check()
    carry_out(page, "Eğitimde yer ayır")
    expect_next(page, "Eğitimine katılır; sonra yoklama alınır ve kapatılır")


def sign(page: Page) -> None:
    """The closed sheet leads to what those who completed the training do next."""
    follow(page, "İmzalı sözleşmeyi kaydet")
    carry_out(page, "İmzalı sözleşmeyi kaydet")
    expect_next(page, "Görevlendir")


def give_roles(page: Page) -> None:
    """The page of the new role says who fits: those ten, up to its places."""
    page.goto("/yonetim/gorevler/")
    page.locator("main").get_by_role("link", name=ROLE).click()
    for name in WOMEN:
        page.get_by_label(f"{name} {FAMILY} için seç").check()
    follow(page, "İşaretlenenleri görevlendir")
    carry_out(page, "Görevlendir")
    expect_next(page, "Yok; görevi başında")


def read_overview(page: Page) -> None:
    """From the first to the last line of the funnel: ten."""
    page.goto("/yonetim/genel-bakis/")
    page.get_by_label("Çağrı", exact=True).select_option(label=CALL)
    go_on(page, "Göster")
    page.wait_for_url(re.compile(r"[?&]call=\d"))
    funnel = page.locator(".overview__part--funnel tbody tr")
    expect(funnel).not_to_have_count(0)
    for row in funnel.all():
        expect(row.get_by_role("cell").first).to_have_text(str(TEN))


def test_ten_women_from_an_empty_call_to_their_roles(
    log_in, browser: Browser, playwright: Playwright, base_url: str
):
    def somebody(**options):
        return browser.new_context(base_url=base_url, locale="tr-TR", **options)

    manager = log_in("yonetici")
    set_up_call(manager)
    page, interviewer = log_in("rehber"), log_in("iletisim")
    begins = minute_after(35)
    offer_times(page, begins)

    phone = somebody(viewport={"width": 320, "height": 640}).new_page()
    posted = apply_on_a_phone(phone)
    own_page = phone.url
    for place in range(1, TEN):
        hers = without_a_screen(playwright, base_url)
        own = {
            "given_name": WOMEN[place],
            "phone": phone_of(place),
            "email": address_of(place),
        }
        apply_again(hers, posted, own)
        hers.dispose()

    screen_and_invite(page)
    links = list(links_of_invitations(manager))
    assert len(links) == TEN
    for link in links:
        hers = without_a_screen(playwright, base_url)
        book(hers, link)
        hers.dispose()

    found = records(page, "scheduled")
    for record in found:
        review(page, record)
    wait_until(page, begins)
    for record in found:
        meet(page, record)
    expect_next(page, "Kabul et, yedeğe al ya da kabul etme")
    add_own_sheet(interviewer)
    decide(page)
    plan_training(manager)
    fill_training(page)
    hold_training(page)
    sign(page)
    make_role(manager)
    give_roles(page)

    page.goto("/yonetim/gorevler/")
    page.get_by_role("link", name=ROLE).click()
    expect(page.locator("main")).to_contain_text(f"Dolu yer: {TEN} / {TEN}")
    for name in WOMEN:
        expect(page.locator("main")).to_contain_text(f"{name} {FAMILY}")
    read_overview(page)

    phone.goto(own_page)
    expect(phone.locator("main")).to_contain_text(ROLE)
    expect_narrow(phone)
    phone.goto(f"{own_page}sureler/")
    expect(phone.get_by_label("Gün", exact=True)).to_be_visible()
    expect_narrow(phone)
