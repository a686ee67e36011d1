"""Answering what staff asked, through a private link to that one part."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from people.domain.links import issue_link
from people.enums import LinkPurpose
from tests.factories.volunteers import ApplicationFactory, QuestionFactory
from volunteers.domain.information import ask_information, go_on_without_answer
from volunteers.enums import InformationPart
from volunteers.forms.information import part_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return ApplicationFactory(state="screening")


def asked(application, part, purpose=LinkPurpose.INFORMATION):
    ask_information(application, part=part, words="Bir şey soralım mı?", by=None)
    token = issue_link(application.person, purpose=purpose, target=application)
    name = "information" if purpose == LinkPurpose.INFORMATION else purpose_page
    return reverse(f"volunteers:{name}", args=[token])


purpose_page = "application_information"
TIME = {
    "motivation": "Kadınlarla birlikte öğrenmek istiyorum, akşamları da gelebilirim.",
    "weekly_hours": "more",
    "availability": ["mon-evening"],
    "mode": "online",
    "heard_from": "",
}


def test_form_stands_filled_in_with_what_she_had_answered(application, tr):
    page = tr.get(asked(application, InformationPart.TIME)).content.decode()

    assert "Bir şey soralım mı?" in page
    assert application.motivation in page
    assert re.search(r'value="up_to_5"[^>]*checked', page)


def test_answer_reaches_staff_and_the_link_is_closed(application, tr):
    url = asked(application, InformationPart.TIME)

    page = tr.post(url, TIME)

    application.refresh_from_db()
    assert page.status_code == 200
    assert application.state == "screening"
    assert application.availability == ["mon-evening"]
    assert tr.get(url).status_code == 404


def test_mistake_keeps_what_she_wrote(application, tr):
    url = asked(application, InformationPart.TIME)

    page = tr.post(url, {**TIME, "motivation": "Kısa"})

    application.refresh_from_db()
    assert page.status_code == 400
    assert "Kısa" in page.content.decode()
    assert application.state == "information_asked"


def test_areas_and_questions_can_be_asked_again(application, tr):
    first, second, _third = application.call.areas.all()
    url = asked(application, InformationPart.AREAS)
    tr.post(
        url,
        {f"areas_{first.slug}": "2", f"areas_{second.slug}": "1", "skills": "Dikiş"},
    )
    application.refresh_from_db()
    assert application.ranked_areas() == [second, first]

    QuestionFactory(call=application.call, key="yeni")
    url = asked(application, InformationPart.QUESTIONS)
    tr.post(url, {"question_yeni": "Var"})

    application.refresh_from_db()
    assert application.answers == {"yeni": "Var"}


def test_languages_stand_in_the_form(application):
    application.languages = [
        {"language": "ar", "level": "B2", "direction": "both_ways"}
    ]

    form = part_form(application, InformationPart.LANGUAGES)

    assert form["language_1"].value() == "ar"


def test_from_her_own_page_she_comes_back_to_it(application, tr):
    url = asked(application, InformationPart.TIME, LinkPurpose.APPLICATION)
    own = url.removesuffix("bilgi/")

    assert url in tr.get(own).content.decode()
    answer = tr.post(url, TIME)

    assert answer.headers["Location"] == own
    assert tr.get(url).headers["Location"] == own


def test_after_staff_went_on_the_link_opens_nothing(application, tr):
    url = asked(application, InformationPart.TIME)
    go_on_without_answer(application, by=None)

    assert tr.get(url).status_code == 404


def test_pressed_twice_it_is_answered_once(application):
    url = asked(application, InformationPart.TIME)
    browser, other = Client(), Client()

    browser.post(url, TIME)
    again = other.post(url, {**TIME, "weekly_hours": "up_to_2"})

    application.refresh_from_db()
    assert again.status_code == 404
    assert application.weekly_hours == "more"
