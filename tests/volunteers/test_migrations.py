"""Migrations that move what people wrote: nothing of it is lost."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CriterionFactory,
    InterviewFactory,
    ReviewFactory,
)
from volunteers.models import Application, Review, ReviewScore

SHEETS = "interview_availability_and_sheets"
ANSWERS = "sealed_answers"
MEANS = "means_of_earlier_reviews"


def before_and_after(topic: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The migration of the topic, and the one before it."""
    loader = MigrationExecutor(connection).loader
    [after] = [
        key
        for key in loader.graph.nodes
        if key[0] == "volunteers" and key[1].endswith(topic)
    ]
    [before] = [
        key
        for key in loader.get_migration(*after).dependencies
        if key[0] == "volunteers"
    ]
    return before, after


def migrate_to(key: tuple[str, str]):
    executor = MigrationExecutor(connection)
    executor.migrate([key])
    return executor.loader.project_state([key]).apps


@pytest.fixture
def all_again(transactional_db):
    """The whole database afterwards, whatever a test went back to."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def interview(all_again):
    return InterviewFactory(state="held", held_by=make_staff(StaffRole.INTERVIEWER))


def test_notes_become_sheets(interview):
    before, after = before_and_after(SHEETS)
    interviews = migrate_to(before).get_model("volunteers", "Interview").objects
    old = interviews.get()
    old.note, old.recommendation = "Açık ve istekli.", "accept"
    old.save()

    sheet = migrate_to(after).get_model("volunteers", "InterviewSheet").objects.get()

    assert (sheet.note, sheet.recommendation) == ("Açık ve istekli.", "accept")
    assert (sheet.interview_id, sheet.author_id) == (interview.pk, interview.held_by_id)


def test_answers_are_sealed_and_open_again(all_again):
    before, after = before_and_after(ANSWERS)
    ApplicationFactory(occupation="Terzi", answers={"gun": ["salı", "cuma"]})
    ApplicationFactory(occupation="", answers={})

    old = migrate_to(before).get_model("volunteers", "Application").objects
    plain = [("Terzi", {"gun": ["salı", "cuma"]}), ("", {})]
    assert list(old.order_by("pk").values_list("occupation", "answers")) == plain

    migrate_to(after)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT occupation, answers FROM volunteers_application ORDER BY id"
        )
        first, second = cursor.fetchall()
    assert all(text.startswith("v1:") for text in first)
    assert second == ("", "")
    rows = Application.objects.order_by("pk").only("occupation", "answers")
    assert [(one.occupation, one.answers) for one in rows] == plain


def test_earlier_reviews_get_their_means(all_again):
    before, after = before_and_after(MEANS)
    review = ReviewFactory(reviewer=make_staff(StaffRole.MANAGER))
    for score, weight in ((5, 3), (2, 1)):
        criterion = CriterionFactory(call=review.application.call, weight=weight)
        ReviewScore.objects.create(review=review, criterion=criterion, score=score)
    ReviewFactory(reviewer=make_staff(StaffRole.APPLICATIONS))
    assert set(Review.objects.values_list("mean", flat=True)) == {None}

    migrate_to(before)
    migrate_to(after)

    means = Review.objects.order_by("pk").values_list("mean", flat=True)
    assert list(means) == [Decimal("4.25"), None]
