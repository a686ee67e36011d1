"""A notice whose purpose changed meets her on her own pages, until she read it."""

import pytest
from django.test import Client
from django.urls import reverse

from people.domain.consents import (
    notices_to_show_again,
    publish_notice,
    record_notice,
)
from people.domain.links import issue_link
from people.enums import EntryChannel, LinkPurpose, Process
from people.models import Notice, NoticeReceipt
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.volunteers import ApplicationFactory

WORDS = "Bilgilerinizi yeni bir amaçla da kullanıyoruz"


@pytest.fixture(autouse=True)
def _turkish(settings):
    settings.LANGUAGE_CODE = "tr"


def tell(person, process=Process.REGISTRATION):
    record_notice(person, notice=Notice.objects.current(process, "tr"))


def change(process=Process.REGISTRATION, summary="Yeni amaç", language="tr"):
    return publish_notice(
        Notice(
            process=process,
            language=language,
            summary=summary,
            body="Uzun",
            informs_again=True,
        )
    )


def own_page(kind, person):
    """Her page's address and the token that opens it ("" in an open visit)."""
    if kind == "application":
        application = ApplicationFactory(person=person)
        token = issue_link(person, purpose=LinkPurpose.APPLICATION, target=application)
        return reverse("volunteers:application", args=[token]), token
    if kind == "registration":
        registration = register(OccurrenceFactory()).registration
        type(registration).objects.filter(pk=registration.pk).update(person=person)
        token = issue_link(
            person, purpose=LinkPurpose.REGISTRATION, target=registration
        )
        return reverse("programs:own", args=[token]), token
    return reverse("rights:own"), ""


@pytest.mark.parametrize("kind", ["application", "registration", "visit"])
def test_changed_notice_is_shown_until_she_says_that_she_read_it(kind, visit, person):
    path, token = own_page(kind, person)
    tell(person)
    assert WORDS not in visit.get(path).text
    changed = change()

    page = visit.get(path)
    assert page.text.count(WORDS) == 1
    assert "Yeni amaç" in page.text
    # To look is not to have read.
    assert notices_to_show_again(person) == [changed]

    sent = {"notice": changed.pk, "token": token, "page": path}
    to = "rights:note_notice" if token else "rights:note_own_notice"
    answer = visit.post(reverse(to), sent)

    assert answer.url == path
    assert notices_to_show_again(person) == []
    assert WORDS not in visit.get(path).text
    receipt = NoticeReceipt.objects.get(notice=changed)
    assert (receipt.person, receipt.shown_through) == (person, EntryChannel.WEB)

    visit.post(reverse(to), sent)
    assert NoticeReceipt.objects.filter(notice=changed).count() == 1


@pytest.mark.parametrize("sent", ["", "x", "-1", "²", "9" * 30, "other"])
def test_notice_that_is_not_hers_to_note_changes_nothing(visit, person, sent):
    tell(person)
    change()
    other = change(process=Process.VOLUNTEERING)
    before = NoticeReceipt.objects.count()

    answer = visit.post(
        reverse("rights:note_own_notice"),
        {"notice": other.pk if sent == "other" else sent},
    )

    assert answer.url == reverse("rights:own")
    assert NoticeReceipt.objects.count() == before


def test_text_replaced_while_she_read_is_shown_in_its_new_form(visit, person):
    tell(person)
    first = change()
    second = change(summary="Bir başka amaç")

    visit.post(reverse("rights:note_own_notice"), {"notice": first.pk})

    assert notices_to_show_again(person) == [second]


def test_stranger_notes_nothing(person):
    tell(person)
    changed = change()

    answers = [
        Client().post(reverse("rights:note_own_notice"), {"notice": changed.pk}),
        Client().post(
            reverse("rights:note_notice"), {"notice": changed.pk, "token": "x"}
        ),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert notices_to_show_again(person) == [changed]


def test_answer_never_leads_to_another_site(person):
    _path, token = own_page("application", person)

    answer = Client().post(
        reverse("rights:note_notice"),
        {"notice": "1", "token": token, "page": "//evil.example/x"},
    )

    assert answer.url == reverse("rights:ask")


def test_every_changed_notice_is_shown(visit, person):
    path, _ = own_page("application", person)
    for process in (Process.REGISTRATION, Process.VOLUNTEERING):
        tell(person, process)
        change(process)

    assert visit.get(path).text.count(WORDS) == 2


def test_get_notes_nothing(visit, person):
    tell(person)
    changed = change()

    assert visit.get(reverse("rights:note_own_notice")).status_code == 405
    assert notices_to_show_again(PersonFactory()) == []
    assert notices_to_show_again(person) == [changed]
