"""Her own page: she sees, corrects, downloads, decides, asks."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.domain.consents import has_consented, publish_consent_text, record_consents
from people.enums import ContactChannel, EntryChannel
from people.models import ConsentPurpose, ConsentText, Person
from people.sealing import unseal
from rights.domain.links import issue_own_data_link
from rights.enums import RequestKind
from rights.models import AddressChange, DataRequest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _links_are_kept(settings):
    settings.KEEP_SENT_LINKS = True


def answers(person, **changes):
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "district": person.district,
        "neighborhood": person.neighborhood,
        "phone": person.phone.as_e164,
        "email": person.email,
        "contact_channel": person.contact_channel,
        "safe_time": person.safe_time,
        "language": person.language,
        "hide_organization": "on",
        **changes,
    }


def correct(visit, person, **changes):
    return visit.post(reverse("rights:correct"), answers(person, **changes))


def confirmation_path():
    link = unseal(Message.objects.get(template="rights.confirm_address").sealed_link)
    return "/bilgilerim/" + link.split("/bilgilerim/")[1]


def test_page_keeps_everything_closed_at_first_sight(visit, person):
    page = visit.get(reverse("rights:own")).content.decode()

    before_first_part = page[: page.index("<details")]
    assert person.email in page
    assert person.email not in before_first_part
    assert "<details open" not in page


def test_names_and_choices_are_corrected_at_once_and_logged_by_name(visit, person):
    answer = correct(visit, person, given_name="Işıl", safe_time="morning")

    person.refresh_from_db()
    assert answer.url == reverse("rights:own")
    assert (person.given_name, person.safe_time) == ("Işıl", "morning")
    assert person.name_fold.startswith("isil")
    entry = ModelLogEntry.objects.get(action="rights.person.correct")
    assert entry.data == {"fields": ["given_name", "safe_time"]}


def test_corrections_follow_the_rules_of_the_public_form(visit, person):
    answer = correct(visit, person, given_name="1", email="x")

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"given_name", "email"}
    assert ModelLogEntry.objects.filter(action="rights.person.correct").count() == 0


def test_new_email_counts_only_after_it_answered(
    visit, person, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        correct(visit, person, email="yeni@example.org")

    person.refresh_from_db()
    assert person.email == "ipek@example.org"
    assert [mail.to for mail in mailoutbox] == [["yeni@example.org"]]
    assert "İpek" not in mailoutbox[0].body
    assert "yeni@example.org" not in AddressChange.objects.get().sealed_value
    path = confirmation_path()

    stranger = Client()
    assert stranger.get(path).status_code == 200
    person.refresh_from_db()
    assert person.email == "ipek@example.org"

    with django_capture_on_commit_callbacks(execute=True):
        assert stranger.post(path).status_code == 200
    person.refresh_from_db()
    assert person.email == "yeni@example.org"
    assert AddressChange.objects.count() == 0
    # The old address hears nothing, and the link opens nothing any more.
    assert len(mailoutbox) == 1
    assert stranger.post(path).status_code == 404


def test_old_address_is_told_only_when_she_says_so(
    visit, person, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        correct(visit, person, email="yeni@example.org", tell_old_address="on")
        Client().post(confirmation_path())

    assert [mail.to[0] for mail in mailoutbox] == [
        "yeni@example.org",
        "ipek@example.org",
    ]
    assert mailoutbox[1].subject == "Bilgilerinizle ilgili"
    assert "yeni@" not in mailoutbox[1].body


def test_unsafe_address_is_left_at_once(visit, person):
    correct(visit, person, email="yeni@example.org", stop_old_address="on")

    person.refresh_from_db()
    assert (person.email, person.contact_channel) == ("", ContactChannel.SHE_CALLS)

    Client().post(confirmation_path())
    person.refresh_from_db()
    assert person.email == "yeni@example.org"
    assert person.contact_channel == ContactChannel.EMAIL


def test_choice_of_email_waits_for_the_new_address(visit, person):
    """Else the old address, which she did not want to be used, would be."""
    Person.objects.filter(pk=person.pk).update(contact_channel=ContactChannel.PHONE)
    person.refresh_from_db()

    correct(visit, person, email="yeni@example.org", contact_channel="email")

    person.refresh_from_db()
    assert person.contact_channel == ContactChannel.PHONE
    Client().post(confirmation_path())
    person.refresh_from_db()
    assert person.contact_channel == ContactChannel.EMAIL


def test_newer_wish_closes_the_older_confirmation(visit, person):
    correct(visit, person, email="bir@example.org")
    first = confirmation_path()
    Message.objects.all().delete()
    correct(visit, person, email="iki@example.org")

    assert Client().post(first).status_code == 404
    Client().post(confirmation_path())
    person.refresh_from_db()
    assert person.email == "iki@example.org"


def test_new_number_is_confirmed_by_staff_where_no_text_message_leaves(visit, person):
    correct(visit, person, phone="0500 123 45 67")

    person.refresh_from_db()
    assert person.phone.as_e164 != "+905001234567"
    request = DataRequest.objects.get()
    assert request.kind == RequestKind.CORRECTION
    assert "+905001234567" in request.wish


def test_json_has_stable_keys_and_a_neutral_name(visit, person):
    answer = visit.get(reverse("rights:download_data"))

    data = json.loads(answer.content)
    assert data["schema_version"] == "own-data/1"
    assert data["record"] == str(person)
    first = data["holdings"][0]
    assert first["name"] == "people.person"
    assert first["records"][0]["data"]["given_name"] == "İpek"
    assert first["records"][0]["data"]["birth_date"] == "1990-11-21"
    assert answer["Content-Disposition"] == 'attachment; filename="bilgilerim.json"'
    assert answer["Cache-Control"] == "no-store, private"


def test_document_fetches_nothing_and_writes_turkish_dates(visit, person):
    answer = visit.get(reverse("rights:download_document"))

    page = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="bilgilerim.html"'
    assert "21 Kasım 1990" in page
    assert re.findall(r"https?://|src=|<script|<link|@import|url\(", page) == []


@pytest.mark.parametrize(
    "name", ["own", "correct", "request", "download_data", "download_document"]
)
def test_nothing_opens_without_a_visit(tr, person, name):
    answer = tr.get(reverse(f"rights:{name}"))

    assert answer.status_code == 404
    assert "İpek" not in answer.content.decode()


def test_consent_is_given_and_withdrawn_by_herself(visit, person):
    path = reverse("rights:set_consent", args=["news_email"])

    visit.post(path, {"answer": "give"})
    visit.post(path, {"answer": "give"})
    assert has_consented(person, "news_email")
    assert person.consent_records.count() == 1

    visit.post(path, {"answer": "withdraw"})
    assert not has_consented(person, "news_email")
    assert visit.get(path).status_code == 405


def test_changed_purpose_is_asked_again_on_her_page(visit, person):
    record_consents(
        person, given=["news_email"], language="tr", entered_through=EntryChannel.WEB
    )
    purpose = ConsentPurpose.objects.get(key="news_email")
    publish_consent_text(
        ConsentText(
            purpose=purpose, language="tr", text="Başka bir amaç.", asks_again=True
        )
    )

    page = visit.get(reverse("rights:own")).content.decode()

    assert "Amaç değişti; yeniden soruyoruz" in page
    assert "Başka bir amaç." in page


def test_erasure_is_asked_twice_before_it_is_sent(visit, person):
    path = reverse("rights:request")
    asked = {"kind": "erasure", "wish": "Her şeyi silin."}

    check = visit.post(path, asked)
    assert DataRequest.objects.count() == 0
    assert "Her şeyi silin." in check.content.decode()

    visit.post(path, {**asked, "confirmed": "1"})
    request = DataRequest.objects.get()
    assert (request.kind, request.person) == (RequestKind.ERASURE, person)
    assert request.days_left() == 30


def test_answer_is_read_on_her_page(visit, person):
    visit.post(
        reverse("rights:request"), {"kind": "recipients", "wish": "", "confirmed": "1"}
    )
    DataRequest.objects.update(
        state="accepted", reply="Kimseye aktarılmadı.", answered_at="2026-11-24T10:00Z"
    )

    assert "Kimseye aktarılmadı." in visit.get(reverse("rights:own")).content.decode()


def test_own_data_link_opens_no_other_page(person):
    # A token of hers for this page is none for the page of an application.
    token = issue_own_data_link(person)
    assert Client().get(f"/basvurum/{token}/").status_code == 404
    assert Client().get(f"/kaydim/{token}/").status_code == 404
