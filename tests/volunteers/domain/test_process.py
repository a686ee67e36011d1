"""The process in editions: drafted, published, kept by calls that opened with them."""

import html
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from people.domain.defaults import install_defaults
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import ApplicationFactory, CallFactory
from tests.volunteers.domain.test_applications import submit
from tests.volunteers.forms_data import fill_in, step_data
from volunteers.domain.applications import start_screening
from volunteers.domain.duties import Rights
from volunteers.domain.process import (
    install_first_edition,
    prepare_edition,
    publish_edition,
)
from volunteers.domain.queries import for_lists, moves_for
from volunteers.enums import ApplicationEvent, ApplicationState
from volunteers.exceptions import MoveDenied
from volunteers.models import Application, Call, ProcessEdition, StageText
from volunteers.workflow import (
    MOVES,
    MOVES_VERSION,
    STAGES,
    Move,
    Permission,
    moves_as_data,
    moves_in,
)

pytestmark = pytest.mark.django_db

NEW = {"tr": "Mülakatta buluşalım", "en": "Let us meet"}
STAFF = {"tr": "Mülakat bekliyor", "en": "Awaiting the interview"}


@pytest.fixture
def manager():
    install_first_edition()
    return make_staff(StaffRole.MANAGER)


def publish_new_words(by):
    draft = prepare_edition(by=by)
    text = draft.stages.get(state="invited")
    text.public_name, text.staff_name = NEW, STAFF
    text.save()
    return publish_edition(draft, by=by)


def test_the_first_edition_says_what_the_code_says_in_every_language():
    added = install_defaults()["words of the process"]

    edition = ProcessEdition.objects.get()
    assert (added, edition.number, edition.moves_version) == (1, 1, MOVES_VERSION)
    assert edition.is_in_force()
    assert {text.state for text in edition.stages.all()} == set(ApplicationState)
    assert not any(text.lacks_a_language() for text in edition.stages.all())
    text = edition.stages.get(state="accepted")
    for code in ("tr", "en"):
        with translation.override(code):
            assert str(text.public_name) == str(STAGES[ApplicationState.ACCEPTED].name)
            assert str(text.staff_name) == str(ApplicationState.ACCEPTED.label)
    assert install_defaults()["words of the process"] == 0


def test_calls_that_had_applicants_before_editions_keep_the_first():
    begun, waiting = ApplicationFactory().call, CallFactory()

    install_first_edition()

    begun.refresh_from_db()
    waiting.refresh_from_db()
    assert (begun.process.number, waiting.process) == (1, None)


def test_a_call_keeps_the_words_it_began_with(manager):
    first = ProcessEdition.objects.current()
    old = ApplicationFactory(call=CallFactory(process=first), state="invited")
    second = publish_new_words(manager)
    new = ApplicationFactory(call=CallFactory(process=second), state="invited")

    assert str(old.stage.name) == str(STAGES[ApplicationState.INVITED].name)
    assert old.get_state_display() == str(ApplicationState.INVITED.label)
    for code in ("tr", "en"):
        with translation.override(code):
            assert str(new.stage.name) == NEW[code]
            assert new.get_state_display() == STAFF[code]
    assert ProcessEdition.objects.current() == second


def test_nobody_reads_a_draft(manager):
    draft = prepare_edition(by=manager)
    call = CallFactory(process=draft)
    text = draft.stages.get(state="invited")
    text.public_name = NEW
    text.save()

    application = ApplicationFactory(call=call, state="invited")
    assert str(application.stage.name) != NEW["tr"]
    assert ProcessEdition.objects.current().number == 1


def test_there_is_one_draft(manager):
    assert prepare_edition(by=manager) == prepare_edition(by=manager)
    assert ProcessEdition.objects.count() == 2


@pytest.mark.parametrize("field", ["staff_name", "public_name", "public_next"], ids=str)
def test_what_lacks_a_language_is_not_published(manager, field):
    draft = prepare_edition(by=manager)
    text = draft.stages.get(state="invited")
    setattr(text, field, {"tr": "Yalnızca Türkçe"})
    text.save()

    with pytest.raises(Refusal) as refused:
        publish_edition(draft, by=manager)

    draft.refresh_from_db()
    assert refused.value.reason == "stage_text_missing"
    assert not draft.is_in_force()


def test_what_is_published_stays_as_it_was(manager):
    edition = publish_new_words(manager)
    text = edition.stages.get(state="invited")
    text.public_name = {"tr": "Başka", "en": "Other"}

    with pytest.raises(TypeError):
        text.save()
    with pytest.raises(TypeError):
        StageText.objects.filter(pk=text.pk).update(public_name={"tr": "Başka"})
    edition.number = 9
    with pytest.raises(TypeError):
        edition.save()
    with pytest.raises(Refusal) as refused:
        publish_edition(ProcessEdition.objects.get(pk=edition.pk), by=manager)
    assert refused.value.reason == "edition_published"


def test_a_list_reads_the_words_once(manager):
    calls = [CallFactory(process=ProcessEdition.objects.current()) for _one in range(3)]
    publish_new_words(manager)
    for call in calls:
        ApplicationFactory.create_batch(5, call=call)

    def count(number):
        rows = list(for_lists(Application.objects.all())[:number])
        with CaptureQueriesContext(connection) as context:
            assert all(one.get_state_display() and one.stage.name for one in rows)
        return len(context)

    count(1)
    assert count(1) == count(15) == 0


def test_the_call_of_the_first_applicant_takes_the_current_words(manager, client):
    install_defaults()
    call = CallFactory()
    fill_in(client, call, **step_data(call))

    assert Call.objects.get(pk=call.pk).process == ProcessEdition.objects.current()


# --- the moves --------------------------------------------------------------------


def test_an_edition_keeps_the_table_of_moves_as_it_was():
    assert moves_in(moves_as_data()) == MOVES
    assert list(moves_in(moves_as_data())) == list(MOVES)
    install_first_edition()
    assert moves_in(ProcessEdition.objects.current().moves) == MOVES


def changed_in_a_later_release(monkeypatch, **rows):
    """What a new version of the code would bring: other rows of the table."""
    for name, row in rows.items():
        monkeypatch.setitem(MOVES, ApplicationEvent(name), row)


def test_a_call_keeps_the_moves_it_opened_with(manager, monkeypatch):
    first = ProcessEdition.objects.current()
    old = ApplicationFactory(call=CallFactory(process=first), state="submitted")
    changed_in_a_later_release(
        monkeypatch,
        start_screening=Move(
            (ApplicationState.INFORMATION_ASKED,),
            ApplicationState.SCREENING,
            Permission.REVIEW,
        ),
    )
    second = publish_new_words(manager)
    new = ApplicationFactory(call=CallFactory(process=second), state="submitted")

    start_screening(old, by=manager)
    with pytest.raises(Refusal) as refused:
        start_screening(new, by=manager)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state) == ("screening", "submitted")
    assert refused.value.reason == MoveDenied.NOT_FROM_HERE
    rights = Rights(manager)
    old.state = new.state = ApplicationState.SUBMITTED
    assert ApplicationEvent.START_SCREENING in moves_for(old, rights)
    assert ApplicationEvent.START_SCREENING not in moves_for(new, rights)


def test_a_step_that_came_later_is_not_taken_in_an_older_call(manager):
    rows = [row for row in moves_as_data() if row["event"] != "start_screening"]
    edition = ProcessEdition.objects.create(number=7, moves_version=1, moves=rows)
    edition.published_at = timezone.now()
    edition.save()
    application = ApplicationFactory(
        call=CallFactory(process=edition), state="submitted"
    )

    with pytest.raises(Refusal) as refused:
        start_screening(application, by=manager)

    assert refused.value.reason == MoveDenied.NOT_FROM_HERE
    assert ApplicationEvent.START_SCREENING not in moves_for(
        application, Rights(manager)
    )


def test_a_call_goes_by_what_was_in_force_when_it_opened(manager):
    first = ProcessEdition.objects.current()
    before = timezone.now()
    second = publish_new_words(manager)

    assert ProcessEdition.objects.in_force_at(before) == first
    assert ProcessEdition.objects.in_force_at(timezone.now()) == second
    # Opened before there was any edition: the first.
    long_ago = before - timedelta(days=400)
    assert ProcessEdition.objects.in_force_at(long_ago) == first


def test_the_first_applicant_meets_the_edition_the_call_opened_with(manager):
    first = ProcessEdition.objects.current()
    # Past what never changes once it is published.
    QuerySet(ProcessEdition).filter(pk=first.pk).update(
        published_at=timezone.now() - timedelta(days=9)
    )
    opened = CallFactory(opens_at=timezone.now() - timedelta(minutes=5))
    second = publish_new_words(manager)
    opens_now = CallFactory(opens_at=timezone.now())

    for call, edition in ((opened, first), (opens_now, second)):
        submit(call)
        call.refresh_from_db()
        assert call.process == edition


def test_its_page_shows_every_step(manager, client):
    client.force_login(manager)
    edition = ProcessEdition.objects.current()

    page = client.get(reverse("volunteers_process:inspect", args=[edition.pk]))

    assert len(page.context["moves"]) == len(MOVES)
    for event in MOVES:
        assert str(event.label) in html.unescape(page.content.decode())
