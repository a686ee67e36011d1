"""More information: one part is opened again, and the old answer stays beside it."""

import json

import pytest
from django.core.files.base import ContentFile

from messaging.models import Message
from people.enums import FileKind, LinkPurpose
from people.exceptions import Refusal
from people.models import PrivateLink
from tests.factories.volunteers import (
    ApplicationFactory,
    AreaFactory,
    QuestionFactory,
    in_days,
)
from volunteers.domain.applications import withdraw_application
from volunteers.domain.information import (
    answer_information,
    ask_information,
    go_on_without_answer,
    open_question,
)
from volunteers.enums import ApplicationState, InformationPart, QuestionKind
from volunteers.exceptions import ApplicationDenied, InformationDenied, MoveDenied
from volunteers.models import ApplicationFile, InformationRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return ApplicationFactory(state=ApplicationState.SCREENING)


def ask(application, part=InformationPart.TIME, **kwargs):
    words = kwargs.pop("words", "Hangi günler uygun?")
    return ask_information(application, part=part, words=words, by=None, **kwargs)


def live_links(application):
    return PrivateLink.objects.filter(
        purpose=LinkPurpose.INFORMATION,
        target_id=application.pk,
        revoked_at__isnull=True,
    )


def test_she_gets_a_link_to_that_part_and_a_day(application):
    asked = ask(application)

    application.refresh_from_db()
    assert application.state == ApplicationState.INFORMATION_ASKED
    assert asked.is_open and not asked.is_overdue
    assert live_links(application).count() == 1
    message = Message.objects.get(template="volunteers.information")
    assert "Hangi günler" not in message.body


def test_her_answer_is_kept_beside_the_old_one(application):
    asked = ask(application)
    old = application.motivation

    answer_information(
        application, changes={"motivation": "Yeni sözlerim", "weekly_hours": "more"}
    )

    application.refresh_from_db()
    asked.refresh_from_db()
    assert application.state == ApplicationState.SCREENING
    assert application.motivation == "Yeni sözlerim"
    assert old in [answer for _label, answer in json.loads(asked.earlier)]
    assert asked.answered_at is not None
    assert not live_links(application).exists()


def test_areas_are_chosen_anew_within_the_call(application):
    ask(application, InformationPart.AREAS)
    first, second, _third = application.call.areas.all()

    with pytest.raises(Refusal) as refused:
        answer_information(application, changes={}, areas=[AreaFactory()])
    answer_information(application, changes={"skills": "Dikiş"}, areas=[second, first])

    assert refused.value.reason == ApplicationDenied.FOREIGN_AREA
    application.refresh_from_db()
    assert application.ranked_areas() == [second, first]


def test_questions_are_answered_as_they_are_asked_now(application):
    QuestionFactory(call=application.call, key="yeni")
    ask(application, InformationPart.QUESTIONS)

    answer_information(application, changes={"answers": {"yeni": "Var"}})

    application.refresh_from_db()
    assert application.answered_questions() == [("Bilgisayarınız var mı?", "Var")]


def test_what_she_gave_to_a_removed_question_stays(application):
    QuestionFactory(call=application.call, key="yeni")
    file = QuestionFactory(call=application.call, key="belge", kind=QuestionKind.FILE)
    words = QuestionFactory(
        call=application.call, key="neden", label={"tr": "Neden?", "en": "Why?"}
    )
    row = ApplicationFile(
        application=application, question="belge", kind=FileKind.PDF, size=4
    )
    row.stored.save("pdf", ContentFile(b"%PDF"))
    application.answers = {"belge": row.as_answer(), "neden": "Sözüm"}
    application.questions_asked = [file.snapshot(), words.snapshot()]
    application.save()
    ask(application, InformationPart.QUESTIONS)
    file.delete()
    words.delete()

    answer_information(application, changes={"answers": {"yeni": "Var"}})

    application.refresh_from_db()
    assert application.files.get() == row
    assert application.answers == {
        "yeni": "Var",
        "belge": row.as_answer(),
        "neden": "Sözüm",
    }
    assert ("Neden?", "Sözüm") in application.answered_questions()
    assert len(application.answered_questions()) == 3


def test_nothing_of_another_part_can_be_changed(application):
    ask(application, InformationPart.LANGUAGES)

    with pytest.raises(ValueError, match="motivation"):
        answer_information(application, changes={"motivation": "Başka"})


def test_an_answer_is_given_once(application):
    ask(application)
    answer_information(application, changes={"weekly_hours": "more"})

    with pytest.raises(Refusal) as refused:
        answer_information(application, changes={"weekly_hours": "up_to_2"})

    assert refused.value.reason == InformationDenied.NOTHING_ASKED
    application.refresh_from_db()
    assert application.weekly_hours == "more"


def test_staff_may_go_on_without_her_answer(application):
    asked = ask(application)

    go_on_without_answer(application, by=None)

    asked.refresh_from_db()
    assert asked.closed_at and not asked.is_open
    assert open_question(application) is None
    assert not live_links(application).exists()


def test_withdrawing_closes_the_question(application):
    ask(application)

    withdraw_application(application)

    assert open_question(application) is None


@pytest.mark.parametrize(
    ("kwargs", "reason"),
    [
        ({"words": "  "}, InformationDenied.WORDS_MISSING),
        ({"answer_by": in_days(-1).date()}, InformationDenied.DAY_PAST),
        ({"part": InformationPart.QUESTIONS}, InformationDenied.NO_QUESTIONS),
    ],
)
def test_what_cannot_be_asked_changes_nothing(application, kwargs, reason):
    with pytest.raises(Refusal) as refused:
        ask(application, **kwargs)

    assert refused.value.reason == reason
    assert not InformationRequest.objects.exists()


def test_nothing_is_asked_twice_at_once(application):
    ask(application)

    with pytest.raises(Refusal) as refused:
        ask(application)

    assert refused.value.reason == MoveDenied.NOT_NOW


def test_a_day_that_passed_is_overdue(application):
    asked = ask(application)
    asked.answer_by = in_days(-1).date()

    assert asked.is_overdue
