import pytest
from wagtail.models import Site

from pages.models import SiteSettings

pytestmark = pytest.mark.django_db


def test_leaving_ends_the_session_and_shows_the_weather(tr, home):
    session = tr.session
    session["answers"] = {"given_name": "İpek"}
    session.save()
    key = session.session_key

    response = tr.get("/cikis/")

    assert response.status_code == 302
    assert response["Location"] == "https://www.mgm.gov.tr/"
    assert not tr.session.exists(key)
    assert tr.session.get("answers") is None


def test_leaving_makes_the_browser_forget(tr, home):
    response = tr.get("/cikis/")

    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"


def test_staff_choose_where_the_exit_leads(tr, home):
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.exit_url = "https://example.org/haberler"
    settings.save()

    assert tr.get("/cikis/")["Location"] == "https://example.org/haberler"


def test_the_exit_works_without_a_site(tr, db):
    Site.objects.all().delete()

    assert tr.get("/cikis/")["Location"] == "https://www.mgm.gov.tr/"
