"""What was noted with an interview becomes the sheet of who recorded it, and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import InterviewFactory

TOPIC = "interview_availability_and_sheets"


def before_and_after() -> tuple[tuple[str, str], tuple[str, str]]:
    """The migration of the topic, and the one before it."""
    loader = MigrationExecutor(connection).loader
    [after] = [
        key
        for key in loader.graph.nodes
        if key[0] == "volunteers" and key[1].endswith(TOPIC)
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
def interview(transactional_db):
    made = InterviewFactory(state="held", held_by=make_staff(StaffRole.INTERVIEWER))
    yield made
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_notes_become_sheets_and_notes_again(interview):
    before, after = before_and_after()
    interviews = migrate_to(before).get_model("volunteers", "Interview").objects
    old = interviews.get()
    old.note, old.recommendation = "Açık ve istekli.", "accept"
    old.save()

    sheet = migrate_to(after).get_model("volunteers", "InterviewSheet").objects.get()

    assert (sheet.note, sheet.recommendation) == ("Açık ve istekli.", "accept")
    assert (sheet.interview_id, sheet.author_id) == (interview.pk, interview.held_by_id)
    old = migrate_to(before).get_model("volunteers", "Interview").objects.get()
    assert (old.note, old.recommendation) == ("Açık ve istekli.", "accept")
