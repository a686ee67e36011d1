"""Moving and cancelling a session, and who comes without a place, over HTTP."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from people.enums import ContactChannel
from people.models import AccessRecord
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
    ShiftFactory,
    WaitFactory,
    in_days,
)
from volunteers.models import Enrollment, SessionWait

pytestmark = pytest.mark.django_db

SEEN, HIDDEN, WAITING = "Işıl Çağlayan", "Zeynep Öztürk", "Ümran Âkif"


@pytest.fixture
def trainer(client):
    client.force_login(make_staff(StaffRole.TRAINING))
    return client


@pytest.fixture
def module():
    return ModuleFactory()


@pytest.fixture
def call(module):
    return CallFactory(required_trainings=[module])


@pytest.fixture
def session(module, call):
    """In a week; two have a place, one of them hidden from most, and one waits."""
    session = SessionFactory(module=module, capacity=2)
    for name, factory in (
        (SEEN, EnrollmentFactory),
        (HIDDEN, EnrollmentFactory),
        (WAITING, WaitFactory),
    ):
        application = learner(call, name, is_protected=name == HIDDEN)
        factory(session=session, application=application)
    return session


def learner(call, name="Şule Güneş", **person):
    given, family = name.split()
    who = PersonFactory(given_name=given, family_name=family, **person)
    return ApplicationFactory(call=call, person=who, state="in_training")


def url(name, session):
    return reverse(f"volunteers_session:{name}", args=[session.pk])


def typed(session, *, days=1, **changes):
    """What the form sends."""

    def clock(moment):
        local = timezone.localtime(moment + timedelta(days=days))
        return local.strftime("%d.%m.%Y %H:%M")

    return {
        "starts_at": clock(session.starts_at),
        "ends_at": clock(session.ends_at),
        "place_tr": "Ahmed Adnan Saygun",
        "place_en": "Saygun",
        **changes,
    }


def test_moving_says_first_whom_it_reaches_and_then_does_it(trainer, session):
    before = session.starts_at
    form = trainer.get(url("move", session))
    asked = trainer.post(url("move", session), typed(session))

    session.refresh_from_db()
    assert form.status_code == asked.status_code == 200
    assert session.starts_at == before
    assert not Message.objects.exists()
    assert SEEN in asked.text
    assert WAITING in asked.text
    assert HIDDEN not in asked.text
    assert "size gösterilmeyenlere de haber verilir" in asked.text
    assert "Yer: Ahmed Adnan Saygun" in asked.text
    kept = dict(asked.context["kept"])
    assert kept == typed(session)

    answer = trainer.post(url("move", session), {**kept, "is_sure": "1"}, follow=True)

    session.refresh_from_db()
    assert "herkese haber veriliyor" in answer.text
    assert session.starts_at.date() == before.date() + timedelta(days=1)
    templates = [one.template for one in Message.objects.order_by("template")]
    assert templates == [
        "volunteers.session_moved",
        "volunteers.session_moved",
        "volunteers.session_moved_wait",
    ]


def test_whom_the_page_names_is_noted(trainer, session):
    trainer.post(url("move", session), typed(session))
    trainer.get(url("cancel", session))

    seen = set(
        AccessRecord.objects.values_list("person__given_name", flat=True).distinct()
    )
    assert seen == {"Işıl", "Ümran"}


def test_it_says_who_has_something_else_then_and_whom_staff_tell(
    trainer, session, call
):
    application = learner(
        call, "Çiğdem Iğdırlı", contact_channel=ContactChannel.SHE_CALLS
    )
    EnrollmentFactory(session=session, application=application)
    duty = AssignmentFactory(
        application=ApplicationFactory(person=application.person, state="on_duty")
    )
    shift = ShiftFactory(
        role=duty.role, starts_at=session.starts_at + timedelta(days=1)
    )
    shift.shift_places.create(assignment=duty)

    page = trainer.post(url("move", session), typed(session)).text

    assert "bu saatte nöbeti var" in page
    assert "siz haber vereceksiniz" in page


def test_what_the_verb_would_refuse_is_said_before_asking(trainer, session):
    page = trainer.post(url("move", session), typed(session, days=-30))

    assert page.context["form"].non_field_errors() == [
        "Oturumun tarihi geçmiş bir tarih."
    ]
    assert not page.context["asks_again"]


def test_cancelling_tells_which_dates_are_kept_instead(trainer, session, module):
    near = SessionFactory(module=module, starts_at=in_days(9))
    full = SessionFactory(module=module, starts_at=in_days(8), capacity=1)
    EnrollmentFactory(session=full)

    page = trainer.get(url("cancel", session))

    assert page.context["instead"] == [near]
    assert SEEN in page.text
    assert HIDDEN not in page.text
    answer = trainer.post(url("cancel", session), follow=True)
    again = trainer.post(url("cancel", session))

    session.refresh_from_db()
    assert session.cancelled_at
    assert "tarihinde iptal edildi" in answer.text
    assert SessionWait.objects.filter(session=near).count() == 3
    assert again.context["form"].non_field_errors() == ["Bu oturum iptal edildi."]
    assert url("move", session) not in answer.text


def test_the_list_tells_that_it_is_cancelled(trainer, session):
    trainer.post(url("cancel", session))
    index = reverse("volunteers_session:index")

    coming = trainer.get(index, {"when": "coming"})
    cancelled = trainer.get(index, {"when": "cancelled"})

    assert list(coming.context["object_list"]) == []
    assert list(cancelled.context["object_list"]) == [session]
    assert re.search(r">\s*iptal edildi\s*<", cancelled.text)


@pytest.mark.parametrize("role", [StaffRole.APPLICATIONS, StaffRole.INTERVIEWER])
def test_who_keeps_no_sessions_changes_none(client, session, role):
    client.force_login(make_staff(role))
    before = session.starts_at

    for name, data in (("move", {**typed(session), "is_sure": "1"}), ("cancel", {})):
        assert client.get(url(name, session)).status_code in (302, 403)
        client.post(url(name, session), data)

    session.refresh_from_db()
    assert (session.starts_at, session.cancelled_at) == (before, None)


def test_the_ordinary_form_does_not_move_it_in_silence(trainer, session):
    page = trainer.get(url("edit", session))
    assert "“Oturumu taşı”" in page.text
    form = page.context["form"]
    data = {
        name: form[name].value() or ""
        for name in (
            "module",
            "part",
            "online_link",
            "trainer",
            "capacity",
            "waiting_capacity",
        )
    }

    answer = trainer.post(url("edit", session), {**data, **typed(session)})

    before = session.starts_at
    session.refresh_from_db()
    assert answer.context["form"].non_field_errors()
    assert session.starts_at == before


def test_who_came_without_a_place_is_put_on_the_sheet(trainer, module, call):
    begun = SessionFactory(module=module, starts_at=in_days(-0.01), capacity=2)
    hers = learner(call, SEEN)
    hidden = learner(call, HIDDEN, is_protected=True)
    path = url("walk_in", begun)

    page = trainer.get(url("inspect", begun))
    assert path in page.text
    assert SEEN in page.text
    assert HIDDEN not in page.text
    nobody = trainer.post(path, {"application": hidden.pk}, follow=True)
    added = trainer.post(path, {"application": hers.pk}, follow=True)

    seat = Enrollment.objects.get()
    assert (seat.application, seat.attendance) == (hers, "present")
    assert [m.level_tag for m in nobody.context["messages"]] == ["error"]
    assert "yeri olmadan geldi" in added.text


def test_nobody_is_added_before_the_day_or_to_a_full_room(trainer, module, call):
    coming = SessionFactory(module=module)
    full = SessionFactory(module=module, starts_at=in_days(-0.01), capacity=1)
    EnrollmentFactory(session=full, application=learner(call, SEEN))
    hers = learner(call)

    assert url("walk_in", coming) not in trainer.get(url("inspect", coming)).text
    page = trainer.get(url("inspect", full)).text
    answer = trainer.post(url("walk_in", full), {"application": hers.pk}, follow=True)

    assert url("walk_in", full) not in page
    words = "Bütün yerler dolu. Önce mazeretli olanları ya da gelmeyenleri işaretleyin."
    assert words in page
    assert [str(one).strip() for one in answer.context["messages"]] == [words]
    assert Enrollment.objects.count() == 1


@pytest.mark.parametrize("name", ["cancel", "move"])
def test_pages_cost_the_same_for_1_and_30(trainer, module, call, name):
    session = SessionFactory(module=module, capacity=40)

    def enter():
        EnrollmentFactory(session=session, application=learner(call))

    def count():
        with CaptureQueriesContext(connection) as context:
            answer = (
                trainer.get(url(name, session))
                if name == "cancel"
                else trainer.post(url(name, session), typed(session))
            )
            assert answer.status_code == 200
        return len(context)

    enter()
    count()
    one = count()
    for _place in range(29):
        enter()
    # Whoever is seen for the first time is noted.
    count()

    assert count() == one
