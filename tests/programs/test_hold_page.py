"""The steps of the form tell how long the places are held, and give more time."""

import html
import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from people.domain.defaults import install_defaults
from programs.domain.holds import sweep_holds
from programs.enums import RegistrationState as State
from programs.enums import SelectionMode
from programs.models import Registration, SeatHold
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register
from tests.programs.test_views import CHECK, REACH, WHO, errors, step

pytestmark = pytest.mark.django_db

HELD = re.compile(r"(\d+) yer sizin için (\d\d\.\d\d)'\w+ kadar tutuluyor\.")
LAPSED = "Yerler artık sizin için tutulmuyor."
TOO_FEW = "Şu anda hepinize yetecek boş yer yok"
BUTTON = 'name="extend_hold"'
NOT_HELD = "Siz yazarken şu anda yer tutulmuyor"


@pytest.fixture(autouse=True)
def _defaults(db):
    install_defaults()


@pytest.fixture
def another() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="tr")


def with_children(count: int) -> dict[str, str]:
    year = str(timezone.localdate().year - 7)
    rows = {"children": str(count)}
    for row in range(1, count + 1):
        rows |= {f"child_{row}_name": "Deniz", f"child_{row}_year": year}
    return {**WHO, **rows}


def page_of(browser: Client, occurrence, name: str) -> str:
    return text_of(browser.get(f"/kayit/{occurrence.pk}/{name}/"))


def text_of(answer) -> str:
    return html.unescape(answer.content.decode())


def extend(browser: Client, occurrence, name: str, typed: dict) -> str:
    times = SeatHold.objects.values_list("times_extended", flat=True).first() or 0
    answer = step(browser, occurrence, name, typed, extend_hold=str(times))
    assert answer.status_code == 200
    return text_of(answer)


def lapse() -> None:
    SeatHold.objects.update(expires_at=timezone.now())


def test_first_step_holds_the_places_of_the_whole_party(tr):
    occurrence = OccurrenceFactory()

    step(tr, occurrence, "kimler", with_children(2))

    hold = SeatHold.objects.get()
    clock = f"{timezone.localtime(hold.expires_at):%H.%M}"
    for name in ("ulasim", "onay"):
        page = page_of(tr, occurrence, name)
        assert HELD.search(page).groups() == ("3", clock)
        assert BUTTON in page
        # For her they are not gone.
        assert "10 yer var" in page
        step(tr, occurrence, "ulasim", REACH)
    assert "7 yer var" in page_of(
        Client(HTTP_ACCEPT_LANGUAGE="tr"), occurrence, "kimler"
    )


def test_neither_looking_nor_a_faulty_step_holds_anything(tr):
    occurrence = OccurrenceFactory()
    page_of(tr, occurrence, "kimler")
    step(tr, occurrence, "kimler", {**WHO, "given_name": ""})
    step(tr, occurrence, "kimler", {**WHO, "children": "0"}, add_child="1")

    assert not SeatHold.objects.exists()
    assert BUTTON not in page_of(tr, occurrence, "kimler")


def test_other_party_changes_the_hold_and_not_its_end(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", with_children(2))
    before = SeatHold.objects.get()
    step(tr, occurrence, "ulasim", REACH)

    data = {f"kimler-{name}": value for name, value in WHO.items()}
    data[f"RegisterView-{occurrence.pk}-current_step"] = "kimler"
    tr.post(f"/kayit/{occurrence.pk}/kimler/?change=1", data)

    hold = SeatHold.objects.get()
    assert (hold.pk, hold.seats) == (before.pk, 1)
    assert hold.expires_at == before.expires_at


def test_going_back_the_last_place_is_still_hers(tr):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=0)
    step(tr, occurrence, "kimler", WHO)

    page = page_of(tr, occurrence, "kimler")

    assert "1 yer var" in page
    assert BUTTON not in page


def test_more_time_keeps_what_was_typed_and_asks_nothing(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    first = SeatHold.objects.get().expires_at

    page = extend(
        tr, occurrence, "ulasim", {"phone": "0532 1", "contact_channel": "sms"}
    )

    assert SeatHold.objects.get().expires_at == first + timedelta(minutes=15)
    assert 'value="05321"' in page
    assert re.search(r'value="sms"[^>]*checked', page)
    assert "error-summary" not in page
    # Not taken for an answer: the next step is not open yet.
    assert tr.get(f"/kayit/{occurrence.pk}/onay/").url.endswith("/ulasim/")


def test_more_time_on_the_last_step_registers_nobody(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    step(tr, occurrence, "ulasim", REACH)

    page = extend(tr, occurrence, "onay", CHECK)

    assert re.search(r'name="onay-notice_read"[^>]*checked', page)
    assert "İpek" in page
    assert not Registration.objects.exists()


def test_after_two_extensions_the_button_is_gone(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)

    pages = [extend(tr, occurrence, "ulasim", REACH) for _time in range(3)]

    assert [BUTTON in page for page in pages] == [True, False, False]
    assert all(HELD.search(page) for page in pages)
    assert SeatHold.objects.get().times_extended == 2


def test_what_lapsed_is_said_and_nothing_typed_is_lost(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    lapse()

    pages = [page_of(tr, occurrence, "ulasim")]
    pages.append(extend(tr, occurrence, "ulasim", {"phone": "0532 1"}))
    sweep_holds()
    pages.append(page_of(tr, occurrence, "ulasim"))

    for page in pages:
        assert LAPSED in page
        assert not HELD.search(page)
        assert BUTTON not in page
    assert 'value="05321"' in pages[1]
    step(tr, occurrence, "ulasim", REACH)
    assert step(tr, occurrence, "onay", CHECK).url.startswith("/kaydim/")


def test_first_step_sent_again_holds_anew_after_it_lapsed(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    lapse()

    step(tr, occurrence, "kimler", WHO)

    assert HELD.search(page_of(tr, occurrence, "ulasim"))


def test_two_browsers_want_the_last_place(tr, another):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    another.get(f"/kayit/{occurrence.pk}/kimler/")
    step(tr, occurrence, "kimler", WHO)
    step(another, occurrence, "kimler", {**WHO, "given_name": "Işıl"})

    seen = page_of(another, occurrence, "ulasim")
    assert "Yedek liste: 0 kişi" in seen
    assert "Yedek listeye yazılıyorsunuz" in seen
    assert not HELD.search(seen)
    # The one who came later is quicker; the place is the first one's all the same.
    for browser in (another, tr):
        step(browser, occurrence, "ulasim", REACH)
        assert step(browser, occurrence, "onay", CHECK).status_code == 302
    states = {one.person.given_name: one.state for one in Registration.objects.all()}
    assert states == {"İpek": State.CONFIRMED, "Işıl": State.WAITING}
    assert not SeatHold.objects.exists()


def test_party_too_large_for_what_is_free_is_told_so(tr, another):
    occurrence = OccurrenceFactory(capacity=3, waiting_capacity=5)
    step(another, occurrence, "kimler", with_children(1))

    step(tr, occurrence, "kimler", with_children(2))

    page = page_of(tr, occurrence, "ulasim")
    assert TOO_FEW in page
    assert LAPSED not in page
    assert not HELD.search(page)


def test_where_the_waiting_list_has_no_room_either_no_place_on_it_is_promised(tr):
    occurrence = OccurrenceFactory(
        activity=ActivityFactory(most_children=3), capacity=3, waiting_capacity=1
    )
    register(occurrence, seats=2)

    step(tr, occurrence, "kimler", with_children(2))

    page = page_of(tr, occurrence, "ulasim")
    assert TOO_FEW not in page
    assert "Bütün yerler ve yedek liste doldu." in page


def test_nothing_is_said_where_places_are_drawn(tr):
    occurrence = OccurrenceFactory(selection=SelectionMode.DRAW)

    step(tr, occurrence, "kimler", with_children(2))

    page = page_of(tr, occurrence, "ulasim")
    assert not HELD.search(page)
    assert TOO_FEW not in page and LAPSED not in page
    assert not SeatHold.objects.exists()


def test_more_time_without_a_form_begins_the_form(tr):
    occurrence = OccurrenceFactory()

    answer = step(tr, occurrence, "ulasim", REACH, extend_hold="1")

    assert answer.url == f"/kayit/{occurrence.pk}/kimler/"
    assert not SeatHold.objects.exists()


def test_key_is_in_no_page_and_no_address(tr):
    occurrence = OccurrenceFactory()
    answer = step(tr, occurrence, "kimler", WHO)
    token = tr.session[f"wizard_RegisterView-{occurrence.pk}"]["extra_data"][
        "hold_token"
    ]

    assert token
    assert token not in answer.url
    assert token not in page_of(tr, occurrence, "ulasim")
    assert token not in extend(tr, occurrence, "ulasim", REACH)


def test_page_of_a_step_costs_one_query_more_for_the_hold(
    tr, django_assert_max_num_queries
):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    url = f"/kayit/{occurrence.pk}/ulasim/"
    tr.get(url)
    with django_assert_max_num_queries(60) as held:
        tr.get(url)
    SeatHold.objects.all().delete()
    session = tr.session
    session[f"wizard_RegisterView-{occurrence.pk}"]["extra_data"]["hold_token"] = ""
    session.save()
    with django_assert_max_num_queries(60) as without:
        tr.get(url)

    assert len(held) == len(without) + 1
    assert not errors(tr.get(url))


def test_loading_the_page_anew_asks_for_no_more_time(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    first = SeatHold.objects.get().expires_at

    pages = [
        text_of(step(tr, occurrence, "ulasim", REACH, extend_hold="0"))
        for _time in range(3)
    ]

    hold = SeatHold.objects.get()
    assert (hold.times_extended, hold.expires_at) == (1, first + timedelta(minutes=15))
    assert all('name="extend_hold" value="1"' in page for page in pages)
    step(tr, occurrence, "ulasim", REACH, extend_hold="1")
    assert SeatHold.objects.get().times_extended == 2


@pytest.mark.parametrize("asked", ["", "-1", "x"])
def test_what_is_no_number_extends_nothing(tr, asked):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)

    answer = step(tr, occurrence, "ulasim", REACH, extend_hold=asked)

    assert answer.status_code == 200
    assert SeatHold.objects.get().times_extended == 0


def test_she_leaves_and_gives_the_places_back(tr, another):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=0)
    step(tr, occurrence, "kimler", WHO)
    assert 'name="release_hold"' in page_of(tr, occurrence, "ulasim")

    answer = step(tr, occurrence, "ulasim", REACH, release_hold="1")

    assert (answer.status_code, answer.url) == (303, "/")
    assert not SeatHold.objects.exists()
    said = [str(one) for one in get_messages(answer.wsgi_request)]
    assert said == ["Formdan çıktınız; yazdıklarınız saklanmadı."]
    # Nothing of her is left in the session.
    assert tr.get(f"/kayit/{occurrence.pk}/ulasim/").url.endswith("/kimler/")
    assert "İpek" not in str(dict(tr.session))
    step(another, occurrence, "kimler", WHO)
    assert SeatHold.objects.count() == 1


def test_leaving_twice_or_without_a_hold_is_as_good(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    lapse()
    sweep_holds()

    answers = [
        step(tr, occurrence, "ulasim", REACH, release_hold="1") for _time in range(2)
    ]

    assert [one.status_code for one in answers] == [303, 303]


def test_she_reads_that_nothing_is_held_where_forms_hold_half(tr, another):
    occurrence = OccurrenceFactory(
        activity=ActivityFactory(most_children=3, most_party=4), capacity=6
    )
    step(another, occurrence, "kimler", with_children(2))

    step(tr, occurrence, "kimler", WHO)

    page = page_of(tr, occurrence, "ulasim")
    assert SeatHold.objects.count() == 1
    assert NOT_HELD in page and LAPSED not in page and TOO_FEW not in page
    assert NOT_HELD not in page_of(another, occurrence, "ulasim")


@pytest.mark.parametrize("selection", [SelectionMode.DRAW])
def test_where_nothing_is_ever_held_nothing_is_said(tr, selection):
    occurrence = OccurrenceFactory(selection=selection)
    step(tr, occurrence, "kimler", WHO)

    assert NOT_HELD not in page_of(tr, occurrence, "ulasim")
