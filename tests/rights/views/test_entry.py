"""The way in: a fresh link, opened once, and one answer for every bad one."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging.enums import MessageState
from messaging.models import Message
from people.domain.consents import has_consented, record_consents
from people.domain.links import issue_link, revoke_links
from people.enums import ContactChannel, EntryChannel, LinkPurpose
from people.models import PrivateLink
from people.sealing import unseal
from rights.domain.links import (
    VISIT_LASTS,
    ask_for_own_data,
    issue_own_data_link,
    withdrawal_path,
)
from rights.enums import RequestKind, RequestState
from rights.models import DataRequest
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

OWN = "/bilgilerim/sayfa/"


@pytest.fixture(autouse=True)
def _links_are_kept(settings):
    settings.KEEP_SENT_LINKS = True


def open_path(token):
    return reverse("rights:open", args=[token])


def ask(browser, email):
    return browser.post(reverse("rights:ask"), {"email": email}, follow=True)


def bad_tokens(person):
    """A reused link, one of another purpose, an expired, a revoked, a forged one."""
    reused = issue_own_data_link(person)
    Client().post(open_path(reused))
    foreign = issue_link(person, purpose=LinkPurpose.NEW_ADDRESS, target=person)
    revoked = issue_own_data_link(person)
    revoke_links(person, purpose=LinkPurpose.OWN_DATA)
    expired = issue_link(
        person,
        purpose=LinkPurpose.OWN_DATA,
        target=person,
        expires_at=timezone.now() - timedelta(seconds=1),
    )
    return {
        "reused": reused,
        "foreign": foreign,
        "revoked": revoked,
        "expired": expired,
        "forged": "A" * 22,
    }


@pytest.mark.parametrize("name", ["reused", "foreign", "revoked", "expired"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_bad_link_gets_the_answer_of_a_forged_one(tr, person, name, method):
    tokens = bad_tokens(person)

    bad = getattr(tr, method)(open_path(tokens[name]))
    forged = getattr(tr, method)(open_path(tokens["forged"]))

    assert (bad.status_code, forged.status_code) == (404, 404)
    bad_text = bad.content.decode().replace(tokens[name], "")
    assert bad_text == forged.content.decode().replace(tokens["forged"], "")
    assert (
        "Bu bağlantı kapandı" in bad_text
        or "Bağlantı kapalı" in bad_text
        or ("bağlantı" in bad_text)
    )


def test_link_opens_once_and_only_in_the_browser_that_opened_it(tr, person):
    token = issue_own_data_link(person)

    assert tr.post(open_path(token)).url == OWN
    assert "İpek" in tr.get(OWN).content.decode()
    assert Client().get(OWN).status_code == 404
    assert Client().post(open_path(token)).status_code == 404


def test_scanner_that_opens_the_link_does_not_use_it_up(tr, person):
    token = issue_own_data_link(person)
    for _time in range(3):
        scanned = Client().get(open_path(token))
        Client().head(open_path(token))
        assert scanned.status_code == 200
        assert "İpek" not in scanned.content.decode()

    assert tr.post(open_path(token)).url == OWN


def test_link_closes_after_an_hour_and_the_page_after_half_an_hour(visit, person):
    link = PrivateLink.objects.get(purpose=LinkPurpose.OWN_DATA)
    assert timedelta(minutes=59) < link.expires_at - timezone.now()
    assert link.expires_at - timezone.now() <= timedelta(hours=1)
    assert visit.get(OWN).status_code == 200

    PrivateLink.objects.filter(pk=link.pk).update(used_at=timezone.now() - VISIT_LASTS)

    assert visit.get(OWN).status_code == 404


def test_a_newer_link_closes_the_page_that_an_older_one_opened(visit, person):
    issue_own_data_link(person)

    assert visit.get(OWN).status_code == 404


def test_exit_and_close_end_the_visit(visit, person):
    visit.post(reverse("rights:close"))
    assert visit.get(OWN).status_code == 404

    browser = Client()
    browser.post(open_path(issue_own_data_link(person)))
    assert browser.get(OWN).status_code == 200
    browser.get(reverse("pages:exit"))
    assert browser.get(OWN).status_code == 404


@pytest.mark.parametrize("name", ["ask", "asked", "own"])
def test_pages_are_private_and_have_the_way_out(visit, name):
    page = visit.get(reverse(f"rights:{name}"))

    assert page.headers["Cache-Control"] == "no-store, private"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "data-exit-button" in page.content.decode()


@pytest.mark.parametrize("name", ["ask", "own", "correct", "request"])
def test_browser_may_send_the_forms_of_these_pages(visit, name):
    """Under "no-referrer" it would send "Origin: null", which is refused."""
    page = visit.get(reverse(f"rights:{name}")).content.decode()

    assert '<meta name="referrer" content="same-origin">' in page
    assert "no-referrer" not in page.replace('rel="nofollow noreferrer"', "")


def test_title_of_the_page_is_neutral(visit):
    page = visit.get(OWN).content.decode()

    title = page[page.index("<title>") : page.index("</title>")]
    assert "Destek" in title
    assert "İpek" not in title


def test_answer_is_the_same_for_known_and_unknown(tr, person):
    known = ask(tr, person.email)
    cache.clear()
    unknown = ask(tr, "yok@example.org")

    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content


def test_known_address_gets_one_link_by_mail(
    tr, person, django_capture_on_commit_callbacks, mailoutbox
):
    with django_capture_on_commit_callbacks(execute=True):
        ask(tr, person.email)
        ask(tr, person.email)

    message = Message.objects.get(template="rights.own_data")
    assert len(mailoutbox) == 1
    assert mailoutbox[0].to == [person.email]
    assert mailoutbox[0].subject == "Bilgilerinizle ilgili"
    path = "/bilgilerim/ac/" + unseal(message.sealed_link).split("/ac/")[1]
    assert tr.post(path).url == OWN


def test_address_of_somebody_who_chose_the_telephone_is_not_written_to(tr, person):
    PersonFactory(email="tel@example.org", contact_channel=ContactChannel.PHONE)

    ask(tr, "tel@example.org")

    assert Message.objects.count() == 0


@pytest.mark.parametrize("purpose", [LinkPurpose.APPLICATION, LinkPurpose.REGISTRATION])
def test_page_of_hers_sends_a_link_and_shows_none(tr, person, purpose):
    token = issue_link(person, purpose=purpose, target=person)

    answer = tr.post(reverse("rights:send"), {"token": token}, follow=True)

    assert Message.objects.filter(template="rights.own_data").count() == 1
    assert "/ac/" not in answer.content.decode()
    assert tr.get(OWN).status_code == 404


def test_forged_token_sends_nothing(tr, person):
    answer = tr.post(reverse("rights:send"), {"token": "A" * 22})

    assert (answer.status_code, Message.objects.count()) == (404, 0)


def test_who_chose_the_telephone_gets_a_request_that_staff_answer(person):
    person.contact_channel = ContactChannel.PHONE
    person.save()

    ask_for_own_data(person)
    cache.clear()
    ask_for_own_data(person)

    request = DataRequest.objects.get()
    assert (request.kind, request.state) == (RequestKind.INFORMATION, RequestState.NEW)
    received = Message.objects.get()
    assert received.state == MessageState.BY_HAND


def test_withdrawal_link_asks_then_withdraws_and_stays_open(tr, person):
    record_consents(
        person, given=["news_email"], language="tr", entered_through=EntryChannel.WEB
    )
    path = withdrawal_path(person, "news_email")

    page = tr.get(path)
    assert "e-posta" in page.content.decode()
    assert has_consented(person, "news_email")

    tr.post(path)
    tr.post(path)

    assert not has_consented(person, "news_email")
    assert person.consent_records.count() == 2
    assert "geri alındı" in tr.get(path).content.decode()
