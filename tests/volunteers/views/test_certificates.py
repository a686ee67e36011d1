"""The public page of a certificate: true or not, nobody named, nothing to guess."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from people.verifying import MOST_MISSES
from tests.factories.people import PersonFactory
from tests.factories.volunteers import (
    ApplicationFactory,
    CompletionFactory,
    ModuleFactory,
)
from tests.pdf_reading import text_of
from volunteers.certificate_paper import certificate_file, verification_url
from volunteers.codes import LETTERS, new_certificate_code, read_code, spaced
from volunteers.domain.certificates import initials_of
from volunteers.domain.erasure import anonymize_applications
from volunteers.enums import CompletionState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_missed():
    cache.clear()


@pytest.fixture
def completion():
    person = PersonFactory(given_name="Şükran Işıl", family_name="Iğdırlı")
    return CompletionFactory(
        application=ApplicationFactory(person=person),
        module=ModuleFactory(name={"tr": "Gizlilik ve KVKK", "en": "Privacy"}),
    )


def page_of(client, code):
    return client.get(reverse("volunteers:verify_certificate", args=[code]))


def test_page_tells_initials_and_facts_and_no_name(tr, completion):
    answer = page_of(tr, completion.code)
    page = answer.content.decode()

    assert answer.status_code == 200
    for told in ("Ş. I. I.", "Gizlilik ve KVKK", completion.number):
        assert told in page
    for hidden in ("Şükran", "Iğdırlı", str(completion.application)):
        assert hidden not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.context["certificate"].status == "valid"


def test_expired_and_withdrawn_are_told(tr, completion):
    completion.completed_on = timezone.localdate() - timedelta(days=400)
    completion.valid_until = timezone.localdate() - timedelta(days=1)
    completion.save()
    expired = page_of(tr, completion.code).context["certificate"].status

    completion.state = CompletionState.WITHDRAWN
    completion.save()
    withdrawn = page_of(tr, completion.code).context["certificate"].status

    assert (expired, withdrawn) == ("expired", "withdrawn")


def test_the_code_may_be_typed_in_any_way(tr, completion):
    typed = f"  {spaced(completion.code).swapcase()}. "

    found = tr.get(reverse("volunteers:find_certificate"), {"kod": typed}, follow=True)

    assert found.context["certificate"].number == completion.number


@pytest.mark.parametrize("typed", ["", "???", "AAAA", "A" * 16, "%00", "ç" * 40])
def test_every_other_code_gets_one_answer(tr, completion, typed):
    answer = tr.get(reverse("volunteers:find_certificate"), {"kod": typed}, follow=True)

    assert answer.status_code in (200, 404)
    assert "certificate" not in answer.context or not answer.context["certificate"]


def test_number_and_pk_open_nothing(tr, completion):
    for guess in (completion.number, str(completion.pk)):
        assert page_of(tr, guess).status_code == 404


def test_who_tries_codes_is_slowed(tr, completion):
    for _try in range(MOST_MISSES):
        assert page_of(tr, new_certificate_code()).status_code == 404

    assert page_of(tr, completion.code).status_code == 429


def test_right_codes_are_not_counted(tr, completion):
    statuses = {
        page_of(tr, completion.code).status_code for _n in range(MOST_MISSES + 2)
    }

    assert statuses == {200}


def test_after_the_erasure_there_is_no_such_certificate(tr, completion):
    code = completion.code
    anonymize_applications([completion.application_id])

    assert page_of(tr, code).status_code == 404


def test_codes_are_long_and_unlike():
    codes = {new_certificate_code() for _n in range(500)}

    assert len(codes) == 500
    assert {len(code) for code in codes} == {16}
    assert set("".join(codes)) <= set(LETTERS)
    assert read_code("k4mx-7tqp") == "K4MX7TQP"


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ayşe Çağlar", "A. Ç."), ("İpek Ümran Öz", "İ. Ü. Ö."), ("Sıla  Işık", "S. I.")],
)
def test_initials_keep_their_letters(name, initials):
    assert initials_of(name) == initials


def test_the_paper_can_be_read_and_leads_to_the_page(completion, settings):
    settings.SITE_URL = "https://esit.example.org"

    data = certificate_file(completion)
    text = text_of(data)

    for told in (
        "Katılım Belgesi",
        "Şükran Işıl Iğdırlı",
        "Gizlilik ve KVKK",
        completion.number,
        spaced(completion.code),
        "https://esit.example.org/belge/",
    ):
        assert told in text
    path = reverse("volunteers:verify_certificate", args=[completion.code])
    assert verification_url(completion) == f"https://esit.example.org{path}"
    assert certificate_file(completion) == data
