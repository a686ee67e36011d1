"""Training sessions and the attendance sheet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.models import Message
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
    in_days,
)
from volunteers.enums import ApplicationState, Attendance
from volunteers.models import Enrollment, TrainingModule, TrainingSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client):
    client.force_login(make_staff(StaffRole.TRAINING))
    return client


@pytest.fixture
def past():
    """A session that has begun, with two names on its list."""
    module = ModuleFactory()
    call = CallFactory(required_trainings=[module])
    session = SessionFactory(module=module, starts_at=in_days(-1))
    for given, family in (("Işıl", "Çağlayan"), ("Zeynep", "Öztürk")):
        person = PersonFactory(given_name=given, family_name=family)
        application = ApplicationFactory(call=call, person=person, state="in_training")
        EnrollmentFactory(application=application, session=session)
    return session


def inspect(client, session):
    return client.get(reverse("volunteers_session:inspect", args=[session.pk]))


def mark(client, session, **marks):
    return client.post(
        reverse("volunteers_session:record_attendance", args=[session.pk]), marks
    )


def close(client, session):
    return client.post(reverse("volunteers_session:close_sheet", args=[session.pk]))


def test_sheet_lists_everybody_with_a_place(trainer, past):
    page = inspect(trainer, past)

    names = [seat.application.person.full_name for seat in page.context["seats"]]
    assert names == ["Işıl Çağlayan", "Zeynep Öztürk"]
    assert page.context["may_mark"] is True


def test_attendance_is_saved_and_counts_once_the_sheet_is_closed(trainer, past):
    first, second = past.enrollments.order_by("pk")

    answer = mark(
        trainer,
        past,
        **{f"seat-{first.pk}": "present", f"seat-{second.pk}": "absent"},
    )

    assert answer.status_code == 302
    assert list(
        past.enrollments.order_by("pk").values_list("attendance", flat=True)
    ) == [
        Attendance.PRESENT,
        Attendance.ABSENT,
    ]
    assert states_of(past) == [ApplicationState.IN_TRAINING] * 2

    close(trainer, past)

    assert states_of(past) == [ApplicationState.TRAINED, ApplicationState.IN_TRAINING]


def states_of(session):
    return [
        seat.application.state
        for seat in session.enrollments.select_related("application").order_by("pk")
    ]


@pytest.mark.parametrize("marks", [{}, {"seat-x": "present"}, {"seat-1": "maybe"}])
def test_nonsense_marks_nobody(trainer, past, marks):
    mark(trainer, past, **marks)

    assert past.enrollments.filter(attendance="expected").count() == 2


def test_name_of_another_session_is_refused(trainer, past):
    other = EnrollmentFactory(session=SessionFactory(starts_at=in_days(-1)))
    own = past.enrollments.first()

    mark(trainer, past, **{f"seat-{own.pk}": "present", f"seat-{other.pk}": "present"})

    assert Enrollment.objects.filter(attendance="present").count() == 0


def test_coming_session_cannot_be_marked(trainer):
    seat = EnrollmentFactory(
        application=ApplicationFactory(state="in_training"),
        session=SessionFactory(starts_at=in_days(2)),
    )

    page = inspect(trainer, seat.session)
    mark(trainer, seat.session, **{f"seat-{seat.pk}": "present"})

    seat.refresh_from_db()
    assert page.context["may_mark"] is False
    assert seat.attendance == Attendance.EXPECTED


def test_reading_the_sheet_and_its_actions_changes_nothing(trainer, past):
    seat = past.enrollments.first()
    urls = (
        reverse("volunteers_session:record_attendance", args=[past.pk]),
        reverse("volunteers_session:enroll", args=[past.pk]),
        reverse("volunteers_session:leave", args=[past.pk, seat.pk]),
    )

    assert [trainer.get(url).status_code for url in urls] == [405, 405, 405]
    assert past.enrollments.count() == 2


def test_clerk_reads_the_sheet_and_marks_nobody(client, past):
    client.force_login(make_staff(StaffRole.APPLICATIONS))
    seat = past.enrollments.first()

    page = inspect(client, past)
    mark(client, past, **{f"seat-{seat.pk}": "present"})

    seat.refresh_from_db()
    assert (page.status_code, page.context["may_mark"]) == (200, False)
    assert seat.attendance == Attendance.EXPECTED


@pytest.fixture
def coming():
    module = ModuleFactory()
    session = SessionFactory(module=module, capacity=1)
    call = CallFactory(required_trainings=[module])
    application = ApplicationFactory(call=call, state="accepted")
    return session, application


def test_volunteer_is_added_from_the_page(trainer, coming):
    session, application = coming
    form = inspect(trainer, session).context["add_form"]
    assert list(form.fields["application"].queryset) == [application]

    trainer.post(
        reverse("volunteers_session:enroll", args=[session.pk]),
        {"application": application.pk},
    )

    application.refresh_from_db()
    assert application.state == ApplicationState.IN_TRAINING
    assert [seat.application for seat in session.enrollments.all()] == [application]
    assert [one.template for one in Message.objects.all()] == ["volunteers.enrolled"]


def test_full_session_takes_nobody_more(trainer, coming):
    session, application = coming
    EnrollmentFactory(session=session)

    trainer.post(
        reverse("volunteers_session:enroll", args=[session.pk]),
        {"application": application.pk},
    )

    assert application.enrollments.count() == 0


def test_who_was_not_accepted_cannot_be_added(trainer, coming):
    session, application = coming
    application.state = "interviewed"
    application.save()

    trainer.post(
        reverse("volunteers_session:enroll", args=[session.pk]),
        {"application": application.pk},
    )

    assert application.enrollments.count() == 0


def test_place_is_given_back_before_the_session(trainer, coming):
    session, application = coming
    seat = EnrollmentFactory(session=session, application=application)
    foreign = EnrollmentFactory(application=application)

    def leave(one):
        url = reverse("volunteers_session:leave", args=[session.pk, one.pk])
        return trainer.post(url).status_code

    assert (leave(foreign), leave(seat)) == (404, 302)
    assert list(Enrollment.objects.all()) == [foreign]


def test_session_is_planned(trainer):
    module = ModuleFactory()
    day = in_days(10).strftime("%d.%m.%Y")

    trainer.post(
        reverse("volunteers_session:add"),
        {
            "module": module.pk,
            "starts_at": f"{day} 10:00",
            "ends_at": f"{day} 13:00",
            "place_tr": "Kültürpark",
            "place_en": "",
            "trainer": "Öznur Şahin",
            "capacity": "25",
            "waiting_capacity": "10",
        },
    )

    assert str(TrainingSession.objects.get().place) == "Kültürpark"


def test_session_that_ends_before_it_begins_is_refused(trainer):
    day = in_days(10).strftime("%d.%m.%Y")

    answer = trainer.post(
        reverse("volunteers_session:add"),
        {
            "module": ModuleFactory().pk,
            "starts_at": f"{day} 13:00",
            "ends_at": f"{day} 10:00",
            "place_tr": "Kültürpark",
            "place_en": "",
            "capacity": "25",
            "waiting_capacity": "10",
        },
    )

    assert answer.status_code == 200
    assert TrainingSession.objects.count() == 0


def test_session_with_names_is_not_deleted(trainer, past):
    empty = SessionFactory()

    for session in (past, empty):
        trainer.post(reverse("volunteers_session:delete", args=[session.pk]))

    assert list(TrainingSession.objects.all()) == [past]


def test_training_is_set_up_in_both_languages(trainer):
    trainer.post(
        reverse("volunteers_trainingmodule:add"),
        {
            "name_tr": "Gizlilik ve KVKK",
            "name_en": "Privacy",
            "hours": "1.5",
            "required_share": "80",
            "validity_months": "24",
            "renewal_months": "3",
            "needs_confirmation": "on",
            "is_active": "on",
            **parts(("Gün 1", "Day 1"), ("Gün 2", "Day 2")),
        },
    )

    module = TrainingModule.objects.get()
    assert dict(module.name) == {"tr": "Gizlilik ve KVKK", "en": "Privacy"}
    assert (module.validity_months, module.renewal_months) == (24, 3)
    assert module.needs_confirmation is True
    assert [str(part) for part in module.parts.all()] == ["Gün 1", "Gün 2"]


def parts(*names):
    """What the form of a training sends for its parts."""
    data = {
        "parts-TOTAL_FORMS": str(len(names)),
        "parts-INITIAL_FORMS": "0",
        "parts-MIN_NUM_FORMS": "0",
        "parts-MAX_NUM_FORMS": "1000",
    }
    for place, (turkish, english) in enumerate(names):
        data |= {
            f"parts-{place}-name_tr": turkish,
            f"parts-{place}-name_en": english,
            f"parts-{place}-is_required": "on",
            f"parts-{place}-ORDER": str(place + 1),
            f"parts-{place}-id": "",
            f"parts-{place}-DELETE": "",
        }
    return data


def test_sessions_without_attendance_can_be_asked_for(trainer, past):
    SessionFactory()

    page = trainer.get(reverse("volunteers_session:index"), {"when": "unmarked"})

    assert list(page.context["object_list"]) == [past]


def count_queries(client, url):
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    return len(context)


def test_list_costs_the_same_for_1_and_30(trainer):
    url = reverse("volunteers_session:index")
    EnrollmentFactory(session=SessionFactory())
    count_queries(trainer, url)
    one = count_queries(trainer, url)
    for _place in range(29):
        EnrollmentFactory(session=SessionFactory())

    assert count_queries(trainer, url) == one


def test_sheet_costs_the_same_for_1_and_30(trainer):
    session = SessionFactory(starts_at=in_days(-1), capacity=40)
    url = reverse("volunteers_session:inspect", args=[session.pk])

    def enter():
        application = ApplicationFactory(state="in_training")
        EnrollmentFactory(session=session, application=application)

    enter()
    count_queries(trainer, url)
    one = count_queries(trainer, url)
    for _place in range(29):
        enter()
    # Whoever is seen for the first time is noted.
    count_queries(trainer, url)

    assert count_queries(trainer, url) == one
