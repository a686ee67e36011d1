"""Bad input of every kind: a clear answer, and nothing lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people import proof
from people.enums import LinkPurpose
from people.private_files import private_storage
from tests.factories.uploads import docx, pdf, picture, upload
from tests.factories.volunteers import CallFactory, NoticeFactory, QuestionFactory
from tests.people.test_proof_and_pace import solved
from tests.volunteers.forms_data import (
    ALL_STEPS,
    fill_in,
    post_step,
    step_data,
    step_url,
)
from volunteers.enums import QuestionKind as K
from volunteers.models import Application, ApplicationDraft, ApplicationFile

pytestmark = pytest.mark.django_db
BEFORE = ("kisi", "alanlar", "zaman")


@pytest.fixture
def call():
    NoticeFactory()
    return CallFactory()


@pytest.fixture
def asking(call):
    """Did you volunteer before; then where, and a paper of it."""
    QuestionFactory(call=call, key="deneyim", kind=K.YES_NO, is_required=True)
    more = {"call": call, "shown_if": "deneyim", "shown_for": "Evet"}
    QuestionFactory(key="nerede", is_required=True, **more)
    QuestionFactory(key="belge", kind=K.FILE, **more)
    return call


def answer(browser, call, **answers):
    """Post the step of questions as a page that showed the first one only."""
    browser.get(step_url(call, "sorular"))
    data = {f"question_{key}": value for key, value in answers.items()}
    return post_step(browser, call, "sorular", {"seen": "deneyim", **data})


def codes(response) -> dict[str, list[str]]:
    errors = response.context["form"].errors.as_data()
    return {name: [one.code for one in ones] for name, ones in errors.items()}


# --- conditions ---------------------------------------------------------------------


def test_answer_brings_the_page_back_with_the_next_question(asking, tr):
    fill_in(tr, asking, steps=BEFORE)
    first = tr.get(step_url(asking, "sorular"))
    assert [part.is_shown for part in first.context["form"].parts()] == [
        True,
        False,
        False,
    ]

    again = answer(tr, asking, deneyim="yes")

    assert codes(again) == {"__all__": ["new_question"]}
    assert again.context["form"].shown_keys() == "deneyim nerede belge"
    # Seen and left empty, it is missed; answered, she goes on.
    missed = post_step(
        tr,
        asking,
        "sorular",
        {"seen": "deneyim nerede belge", "question_deneyim": "yes"},
    )
    assert codes(missed) == {"question_nerede": ["required"]}
    on = answer(tr, asking, deneyim="yes", nerede="Buca")
    assert codes(on) == {"__all__": ["new_question"]} if on.status_code == 200 else True


def test_hidden_answer_is_neither_required_nor_kept(asking, tr):
    fill_in(
        tr,
        asking,
        steps=ALL_STEPS,
        sorular={"question_deneyim": "no", "question_nerede": "Gizlenen yer"},
    )

    application = Application.objects.get()
    assert application.answers == {"deneyim": "no"}
    assert [one["key"] for one in application.questions_asked] == ["deneyim"]


def test_file_behind_a_condition_that_fell_away_is_gone(
    asking, tr, django_capture_on_commit_callbacks
):
    seen = {"seen": "deneyim nerede belge"}
    yes = {"question_deneyim": "yes", "question_nerede": "Buca", **seen}
    fill_in(tr, asking, steps=BEFORE)
    post_step(tr, asking, "sorular", {**yes, "question_belge": upload(pdf())})
    assert ApplicationFile.objects.count() == 1

    with django_capture_on_commit_callbacks(execute=True):
        fill_in(
            tr,
            asking,
            steps=("sorular", "onay", "kontrol"),
            sorular={"question_deneyim": "no"},
        )

    assert Application.objects.get().answers == {"deneyim": "no"}
    assert ApplicationFile.objects.count() == 0


def test_question_changed_meanwhile_brings_her_back_to_it(asking, tr):
    fill_in(
        tr, asking, until="onay", steps=ALL_STEPS, sorular={"question_deneyim": "no"}
    )
    QuestionFactory(call=asking, key="yeni", is_required=True, sort_order=9)

    back = post_step(tr, asking, "kontrol", {})

    assert Application.objects.count() == 0
    assert back.url == step_url(asking, "sorular")


# --- files --------------------------------------------------------------------------


def with_file(browser, call, content, **more):
    fill_in(browser, call, steps=BEFORE)
    seen = {"seen": "deneyim nerede belge"}
    data = {"question_deneyim": "yes", "question_nerede": "Buca", **seen, **more}
    return post_step(
        browser, call, "sorular", {**data, "question_belge": upload(content)}
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ a program", "Yalnızca PDF"),
        (b"%PDF-1.4" + bytes(5 * 1024 * 1024), "en fazla 5 MB"),
        (docx({"word/a.bin": bytes(60 * 1024 * 1024)}), "çok daha büyük"),
        (b"", "Dosya boş"),
    ],
    ids=["wrong", "oversized", "bomb", "empty"],
)
def test_file_that_is_not_taken_loses_nothing_else(asking, tr, content, words):
    refused = with_file(tr, asking, content)

    assert codes(refused) == {"question_belge": ["upload"]}
    assert words in refused.content.decode()
    assert refused.context["form"]["question_nerede"].value() == "Buca"
    assert ApplicationFile.objects.count() == 0
    again = tr.get(step_url(asking, "sorular"))
    assert again.context["form"]["question_nerede"].value() == "Buca"
    assert len(ApplicationDraft.objects.get().filled_in()["steps"]) == 3


def test_right_file_is_kept_though_the_page_is_not_right(asking, tr):
    again = with_file(tr, asking, pdf(), question_nerede="")

    assert codes(again) == {"question_nerede": ["required"]}
    assert "Yüklendi:" in again.content.decode()
    assert ApplicationFile.objects.get().draft is not None


def test_file_goes_with_the_application_under_a_name_that_tells_nothing(asking, tr):
    with_file(tr, asking, picture("JPEG"))
    fill_in(tr, asking, steps=("onay", "kontrol"))

    application = Application.objects.get()
    file = application.files.get()
    assert file.draft is None
    assert application.answers["belge"] == file.as_answer()
    assert file.stored.name.endswith(".jpg")
    assert "belge" not in file.stored.name
    assert file.download_name == f"{application.reference}-{file.pk}.jpg"


def test_another_file_replaces_the_first_and_the_box_removes_it(
    asking, tr, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        with_file(tr, asking, pdf("ilk"))
        first = ApplicationFile.objects.get()
        with_file(tr, asking, pdf("ikinci"))
    second = ApplicationFile.objects.get()
    assert second.stored.read() == pdf("ikinci")
    assert not private_storage().exists(first.stored.name)

    with django_capture_on_commit_callbacks(execute=True):
        post_step(tr, asking, "sorular", {"question_belge_remove": "1"})

    assert ApplicationFile.objects.count() == 0
    assert not private_storage().exists(second.stored.name)


# --- dates and names -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "month", "year", "code"),
    [
        ("31", "2", "1990", "invalid"),
        ("29", "2", "1991", "invalid"),
        ("1", "13", "1990", "invalid"),
    ],
)
def test_birthday_that_does_not_exist(call, tr, day, month, year, code):
    data = step_data(call)["kisi"] | {
        "birth_date_day": day,
        "birth_date_month": month,
        "birth_date_year": year,
    }

    assert codes(fill_in(tr, call, until="kisi", kisi=data)) == {"birth_date": [code]}


def test_twenty_ninth_of_february(call, tr):
    data = step_data(call)["kisi"] | {
        "birth_date_day": "29",
        "birth_date_month": "2",
        "birth_date_year": "1992",
    }

    fill_in(tr, call, kisi=data)

    assert str(Application.objects.get().person.birth_date) == "1992-02-29"


def test_date_question(call, tr):
    QuestionFactory(call=call, key="gun", kind=K.DATE, is_required=True)
    parts = {"question_gun_month": "2", "question_gun_year": "2027"}
    fill_in(tr, call, steps=BEFORE)

    wrong = post_step(tr, call, "sorular", {**parts, "question_gun_day": "30"})
    fill_in(
        tr,
        call,
        steps=("sorular", "onay", "kontrol"),
        sorular={**parts, "question_gun_day": "28"},
    )

    assert codes(wrong) == {"question_gun": ["invalid"]}
    application = Application.objects.get()
    assert application.answers == {"gun": "2027-02-28"}
    assert application.answered_questions()[0][1] == "28 Şubat 2027"


def test_languages_and_free_times(call, tr):
    QuestionFactory(call=call, key="dil", kind=K.LANGUAGES, is_required=True)
    QuestionFactory(call=call, key="zaman", kind=K.AVAILABILITY)
    fill_in(tr, call, steps=BEFORE)

    half = post_step(tr, call, "sorular", {"question_dil_language_1": "en"})
    fill_in(
        tr,
        call,
        steps=("sorular", "onay", "kontrol"),
        sorular={
            "question_dil_language_1": "en",
            "question_dil_level_1": "B2",
            "question_zaman": ["mon-morning", "mon-evening"],
        },
    )

    assert codes(half) == {"question_dil": ["half"]}
    words = dict.fromkeys(
        text for _q, text in Application.objects.get().answered_questions()
    )
    assert list(words) == ["İngilizce · B2", "Pazartesi: Sabah, Akşam"]


@pytest.mark.parametrize("name", ["=1+1", "+90", "@SUM(A1)", "-2+3", "\t=1"])
def test_formula_is_no_name(call, tr, name):
    data = step_data(call)["kisi"] | {"given_name": name}

    assert codes(fill_in(tr, call, until="kisi", kisi=data)) == {"given_name": ["name"]}


# --- the clock ----------------------------------------------------------------------


def closed_since(call, **ago):
    call.closes_at = timezone.now() - timedelta(**ago)
    call.save()


def test_who_began_before_closing_has_the_grace(call, tr):
    fill_in(tr, call, until="onay")
    ApplicationDraft.objects.update(created_at=timezone.now() - timedelta(hours=1))
    closed_since(call, minutes=29)

    page = tr.get(step_url(call, "kontrol"))
    sent = post_step(tr, call, "kontrol", {})

    assert page.context["in_grace"] is True
    assert sent.status_code == 302
    assert Application.objects.count() == 1


def test_who_had_not_begun_has_none(call, tr):
    closed_since(call, seconds=1)

    assert tr.get(step_url(call, "kisi")).context["is_closed"] is True
    assert post_step(tr, call, "kisi", step_data(call)["kisi"]).status_code == 409


def test_grace_of_nothing_is_none(call, tr):
    fill_in(tr, call, until="onay")
    call.grace_minutes = 0
    closed_since(call, seconds=1)

    assert post_step(tr, call, "kontrol", {}).status_code == 409
    # What she wrote is still hers until it expires.
    assert ApplicationDraft.objects.count() == 1


# --- programs, and very many forms ----------------------------------------------------


def test_solved_task_leaves_no_mark(call, tr, monkeypatch):
    monkeypatch.setattr(proof, "LARGEST_NUMBER", 50)
    fill_in(tr, call, until="onay")
    task = tr.get(step_url(call, "kontrol")).context["task"]

    post_step(tr, call, "kontrol", {"proof": solved(task)})

    assert Application.objects.get().suspicion == ""


def test_without_a_script_it_is_taken_and_marked(call, tr):
    fill_in(tr, call)

    assert Application.objects.get().suspicion == "no_proof"
    assert list(Application.objects.likely_rubbish()) == [Application.objects.get()]


def test_filled_trap_is_taken_and_marked(call, tr):
    sent = fill_in(tr, call, kontrol={"website": "https://example.org"})

    assert sent.status_code == 302
    assert Application.objects.get().suspicion == "trap"


def test_flood_from_one_address_is_stopped_and_nothing_is_lost(call, tr, monkeypatch):
    monkeypatch.setattr("volunteers.views.apply.MOST_SENT", 1)
    fill_in(Client(), call)
    stopped = fill_in(tr, call)

    assert stopped.status_code == 429
    assert Application.objects.count() == 1
    assert ApplicationDraft.objects.count() == 1


def test_double_click_after_leaving_the_session_is_one_application(call, tr):
    """Two requests that both found the draft: the key of the draft is one key."""
    fill_in(tr, call, until="onay")
    key = ApplicationDraft.objects.get().key
    post_step(tr, call, "kontrol", {})

    assert Application.objects.get().idempotency_key == key


def test_message_link_is_of_the_kind_that_confirms(call, tr):
    fill_in(tr, call)

    links = Application.objects.get().person.private_links
    assert sorted(links.values_list("purpose", flat=True)) == [
        LinkPurpose.APPLICATION,
        LinkPurpose.RECEIPT,
    ]
