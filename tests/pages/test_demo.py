"""The demo site: complete in two languages, and nothing in it that must not be."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from pages.demo.build import build_demo
from pages.demo.content_en import ENGLISH
from pages.demo.content_tr import PAGES

pytestmark = pytest.mark.django_db

_ADDRESS = re.compile(r'(?:src|href|action|data-\w+|content)="(https?:)?//([^/"]+)')


def demo_pages(code):
    return Page.objects.filter(depth__gt=1, locale__language_code=code).specific()


def test_every_page_reads_in_both_languages(client, demo_site):
    for code in ("tr", "en"):
        shown = {page.url: client.get(page.url) for page in demo_pages(code)}

        assert {response.status_code for response in shown.values()} == {200}
        assert len(shown) == len(PAGES)
        for url, response in shown.items():
            html = response.content.decode()
            assert f'<html lang="{code}">' in html, url
            assert html.count("<h1") == 1, url
            hosts = {host for _scheme, host in _ADDRESS.findall(html)}
            assert hosts <= {"testserver"}, url
            assert "<style" not in html and " style=" not in html, url
            assert " onclick=" not in html, url
            assert "bayan" not in html.casefold(), url


def test_editors_find_the_english_in_the_translation_editor(demo_site):
    pages = demo_pages("tr")

    assert Translation.objects.filter(
        source__object__translation_key__in=[page.translation_key for page in pages],
        target_locale__language_code="en",
        enabled=True,
    ).count() == len(PAGES)
    assert StringSegment.objects.count() == StringTranslation.objects.count()
    assert not StringTranslation.objects.filter(has_error=True).exists()


def test_no_english_is_left_over(demo_site):
    used = set(StringSegment.objects.values_list("string__data", flat=True))

    assert set(ENGLISH) - used == set()


def test_a_second_time_changes_nothing(demo_site):
    def state():
        return list(Page.objects.order_by("pk").values_list("pk", "last_published_at"))

    before = state()
    build_demo()

    assert state() == before


def test_the_tree_is_sound(demo_site):
    assert Page.find_problems() == ([], [], [], [], [])
    site = Site.objects.get(is_default_site=True)
    assert site.root_page.content_type == ContentType.objects.get_by_natural_key(
        "pages", "homepage"
    )


def test_the_figures_have_their_source(client, demo_site):
    html = client.get("/kadinlar-icin-bir-mola/").content.decode()

    for figure in ("2.500", "495", "632"):
        assert f'<strong class="numbers__value">{figure}</strong>' in html
    assert "Kaynak: İzmir Büyükşehir Belediyesi'nin" in html.replace("&#x27;", "'")


def test_pages_on_help_are_sensitive_and_name_no_place(client, demo_site):
    for url in ("/danisma/", "/guvenli-kullanim/", "/en/counseling/", "/en/safe-use/"):
        response = client.get(url)
        text = re.sub(r"<[^>]+>", " ", response.content.decode())

        assert response["Cache-Control"] == "no-store, private"
        assert not re.search(r"sığınma|sığınak|konukevi|shelter", text, re.IGNORECASE)
        assert not re.search(r"\b(Mah|Sok|Sk|Cad|Cd|No|Bulvar|Kat)\b[.:]", text)
        assert not re.search(r"\d{3} \d{2} \d{2}", text)
