"""Registering from a list: what would happen, what happens, and only once."""

import io
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.domain.defaults import install_defaults
from people.enums import EntryChannel, TableRefusal, UploadRefusal
from people.exceptions import Refusal
from people.models import NoticeReceipt, Person
from people.roles import StaffRole
from people.wording import refusal_words
from programs.domain import importing as domain
from programs.domain.importing import MOST_ROWS
from programs.enums import ImportRefusal, RowOutcome, RuleKind, SelectionMode
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration, RegistrationRule
from programs.viewsets import importing
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
    ProgramFactory,
    details,
    register,
)
from tests.factories.staff import make_staff
from tests.factories.tables import HEADINGS, as_file, csv_of, row, xlsx
from tests.factories.uploads import office
from tests.programs.viewsets.test_teams import join

pytestmark = pytest.mark.django_db

TOOK_PART = "Daha önce katıldı mı"
CHILD = ["1. çocuğun adı", "1. çocuğun doğum yılı"]


def address(occurrence: Occurrence, name: str = "import_list") -> str:
    return reverse(f"programs_occurrence:{name}", args=[occurrence.pk])


def look(client: Client, occurrence: Occurrence, content, **changes):
    """The page after the file was chosen."""
    data = {
        "file": as_file(content),
        "channel": "desk",
        "language": "tr",
        "notice_read": "on",
        **changes,
    }
    return client.post(
        address(occurrence), {key: value for key, value in data.items() if value}
    )


def do(client: Client, occurrence: Occurrence, page, also=()):
    """The second button."""
    sealed = page.context["sealed"]
    return client.post(address(occurrence), {"sealed": sealed, "also": list(also)})


def outcomes(page) -> dict[int, str]:
    return {one["number"]: one["outcome"].value for one in page.context["rows"]}


def words(page, number: int) -> str:
    (found,) = (one for one in page.context["rows"] if one["number"] == number)
    return " ".join(map(str, found["words"]))


def file_errors(page) -> list[str]:
    return page.context["form"].errors["file"]


def counted() -> tuple[int, ...]:
    models = (Registration, Person, NoticeReceipt, Message, ModelLogEntry)
    return tuple(model.objects.count() for model in models)


# --- the template -----------------------------------------------------------------


def test_the_empty_list_has_turkish_headings_and_says_what_each_takes(trips):
    occurrence = OccurrenceFactory(activity=ActivityFactory(most_children=1))

    answer = trips.get(address(occurrence, "import_template"))

    workbook = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    first, second = workbook.worksheets
    headings = [cell.value for cell in first[1]]
    assert headings == [*HEADINGS, TOOK_PART, *CHILD]
    assert first.max_row == 1
    assert [line[0].value for line in second.iter_rows(min_row=2)] == headings
    assert all(line[1].value for line in second.iter_rows())


def test_a_filled_template_is_understood_whatever_the_activity_asks(trips):
    activity = ActivityFactory(most_children=2, companion_allowed=True)
    RegistrationRule.objects.create(activity=activity, kind=RuleKind.WOMEN)
    RegistrationRule.objects.create(
        activity=activity, kind=RuleKind.CHILD_MONTHS, least=1, most=600
    )
    occurrence = OccurrenceFactory(activity=activity)
    BoardingPointFactory(occurrence=occurrence, name="Üçkuyular İskele")
    template = trips.get(address(occurrence, "import_template"))
    sheet = load_workbook(io.BytesIO(b"".join(template.streaming_content))).active
    headings = [cell.value for cell in sheet[1]]
    year = timezone.localdate().year
    more = [
        "uckuyular iskele", "Evet", "",
        "Deniz", f"3.5.{year - 7}", "Mayıs", "", "", "", "Nur",
    ]  # fmt: skip

    page = look(trips, occurrence, xlsx(row(1, *more), headings=headings))
    do(trips, occurrence, page)

    made = Registration.objects.get()
    assert page.context["unread"] == []
    assert (made.seats, made.boarding_point.name) == (3, "Üçkuyular İskele")
    child = made.members.get(kind="child")
    assert (child.given_name, child.birth_year, child.birth_month) == (
        "Deniz",
        year - 7,
        5,
    )
    assert made.members.get(kind="companion").given_name == "Nur"


# --- looking ----------------------------------------------------------------------


def test_looking_says_what_would_happen_and_leaves_nothing_behind(trips):
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=1)
    before = counted()

    page = look(trips, occurrence, xlsx(*(row(n) for n in range(4))))

    assert outcomes(page) == {2: "seated", 3: "seated", 4: "waiting", 5: "refused"}
    assert refusal_words(Refusal(Reason.FULL)) in words(page, 5)
    assert counted() == before
    assert Occurrence.objects.get().seats_held == 0


def test_what_was_told_is_what_happens(trips):
    occurrence = OccurrenceFactory(capacity=3, waiting_capacity=2)
    register(occurrence, n=40, seats=2)
    rows = [row(n) for n in range(5)]

    page = look(trips, occurrence, xlsx(*rows))
    done = do(trips, occurrence, page)

    assert outcomes(done) == outcomes(page)
    assert words(page, 4) == words(done, 4) != ""
    made = Registration.objects.filter(channel=EntryChannel.DESK)
    assert [one.state for one in made.order_by("pk")] == [
        State.CONFIRMED,
        State.WAITING,
        State.WAITING,
    ]
    assert {one.entered_by.username for one in made} == {"trips"}
    assert all(one.notice_receipt_id for one in made)
    assert Message.objects.filter(about_id__in=made.values("pk")).count() == 3


def test_of_a_date_with_a_draw_everybody_is_noted(trips):
    occurrence = OccurrenceFactory(selection=SelectionMode.DRAW)

    page = look(trips, occurrence, xlsx(row(1)))

    assert outcomes(page) == {2: RowOutcome.IN_DRAW}
    assert outcomes(do(trips, occurrence, page)) == {2: RowOutcome.IN_DRAW}


def test_reasons_are_those_of_the_one_way_in(trips):
    activity = ActivityFactory(minimum_age=18, most_children=1, child_max_age=12)
    occurrence = OccurrenceFactory(activity=activity)
    year = timezone.localdate().year
    second = ["2. çocuğun adı", "2. çocuğun doğum yılı"]
    headings = [*HEADINGS, *CHILD, *second, "Refakatçinin adı"]
    rows = [
        row(1, born=f"1.1.{year - 10}"),
        row(2, "Deniz", year - 7, "Nehir", year - 6),
        row(3, "Deniz", year - 13),
        row(4, "", "", "", "", "Nur"),
    ]

    page = look(trips, occurrence, xlsx(*rows, headings=headings))

    expected = [
        Refusal(Reason.UNDER_AGE, minimum_age=18),
        Refusal(Reason.TOO_MANY_CHILDREN, most=1),
        Refusal(Reason.CHILD_TOO_OLD, oldest=12),
        Refusal(Reason.COMPANION_NOT_ALLOWED),
    ]
    assert set(outcomes(page).values()) == {"refused"}
    assert [words(page, n) for n in range(2, 6)] == list(map(refusal_words, expected))
    assert not page.context["may_import"]


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("21.11.1990", date(1990, 11, 21)),
        ("1/2/1961", date(1961, 2, 1)),
        ("1961-02-01", date(1961, 2, 1)),
        (" 03 - 04 - 1985 ", date(1985, 4, 3)),
        (date(1977, 7, 7), date(1977, 7, 7)),
        ("29.02.1988", date(1988, 2, 29)),
        ("29.02.1990", None),
        ("31.11.1990", None),
        ("21.11.61", None),
        ("kasım", None),
        ("=TODAY()", None),
        ("01.01.2999", None),
    ],
)
def test_days_as_they_are_written(trips, written, born):
    occurrence = OccurrenceFactory()

    page = look(trips, occurrence, xlsx(row(1, born=written)))

    if born is None:
        assert outcomes(page) == {2: "refused"}
        assert words(page, 2).startswith("Doğum tarihi: ")
        return
    do(trips, occurrence, page)
    assert Person.objects.get().birth_date == born


@pytest.mark.parametrize(
    "written",
    [
        "0532 123 45 67",
        "5321234567",
        5321234567,
        905321234567,
        "+90 (532) 123-45-67",
        "0090 532 1234567",
        "0532.123.45.67",
    ],
)
def test_phones_in_any_spelling(trips, written):
    occurrence = OccurrenceFactory()

    do(trips, occurrence, look(trips, occurrence, xlsx(row(1, phone=written))))

    assert Person.objects.get().phone.as_e164 == "+905321234567"


def test_a_formula_is_text_and_no_name(trips):
    occurrence = OccurrenceFactory()
    rows = [row(1, given="=1+1"), row(2, neighborhood="=1+1")]

    page = look(trips, occurrence, xlsx(*rows))
    do(trips, occurrence, page)

    assert outcomes(page) == {2: "refused", 3: "seated"}
    assert words(page, 2).startswith("Adı: ")
    assert Person.objects.get().neighborhood == "=1+1"


def test_what_nobody_chose_stays_careful(trips):
    occurrence = OccurrenceFactory()

    do(trips, occurrence, look(trips, occurrence, xlsx(row(1, district="KARŞIYAKA"))))

    person = Person.objects.get()
    assert (person.hide_organization, person.may_leave_message) == (True, False)
    assert (person.district, person.contact_channel) == ("karsiyaka", "sms")


def test_columns_nobody_knows_are_told_and_not_read(trips):
    occurrence = OccurrenceFactory()
    number = "10000000146"

    page = look(
        trips,
        occurrence,
        xlsx(row(1, number), headings=[*HEADINGS, "T.C. kimlik no"]),
    )

    assert page.context["unread"] == ["T.C. kimlik no"]
    assert outcomes(page) == {2: "seated"}
    assert number not in page.content.decode()


# --- doubles ----------------------------------------------------------------------


def test_doubles_are_shown_and_left_out_unless_staff_tell_them_apart(trips):
    occurrence = OccurrenceFactory()
    here = register(occurrence, person=details(phone="+905321230001")).registration
    rows = [
        row(1),
        row(2),
        row(3, phone="0532 123 00 02"),
        row(4, given="çiğdem", family="ığdırlı", born="3.11.1961"),
        row(5),
    ]

    page = look(trips, occurrence, xlsx(*rows))

    assert outcomes(page) == {
        2: "double", 3: "seated", 4: "double", 5: "double", 6: "seated",
    }  # fmt: skip
    assert here.code in page.content.decode()
    assert words(page, 4).startswith("Telefonu") and " 3. " in words(page, 4)
    done = do(trips, occurrence, page, also=[4])
    assert outcomes(done)[4] == "seated"
    assert Registration.objects.exclude(pk=here.pk).count() == 3


# --- once -------------------------------------------------------------------------


def test_same_file_twice_and_a_double_click_register_everybody_once(trips):
    occurrence = OccurrenceFactory()
    content = xlsx(*(row(n) for n in range(3)))
    page = look(trips, occurrence, content)

    first, second = (do(trips, occurrence, page) for _click in range(2))
    again = look(trips, occurrence, content)

    assert set(outcomes(first).values()) == {"seated"}
    assert set(outcomes(second).values()) == {"earlier"}
    assert set(outcomes(again).values()) == {"earlier"}
    assert not again.context["may_import"]
    assert Registration.objects.count() == Person.objects.count() == 3


def test_after_a_process_was_killed_the_rest_is_registered(trips, monkeypatch):
    occurrence = OccurrenceFactory()
    page = look(trips, occurrence, xlsx(*(row(n) for n in range(4))))
    admit, asked = domain.register_party, []

    def killed(**request):
        asked.append(request)
        if len(asked) == 3:
            raise SystemExit
        return admit(**request)

    monkeypatch.setattr(domain, "register_party", killed)
    with pytest.raises(SystemExit):
        do(trips, occurrence, page)
    assert Registration.objects.count() == 2

    done = do(trips, occurrence, page)

    assert list(outcomes(done).values()) == ["earlier", "earlier", "seated", "seated"]
    assert Registration.objects.count() == 4


def test_the_same_file_counts_anew_for_another_date(trips):
    one, other = OccurrenceFactory(), OccurrenceFactory()
    content = csv_of(row(1))

    for occurrence in (one, other):
        do(trips, occurrence, look(trips, occurrence, content))

    assert [one.registrations.count(), other.registrations.count()] == [1, 1]


def test_who_was_refused_may_be_tried_again_with_the_same_file(trips):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=0)
    content = xlsx(row(1), row(2))
    do(trips, occurrence, look(trips, occurrence, content))
    Occurrence.objects.update(capacity=2)

    done = do(trips, occurrence, look(trips, occurrence, content))

    assert list(outcomes(done).values()) == ["earlier", "seated"]


# --- files and pages that are refused ---------------------------------------------


def test_wrong_files_are_refused_in_words(trips):
    occurrence = OccurrenceFactory()
    bomb = {
        "[Content_Types].xml": b"<x/>",
        "xl/workbook.xml": b"<x/>",
        "xl/a": bytes(60 * 1024 * 1024),
    }
    too_many = [row(n) for n in range(MOST_ROWS + 1)]
    for content, refusal in [
        (b"%PDF-1.4", Refusal(TableRefusal.WRONG_KIND)),
        (office(bomb), Refusal(UploadRefusal.UNPACKS_TOO_FAR)),
        (xlsx(*too_many), Refusal(TableRefusal.TOO_MANY_ROWS, most=MOST_ROWS)),
        (
            csv_of(["Çiğdem"], headings=["Adı"]),
            Refusal(ImportRefusal.COLUMN_MISSING, column="Soyadı"),
        ),
    ]:
        page = look(trips, occurrence, content)
        assert file_errors(page) == [refusal_words(refusal)]
    assert not Registration.objects.exists()


def test_staff_say_that_they_were_told(trips):
    occurrence = OccurrenceFactory()

    page = look(trips, occurrence, xlsx(row(1)), notice_read="")

    assert "notice_read" in page.context["form"].errors


def test_a_preview_is_hers_for_this_date_and_for_an_hour(trips, monkeypatch):
    occurrence, other = OccurrenceFactory(), OccurrenceFactory()
    page = look(trips, occurrence, xlsx(row(1)))
    colleague = Client()
    colleague.force_login(make_staff(StaffRole.MANAGER))

    do(trips, other, page)
    do(colleague, occurrence, page)
    trips.post(address(occurrence), {"sealed": "v1:00000000:uydurma"})
    monkeypatch.setattr(importing, "PREVIEW_LASTS", -1)
    late = do(trips, occurrence, page)

    assert late.status_code == 302
    assert not Registration.objects.exists()


def test_what_lies_in_the_page_cannot_be_read(trips):
    page = look(trips, OccurrenceFactory(), xlsx(row(1)))

    assert "Iğdırlı" not in page.content.decode()
    assert page.context["sealed"].startswith("v1:")


def test_nothing_is_taken_while_registration_is_closed(trips):
    past = timezone.now() - timedelta(days=1)
    occurrence = OccurrenceFactory(registration_closes_at=past)

    assert trips.get(address(occurrence)).status_code == 302
    assert look(trips, occurrence, xlsx(row(1))).status_code == 302


def test_the_log_counts_and_names_nobody(trips):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=0)

    do(trips, occurrence, look(trips, occurrence, xlsx(row(1), row(2), row(3, way=""))))

    entry = ModelLogEntry.objects.get(action="programs.occurrence.import")
    assert entry.user.username == "trips"
    assert {key: n for key, n in entry.data.items() if n} == {"seated": 1, "refused": 1}


# --- who may ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (StaffRole.TRIPS, 200),
        (StaffRole.MANAGER, 200),
        (StaffRole.MUHTAR, 200),
        # Wagtail leads them home and says that they may not.
        (StaffRole.GUIDE, 302),
        (StaffRole.PRIVACY, 302),
        (StaffRole.COMMUNICATIONS, 302),
    ],
)
def test_who_may_register_somebody_may_from_a_list(client, role, status):
    install_defaults()
    occurrence = OccurrenceFactory()
    client.force_login(make_staff(role))

    assert client.get(address(occurrence)).status_code == status
    assert client.get(address(occurrence, "import_template")).status_code == status
    page = look(client, occurrence, xlsx(row(1)))
    assert page.status_code == status
    assert not Registration.objects.exists()


def test_another_teams_date_is_not_there(client):
    occurrence = OccurrenceFactory()
    join(occurrence.activity.program, "reader")
    client.force_login(make_staff(StaffRole.TRIPS))
    assert client.get(address(occurrence)).status_code == 404
    reader = join(ProgramFactory(), "desk", "baska")
    client.force_login(reader)
    assert client.get(address(occurrence)).status_code == 404


def test_a_muhtar_learns_nothing_of_what_others_entered(client):
    install_defaults()
    occurrence = OccurrenceFactory()
    others = register(occurrence, person=details(phone="+905321230001")).registration
    content = xlsx(row(1), row(2))
    muhtar, second = (make_staff(StaffRole.MUHTAR, f"muhtar-{n}") for n in (1, 2))
    client.force_login(muhtar)

    page = look(client, occurrence, content, channel="muhtar")
    do(client, occurrence, page)

    assert set(outcomes(page).values()) == {"seated"}
    mine = Registration.objects.exclude(pk=others.pk)
    assert list(Registration.objects.visible_to(muhtar).order_by("pk")) == list(
        mine.order_by("pk")
    )
    assert {one.channel for one in mine} == {EntryChannel.MUHTAR}
    client.force_login(second)
    again = look(client, occurrence, content, channel="muhtar")
    assert set(outcomes(again).values()) == {"earlier"}
    assert not any(one.code in again.content.decode() for one in mine)


# --- cost, and whatever somebody writes -------------------------------------------


def test_a_row_costs_the_same_in_a_long_list(trips):
    occurrence = OccurrenceFactory(capacity=500)

    def cost(step, first: int, count: int) -> int:
        content = xlsx(*(row(n) for n in range(first, first + count)))
        page = look(trips, occurrence, content)
        with CaptureQueriesContext(connection) as asked:
            if step == "look":
                look(trips, occurrence, content)
            else:
                do(trips, occurrence, page)
        return len(asked)

    for step, start in (("look", 0), ("do", 100)):
        cost(step, start, 1)
        few, more, most = (
            cost(step, start + 10 + 20 * n, count) for n, count in enumerate((2, 7, 17))
        )
        a_row = (more - few) / 5
        assert a_row <= 20
        assert (most - more) / 10 == a_row


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Çiğdem", "29.02.1988", "0532 123 45 67", "Konak", "SMS", "=1"]),
    st.integers(0, 10**12),
)


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=8, max_size=8), min_size=1, max_size=5))
def test_whatever_is_written_each_row_has_one_outcome_and_places_are_kept(rows):
    install_defaults()
    known = get_user_model().objects.filter(username="trips").first()
    client = Client()
    client.force_login(known or make_staff(StaffRole.TRIPS))
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=1)
    content = csv_of(row(1), row(2), row(3), row(4)) + "\n"
    content += csv_of(*rows, headings=[]).lstrip("\n").replace("\0", "")

    page = look(client, occurrence, content)
    if page.context.get("sealed") is None:
        assert file_errors(page)
        return
    done = do(client, occurrence, page)

    assert outcomes(page) == outcomes(done)
    held = [one.seats for one in occurrence.registrations.all() if one.holds_seats]
    assert sum(held) <= 2
    made = [one for one in outcomes(done).values() if one in RowOutcome.made]
    assert occurrence.registrations.count() == len(made)
