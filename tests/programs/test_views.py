"""The public pages, as a browser without a script sees them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging.models import Message
from people.domain.consents import has_consented
from people.domain.defaults import install_defaults
from people.domain.links import issue_link, revoke_links
from people.enums import LinkPurpose
from people.models import Person, PrivateLink
from programs.domain.registrations import cancel_registration
from programs.enums import OccurrenceState, RegistrationState
from programs.models import Occurrence, Registration, SeatHold
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
    register,
)

pytestmark = pytest.mark.django_db
State = RegistrationState

WHO = {
    "given_name": "İpek",
    "family_name": "Öztürk",
    "birth_date_day": "21",
    "birth_date_month": "11",
    "birth_date_year": "1990",
    "district": "konak",
}
REACH = {"contact_channel": "phone", "phone": "0532 123 45 67"}
CHECK = {"notice_read": "on"}


@pytest.fixture(autouse=True)
def _defaults(db):
    install_defaults()


def step(browser: Client, occurrence: Occurrence, name: str, answers: dict, **extra):
    """Send one step as the page's form would."""
    data = {f"{name}-{field}": value for field, value in answers.items()}
    data[f"RegisterView-{occurrence.pk}-current_step"] = name
    return browser.post(f"/kayit/{occurrence.pk}/{name}/", {**data, **extra})


def walk(browser: Client, occurrence: Occurrence, *, who=None, reach=None, check=None):
    """All three steps; the answer to the last."""
    step(browser, occurrence, "kimler", who or WHO)
    step(browser, occurrence, "ulasim", reach or REACH)
    return step(browser, occurrence, "onay", check or CHECK)


def errors(response) -> list[str]:
    """The lines of the error summary."""
    summary = re.search(
        r'error-summary__list">(.*?)</ul>', response.content.decode(), re.DOTALL
    )
    if summary is None:
        return []
    return re.findall(r"<li>(?:<a[^>]*>)?(.*?)(?:</a>)?</li>", summary[1])


def own_url(registration: Registration) -> str:
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    return f"/kaydim/{token}/"


# --- registering --------------------------------------------------------------


def test_she_registers_without_email_and_every_consent_empty(tr):
    occurrence = OccurrenceFactory()

    answer = walk(tr, occurrence)

    registration = Registration.objects.get()
    person = registration.person
    assert (registration.state, registration.seats, registration.channel) == (
        State.CONFIRMED,
        1,
        "web",
    )
    assert (person.email, str(person.phone.as_e164)) == ("", "+905321234567")
    assert registration.notice_receipt.notice.process == "registration"
    assert not has_consented(person, "photo_publish")
    assert answer.status_code == 302
    assert answer.url.startswith("/kaydim/")


def test_somebody_who_will_call_gives_neither_phone_nor_email(tr):
    answer = walk(tr, OccurrenceFactory(), reach={"contact_channel": "she_calls"})

    assert answer.status_code == 302
    person = Registration.objects.get().person
    assert (person.email, str(person.phone or "")) == ("", "")
    assert Message.objects.get().state == "by_hand"


def test_the_seats_left_stand_on_every_step(tr):
    occurrence = OccurrenceFactory()
    first = tr.get(f"/kayit/{occurrence.pk}/", follow=True)
    second = tr.get(step(tr, occurrence, "kimler", WHO).url)

    assert "10 yer var" in first.content.decode()
    assert "10 yer var" in second.content.decode()


def test_photo_consent_is_recorded_apart(tr):
    walk(tr, OccurrenceFactory(), check={**CHECK, "consent_photo_publish": "on"})

    assert has_consented(Person.objects.get(), "photo_publish")


def test_a_child_row_is_added_without_a_script_and_keeps_what_was_typed(tr):
    occurrence = OccurrenceFactory()
    tr.get(f"/kayit/{occurrence.pk}/kimler/")

    page = step(
        tr, occurrence, "kimler", {**WHO, "children": "0"}, add_child="1"
    ).content.decode()

    assert 'name="kimler-child_1_name"' in page
    assert 'value="İpek"' in page
    assert 'value="1990"' in page
    assert "error-summary" not in page
    assert Registration.objects.count() == 0


def test_a_child_row_is_removed_and_the_next_one_moves_up(tr):
    occurrence = OccurrenceFactory()
    rows = {
        "children": "2",
        "child_1_name": "Ada",
        "child_1_year": "2019",
        "child_2_name": "Deniz",
        "child_2_year": "2020",
    }

    page = step(
        tr, occurrence, "kimler", {**WHO, **rows}, remove_child="1"
    ).content.decode()

    assert 'value="Deniz"' in page
    assert 'value="Ada"' not in page
    assert 'name="kimler-child_2_name"' not in page


def test_no_more_rows_than_children_may_come(tr):
    occurrence = OccurrenceFactory()

    page = step(
        tr, occurrence, "kimler", {**WHO, "children": "2"}, add_child="1"
    ).content.decode()

    assert 'name="kimler-child_3_name"' not in page
    assert 'name="add_child"' not in page


def test_children_and_a_companion_come_as_one_party(tr):
    occurrence = OccurrenceFactory(activity=ActivityFactory(companion_allowed=True))
    who = {
        **WHO,
        "children": "2",
        "child_1_name": "Ada",
        "child_1_year": str(timezone.localdate().year - 5),
        "companion_name": "Şule",
    }

    walk(tr, occurrence, who=who)

    registration = Registration.objects.get()
    assert registration.seats == 3
    assert [
        (one.kind, one.given_name) for one in registration.members.order_by("pk")
    ] == [("self", ""), ("child", "Ada"), ("companion", "Şule")]


def test_the_check_page_shows_the_answers_and_leads_back(tr):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)
    step(tr, occurrence, "kimler", WHO)
    after = step(tr, occurrence, "ulasim", {**REACH, "boarding_point": str(point.pk)})

    page = tr.get(after.url).content.decode()

    assert "İpek" in page
    assert f"{point.name}, 09.15" in page
    assert f"/kayit/{occurrence.pk}/kimler/?change=1" in page


# --- what is refused, and where -----------------------------------------------


def test_under_age_is_said_at_the_date_of_birth_and_nothing_is_lost(tr):
    occurrence = OccurrenceFactory()
    late = occurrence.day.replace(year=occurrence.day.year - 18) + timedelta(days=1)
    who = {
        **WHO,
        "birth_date_day": late.day,
        "birth_date_month": late.month,
        "birth_date_year": late.year,
    }

    answer = step(tr, occurrence, "kimler", who)

    assert answer.status_code == 200
    assert len(errors(answer)) == 1
    assert "18" in errors(answer)[0]
    assert 'value="Öztürk"' in answer.content.decode()
    assert Person.objects.count() == 0


def test_eighteen_on_the_day_itself_is_old_enough(tr):
    occurrence = OccurrenceFactory()
    born = occurrence.day.replace(year=occurrence.day.year - 18)
    who = {
        **WHO,
        "birth_date_day": born.day,
        "birth_date_month": born.month,
        "birth_date_year": born.year,
    }

    assert walk(tr, occurrence, who=who).status_code == 302


@pytest.mark.parametrize(
    ("year_offset", "words"), [(-13, "12"), (1, "")], ids=["too old", "not born"]
)
def test_a_child_of_the_wrong_age_is_named_at_its_year(tr, year_offset, words):
    occurrence = OccurrenceFactory()
    who = {
        **WHO,
        "children": "1",
        "child_1_name": "Ada",
        "child_1_year": str(occurrence.day.year + year_offset),
    }

    answer = step(tr, occurrence, "kimler", who)

    assert answer.status_code == 200
    assert words in errors(answer)[0]
    assert 'href="#id_kimler-child_1_year"' in answer.content.decode()


def test_children_are_not_asked_for_where_they_may_not_come(tr):
    occurrence = OccurrenceFactory(activity=ActivityFactory(children_allowed=False))

    page = tr.get(f"/kayit/{occurrence.pk}/kimler/").content.decode()
    sent = step(
        tr,
        occurrence,
        "kimler",
        {**WHO, "children": "1", "child_1_name": "Ada", "child_1_year": "2020"},
    )

    assert 'name="add_child"' not in page
    assert sent.status_code == 200
    assert len(errors(sent)) == 1


def test_a_wrong_phone_is_said_at_its_field(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)

    answer = step(
        tr, occurrence, "ulasim", {"contact_channel": "phone", "phone": "0561 11"}
    )

    assert answer.status_code == 200
    assert 'href="#id_ulasim-phone"' in answer.content.decode()
    assert 'value="056111"' in answer.content.decode()


def test_a_boarding_point_of_another_date_is_refused(tr):
    occurrence = OccurrenceFactory()
    BoardingPointFactory(occurrence=occurrence)
    foreign = BoardingPointFactory()
    step(tr, occurrence, "kimler", WHO)

    answer = step(
        tr, occurrence, "ulasim", {**REACH, "boarding_point": str(foreign.pk)}
    )

    assert answer.status_code == 200
    assert len(errors(answer)) == 1


def test_the_notice_must_be_read(tr):
    answer = walk(tr, OccurrenceFactory(), check={"notice_read": ""})

    assert answer.status_code == 200
    assert len(errors(answer)) == 1
    assert Registration.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"registration_opens_at": timedelta(days=1)},
        {"registration_closes_at": timedelta(days=-1)},
        {"starts_at": timedelta(days=-1)},
    ],
    ids=["not open yet", "closed", "departed"],
)
def test_outside_its_window_a_date_says_why_and_offers_others(tr, changes):
    occurrence = OccurrenceFactory()
    other = OccurrenceFactory(activity=occurrence.activity)
    now = timezone.now()
    moments = {
        "registration_opens_at": now - timedelta(days=9),
        "registration_closes_at": now - timedelta(days=2),
        "cancel_until": now - timedelta(days=2),
        **{name: now + shift for name, shift in changes.items()},
    }
    if "registration_opens_at" in changes:
        moments = {"registration_opens_at": now + timedelta(days=1)}
    Occurrence.objects.filter(pk=occurrence.pk).update(**moments)

    page = tr.get(f"/kayit/{occurrence.pk}/kimler/").content.decode()

    assert 'class="notice-box notice-box--warning"' in page
    assert f"/kayit/{other.pk}/" in page
    assert "<form method" not in page


def test_a_draft_is_not_there(tr):
    occurrence = OccurrenceFactory(state=OccurrenceState.DRAFT)

    assert tr.get(f"/kayit/{occurrence.pk}/").status_code == 404


def test_full_while_she_was_typing_keeps_her_answers(tr):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=0)
    other = OccurrenceFactory(activity=occurrence.activity)
    step(tr, occurrence, "kimler", WHO)
    step(tr, occurrence, "ulasim", REACH)
    # What was held for her has lapsed.
    SeatHold.objects.update(expires_at=timezone.now())
    register(occurrence, n=1)

    answer = step(tr, occurrence, "onay", CHECK)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert len(errors(answer)) == 1
    assert "İpek" in page
    assert f"/kayit/{other.pk}/" in page
    assert Registration.objects.count() == 1


def test_closed_while_she_was_typing_changes_nothing(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    step(tr, occurrence, "ulasim", REACH)
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=timezone.now() - timedelta(minutes=1)
    )

    answer = step(tr, occurrence, "onay", CHECK)

    assert (answer.status_code, len(errors(answer))) == (200, 1)
    assert Registration.objects.count() == 0


def test_steps_cannot_be_jumped_over(tr):
    occurrence = OccurrenceFactory()

    answer = tr.get(f"/kayit/{occurrence.pk}/onay/")

    assert answer.url == f"/kayit/{occurrence.pk}/kimler/"


def test_a_double_click_is_one_registration(tr):
    occurrence = OccurrenceFactory()
    first = walk(tr, occurrence)

    second = step(tr, occurrence, "onay", CHECK)

    assert second.url == first.url
    assert (Registration.objects.count(), Person.objects.count()) == (1, 1)


def test_a_second_tab_ends_at_the_same_registration(tr):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=0)
    step(tr, occurrence, "kimler", WHO)
    step(tr, occurrence, "ulasim", REACH)
    tr.get(f"/kayit/{occurrence.pk}/onay/")
    first = step(tr, occurrence, "onay", CHECK)

    late = step(tr, occurrence, "ulasim", REACH)

    assert late.url == first.url
    assert Registration.objects.count() == 1


def test_the_answer_is_the_same_for_a_known_and_an_unknown_phone():
    """Byte for byte, but for the code, the token and what belongs to the session."""
    occurrence = OccurrenceFactory()
    register(occurrence)  # somebody with the same phone as the first visitor
    known_phone = {**REACH, "phone": "0500 000 00 00"}
    unknown_phone = {**REACH, "phone": "0532 999 88 77"}

    def pages(reach):
        browser = Client(headers={"accept-language": "tr"})
        answer = walk(browser, occurrence, reach=reach)
        assert answer.status_code == 302
        page = browser.get(answer.url).content.decode()
        code = Registration.objects.latest("pk").code
        token = answer.url.rstrip("/").split("/")[-1]
        page = page.replace(token, "token").replace(code, "CODE")
        return re.sub(
            r'<svg[^>]*segno.*?</svg>|value="\w{64}"', "", page, flags=re.DOTALL
        )

    assert pages(known_phone) == pages(unknown_phone)


# --- her own page -------------------------------------------------------------


def test_a_confirmed_page_has_code_square_code_calendar_and_deadline(tr):
    registration = register(OccurrenceFactory()).registration
    answer = tr.get(own_url(registration))
    page = answer.content.decode()

    assert registration.code in page
    assert 'role="img"' in page
    assert "<svg" in page
    assert "takvim.ics" in page
    assert "vazgec/" in page
    assert "style=" not in re.sub(r"<head.*?</head>", "", page, flags=re.DOTALL)
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_waiting_page_names_the_position_and_what_it_depends_on(tr):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=9)
    for n in range(4):
        last = register(occurrence, n=n).registration

    page = tr.get(own_url(last)).content.decode()

    assert "3. sıradasınız" in page
    assert "vazgec/" in page


def test_looking_changes_nothing(tr):
    registration = register(OccurrenceFactory()).registration
    url = own_url(registration)

    for path in (url, f"{url}vazgec/", f"{url}takvim.ics"):
        assert tr.get(path).status_code == 200
    assert tr.get(f"{url}yanit/").status_code == 405
    registration.refresh_from_db()
    assert registration.state == State.CONFIRMED


def test_she_cancels_after_being_asked_once_more(tr):
    registration = register(OccurrenceFactory()).registration
    url = own_url(registration)

    answer = tr.post(f"{url}vazgec/")
    again = tr.post(f"{url}vazgec/")

    registration.refresh_from_db()
    assert (answer.url, again.url, registration.state) == (url, url, State.CANCELLED)
    assert "iptal ettiniz" in tr.get(url).content.decode()


def test_after_the_deadline_she_is_told_to_call(tr):
    registration = register(OccurrenceFactory()).registration
    url = own_url(registration)
    Occurrence.objects.update(cancel_until=timezone.now() - timedelta(minutes=1))

    page = tr.get(url).content.decode()
    answer = tr.post(f"{url}vazgec/", follow=True).content.decode()

    registration.refresh_from_db()
    assert "vazgec/" not in page
    assert 'class="notice-box notice-box--bad"' in answer
    assert registration.state == State.CONFIRMED


def offered() -> tuple[Registration, str]:
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    leaving = register(occurrence).registration
    waiting = register(occurrence, n=1).registration
    cancel_registration(leaving)
    waiting.refresh_from_db()
    return waiting, own_url(waiting)


@pytest.mark.parametrize(
    ("answer", "state"), [("accept", State.CONFIRMED), ("decline", State.DECLINED)]
)
def test_she_answers_an_offer(tr, answer, state):
    registration, url = offered()
    page = tr.get(url).content.decode()
    assert "Yerimi istiyorum" in page

    tr.post(f"{url}yanit/", {"answer": answer})
    tr.post(f"{url}yanit/", {"answer": answer})

    registration.refresh_from_db()
    assert registration.state == state


def test_an_offer_answered_too_late_says_so(tr):
    registration, url = offered()
    Registration.objects.filter(pk=registration.pk).update(
        offer_expires_at=timezone.now() - timedelta(minutes=1)
    )

    page = tr.post(f"{url}yanit/", {"answer": "accept"}, follow=True).content.decode()

    registration.refresh_from_db()
    assert 'class="notice-box notice-box--bad"' in page
    assert "Yerimi istiyorum" not in page
    assert registration.state == State.OFFERED


@pytest.mark.parametrize("path", ["", "vazgec/", "takvim.ics"])
def test_closed_links_all_get_the_same_page(tr, path):
    registration = register(OccurrenceFactory()).registration
    expired = own_url(registration)
    PrivateLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    foreign_token = issue_link(
        registration.person, purpose=LinkPurpose.APPLICATION, target=registration
    )
    revoked = own_url(registration)
    revoke_links(registration)

    pages = {
        re.sub(r'value="\w{64}"', "", tr.get(url + path).content.decode()).replace(
            url, ""
        )
        for url in (expired, f"/kaydim/{foreign_token}/", revoked, "/kaydim/xyz/")
    }

    assert len(pages) == 1
    assert tr.get("/kaydim/xyz/").status_code == 404


def test_the_calendar_file_is_neutral(tr):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)
    registration = register(occurrence, boarding_point=point).registration

    answer = tr.get(f"{own_url(registration)}takvim.ics")

    body = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Randevu" in body
    assert point.name in body
    for word in ("Mola", "tur", "adın"):
        assert word not in body.replace("METHOD", "")


def test_the_pages_read_english_too(en):
    occurrence = OccurrenceFactory()

    page = en.get(f"/en/kayit/{occurrence.pk}/kimler/").content.decode()

    assert "Who is coming?" in page
    assert "Bay tour" in page


def test_her_page_costs_the_same_however_many_wait(tr):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=50)
    urls = [own_url(register(occurrence, n=n).registration) for n in range(31)]
    tr.get(urls[1])

    counts = []
    for url in (urls[1], urls[30]):
        with CaptureQueriesContext(connection) as captured:
            tr.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
