"""What nobody should send and somebody does: at every way in, in clear words."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.exceptions import Refusal
from people.roles import StaffRole
from people.wording import refusal_words
from programs.domain.checkin import record_marks
from programs.enums import AttendanceMark, MarkOutcome, RegistrationRefusal
from programs.models import AttendanceRecord, Occurrence, Registration, SeatHold
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.programs.test_api import api, body, post
from tests.programs.test_checkin import begin, sent
from tests.programs.test_views import CHECK, REACH, WHO, _defaults, errors, step, walk
from tests.programs.test_ways_in import by_the_desk

__all__ = ["_defaults", "api"]
pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year
Reason = RegistrationRefusal


def rows(count: int, *, told: object = None, year: int = YEAR - 7) -> dict[str, str]:
    """So many children in the form, which says that there are `told` rows."""
    filled = {"children": str(count if told is None else told)}
    for row in range(1, count + 1):
        filled |= {f"child_{row}_name": "Ada", f"child_{row}_year": str(year)}
    return filled


def guests(count: int, *, year: int = YEAR - 7) -> list[dict[str, object]]:
    return [{"kind": "child", "given_name": "Ada", "birth_year": year}] * count


def words(reason: RegistrationRefusal, **details: object) -> str:
    return refusal_words(Refusal(reason, **details))


def page_of(answer) -> str:
    return html.unescape(answer.content.decode())


def said_by(answer) -> str:
    """The one error of a page, without the name of its field."""
    [line] = errors(answer)
    return line.rpartition(": ")[2]


# --- how many ------------------------------------------------------------------


@pytest.mark.parametrize("told", ["0", "-3", ""])
def test_a_number_of_rows_that_is_none_leaves_her_alone(tr, told):
    walk(tr, OccurrenceFactory(), who={**WHO, "children": told})

    assert Registration.objects.get().seats == 1


@pytest.mark.parametrize("told", [0, 1, -1, ""])
def test_a_row_that_was_filled_in_is_never_cut(tr, told):
    """Whatever the page said of its rows: both children come, or she is told."""
    walk(tr, OccurrenceFactory(), who={**WHO, **rows(2, told=told)})

    assert Registration.objects.get().seats == 3


@pytest.mark.parametrize("most", [2, 9])
def test_fifty_children_are_refused_in_words_everywhere(api, tr, most):
    occurrence = OccurrenceFactory(
        activity=ActivityFactory(most_children=most, most_party=most + 1),
        capacity=100,
    )
    refused = words(Reason.TOO_MANY_CHILDREN, most=most)

    form = step(tr, occurrence, "kimler", {**WHO, **rows(50)})
    short = step(tr, occurrence, "kimler", {**WHO, **rows(50, told=1)})
    by_api = post(api, occurrence, body(party=guests(50)))
    desk = by_the_desk(occurrence, **rows(50))

    assert said_by(form) == said_by(short) == refused
    assert (by_api.status_code, by_api.json()["code"]) == (409, "too_many_children")
    assert by_api.json()["title"] == refused
    assert refused in page_of(desk)
    assert not Registration.objects.exists()


def test_nobody_at_all_is_no_party(api, tr):
    """Where only children take places, a party without one is none."""
    activity = ActivityFactory(guardian_takes_place=False)
    occurrence = OccurrenceFactory(activity=activity)
    refused = words(Reason.CHILD_NEEDED)

    form = step(tr, occurrence, "kimler", {**WHO, "children": "0"})
    by_api = post(api, occurrence, body(party=[]))
    desk = by_the_desk(occurrence)

    assert said_by(form) == refused
    assert (by_api.status_code, by_api.json()["code"]) == (409, "child_needed")
    assert refused in page_of(desk)
    assert not Registration.objects.exists()


def test_a_child_over_the_limit_is_refused_everywhere(api, tr):
    occurrence = OccurrenceFactory()
    oldest = occurrence.activity.child_max_age
    year = occurrence.day.year - oldest - 1
    refused = words(Reason.CHILD_TOO_OLD, oldest=oldest)

    form = step(tr, occurrence, "kimler", {**WHO, **rows(1, year=year)})
    by_api = post(api, occurrence, body(party=guests(1, year=year)))
    desk = by_the_desk(occurrence, **rows(1, year=year))

    assert said_by(form) == refused
    assert (by_api.status_code, by_api.json()["code"]) == (409, "child_too_old")
    assert refused in page_of(desk)
    assert not Registration.objects.exists()


# --- when ------------------------------------------------------------------------


def hidden_times(page: str) -> str:
    return page.split('name="times" value="')[1].split('"')[0]


def test_a_departure_that_was_moved_is_shown_again_before_she_confirms(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    step(tr, occurrence, "ulasim", REACH)
    before = tr.get(f"/kayit/{occurrence.pk}/onay/").content.decode()
    later = timedelta(hours=3)
    Occurrence.objects.filter(pk=occurrence.pk).update(
        starts_at=occurrence.starts_at + later, ends_at=occurrence.ends_at + later
    )

    told = step(tr, occurrence, "onay", CHECK, times=hidden_times(before))

    assert told.status_code == 200
    assert errors(told) == [
        "Bu tarihin saati değişti. Lütfen yeni saate bakın, sonra kaydınızı tamamlayın."
    ]
    page = page_of(told)
    assert "10.00" in before
    assert "13.00" in page
    # Nothing typed or ticked is lost.
    assert "İpek" in page
    assert 'name="onay-notice_read"' in page
    assert "checked" in page.split('name="onay-notice_read"')[1].split(">")[0]
    assert not Registration.objects.exists()

    done = step(tr, occurrence, "onay", CHECK, times=hidden_times(page))

    assert done.status_code == 302
    assert Registration.objects.get().seats == 1


@pytest.fixture
def clock(monkeypatch):
    """`clock(moment)`: it is that moment, for whoever asks."""

    def stand_at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return stand_at


def ways_in(api, occurrence) -> tuple[str, str]:
    """The API's answer, and what the form's last step leads to."""
    by_api = post(api, occurrence, body())
    form = walk(Client(HTTP_ACCEPT_LANGUAGE="tr"), occurrence)
    said = "confirmed" if form.status_code == 302 else " ".join(errors(form))
    return by_api.json().get("code" if by_api.status_code > 299 else "state"), said


def test_registration_opens_and_closes_to_the_second(api, clock):
    now = timezone.now().replace(microsecond=0)
    opens, closes = now + timedelta(hours=1), now + timedelta(hours=9)
    occurrence = OccurrenceFactory(
        registration_opens_at=opens, registration_closes_at=closes
    )
    second = timedelta(seconds=1)

    clock(opens - second)
    early, early_form = ways_in(api, occurrence)
    clock(opens)
    assert ways_in(api, occurrence) == ("confirmed", "confirmed")
    clock(closes + second)
    late, late_form = ways_in(api, occurrence)

    assert (early, late) == ("not_open_yet", "closed")
    assert words(Reason.NOT_OPEN_YET, opens_at=opens) in early_form
    assert words(Reason.CLOSED, closed_at=closes) in late_form
    assert Registration.objects.count() == 2


def test_who_holds_places_has_them_no_longer_than_registration_is_open(tr, clock):
    now = timezone.now().replace(microsecond=0)
    closes = now + timedelta(minutes=5)
    occurrence = OccurrenceFactory(
        registration_opens_at=now - timedelta(days=1), registration_closes_at=closes
    )
    step(tr, occurrence, "kimler", WHO)
    step(tr, occurrence, "ulasim", REACH)
    assert SeatHold.objects.get().expires_at == closes

    clock(closes + timedelta(seconds=1))
    late = step(tr, occurrence, "onay", CHECK)

    assert errors(late) == [words(Reason.CLOSED, closed_at=closes)]
    assert not Registration.objects.exists()


# --- at the quay -------------------------------------------------------------------


def test_a_code_that_two_guides_scan_lets_one_party_in():
    boat, other = OccurrenceFactory(), OccurrenceFactory()
    code = register(boat).registration.code
    elsewhere = register(other, n=1).registration.code
    begin(boat)
    begin(other)
    one, another = (make_staff(StaffRole.GUIDE, name) for name in ("gul", "nur"))

    def scanned(guide, text: str) -> MarkOutcome:
        [told] = record_marks(boat, [sent(text, AttendanceMark.CAME)], by=guide)
        return told.outcome

    assert scanned(one, code) == MarkOutcome.BOARDED
    # The copy of the same square, in somebody else's hand.
    assert scanned(another, code) == MarkOutcome.ALREADY
    assert scanned(another, elsewhere) == MarkOutcome.OTHER_DEPARTURE
    assert scanned(another, f"{code[:-1]}X{code[-1]}") == MarkOutcome.NOT_FOUND
    # Both have seen her, and she is aboard once.
    assert AttendanceRecord.objects.count() == 2
    assert ModelLogEntry.objects.filter(action__endswith=".attend").count() == 1
    assert [one.state for one in boat.registrations.all()] == ["attended"]
    assert other.registrations.get().state == "confirmed"
