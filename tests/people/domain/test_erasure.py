"""Erased is erased: in every column of every table, on both databases."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, ForeignKey, ManyToManyField, OneToOneField, Sum
from django.test import Client, TestCase
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.enums import MessageState
from messaging.models import Message
from people import erasers
from people.domain.consents import consents_of
from people.domain.erasure import (
    PastErasure,
    erase_person,
    past_erasures,
    preview_erasure,
    replay_erasures,
    what_runs,
)
from people.domain.holds import lift_hold, set_hold
from people.enums import AgeBand, ErasureReason, ErasureRefusal, HoldReason
from people.exceptions import Refusal
from people.models import (
    ConsentRecord,
    DestructionLog,
    ErasureRecord,
    NoticeReceipt,
    Person,
)
from people.roles import StaffRole
from programs.enums import RegistrationState
from programs.models import PartyMember, Registration
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, details, register
from tests.factories.whole_life import live_a_whole_life, marks
from tests.factories.whole_search import find
from volunteers.models import Application, Assignment, Enrollment

pytestmark = pytest.mark.django_db

ERASERS = ("messages", "people", "programs", "volunteers")


@pytest.fixture
def trace():
    return live_a_whole_life(Client())


def erase(trace, **more):
    # The bytes of her files go after the commit.
    with TestCase.captureOnCommitCallbacks(execute=True):
        return erase_person(trace.person, by=trace.manager, end_first=True, **more)


def test_search_sees_every_mark_she_leaves(trace):
    assert set(find(trace.marks)) == set(trace.marks)


def test_nothing_of_her_is_found_anywhere(trace):
    counts = erase(trace)

    assert find(trace.marks) == {}
    assert counts["people.person"] == 1
    assert counts["programs.registration"] == 5
    assert counts["volunteers.applicationdraft"] == 1
    assert counts["volunteers.applicationfile"] == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nothing_of_her_is_found_anywhere_on_postgresql():
    assert connection.vendor == "postgresql"
    trace = live_a_whole_life(Client())
    assert set(find(trace.marks)) == set(trace.marks)

    erase(trace)

    assert find(trace.marks) == {}


@pytest.mark.parametrize("forgotten", ERASERS)
def test_search_finds_what_a_missing_eraser_leaves(trace, monkeypatch, forgotten):
    registered = erasers.erasers()
    assert forgotten in registered
    del registered[forgotten]
    monkeypatch.setattr(erasers, "_erasers", registered)

    erase(trace)

    assert find(trace.marks) != {}


def test_statistics_are_the_same_before_and_after(trace):
    register(OccurrenceFactory(), n=5, seats=2)
    for ending in erasers.endings().values():
        ending.end(trace.person, trace.manager)
    before = statistics()

    erase_person(trace.person, by=trace.manager)

    assert statistics() == before
    assert before["registrations"] == {
        "confirmed": 2,
        "cancelled": 2,
        "removed": 1,
        "missed": 1,
    }
    assert before["applications"] == {"left": 1}


def statistics():
    def by(queryset, *names):
        rows = queryset.order_by().values_list(*names).annotate(n=Count("pk"))
        return {tuple(row[:-1]) if len(names) > 1 else row[0]: row[-1] for row in rows}

    bands: dict[str, int] = {}
    for person in Person.objects.all():
        band = person.age_band_when_entered
        bands[band] = bands.get(band, 0) + 1
    return {
        "people": by(Person.objects, "district", "entered_through"),
        "bands": bands,
        "programs": by(Registration.objects, "occurrence__activity__program"),
        "registrations": by(Registration.objects, "state"),
        "seats": Registration.objects.aggregate(n=Sum("seats"))["n"],
        "party": by(PartyMember.objects, "kind"),
        "applications": by(Application.objects, "state"),
        "areas": by(Application.objects, "area_choices__area", "area_choices__rank"),
        "hours": by(Enrollment.objects, "session", "attendance"),
        "roles": by(Assignment.objects, "role"),
        "consents": by(ConsentRecord.objects, "text__purpose", "action"),
        "notices": by(NoticeReceipt.objects, "notice"),
        "messages": by(Message.objects, "template"),
    }


def test_age_band_is_that_of_the_day_she_was_entered():
    young = PersonFactory(birth_date=timezone.localdate() - timedelta(days=20 * 366))
    unknown = PersonFactory(birth_date=None)

    erase_person(young, by=None)
    erase_person(unknown, by=None)

    bands = Person.objects.order_by("pk").values_list("age_band", "birth_date")
    assert list(bands) == [(AgeBand.UP_TO_24, None), (AgeBand.UNKNOWN, None)]


def test_what_was_not_sent_never_leaves(trace, mailoutbox):
    Message.objects.filter(person=trace.person, key="whole-life:0").update(
        state=MessageState.QUEUED
    )

    erase(trace)

    states = set(
        Message.objects.filter(person=trace.person).values_list("state", flat=True)
    )
    assert states <= {MessageState.SENT, MessageState.CANCELLED}


def test_running_things_are_named_and_nothing_is_changed(trace):
    with pytest.raises(Refusal) as caught:
        erase_person(trace.person, by=trace.manager)

    assert caught.value.reason == ErasureRefusal.STILL_RUNNING
    assert set(find(trace.marks)) == set(trace.marks)
    assert ErasureRecord.objects.count() == 0


def test_place_she_had_goes_to_the_next_in_line():
    occurrence = OccurrenceFactory(capacity=1)
    first = register(occurrence, n=1).registration
    second = register(occurrence, n=2).registration

    erase_person(first.person, by=None, end_first=True)

    second.refresh_from_db()
    assert second.state == RegistrationState.OFFERED


def test_hold_keeps_everything(trace):
    set_hold(trace.person, reason=HoldReason.COURT, by=trace.manager)

    with pytest.raises(Refusal) as caught:
        erase(trace)

    assert caught.value.reason == ErasureRefusal.ON_HOLD
    assert set(find(trace.marks)) == set(trace.marks)
    assert what_runs(trace.person) != []
    lift_hold(trace.person, by=trace.manager)
    erase(trace)
    assert find(trace.marks) == {}


def test_hold_stands_once_and_is_lifted_once(staff_user):
    officer, person = staff_user(StaffRole.PRIVACY), PersonFactory()
    set_hold(person, reason=HoldReason.COMPLAINT, by=officer)

    with pytest.raises(Refusal) as twice:
        set_hold(person, reason=HoldReason.COURT, by=officer)
    lift_hold(person, by=officer)
    with pytest.raises(Refusal) as none:
        lift_hold(person, by=officer)

    assert twice.value.reason == ErasureRefusal.ALREADY_HELD
    assert none.value.reason == ErasureRefusal.NOT_HELD
    actions = ModelLogEntry.objects.filter(object_id=str(person.pk)).order_by("pk")
    assert list(actions.values_list("action", "data")) == [
        ("people.hold.set", {"hold": person.legal_holds.get().pk}),
        ("people.hold.lift", {"hold": person.legal_holds.get().pk}),
    ]


def test_preview_counts_and_changes_nothing(trace):
    preview = preview_erasure(trace.person)

    assert set(find(trace.marks)) == set(trace.marks)
    assert len(preview.running) == 2
    assert not preview.on_hold
    assert preview.counts == erase(trace)


def test_what_is_destroyed_is_logged_without_her(trace):
    erase(trace)

    record = ErasureRecord.objects.get()
    assert (record.person_pk, record.reason) == (trace.person.pk, ErasureReason.REQUEST)
    destroyed = DestructionLog.objects.get()
    assert (destroyed.kind, destroyed.rows) == ("people.person", 1)
    assert destroyed.by == trace.manager


def test_consents_prove_what_was_agreed_and_name_nobody(trace):
    erase(trace)

    assert set(consents_of(trace.person)) == {"news_email", "photo_publish"}
    assert trace.person.notice_receipts.count() == 1


def test_erasing_twice_does_no_harm(trace):
    erase(trace)
    first = Person.objects.get(pk=trace.person.pk)

    erase(trace)

    assert Person.objects.get(pk=trace.person.pk).age_band == first.age_band
    assert find(trace.marks) == {}


def test_database_keeps_an_anonymized_row_nameless():
    person = PersonFactory()
    erase_person(person, by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(given_name="Zümrütsu")


def test_restored_person_is_erased_again_and_others_are_left():
    gone, newer = PersonFactory(), PersonFactory()
    erase_person(gone, by=None)
    erasures = past_erasures()
    kept = {"given_name": "İpek", "family_name": "Öztürk", "anonymized_at": None}
    Person.objects.filter(pk=gone.pk).update(**kept)
    ErasureRecord.objects.all().delete()
    before_her = timezone.now() - timedelta(days=1)

    replay = replay_erasures(
        [*erasures, PastErasure(newer.pk, before_her), PastErasure(987654, before_her)]
    )

    assert (replay.erased, replay.nothing_to_do, replay.on_hold) == (1, 2, [])
    assert Person.objects.get(pk=gone.pk).given_name == ""
    assert Person.objects.get(pk=newer.pk).given_name != ""
    assert ErasureRecord.objects.get().reason == ErasureReason.REPLAY


def test_replay_leaves_who_is_on_hold(staff_user):
    person = PersonFactory()
    set_hold(person, reason=HoldReason.COURT, by=staff_user(StaffRole.PRIVACY))

    replay = replay_erasures([PastErasure(person.pk, timezone.now())])

    assert (replay.erased, replay.on_hold) == (0, [person.pk])


# --- every model that leads to a person --------------------------------------

#: Models that lead to a person and need no eraser, and why.
NO_ERASER_NEEDED: dict[str, str] = {}

_OWN_APPS = {"people", "messaging", "volunteers", "programs", "pages"}


def leading_to_a_person():
    """Every model from which foreign keys lead to a person."""
    known, found = {Person}, {Person}
    while found:
        found = {
            model
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.get_fields()
            if isinstance(field, ForeignKey | OneToOneField | ManyToManyField)
            and field.related_model in known
        } - known
        known |= found
    return known


def test_every_model_that_leads_to_a_person_has_an_eraser():
    unknown = {
        model._meta.label
        for model in leading_to_a_person() - erasers.erased_models()
        if model._meta.label not in NO_ERASER_NEEDED
    }

    assert unknown == set()


def test_marks_are_hers_alone():
    register(OccurrenceFactory(), person=details(3))

    assert find(marks()) == {}


# --- after a backup was restored ----------------------------------------------


def test_commands_carry_the_erasures_over_a_restore(tmp_path):
    gone = PersonFactory()
    erase_person(gone, by=None)
    listed = StringIO()
    call_command("list_erasures", stdout=listed)
    kept = tmp_path / "erasures.txt"
    kept.write_text(listed.getvalue(), encoding="utf-8")
    restored = {"given_name": "İpek", "email": "i@example.org", "anonymized_at": None}
    Person.objects.filter(pk=gone.pk).update(**restored)
    ErasureRecord.objects.all().delete()
    said = StringIO()

    call_command("replay_erasures", str(kept), stdout=said)

    assert said.getvalue().strip() == "erased again: 1, nothing to do: 0"
    assert Person.objects.get(pk=gone.pk).email == ""


def test_list_that_cannot_be_read_is_refused(tmp_path):
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("İpek Öztürk dün\n", encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("replay_erasures", str(wrong))
