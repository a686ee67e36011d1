"""The same rules with the same reasons, whichever way a party comes in."""

import html
import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.domain.defaults import install_defaults
from people.domain.links import create_api_client
from people.enums import EntryChannel, Process
from people.exceptions import Refusal
from people.models import Notice
from people.roles import StaffRole
from people.wording import refusal_words
from programs.domain.admission import register_party
from programs.domain.party import Guest
from programs.domain.registrations import cancel_registration
from programs.domain.rules import Asked, months_on, rule_denied_reason
from programs.domain.waiting_list import accept_offer
from programs.enums import MemberKind, RegistrationRefusal, RuleKind
from programs.enums import RegistrationState as State
from programs.models import Activity, Occurrence, Registration, RegistrationRule
from programs.rule_words import who_may
from tests.factories.people import PersonFactory
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.factories.tables import HEADINGS, csv_of, row
from tests.programs.viewsets.test_importing import look

Reason = RegistrationRefusal
YEAR = timezone.localdate().year

#: A rule, what it is set to, and why a woman of 36 from Konak, alone, is refused.
REFUSED_ALONE = [
    (RuleKind.WOMEN, {}, Reason.STATEMENT_MISSING),
    (RuleKind.OLDEST, {"most": 30}, Reason.OVER_AGE),
    (RuleKind.DISTRICTS, {"districts": ["buca"]}, Reason.OTHER_DISTRICT),
    (RuleKind.CHILD_NEEDED, {}, Reason.CHILD_NEEDED),
    (RuleKind.LEAST_PARTY, {"least": 2}, Reason.PARTY_TOO_SMALL),
]
#: With a rule for the age in months: a child of nine years.
CHILD = {
    "children": "1",
    "child_1_name": "Ada",
    "child_1_year": str(YEAR - 9),
    "child_1_month": "6",
}
WHO = {
    "given_name": "İpek",
    "family_name": "Öztürk",
    "birth_date_day": "21",
    "birth_date_month": "11",
    "birth_date_year": "1990",
    "district": "konak",
}


def departure(kind: RuleKind, values: dict[str, object]) -> Occurrence:
    activity = ActivityFactory()
    RegistrationRule.objects.create(activity=activity, kind=kind, **values)
    return OccurrenceFactory(activity=activity)


def by_the_form(browser: Client, occurrence: Occurrence, **more: str):
    """The answer to the first step of the website's form."""
    data = {f"kimler-{name}": value for name, value in {**WHO, **more}.items()}
    data[f"RegisterView-{occurrence.pk}-current_step"] = "kimler"
    return browser.post(f"/kayit/{occurrence.pk}/kimler/", data)


def words_by_the_form(browser: Client, occurrence: Occurrence, **more: str) -> str:
    return html.unescape(by_the_form(browser, occurrence, **more).content.decode())


def code_by_the_api(browser: Client, occurrence: Occurrence, **more: object) -> str:
    _client, token = create_api_client("vitrin")
    notice = Notice.objects.current(Process.REGISTRATION, "tr")
    sent = {
        "notice_id": notice.pk,
        "person": {
            "given_name": "İpek",
            "family_name": "Öztürk",
            "birth_date": "1990-11-21",
            "district": "konak",
            "contact_channel": "she_calls",
        },
        **more,
    }
    answer = browser.post(
        f"/api/v1/occurrences/{occurrence.pk}/registrations/",
        json.dumps(sent),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    return str(answer.json()["code"])


def by_the_desk(occurrence: Occurrence, **changes: str):
    clerk = Client(headers={"accept-language": "tr"})
    clerk.force_login(make_staff(StaffRole.TRIPS))
    return clerk.post(
        reverse("programs_occurrence:register", args=[occurrence.pk]) + "?new=1",
        {
            **WHO,
            "children": "2",
            "contact_channel": "she_calls",
            "channel": "phone",
            "language": "tr",
            "override_note": "",
            "notice_read": "on",
            "key": "bir-kez",
            **changes,
        },
    )


def words_by_a_list(occurrence: Occurrence, more: dict[str, str] | None = None) -> str:
    """What looking at a list of one row says of it."""
    clerk = Client(headers={"accept-language": "tr"})
    clerk.force_login(make_staff(StaffRole.TRIPS, "listeci"))
    more = more or {}
    content = csv_of(row(0, *more.values()), headings=[*HEADINGS, *more])
    return html.unescape(look(clerk, occurrence, content).content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "values", "reason"), REFUSED_ALONE)
def test_every_way_in_gives_the_same_reason(tr, kind, values, reason):
    install_defaults()
    occurrence = departure(kind, values)
    known = PersonFactory(birth_date=date(1990, 11, 21), district="konak")

    with pytest.raises(Refusal) as refused:
        register_party(occurrence=occurrence, person=known, channel=EntryChannel.DESK)
    words = refusal_words(refused.value)

    assert refused.value.reason == reason
    assert code_by_the_api(tr, occurrence) == reason
    assert words in words_by_the_form(tr, occurrence)
    assert words in html.unescape(by_the_desk(occurrence).content.decode())
    assert words in words_by_a_list(occurrence)
    assert not Registration.objects.exists()


@pytest.mark.django_db
def test_every_way_in_counts_a_child_in_months(tr):
    install_defaults()
    occurrence = departure(RuleKind.CHILD_MONTHS, {"least": 36, "most": 66})
    child = Guest(
        kind=MemberKind.CHILD, given_name="Ada", birth_year=YEAR - 9, birth_month=6
    )
    with pytest.raises(Refusal) as refused:
        register(occurrence, party=[child])
    words = refusal_words(refused.value)

    assert refused.value.reason == Reason.CHILD_MONTHS
    sent = {"given_name": "Ada", "birth_year": YEAR - 9, "birth_month": 6}
    party = [{"kind": "child", **sent}]
    assert code_by_the_api(tr, occurrence, party=party) == Reason.CHILD_MONTHS
    assert words in words_by_the_form(tr, occurrence, **CHILD)
    page = by_the_desk(occurrence, **CHILD)
    assert words in html.unescape(page.content.decode())
    more = {
        "1. çocuğun adı": "Ada",
        "1. çocuğun doğum yılı": str(YEAR - 9),
        "1. çocuğun doğum ayı": "Haziran",
    }
    assert words in words_by_a_list(occurrence, more)
    assert not Registration.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "values", "reason"), REFUSED_ALONE)
def test_a_rule_added_later_is_for_who_comes_later(kind, values, reason):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    seated = register(occurrence, n=1).registration
    waiting = register(occurrence, n=2).registration
    RegistrationRule.objects.create(activity=occurrence.activity, kind=kind, **values)

    cancel_registration(seated)

    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED
    assert accept_offer(waiting).state == State.CONFIRMED
    again = Occurrence.objects.get(pk=occurrence.pk)
    with pytest.raises(Refusal) as refused:
        register(again, n=3)
    assert refused.value.reason == reason


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "values", "_reason"), REFUSED_ALONE)
def test_staff_set_a_rule_aside_with_a_note(kind, values, _reason):
    install_defaults()
    occurrence = departure(kind, values)

    answer = by_the_desk(occurrence, override_note="Muhtarın ricası")

    assert answer.status_code == 302
    assert Registration.objects.get().override_note == "Muhtarın ricası"


@pytest.mark.django_db
def test_only_first_timers_is_known_of_a_person_on_record():
    occurrence = departure(RuleKind.FIRST_TIMERS, {})
    before = register(OccurrenceFactory(activity=occurrence.activity)).registration
    Registration.objects.filter(pk=before.pk).update(state="attended")

    with pytest.raises(Refusal) as refused:
        register_party(
            occurrence=occurrence, person=before.person, channel=EntryChannel.DESK
        )

    assert refused.value.reason == Reason.TOOK_PART_BEFORE
    assert register(occurrence, n=1).registration.pk


@pytest.mark.django_db
def test_her_statement_is_enough(tr):
    install_defaults()
    occurrence = departure(RuleKind.WOMEN, {})
    data = {f"kimler-{name}": value for name, value in WHO.items()}
    data |= {
        "kimler-is_woman": "on",
        f"RegisterView-{occurrence.pk}-current_step": "kimler",
    }

    assert tr.post(f"/kayit/{occurrence.pk}/kimler/", data).status_code == 302


@pytest.mark.django_db
def test_a_child_counted_in_months_is_asked_for_its_month(tr):
    install_defaults()
    occurrence = departure(RuleKind.CHILD_MONTHS, {"least": 36, "most": 66})
    data = {f"kimler-{name}": value for name, value in WHO.items()}
    data |= {
        "kimler-children": "1",
        "kimler-child_1_name": "Ada",
        "kimler-child_1_year": str(YEAR - 4),
        f"RegisterView-{occurrence.pk}-current_step": "kimler",
    }
    path = f"/kayit/{occurrence.pk}/kimler/"

    assert tr.post(path, data).status_code == 200
    assert tr.post(path, data | {"kimler-child_1_month": "6"}).status_code == 302


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2023, 12, None),
        (2021, 6, None),
        (2024, 1, Reason.CHILD_MONTHS),
        (2021, 5, Reason.CHILD_MONTHS),
        (2022, None, Reason.CHILD_MONTH_MISSING),
    ],
)
def test_from_thirty_six_to_sixty_six_months(year, month, expected):
    rule = RegistrationRule(kind=RuleKind.CHILD_MONTHS, least=36, most=66)
    child = Guest(
        kind=MemberKind.CHILD, given_name="Ada", birth_year=year, birth_month=month
    )
    asked = Asked(day=date(2026, 12, 6), party=[child])

    found = rule_denied_reason([rule], asked)

    assert (found.reason if found else None) == expected
    assert months_on(child, asked.day) is None or month


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(RuleKind))
def test_every_rule_is_said_in_words(kind):
    values = {"least": 2, "most": 60, "districts": ["konak"]}
    plain = who_may(ActivityFactory())

    told = who_may(departure(kind, values).activity)

    assert told != plain


@pytest.mark.django_db
def test_the_page_of_a_departure_says_who_may(tr):
    install_defaults()
    occurrence = departure(RuleKind.DISTRICTS, {"districts": ["konak", "buca"]})

    page = html.unescape(
        tr.get(f"/kayit/{occurrence.pk}/", follow=True).content.decode()
    )

    for sentence in who_may(Activity.objects.get(pk=occurrence.activity_id)):
        assert sentence in page
    assert "Konak, Buca" in page
