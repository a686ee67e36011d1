"""Lists of people as files: why, who may, what is in them, who is noted."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone
from openpyxl import load_workbook

from people.exports import harmless
from people.models import AccessRecord, Person
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.factories.volunteers import ApplicationFactory, ReviewFactory

pytestmark = pytest.mark.django_db

PEOPLE = "/yonetim/kisiler/aktar/"
ADDRESSES = (PEOPLE, "/yonetim/kayitlar/aktar/", "/yonetim/basvurular/aktar/")
CONCERNED = "/yonetim/erisim-kayitlari/kimlerin/aktar/"
CONTACT = ("record", "given_name", "family_name", "phone", "email")
REASON = {
    "reason": "Kurulun istediği liste",
    "file_format": "csv",
    "columns": CONTACT,
}


def csv_rows(response) -> list[list[str]]:
    raw = b"".join(response.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (StaffRole.PRIVACY, 200),
        (StaffRole.MANAGER, 200),
        (StaffRole.TRIPS, 302),
        (StaffRole.APPLICATIONS, 302),
        (StaffRole.COMMUNICATIONS, 302),
    ],
)
def test_export_is_for_two_roles(staff_client, address, role, status):
    browser = staff_client(role)

    assert browser.get(address).status_code == status
    if status == 302:
        PersonFactory()
        assert browser.post(address, REASON).status_code == 302
        assert AccessRecord.objects.count() == 0


@pytest.mark.parametrize("address", [*ADDRESSES, CONCERNED])
def test_export_asks_for_the_reason_on_a_page_of_its_own(staff_client, address):
    page = staff_client(StaffRole.PRIVACY).get(f"{address}?p=1").content.decode()

    assert 'name="reason"' in page
    assert 'name="file_format"' in page
    assert "Ne için gerekli?" in page
    assert f'action="{address}?p=1"' in page


def test_export_without_a_reason_gives_no_file(staff_client):
    PersonFactory()
    page = staff_client(StaffRole.MANAGER).post(PEOPLE, {"file_format": "csv"})

    assert page["Content-Type"].startswith("text/html")
    assert "Bu alan zorunludur" in page.content.decode()
    assert AccessRecord.objects.count() == 0


def test_export_is_one_occasion_with_everybody_and_the_reason(staff_client):
    women = PersonFactory.create_batch(3)
    response = staff_client(StaffRole.MANAGER).post(PEOPLE, REASON)

    assert len(csv_rows(response)) == 4
    records = AccessRecord.objects.all()
    assert {one.person_id for one in records} == {one.pk for one in women}
    assert len({one.event for one in records}) == 1
    assert {(one.kind, one.reason) for one in records} == {
        ("export", "Kurulun istediği liste")
    }


def test_export_holds_phones_as_people_write_them(staff_client):
    PersonFactory(phone="+905321112233", given_name="Işıl", family_name="Çağ")
    heads, row = csv_rows(staff_client(StaffRole.MANAGER).post(PEOPLE, REASON))

    assert row[heads.index("Telefon")] == "0532 111 22 33"
    assert row[1:3] == ["Işıl", "Çağ"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_a_formula(start):
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless("A+1") == "A+1"


def test_formula_in_a_name_is_neutralized_in_both_files(staff_client):
    person = PersonFactory()
    Person.objects.filter(pk=person.pk).update(given_name="=HYPERLINK(1)")
    browser = staff_client(StaffRole.MANAGER)

    _heads, row = csv_rows(browser.post(PEOPLE, REASON))
    xlsx = browser.post(PEOPLE, {**REASON, "file_format": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(xlsx.streaming_content))).active

    assert row[1] == "'=HYPERLINK(1)"
    cell = sheet.cell(2, 2)
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")


def test_file_name_names_nobody(staff_client):
    PersonFactory()
    response = staff_client(StaffRole.MANAGER).post(PEOPLE, REASON)

    assert response["Content-Disposition"] == 'attachment; filename="liste.csv"'
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


def test_export_leaves_out_whom_nobody_knows(staff_client):
    PersonFactory()
    gone = PersonFactory()
    Person.objects.filter(pk=gone.pk).update(
        given_name="",
        family_name="",
        phone="",
        email="",
        birth_date=None,
        anonymized_at=timezone.now(),
    )
    rows = csv_rows(staff_client(StaffRole.MANAGER).post(PEOPLE, REASON))

    assert len(rows) == 2


def test_export_hides_the_protected_from_who_may_not_see_them(staff_user, client):
    PersonFactory()
    PersonFactory(is_protected=True)
    user = staff_user(StaffRole.APPLICATIONS)
    user.user_permissions.add(Permission.objects.get(codename="export_person"))
    client.force_login(user)

    assert len(csv_rows(client.post(PEOPLE, REASON))) == 2


def test_export_keeps_to_the_filters_of_the_list(staff_client):
    PersonFactory(district="konak")
    PersonFactory(district="buca")
    response = staff_client(StaffRole.MANAGER).post(f"{PEOPLE}?district=buca", REASON)

    assert len(csv_rows(response)) == 2
    assert AccessRecord.objects.count() == 1


def test_registrations_and_applications_are_exported_the_same_way(staff_client):
    register(OccurrenceFactory())
    ApplicationFactory()
    browser = staff_client(StaffRole.MANAGER)

    for address in ADDRESSES[1:]:
        rows = csv_rows(browser.post(address, REASON))
        assert len(rows) == 2
    assert AccessRecord.objects.filter(kind="export").count() == 2


def test_export_asks_the_database_as_often_for_1_and_30(
    staff_client, django_assert_max_num_queries
):
    browser = staff_client(StaffRole.MANAGER)
    occurrence = OccurrenceFactory(capacity=60)
    register(occurrence)

    def queries() -> int:
        with django_assert_max_num_queries(60) as counted:
            response = browser.post(ADDRESSES[1], REASON)
            b"".join(response.streaming_content)
        return len(counted)

    few = queries()
    for n in range(1, 30):
        register(occurrence, n=n)

    assert queries() == few


def test_lists_offer_the_export_with_their_filters(staff_client):
    page = staff_client(StaffRole.MANAGER).get("/yonetim/kisiler/?district=buca")

    assert f"{PEOPLE}?district=buca" in page.content.decode()
    refused = staff_client(StaffRole.TRIPS).get("/yonetim/kisiler/")
    assert PEOPLE not in refused.content.decode()


def test_reason_longer_than_its_column_is_refused(staff_client):
    PersonFactory()
    page = staff_client(StaffRole.MANAGER).post(PEOPLE, {**REASON, "reason": "x" * 201})

    assert page["Content-Type"].startswith("text/html")
    assert AccessRecord.objects.count() == 0


def test_file_holds_the_columns_that_were_chosen(staff_client):
    PersonFactory(given_name="Işıl", phone="+905321112233")
    browser = staff_client(StaffRole.MANAGER)
    chosen = {**REASON, "columns": ["district", "given_name"]}

    heads, row = csv_rows(browser.post(PEOPLE, chosen))

    assert heads == ["Ad", "İlçe"]  # in the order of the list
    assert row[0] == "Işıl"
    page = browser.post(PEOPLE, {**REASON, "columns": []})
    assert "En az bir sütun seçin." in page.content.decode()


def test_scores_leave_the_house_only_with_who_may_read_them(staff_client):
    read, unread = ApplicationFactory.create_batch(2, state="screening")
    browser = staff_client(StaffRole.MANAGER)
    user = User.objects.get()
    other = make_staff(StaffRole.INTERVIEWER)
    for one in (read, unread):
        ReviewFactory(application=one, reviewer=other, mean=4)
    ReviewFactory(application=read, reviewer=user, mean=3)
    chosen = {**REASON, "columns": ["reference", "submitted", "score"]}

    _heads, *rows = csv_rows(browser.post("/yonetim/basvurular/aktar/", chosen))

    day = timezone.localdate(read.submitted_at).strftime("%d.%m.%Y")
    assert rows == [[read.reference, day, "3,5"], [unread.reference, day, ""]]
