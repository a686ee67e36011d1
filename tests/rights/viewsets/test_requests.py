"""Staff and the clock of thirty days."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.enums import MessageState
from messaging.models import Message
from people.domain.erasure import what_runs
from people.domain.holds import set_hold
from people.enums import AccessKind, ContactChannel, HoldReason
from people.exceptions import Refusal
from people.models import AccessRecord, Person
from people.retention import needs
from people.roles import StaffRole
from rights.domain.requests import answer_request, carry_out_erasure, receive_request
from rights.enums import (
    RefusalGround,
    RequestChannel,
    RequestEvent,
    RequestKind,
    RequestRefusal,
    RequestState,
)
from rights.models import DataRequest
from rights.workflow import MOVES, may
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.rights import DataRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(staff_user):
    return staff_user(StaffRole.PRIVACY, "kvkk")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def url(name, request=None):
    args = [request.pk] if request else []
    return reverse(f"rights_datarequest:{name}", args=args)


def days_ago(days):
    return timezone.now() - timedelta(days=days)


# --- the clock --------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "words", "color"),
    [
        (0, "30 gün kaldı", "good"),
        (23, "7 gün kaldı", "wait"),
        (30, "bugün son gün", "wait"),
        (33, "3 gün gecikti", "bad"),
    ],
)
def test_list_says_the_days_left_in_words_and_color(desk, days, words, color):
    # In the middle of a minute: the last day is a day, not a moment.
    received = days_ago(days) + timedelta(minutes=1)
    DataRequestFactory(received_at=received)

    page = desk.get(url("index")).content.decode()

    assert words in page
    assert f"pill--{color}" in page


def test_most_pressing_stands_first_and_what_is_answered_last(desk):
    answered = DataRequestFactory(
        received_at=days_ago(40), state=RequestState.ACCEPTED, answered_at=days_ago(20)
    )
    late, new = (
        DataRequestFactory(received_at=days_ago(35)),
        DataRequestFactory(),
    )

    rows = desk.get(url("index")).context["object_list"]

    assert list(rows) == [late, new, answered]


def test_clock_runs_from_the_arrival_of_the_letter(desk):
    answer = desk.post(
        url("add"),
        {
            "kind": "erasure",
            "received_through": "letter",
            "received_at": "2026-11-10 10:00",
            "asked_by": "Işıl Güneş",
            "wish": "Verilerimin silinmesini istiyorum.",
        },
    )

    request = DataRequest.objects.get()
    assert answer.status_code == 302
    assert timezone.localdate(request.due_at).isoformat() == "2026-12-10"
    assert request.person is None


def test_home_page_tells_how_many_wait_and_is_loud_when_one_is_late(desk):
    DataRequestFactory(received_at=days_ago(24) + timedelta(minutes=1))
    DataRequestFactory()
    page = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert "2 veri talebi yanıt bekliyor" in page
    assert "6 gün kaldı" in page
    assert "süresi geçti" not in page

    DataRequestFactory(received_at=days_ago(31))
    assert (
        "1 veri talebinin süresi geçti"
        in desk.get(reverse("wagtailadmin_home")).content.decode()
    )


def test_same_number_of_queries_for_one_and_thirty_rows(desk):
    DataRequestFactory()
    desk.get(url("index"))
    with CaptureQueriesContext(connection) as one:
        desk.get(url("index"))
    DataRequestFactory.create_batch(29)

    with CaptureQueriesContext(connection) as thirty:
        desk.get(url("index"))

    assert len(thirty) == len(one)


# --- who may ----------------------------------------------------------------


@pytest.mark.parametrize("role", list(StaffRole))
def test_only_the_privacy_officer_and_the_manager_see_requests(staff_client, role):
    browser = staff_client(role, "other")
    request = DataRequestFactory()
    allowed = role in (StaffRole.PRIVACY, StaffRole.MANAGER)

    for name, row in (("index", None), ("inspect", request), ("answer", request)):
        answer = browser.get(url(name, row))
        # Wagtail sends whoever may not see it back to the home page.
        assert (answer.status_code == 200) is allowed
    taken = browser.post(url("take", request))
    request.refresh_from_db()
    assert (request.state == RequestState.IN_PROGRESS) is allowed
    assert taken.status_code in (302, 403)


def test_page_of_a_request_is_noted_as_access(desk, officer):
    request = DataRequestFactory(wish="Bilgi istiyorum.")

    page = desk.get(url("inspect", request)).content.decode()

    assert "Bilgi istiyorum." in page
    record = AccessRecord.objects.get()
    assert (record.user, record.person, record.kind) == (
        officer,
        request.person,
        AccessKind.VIEW,
    )


# --- the way of a request ---------------------------------------------------


@pytest.mark.parametrize("event", list(RequestEvent))
@pytest.mark.parametrize("state", list(RequestState))
def test_table_of_moves(event, state):
    expected = {
        RequestEvent.TAKE: {"new", "identity"},
        RequestEvent.ASK_IDENTITY: {"new", "in_progress"},
        RequestEvent.ACCEPT: {"new", "identity", "in_progress"},
        RequestEvent.REFUSE: {"new", "identity", "in_progress"},
    }[event]

    assert may(event, state) is (state.value in expected)
    assert set(MOVES) == set(RequestEvent)


def test_letter_is_matched_to_a_record(desk):
    request, person = DataRequestFactory(person=None), PersonFactory()

    desk.post(url("match", request), {"record": str(person)})

    request.refresh_from_db()
    assert request.person == person


def test_unknown_record_is_refused_in_words(desk):
    request = DataRequestFactory(person=None)

    page = desk.post(url("match", request), {"record": "K-999999"}).content.decode()

    assert "Böyle bir kayıt yok." in page


def test_answer_reaches_her_by_a_neutral_message(desk, officer):
    request = DataRequestFactory()
    desk.post(url("take", request))

    desk.post(url("answer", request), {"reply": "Kimseye aktarılmadı."})

    request.refresh_from_db()
    assert (request.state, request.handled_by) == (RequestState.ACCEPTED, officer)
    message = Message.objects.get(template="rights.answered")
    assert message.subject == "Bilgilerinizle ilgili"
    assert "aktarılmadı" not in message.body
    assert request.person.given_name not in message.body
    entry = ModelLogEntry.objects.get(action="rights.request.accept")
    assert entry.data == {"kind": "information", "ground": ""}


def test_refusal_gives_ground_and_reasons(desk):
    request = DataRequestFactory(kind=RequestKind.OBJECTION)
    empty = desk.post(url("refuse", request), {"ground": "not_held", "reply": ""})
    assert empty.status_code == 200

    desk.post(
        url("refuse", request),
        {"ground": "not_held", "reply": "Böyle bir kayıt bulunmadı."},
    )

    request.refresh_from_db()
    assert request.state == RequestState.REFUSED
    assert request.refusal_ground == RefusalGround.NOT_HELD


def test_answered_request_is_not_answered_again(officer):
    request = DataRequestFactory()
    answer_request(request, reply="Bir.", by=officer)

    with pytest.raises(Refusal) as refusal:
        answer_request(request, reply="İki.", by=officer)

    assert refusal.value.reason == RequestRefusal.NOT_IN_STATE
    assert Message.objects.filter(template="rights.answered").count() == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "accepted"},
        {"answered_at": "2026-11-24T10:00Z"},
        {"state": "refused", "answered_at": "2026-11-24T10:00Z"},
        {"due_at": "2020-01-01T10:00Z"},
    ],
)
def test_database_refuses_an_answer_without_its_facts(columns):
    request = DataRequestFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(**columns)


# --- the copy ---------------------------------------------------------------


def test_copy_is_noted_as_download_and_answers_the_request(desk, officer):
    request = DataRequestFactory()

    answer = desk.post(url("release", request), {"form": "data"})

    request.refresh_from_db()
    assert json.loads(answer.content)["is_full"] is True
    assert answer["Content-Disposition"] == f'attachment; filename="{request}.json"'
    assert answer["Cache-Control"].startswith("no-store, private")
    assert request.state == RequestState.ACCEPTED
    record = AccessRecord.objects.get(kind=AccessKind.DOWNLOAD)
    assert (record.user, record.person) == (officer, request.person)

    document = desk.post(url("release", request), {"form": "document"})
    assert "<table>" in document.content.decode()
    assert AccessRecord.objects.filter(kind=AccessKind.DOWNLOAD).count() == 2


def test_copy_is_refused_while_nobody_knows_whose_it_is(desk):
    request = DataRequestFactory(person=None)

    answer = desk.post(url("release", request), {"form": "data"})

    assert answer.status_code == 302
    assert AccessRecord.objects.count() == 0


# --- erasure ----------------------------------------------------------------


def test_page_says_what_erasing_would_do_and_does_nothing(desk):
    person = register(OccurrenceFactory()).registration.person
    request = DataRequestFactory(person=person, kind=RequestKind.ERASURE)

    page = desk.get(url("inspect", request)).content.decode()

    assert "Silinirse ne olur" in page
    assert "Yasa gereği kalanlar" in page
    person.refresh_from_db()
    assert person.anonymized_at is None
    assert DataRequest.objects.get().state == RequestState.NEW


def test_erasure_erases_answers_and_writes_once_more_to_the_address_she_chose(
    desk, officer, mailoutbox, django_capture_on_commit_callbacks
):
    person = register(OccurrenceFactory()).registration.person
    email = person.email
    request = DataRequestFactory(person=person, kind=RequestKind.ERASURE, wish="Silin.")
    other = DataRequestFactory(person=person, kind=RequestKind.RECIPIENTS)

    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(
            url("erase", request), {"reply": "Verileriniz silindi.", "sure": "on"}
        )

    assert answer.status_code == 302
    for row in (person, request, other):
        row.refresh_from_db()
    assert person.anonymized_at is not None
    assert (person.email, person.given_name) == ("", "")
    assert (request.state, request.wish) == (RequestState.ACCEPTED, "")
    assert request.erased["people.person"] == 1
    assert request.reply == "Verileriniz silindi."
    assert other.state == RequestState.ACCEPTED
    assert [mail.to for mail in mailoutbox] == [[email]]
    last = Message.objects.get(template="rights.erased")
    assert (last.state, last.sealed_address) == (MessageState.SENT, "")


def test_nobody_is_erased_without_the_box(desk):
    request = DataRequestFactory(kind=RequestKind.ERASURE)

    answer = desk.post(url("erase", request), {"reply": "Silindi."})

    assert answer.status_code == 200
    assert Person.objects.get().anonymized_at is None


def test_legal_hold_stops_the_erasure_and_nothing_is_half_done(officer):
    request = DataRequestFactory(kind=RequestKind.ERASURE)
    set_hold(request.person, reason=HoldReason.values[0], by=officer)

    with pytest.raises(Refusal):
        carry_out_erasure(request, reply="Silindi.", by=officer)

    request.refresh_from_db()
    assert request.state == RequestState.NEW
    assert Message.objects.count() == 0


def test_unanswered_request_keeps_a_record_from_being_erased_by_the_way(officer):
    person = PersonFactory(contact_channel=ContactChannel.SHE_CALLS)
    request = receive_request(
        kind=RequestKind.INFORMATION,
        received_through=RequestChannel.OWN_PAGE,
        person=person,
    )
    assert what_runs(person) == [f"veri talebi {request}"]
    [need] = [
        need for need in needs() if Person.objects.filter(need, pk=person.pk).exists()
    ]
    answer_request(request, reply="Tamam.", by=officer)
    assert not Person.objects.filter(need, pk=person.pk).exists()
