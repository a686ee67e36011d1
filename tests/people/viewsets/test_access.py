"""Who saw whose data: what is noted, and who may read it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.domain.access import SAME_LOOK, note_access, note_view
from people.enums import AccessKind
from people.models import AccessRecord
from people.roles import StaffRole
from people.viewsets.access import person_pk
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, register

pytestmark = pytest.mark.django_db
LOG = "/yonetim/erisim-kayitlari/"
CONCERNED = f"{LOG}kimlerin/"


@pytest.fixture
def viewer(staff_user):
    return staff_user(StaffRole.TRIPS, "bakan")


def test_opening_a_record_is_noted(staff_client):
    person = PersonFactory()
    staff_client(StaffRole.TRIPS).get(f"/yonetim/kisiler/inspect/{person.pk}/")

    record = AccessRecord.objects.get()
    assert (record.person, record.kind, record.subject_id) == (
        person,
        "view",
        person.pk,
    )
    assert record.user.username == "trips"


def test_who_is_refused_leaves_no_note(staff_client):
    person = PersonFactory()
    staff_client(StaffRole.COMMUNICATIONS).get(f"/yonetim/kisiler/inspect/{person.pk}/")

    assert AccessRecord.objects.count() == 0


def test_same_look_is_noted_once_and_a_later_one_again(viewer):
    person = PersonFactory()

    note_view(by=viewer, persons=[person.pk], about=person)
    note_view(by=viewer, persons=[person.pk], about=person)
    assert AccessRecord.objects.count() == 1

    AccessRecord.objects.update(at=timezone.now() - SAME_LOOK - timedelta(seconds=1))
    note_view(by=viewer, persons=[person.pk], about=person)
    assert AccessRecord.objects.count() == 2


def test_look_of_another_account_or_at_another_page_is_noted(viewer, staff_user):
    person, occurrence = PersonFactory(), OccurrenceFactory()

    note_view(by=viewer, persons=[person.pk], about=person)
    note_view(by=viewer, persons=[person.pk], about=occurrence)
    note_view(by=staff_user(StaffRole.MANAGER), persons=[person.pk], about=person)

    assert AccessRecord.objects.count() == 3


def test_note_costs_two_queries_however_many_are_shown(
    viewer, django_assert_max_num_queries
):
    women = [one.pk for one in PersonFactory.create_batch(30)]
    note_view(by=viewer, persons=women[:1])

    with django_assert_max_num_queries(2):
        note_view(by=viewer, persons=women)


def test_list_with_phones_notes_everybody_on_the_page(staff_client):
    PersonFactory.create_batch(3)
    staff_client(StaffRole.TRIPS).get("/yonetim/kisiler/")

    assert AccessRecord.objects.count() == 3


def test_boarding_list_notes_a_print_of_each(staff_client):
    occurrence = OccurrenceFactory()
    register(occurrence, n=1)
    register(occurrence, n=2)
    page = staff_client(StaffRole.TRIPS).get(
        f"/yonetim/seferler/{occurrence.pk}/binis-listesi/"
    )

    assert page.status_code == 200
    assert list(AccessRecord.objects.values_list("kind", "subject_id")) == [
        ("print", occurrence.pk),
        ("print", occurrence.pk),
    ]
    assert AccessRecord.objects.values("event").distinct().count() == 1


@pytest.mark.parametrize("address", [LOG, CONCERNED, f"{CONCERNED}aktar/"])
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (StaffRole.PRIVACY, 200),
        (StaffRole.MANAGER, 200),
        (StaffRole.TRIPS, 302),
        (StaffRole.INTERVIEWER, 302),
    ],
)
def test_log_is_for_two_roles(staff_client, address, role, status):
    assert staff_client(role).get(address).status_code == status


@pytest.mark.parametrize(
    ("code", "pk"), [("K-000123", 123), ("k 123", 123), ("123", 123), ("Ayşe", 0)]
)
def test_person_pk_of_a_code(code, pk):
    assert person_pk(code) == pk


def seen_on(page) -> list[AccessRecord]:
    return list(page.context["object_list"])


def test_log_answers_who_saw_this_record(staff_client, viewer):
    hers, other = PersonFactory(), PersonFactory()
    note_access(by=viewer, kind=AccessKind.VIEW, persons=[hers.pk, other.pk])

    page = staff_client(StaffRole.PRIVACY).get(f"{LOG}?person={hers}")

    assert [one.person for one in seen_on(page)] == [hers]


def test_log_answers_what_an_account_saw_in_a_period(staff_client, viewer):
    early, late = PersonFactory(), PersonFactory()
    note_access(by=viewer, kind=AccessKind.VIEW, persons=[early.pk])
    AccessRecord.objects.update(at=timezone.now() - timedelta(days=2))
    note_access(by=viewer, kind=AccessKind.EXPORT, persons=[late.pk])
    since = (timezone.localtime() - timedelta(hours=1)).strftime("%d.%m.%Y %H:%M")

    browser = staff_client(StaffRole.PRIVACY)
    log = browser.get(LOG, {"user": viewer.pk, "since": since})
    concerned = browser.get(CONCERNED, {"user": viewer.pk, "since": since})
    exports = browser.get(LOG, {"kind": "export"})

    assert [one.person for one in seen_on(log)] == [late]
    assert seen_on(concerned) == [late]
    assert [one.person for one in seen_on(exports)] == [late]


def test_concerned_counts_each_person_once(staff_client, viewer):
    person = PersonFactory()
    for _turn in range(3):
        note_access(by=viewer, kind=AccessKind.PRINT, persons=[person.pk])

    (row,) = seen_on(staff_client(StaffRole.PRIVACY).get(CONCERNED))

    assert (row, row.seen_times) == (person, 3)


def test_reading_the_log_is_not_logged(staff_client, viewer):
    note_access(by=viewer, kind=AccessKind.VIEW, persons=[PersonFactory().pk])
    browser = staff_client(StaffRole.PRIVACY)
    browser.get(LOG)
    browser.get(CONCERNED)

    assert AccessRecord.objects.count() == 1


@pytest.mark.parametrize("address", [LOG, CONCERNED])
def test_log_asks_the_database_as_often_for_1_and_30(
    staff_client, viewer, address, django_assert_max_num_queries
):
    browser = staff_client(StaffRole.PRIVACY)
    note_access(by=viewer, kind=AccessKind.VIEW, persons=[PersonFactory().pk])

    def queries() -> int:
        with django_assert_max_num_queries(60) as counted:
            browser.get(address)
        return len(counted)

    queries()
    few = queries()
    women = [one.pk for one in PersonFactory.create_batch(29)]
    note_access(by=viewer, kind=AccessKind.VIEW, persons=women)

    assert queries() == few


def test_record_of_a_person_leads_to_who_saw_it(staff_client):
    person = PersonFactory()
    address = f"/yonetim/kisiler/inspect/{person.pk}/"
    link = f"{LOG}?person={person}"

    assert link in staff_client(StaffRole.PRIVACY).get(address).content.decode()
    assert link not in staff_client(StaffRole.TRIPS).get(address).content.decode()
