"""The sheet's pages do not tell of a woman whom one may not see."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Recusal
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
    WaitFactory,
    in_days,
)

pytestmark = pytest.mark.django_db

SEEN, HIDDEN = "Işıl Çağlayan", "Zeynep Öztürk"


@pytest.fixture
def session():
    """Over, with one name that the trainer sees and one that she may not."""
    module = ModuleFactory()
    call = CallFactory(required_trainings=[module])
    session = SessionFactory(module=module, starts_at=in_days(-0.2))
    for name in (SEEN, HIDDEN):
        given, family = name.split()
        person = PersonFactory(
            given_name=given, family_name=family, is_protected=name == HIDDEN
        )
        application = ApplicationFactory(call=call, person=person, state="in_training")
        EnrollmentFactory(application=application, session=session)
    return session


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def trainer(session):
    return logged_in(make_staff(StaffRole.TRAINING))


@pytest.fixture
def colleague(session):
    user = make_staff(StaffRole.TRAINING, "yetkili")
    user.user_permissions.add(Permission.objects.get(codename="see_protected"))
    return logged_in(user)


def url(name, session, *more):
    return reverse(f"volunteers_session:{name}", args=[session.pk, *more])


def hidden_seat(session):
    return session.enrollments.get(application__person__is_protected=True)


def lacking(client):
    page = client.get(reverse("volunteers_session:index"), {"when": "unmarked"})
    return list(page.context["object_list"])


def test_asking_before_it_closes_counts_whom_she_sees(trainer, colleague, session):
    words = [
        str(one.get(url("close_sheet", session)).context["explanation"])
        for one in (trainer, colleague)
    ]

    assert words[0].startswith("1 kişi")
    assert words[1].startswith("2 kişi")


def test_closing_leaves_her_open_and_says_nothing_of_her(trainer, session):
    seat = hidden_seat(session)
    type(seat).objects.filter(pk=seat.pk).update(attendance="present")

    page = trainer.post(url("close_sheet", session), follow=True)

    # She completed the training by it; that somebody did is not said.
    [told] = page.context["messages"]
    assert "tamamla" not in str(told)
    assert HIDDEN not in page.text
    assert page.context["left_open"] == 0


def test_her_code_is_unknown_on_the_tablet_and_at_the_scanner(trainer, session):
    code = hidden_seat(session).code
    mark = {"code": code, "attendance": "present", "age": 0}

    answer = trainer.post(
        url("merge_marks", session),
        json.dumps({"marks": [mark]}),
        content_type="application/json",
    )
    scanned = trainer.post(url("scan", session), {"code": code}, follow=True)
    forged = trainer.post(url("scan", session), {"code": "AAAAAAAAAA"}, follow=True)

    assert answer.json() == {"standing": {}, "unknown": [code], "together": []}
    assert [str(one) for one in scanned.context["messages"]] == [
        str(one) for one in forged.context["messages"]
    ]
    assert hidden_seat(session).attendance == "expected"


def test_who_sees_her_finds_her_open_on_the_page_in_the_list_and_at_home(
    trainer, colleague, session
):
    trainer.post(url("close_sheet", session))
    home = reverse("wagtailadmin_home")

    page = colleague.get(url("inspect", session))

    seat = hidden_seat(session)
    assert page.context["left_open"] == 1
    assert "1 isim açık kaldı" in page.text
    assert url("correct", session, seat.pk) in page.text
    assert (lacking(trainer), lacking(colleague)) == ([], [session])
    assert "yoklaması eksik" not in trainer.get(home).text
    assert "1 eğitim oturumunun yoklaması eksik" in colleague.get(home).text

    colleague.post(url("correct", session, seat.pk), {"attendance": "present"})

    seat.application.refresh_from_db()
    assert seat.application.state == "trained"
    assert lacking(colleague) == []


def test_her_seat_is_not_there_for_who_may_not_see_her(trainer, session):
    seat = hidden_seat(session)
    trainer.post(url("close_sheet", session))

    for name in ("correct", "leave"):
        answer = trainer.post(url(name, session, seat.pk), {"attendance": "present"})
        assert answer.status_code == 404
    assert hidden_seat(session).attendance == "expected"


def test_a_session_whose_names_are_all_hidden_waits_for_nobody_else(
    trainer, colleague, session
):
    session.enrollments.filter(application__person__is_protected=False).delete()

    assert (lacking(trainer), lacking(colleague)) == ([], [session])
    assert trainer.get(url("inspect", session)).context["counts"] == []


def test_who_waits_is_counted_for_whom_one_sees(trainer, colleague):
    full = SessionFactory(capacity=1)
    EnrollmentFactory(session=full)
    for is_protected in (False, True):
        person = PersonFactory(is_protected=is_protected)
        WaitFactory(
            session=full,
            application=ApplicationFactory(person=person, state="in_training"),
        )

    def waiting(client):
        page = client.get(reverse("volunteers_session:index"), {"when": "coming"})
        [row] = page.context["object_list"]
        return row.waiting

    assert (waiting(trainer), waiting(colleague)) == (1, 2)


def test_who_recused_herself_is_shown_as_little(session):
    user = make_staff(StaffRole.TRAINING)
    seat = session.enrollments.get(application__person__is_protected=False)
    Recusal.objects.create(
        person=seat.application.person,
        user=user,
        reason="friend",
        declared_at=timezone.now(),
    )
    client = logged_in(user)

    page = client.get(url("inspect", session))

    assert SEEN not in page.text
    assert lacking(client) == []
