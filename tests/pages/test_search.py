"""The table of queries that a Turkish search has to answer, on any database."""

import pytest
from wagtail.models import Locale

from pages.search import find_pages
from tests.factories.pages import ContentPageFactory, ProgramPageFactory

pytestmark = pytest.mark.django_db

TITLES = [
    "İzmir Körfez Turu",
    "Işık Atölyesi",
    "Çiğli Mahalle Mutfağı",
    "Kadınlar için Bir Mola",
    "Eğitimler",
    "Güçlenme Durağı",
]


@pytest.fixture
def turkish(home):
    for title in TITLES:
        ContentPageFactory(parent=home, title=title)
    return Locale.objects.get(language_code="tr")


def titles(query, locale):
    return [page.title for page in find_pages(query, locale=locale)]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("izmir", "İzmir Körfez Turu"),
        ("İZMİR", "İzmir Körfez Turu"),
        ("IZMIR", "İzmir Körfez Turu"),
        ("körfez turu", "İzmir Körfez Turu"),
        ("korfez", "İzmir Körfez Turu"),
        ("ışık", "Işık Atölyesi"),
        ("IŞIK", "Işık Atölyesi"),
        ("isik", "Işık Atölyesi"),
        ("cigli", "Çiğli Mahalle Mutfağı"),
        ("ÇİĞLİ", "Çiğli Mahalle Mutfağı"),
        ("kadın", "Kadınlar için Bir Mola"),
        ("KADIN", "Kadınlar için Bir Mola"),
        ("eğitim", "Eğitimler"),
        ("egitim", "Eğitimler"),
        ("durak", "Güçlenme Durağı"),
        ("güçlenme durağı", "Güçlenme Durağı"),
    ],
)
def test_each_way_of_typing_finds_its_page(turkish, query, title):
    assert titles(query, turkish) == [title]


@pytest.mark.parametrize(
    "query",
    ["", "   ", "'", '"', "yok böyle bir şey", "%", "a* OR b", "NEAR(", "a" * 200],
)
def test_what_is_not_there_finds_nothing(turkish, query):
    assert titles(query, turkish) == []


def test_the_words_of_the_body_are_searched(home, turkish):
    ProgramPageFactory(
        parent=home,
        title="Bostanlar",
        body=[("heading", "Kura ile parsel"), ("text", "<p>Kadifekale'de ekim</p>")],
    )

    assert titles("kadifekale", turkish) == ["Bostanlar"]
    assert titles("PARSEL", turkish) == ["Bostanlar"]


def test_a_title_comes_before_a_body(home, turkish):
    ContentPageFactory(parent=home, title="Başka", intro="Eğitimler burada")

    assert titles("eğitim", turkish) == ["Eğitimler", "Başka"]


def test_drafts_and_other_languages_stay_out(home, turkish):
    ContentPageFactory(parent=home, title="Gizli taslak", live=False)

    assert titles("taslak", turkish) == []
    assert titles("izmir", Locale.objects.get(language_code="en")) == []


def test_the_page_of_results_keeps_what_was_asked(tr, turkish):
    response = tr.get("/ara/", {"q": "ışık"})
    html = response.content.decode()

    assert 'value="ışık"' in html
    assert "1 sayfa bulundu." in html
    assert '<a href="/isik-atolyesi/">Işık Atölyesi</a>' in html
    assert response["Cache-Control"] == "no-store, private"


def test_nothing_found_says_what_to_try(tr, turkish):
    html = tr.get("/ara/", {"q": "zzzz"}).content.decode()

    assert "Sayfa bulunamadı. Daha kısa bir sözcük deneyin" in html


def test_what_was_typed_is_never_markup(tr, turkish):
    html = tr.get("/ara/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in html
