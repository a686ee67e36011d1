"""Menu, languages and footer around pages and plain views."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from wagtail.models import Locale, PageViewRestriction, Site

from language.translated import Translated
from pages.models import EmergencyLine, SiteSettings
from tests.factories.pages import ContentPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def information(home):
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.organization_name = Translated(tr="Belediye", en="Municipality")
    settings.help_phone = "0500 000 00 01"
    settings.emergency_lines = [
        EmergencyLine(
            name=Translated(tr="Acil Çağrı", en="Emergency"),
            footer_label=Translated(tr="Acil durumda", en="In an emergency"),
            number="112",
            verified_on=date(2026, 11, 1),
            shown_in_footer=True,
        ),
        EmergencyLine(
            name=Translated(tr="Yalnızca listede"), number="0 (232) 000 00 00"
        ),
    ]
    settings.save()
    return settings


def test_the_footer_always_has_the_emergency_numbers(tr, home):
    html = tr.get("/ara/").content.decode()

    assert html.count('href="tel:112"') == 1
    assert html.count('href="tel:183"') == 1
    assert "KADES" in html


def test_staff_decide_which_lines_the_footer_has(tr, information):
    html = tr.get("/ara/").content.decode()

    assert html.count('href="tel:112"') == 1
    assert 'href="tel:183"' not in html
    assert "Yalnızca listede" not in html


def test_the_footer_names_the_organization_and_the_help_phone(tr, information):
    html = tr.get("/ara/").content.decode()

    assert 'Belediye · Telefonla yardım: <a href="tel:05000000001">' in html


def test_without_a_help_phone_none_is_promised(tr, home):
    assert "Telefonla yardım" not in tr.get("/ara/").content.decode()


def test_a_line_tells_when_it_was_checked(tr, home, information):
    page = ContentPageFactory(parent=home, title="Hatlar", body=[("emergency", None)])

    html = tr.get(page.url).content.decode()

    assert "Doğrulandığı tarih: 1 Kasım 2026" in html
    assert html.count("Doğrulandığı tarih") == 1
    assert 'href="tel:0(232)' not in html
    assert 'href="tel:02320000000"' in html


def test_the_menu_holds_public_pages_marked_for_it(tr, home):
    ContentPageFactory(parent=home, title="Menüde", show_in_menus=True)
    ContentPageFactory(parent=home, title="Taslak", show_in_menus=True, live=False)
    closed = ContentPageFactory(parent=home, title="Kapalı", show_in_menus=True)
    PageViewRestriction.objects.create(
        page=closed, restriction_type=PageViewRestriction.LOGIN
    )
    ContentPageFactory(parent=home, title="Altta", show_in_footer=True)

    html = tr.get("/ara/").content.decode()

    assert '<a class="nav__link" href="/menude/">Menüde</a>' in html
    assert '<li><a href="/altta/">Altta</a></li>' in html
    assert "Taslak" not in html
    assert "Kapalı" not in html


def test_the_menu_marks_where_one_is(tr, home):
    page = ContentPageFactory(parent=home, title="Menüde", show_in_menus=True)

    html = tr.get(page.url).content.decode()

    assert '<a class="nav__link" href="/menude/" aria-current="page">Menüde</a>' in html


def test_a_plain_view_changes_language_in_place(tr, home):
    html = tr.get("/ara/").content.decode()

    assert '<html lang="tr">' in html
    assert '<a class="language-switch" href="/en/ara/" lang="en"' in html
    assert '<html lang="en">' in tr.get("/en/ara/").content.decode()


def test_an_untranslated_page_leads_to_the_other_home(tr, home):
    page = ContentPageFactory(parent=home, title="Yalnız Türkçe")

    assert '<a class="language-switch" href="/en/"' in tr.get(page.url).content.decode()


def test_a_translated_page_leads_to_its_translation(tr, home):
    english = Locale.objects.get(language_code="en")
    home.copy_for_translation(english).save_revision().publish()
    page = ContentPageFactory(parent=home, title="İletişim")
    copy = page.copy_for_translation(english)
    copy.slug = "contact"
    copy.save_revision().publish()

    html = tr.get(page.url).content.decode()

    assert '<a class="language-switch" href="/en/contact/"' in html
    assert (
        '<link rel="alternate" hreflang="en" href="http://testserver/en/contact/">'
        in html
    )


def test_breadcrumbs_begin_at_home(tr, home):
    above = ContentPageFactory(parent=home, title="Hizmetler")
    page = ContentPageFactory(parent=above, title="Danışma")

    html = tr.get(page.url).content.decode()

    assert '<a href="/">Ana sayfa</a>' in html
    assert '<a href="/hizmetler/">Hizmetler</a>' in html
    assert '<span aria-current="page">Danışma</span>' in html


def test_an_unknown_address_is_told_kindly(tr, home):
    response = tr.get("/boyle-bir-sayfa-yok/")

    assert response.status_code == 404
    assert "Sayfa bulunamadı" in response.content.decode()


def test_the_page_of_a_crash_needs_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string("500.html")

    assert "Bir sorun oluştu" in html
    assert 'href="tel:112"' in html


def test_the_frame_survives_a_site_without_pages(tr, db):
    Site.objects.all().delete()

    assert tr.get("/ara/").status_code == 200
