"""A form that is left and gone on with: kept, sent as a link, confirmed, forgotten."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from people.domain.erasure import erase_person
from people.domain.links import issue_link
from people.domain.merging import merge_persons
from people.domain.retention import apply_retention
from people.enums import LinkPurpose
from people.models import Person, PrivateLink
from tests.factories.people import PersonFactory
from tests.factories.volunteers import ApplicationFactory, CallFactory, NoticeFactory
from tests.volunteers.forms_data import fill_in, post_step, step_data, step_url
from volunteers.domain.drafts import begin_draft, drafts_of, keep_step
from volunteers.models import Application, ApplicationDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    NoticeFactory()
    return CallFactory()


def leave(browser, call, step="alanlar", **data):
    """Press "Go on later" on a step; the page that answers."""
    browser.get(step_url(call, step))
    with TestCase.captureOnCommitCallbacks(execute=True):
        return post_step(browser, call, step, {"later": "1", **data})


def sent_path() -> str:
    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.outbox[-1].body)
    return link[1]


def test_every_step_is_kept_and_sealed(call, tr):
    fill_in(tr, call, until="zaman")

    draft = ApplicationDraft.objects.get()
    assert list(draft.filled_in()["steps"]) == ["kisi", "alanlar", "zaman"]
    stored = ApplicationDraft.objects.extra(select={"raw": "content"}).get().raw
    assert "Çiğdem" not in stored
    assert not any("Çiğdem" in str(row) for row in tr.session.items())


def test_nothing_is_kept_before_the_first_step_is_sent(call, tr):
    tr.get(step_url(call, "kisi"))
    answer = post_step(tr, call, "kisi", {"given_name": "Ç", "autosave": "1"})

    assert answer.json() == {"saved": ""}
    assert ApplicationDraft.objects.count() == 0


def test_autosave_keeps_what_is_not_right_yet(call, tr):
    fill_in(tr, call, until="alanlar")

    saved = post_step(tr, call, "zaman", {"motivation": "Çünkü", "autosave": "1"})

    clock = timezone.localtime(ApplicationDraft.objects.get().saved_at)
    assert saved.json() == {"saved": f"Kaydedildi {clock:%H.%M}"}
    page = tr.get(step_url(call, "zaman"))
    assert page.context["form"]["motivation"].value() == "Çünkü"
    assert not page.context["form"].errors
    assert f"Kaydedildi {clock:%H.%M}" in page.content.decode()


def test_what_was_refused_is_there_after_coming_back(call, tr):
    fill_in(tr, call, until="alanlar")
    fill_in(tr, call, steps=("zaman",), zaman={"motivation": "Kısa"})

    page = tr.get(step_url(call, "zaman"))

    assert page.context["form"]["motivation"].value() == "Kısa"


def test_link_opens_the_form_on_another_device(call, tr):
    fill_in(tr, call, until="kisi")
    page = leave(tr, call, skills="Çeviri yaptım")

    assert page.context["is_sent"] is True
    assert [one.subject for one in mail.outbox] == ["Kaldığınız yer"]
    assert mail.outbox[0].to == ["cigdem@example.org"]
    other = Client(headers={"accept-language": "tr"})
    path = sent_path()
    shown = other.get(path)
    assert shown.status_code == 200
    assert "Çiğdem" not in shown.content.decode()
    on = other.post(path)
    assert on.url == step_url(call, "alanlar")
    form = other.get(on.url).context["form"]
    assert form["skills"].value() == "Çeviri yaptım"
    fill_in(other, call, steps=("alanlar", "zaman", "onay", "kontrol"))
    application = Application.objects.get()
    assert application.person.given_name == "Çiğdem"
    assert ApplicationDraft.objects.count() == 0
    assert Person.objects.count() == 1
    # The address answered already.
    assert application.reach_confirmed_at is not None
    # And the link is of no more use.
    assert Client().get(path).status_code == Client().post(path).status_code == 404


def test_other_address_than_the_one_that_answered_is_not_confirmed(call, tr):
    fill_in(tr, call, until="kisi")
    leave(tr, call)
    tr.post(sent_path())
    other = {**step_data(call)["kisi"], "email": "baska@example.org"}

    fill_in(tr, call, kisi=other)

    application = Application.objects.get()
    assert application.person.email == "baska@example.org"
    assert application.reach_confirmed_at is None


def test_answer_is_the_same_for_known_and_unknown(call, tr):
    fill_in(tr, call, until="kisi")
    unknown = leave(tr, call)
    known = Client(headers={"accept-language": "tr"})
    ApplicationFactory(person=PersonFactory(email="sule@example.org"))
    data = {**step_data(call)["kisi"], "email": "sule@example.org"}
    fill_in(known, call, until="kisi", kisi=data)

    answer = leave(known, call)

    def bare(page):
        return re.sub(
            r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()
        )

    assert bare(answer) == bare(unknown)
    # Nothing was joined: each message goes to a record of its own.
    assert Person.objects.filter(email="sule@example.org").count() == 2


def test_who_is_not_written_to_is_shown_the_link(call, tr):
    data = {**step_data(call)["kisi"], "contact_channel": "phone"}
    fill_in(tr, call, until="kisi", kisi=data)

    page = leave(tr, call)

    assert mail.outbox == []
    path = page.context["link"].removeprefix("http://testserver")
    assert Client().post(path).status_code == 302


def test_link_is_not_sent_twice_in_a_breath(call, tr):
    fill_in(tr, call, until="kisi")

    pages = [leave(tr, call) for _time in range(3)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert Message.objects.count() == 1


def test_expired_draft_and_its_link_open_nothing(call, tr):
    fill_in(tr, call, until="kisi")
    leave(tr, call)
    path = sent_path()
    ApplicationDraft.objects.update(expires_at=timezone.now())
    PrivateLink.objects.update(expires_at=timezone.now() + timedelta(days=1))

    assert Client().get(path).status_code == Client().post(path).status_code == 404
    # This browser begins anew; nothing breaks.
    assert tr.get(step_url(call, "zaman")).url == step_url(call, "kisi")


@pytest.mark.parametrize("purpose", [LinkPurpose.APPLICATION, LinkPurpose.RECEIPT])
def test_link_of_another_kind_opens_no_draft(call, purpose):
    draft = begin_draft(call)
    token = issue_link(PersonFactory(), purpose=purpose, target=draft)

    assert Client().post(reverse("volunteers:resume", args=[token])).status_code == 404


def test_another_persons_draft_is_not_reached(call, tr):
    fill_in(tr, call, until="alanlar")
    stranger = Client(headers={"accept-language": "tr"})

    assert stranger.get(step_url(call, "zaman")).url == step_url(call, "kisi")
    post_step(stranger, call, "zaman", {"motivation": "x", "autosave": "1"})
    assert (
        stranger.get(reverse("volunteers:later", args=[call.slug])).status_code == 302
    )
    assert list(ApplicationDraft.objects.get().filled_in()["partial"]) == []


def test_draft_of_one_call_is_none_of_another(call, tr):
    fill_in(tr, call, until="alanlar")
    other = CallFactory()

    assert tr.get(step_url(other, "zaman")).url == step_url(other, "kisi")


def test_form_is_closed_on_a_shared_device(call, tr):
    fill_in(tr, call, until="alanlar")

    tr.post(reverse("volunteers:leave", args=[call.slug]))

    assert tr.get(step_url(call, "zaman")).url == step_url(call, "kisi")
    assert ApplicationDraft.objects.count() == 1


def test_two_tabs_keep_both_steps(call):
    draft = begin_draft(call)
    tab = ApplicationDraft.objects.get()

    keep_step(draft, "kisi", {"kisi-given_name": ["Ayşe"]}, is_checked=True)
    keep_step(tab, "zaman", {"zaman-mode": ["both"]}, is_checked=False)

    kept = ApplicationDraft.objects.get().filled_in()
    assert list(kept["steps"]) == ["kisi"]
    assert list(kept["partial"]) == ["zaman"]


def test_retention_deletes_drafts_after_thirty_days(call, tr):
    fill_in(tr, call, until="kisi")
    ApplicationDraft.objects.update(created_at=timezone.now() - timedelta(days=32))

    apply_retention()

    assert ApplicationDraft.objects.count() == 0


def test_erasing_her_takes_drafts_by_record_and_by_address(call, tr):
    fill_in(tr, call, until="kisi")
    person = PersonFactory(email="cigdem@example.org", phone="+905000000099")
    by_phone = PersonFactory(email="", phone="+905000000001")
    nobody = PersonFactory(email="baska@example.org", phone="+905000000098")

    assert [drafts_of([one]).count() for one in (person, by_phone, nobody)] == [1, 1, 0]
    erase_person(nobody, by=None)
    assert ApplicationDraft.objects.count() == 1
    erase_person(person, by=None)
    assert ApplicationDraft.objects.count() == 0


def test_merged_record_is_not_written_over_by_a_draft(call, tr, staff_user):
    fill_in(tr, call, until="kisi")
    leave(tr, call)
    begun = Person.objects.get()
    kept = PersonFactory(given_name="Eski", family_name="Kayıt")
    merge_persons(kept, begun, choices=[], by=None)

    fill_in(tr, call)

    kept.refresh_from_db()
    assert kept.given_name == "Eski"
    assert Application.objects.get().person != kept


def test_receipt_confirms_by_its_button_and_opens_her_page(
    call, tr, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        fill_in(tr, call)
    application = Application.objects.get()
    assert application.reach_confirmed_at is None
    path = sent_path()

    shown = Client().get(path)
    assert shown.status_code == 200
    assert application.reference not in shown.content.decode()
    application.refresh_from_db()
    assert application.reach_confirmed_at is None

    done = Client().post(path, follow=True)
    application.refresh_from_db()
    assert application.reach_confirmed_at is not None
    assert application.reference in done.content.decode()
    # From now on the link of the message leads there at once.
    assert Client().get(path).status_code == 302


def test_page_she_was_shown_confirms_no_address(call, tr):
    sent = fill_in(tr, call)

    answer = Client().post(f"{sent.url}onay/")

    assert answer.status_code == 404
    assert Application.objects.get().reach_confirmed_at is None
