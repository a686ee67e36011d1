"""Pages a woman may have to leave at once, and that nobody else should find."""

import pytest
from django.utils import translation

from tests.factories.pages import ContentPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def counseling(home):
    return ContentPageFactory(parent=home, title="Danışma Merkezi", is_sensitive=True)


def test_a_sensitive_page_has_the_way_out_and_a_neutral_title(tr, counseling):
    html = tr.get(counseling.url).content.decode()

    assert "<title>Destek – İzmir</title>" in html
    assert html.count('href="/cikis/"') == 2
    assert 'src="/static/js/exit.js"' in html
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert "hreflang=" not in html.split("</head>")[0]
    assert "og:" not in html


def test_a_sensitive_page_is_kept_nowhere_and_tells_nobody(tr, counseling):
    response = tr.get(counseling.url)

    assert {
        name: response[name]
        for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    } == {
        "Cache-Control": "no-store, private",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }


def test_pages_below_a_sensitive_page_are_sensitive(tr, counseling):
    below = ContentPageFactory(parent=counseling, title="Haklarınız")
    lowest = ContentPageFactory(parent=below, title="Sorular")

    response = tr.get(lowest.url)

    assert below.is_sensitive_here
    assert "<title>Destek – İzmir</title>" in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"


def test_pages_beside_a_sensitive_page_are_ordinary(tr, home, counseling):
    beside = ContentPageFactory(parent=home, title="İletişim")

    response = tr.get(beside.url)
    html = response.content.decode()

    assert not beside.is_sensitive_here
    assert "/cikis/" not in html
    assert "exit.js" not in html
    assert "<title>İletişim – " in html
    assert not response.has_header("X-Robots-Tag")


def test_the_exit_speaks_the_language_of_the_page(tr, counseling):
    html = tr.get(counseling.url).content.decode()

    with translation.override("tr"):
        for words in (
            "Bu sayfadan hemen çık",
            "Yükleniyor.",
            "Çıkmak için Shift tuşuna 2 kez daha basın.",
            "Çıkmak için Shift tuşuna 1 kez daha basın.",
            "Hızlı çıkış iptal edildi.",
        ):
            assert words in html
