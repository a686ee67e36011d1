"""What her own page tells her, and what she changes there."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext

from messaging.models import Message
from people.domain.defaults import install_defaults
from people.domain.links import issue_link
from people.enums import ContactChannel, LinkPurpose
from people.exceptions import Refusal
from people.roles import StaffRole
from people.wording import refusal_words
from programs.domain.chances import chance_of
from programs.domain.changes import change_party
from programs.domain.registrations import cancel_registration, decline_offer
from programs.domain.standing import standing_of
from programs.domain.waiting_list import lapse_expired_offers, release_kept_places
from programs.enums import Likelihood, OccurrenceState, SelectionMode, SkipReason
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, PlaceQuota, Registration
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
    children,
    details,
    register,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _defaults(db):
    install_defaults()


def own_url(registration: Registration) -> str:
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    return f"/kaydim/{token}/"


def past_date(activity, *, freed: int, **changes) -> Occurrence:
    """A date that is over, on which so many places were given up."""
    occurrence = OccurrenceFactory(activity=activity, capacity=50)
    for n in range(freed):
        cancel_registration(register(occurrence, n=n).registration)
    now = timezone.now()
    Occurrence.objects.filter(pk=occurrence.pk).update(
        starts_at=now - timedelta(days=1),
        registration_closes_at=now - timedelta(days=5),
        cancel_until=now - timedelta(days=2),
        **changes,
    )
    return occurrence


def waiting_for(activity, *, ahead: int, seats: int = 1) -> Registration:
    occurrence = OccurrenceFactory(activity=activity, capacity=3, waiting_capacity=50)
    register(occurrence, n=50, seats=3)
    for n in range(ahead):
        register(occurrence, n=n)
    return register(occurrence, n=60, seats=seats).registration


# --- how likely -------------------------------------------------------------------


def test_nothing_is_promised_without_a_past(tr):
    hers = waiting_for(ActivityFactory(), ahead=0)

    assert chance_of(hers).likelihood == Likelihood.UNKNOWN
    page = tr.get(own_url(hers)).content.decode()
    assert str(escape(Likelihood.UNKNOWN.label)) in page


@pytest.mark.parametrize(
    ("freed", "ahead", "expected"),
    [
        ((2, 2, 2, 0), 1, Likelihood.HIGH),
        ((2, 2, 0, 0), 1, Likelihood.FAIR),
        ((2, 1, 1, 1), 1, Likelihood.LOW),
        ((1, 1, 1, 1), 1, Likelihood.NONE_SO_FAR),
    ],
)
def test_likelihood_follows_from_what_came_free(freed, ahead, expected):
    activity = ActivityFactory()
    for places in freed:
        past_date(activity, freed=places)

    assert chance_of(waiting_for(activity, ahead=ahead)).likelihood == expected


def test_date_that_was_cancelled_frees_nothing():
    activity = ActivityFactory()
    past_date(activity, freed=3, state=OccurrenceState.CANCELLED)

    assert chance_of(waiting_for(activity, ahead=0)).dates == 0


def test_queries_do_not_depend_on_the_line(django_assert_num_queries):
    activity = ActivityFactory()
    past_date(activity, freed=2)
    for ahead in (0, 20):
        hers = waiting_for(activity, ahead=ahead)
        with django_assert_num_queries(2):
            chance_of(hers)


def test_who_was_passed_over_reads_why(tr):
    occurrence = OccurrenceFactory(capacity=4, waiting_capacity=20)
    leaving = register(occurrence, n=1, seats=1).registration
    register(occurrence, n=2, seats=3)
    large = register(occurrence, n=3, seats=3).registration
    register(occurrence, n=4)

    cancel_registration(leaving)

    page = tr.get(own_url(large)).content.decode()
    assert "1 yer" in page or "1 place was free" in page


def test_each_reason_has_a_sentence_of_its_own(tr):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=20)
    register(occurrence, n=1)
    hers = register(occurrence, n=2).registration

    told = {reason: sentence_for(hers, reason, tr) for reason in SkipReason}

    assert all(told.values())
    assert len(set(told.values())) == len(SkipReason)
    assert "telefon" in told[SkipReason.NOT_REACHED]
    assert "telefon" not in told[SkipReason.NOT_THERE]


def sentence_for(hers: Registration, reason: SkipReason, tr) -> str:
    """What her page gives as the only reason, behind its date."""
    hers.skips.all().delete()
    hers.skips.create(reason=reason, at=timezone.now(), seats_free=1)
    page = tr.get(own_url(hers)).content.decode()
    heading = str(escape(gettext("Why somebody was asked before you")))
    _before, after = page.split(f"<h2>{heading}</h2>")
    [line] = re.findall(r"<li>(.*?)</li>", after.split("</section>")[0], re.DOTALL)
    return line.split(":", 1)[1].strip()


# --- letting an offer pass costs nothing ------------------------------------------


def offered() -> Registration:
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    leaving = register(occurrence, n=1).registration
    hers = register(occurrence, n=2).registration
    cancel_registration(leaving)
    hers.refresh_from_db()
    assert hers.state == State.OFFERED
    return hers


def lapse() -> None:
    Registration.objects.filter(state=State.OFFERED).update(
        offer_expires_at=timezone.now() - timedelta(seconds=1)
    )
    lapse_expired_offers()


@pytest.mark.parametrize("how", ["declined", "lapsed"])
def test_who_gave_an_offer_up_registers_again_as_if_nothing_had_been(tr, how):
    hers = offered()
    if how == "declined":
        decline_offer(hers)
    else:
        lapse()
        lapse()
    hers.refresh_from_db()
    assert hers.state == how

    page = tr.get(own_url(hers)).content.decode()
    again = register(hers.occurrence, person=hers.person, channel="desk")

    assert hers.occurrence.get_registration_url() in page
    assert again.registration.state == State.CONFIRMED
    assert (again.registration.priority, again.registration.offers_lapsed) == (0, 0)


@pytest.mark.parametrize(("hours", "stands_behind"), [(20, False), (200, True)])
def test_place_given_late_and_missed_leaves_her_a_first_timer(hours, stands_behind):
    hers = register(OccurrenceFactory()).registration
    Registration.objects.filter(pk=hers.pk).update(
        state=State.MISSED,
        seated_at=hers.occurrence.starts_at - timedelta(hours=hours),
    )

    standing = standing_of(hers.person, occurrence=hers.occurrence)
    behind = standing.priority_in(hers.occurrence.activity)
    assert bool(behind) is stands_behind


def test_one_press_and_a_confirmation_take_her_off_the_list(tr):
    hers = waiting_for(ActivityFactory(), ahead=1)
    url = own_url(hers)
    assert f"{url}vazgec/" in tr.get(url).content.decode()
    assert tr.get(f"{url}vazgec/").status_code == 200

    tr.post(f"{url}vazgec/")

    hers.refresh_from_db()
    assert hers.state == State.CANCELLED


@pytest.mark.parametrize(
    ("channel", "says"),
    [
        (ContactChannel.EMAIL, "bağlantısını seçtiğiniz yolla"),
        (ContactChannel.SHE_CALLS, "kodunuzu not edin"),
    ],
)
def test_she_reads_how_to_come_back_to_her_page(tr, channel, says):
    hers = register(
        OccurrenceFactory(), person=details(1, contact_channel=channel)
    ).registration

    assert says in tr.get(own_url(hers)).content.decode()


# --- changing who comes -----------------------------------------------------------


def test_smaller_party_gives_its_places_to_the_next():
    occurrence = OccurrenceFactory(capacity=3, waiting_capacity=5)
    hers = register(occurrence, n=1, seats=3).registration
    next_one = register(occurrence, n=2, seats=2).registration

    change_party(hers, party=[], boarding_point=None)

    hers.refresh_from_db()
    next_one.refresh_from_db()
    assert (hers.state, hers.seats, hers.members.count()) == (State.CONFIRMED, 1, 1)
    assert next_one.state == State.OFFERED
    assert Message.objects.filter(template="programs.party_changed").count() == 1


def test_larger_party_needs_free_places_that_nobody_waits_for():
    occurrence = OccurrenceFactory(capacity=3, waiting_capacity=5)
    hers = register(occurrence, n=1, seats=2).registration

    change_party(hers, party=children(2), boarding_point=None)
    hers.refresh_from_db()
    assert hers.seats == 3

    full = OccurrenceFactory(capacity=2, waiting_capacity=5)
    other = register(full, n=1, seats=2).registration
    with pytest.raises(Refusal) as refused:
        change_party(other, party=children(2), boarding_point=None)
    assert refused.value.reason == Reason.NO_ROOM_FOR_MORE
    other.refresh_from_db()
    assert (other.seats, other.members.count()) == (2, 2)


def test_number_in_line_stays_when_the_party_changes():
    hers = waiting_for(ActivityFactory(), ahead=2, seats=2)

    change_party(hers, party=children(2), boarding_point=None)

    changed = Registration.objects.get(pk=hers.pk)
    assert (changed.queued_at, changed.seats) == (hers.queued_at, 3)


@pytest.mark.parametrize(
    ("party", "reason"),
    [
        (children(3), Reason.TOO_MANY_CHILDREN),
        (children(1, birth_year=1990), Reason.CHILD_TOO_OLD),
    ],
)
def test_rules_of_the_activity_hold_for_a_change(party, reason):
    hers = register(OccurrenceFactory()).registration

    with pytest.raises(Refusal) as refused:
        change_party(hers, party=party, boarding_point=None)

    assert refused.value.reason == reason


def test_nothing_is_changed_after_the_deadline_nor_with_an_offer_open():
    late = register(OccurrenceFactory()).registration
    Occurrence.objects.filter(pk=late.occurrence_id).update(
        cancel_until=timezone.now() - timedelta(minutes=1)
    )
    for registration, reason in (
        (late, Reason.CHANGE_CLOSED),
        (offered(), Reason.MOVE_NOT_ALLOWED),
    ):
        with pytest.raises(Refusal) as refused:
            change_party(registration, party=[], boarding_point=None)
        assert refused.value.reason == reason


def test_she_changes_party_and_boarding_point_on_her_page(tr):
    occurrence = OccurrenceFactory()
    first, second = BoardingPointFactory.create_batch(2, occurrence=occurrence)
    hers = register(occurrence, seats=2, boarding_point=first).registration
    url = f"{own_url(hers)}degistir/"
    assert "Deniz" in tr.get(url).content.decode()
    year = timezone.localdate().year

    answer = tr.post(
        url,
        {
            "child_1_name": "Deniz",
            "child_1_year": year - 7,
            "child_2_name": "Umut",
            "child_2_year": year - 3,
            "boarding_point": second.pk,
        },
    )

    assert answer.status_code == 302
    hers.refresh_from_db()
    assert (hers.seats, hers.boarding_point) == (3, second)
    wrong = tr.post(url, {"child_1_name": "Deniz", "boarding_point": second.pk})
    assert wrong.status_code == 200
    hers.refresh_from_db()
    assert hers.seats == 3


def test_page_says_why_a_larger_party_is_refused(tr):
    occurrence = OccurrenceFactory(capacity=1)
    hers = register(occurrence).registration

    page = tr.post(
        f"{own_url(hers)}degistir/", {"child_1_name": "Deniz", "child_1_year": 2020}
    ).content.decode()

    assert escape(refusal_words(Refusal(Reason.NO_ROOM_FOR_MORE))) in page


# --- her other registrations ------------------------------------------------------


def test_other_registrations_of_hers_are_opened_and_nobody_elses(tr, staff_user):
    user = staff_user(StaffRole.TRIPS)
    hers = register(OccurrenceFactory()).registration
    other = register(
        OccurrenceFactory(), person=hers.person, channel="desk", by=user
    ).registration
    stranger = register(OccurrenceFactory(), n=5).registration
    url = own_url(hers)

    page = tr.get(url).content.decode()
    answer = tr.post(f"{url}diger/", {"registration": other.code})

    assert other.code in page
    assert stranger.code not in page
    assert other.code in tr.get(answer.url).content.decode()
    refused = tr.post(f"{url}diger/", {"registration": stranger.code})
    assert refused.status_code == 404


# --- places kept for neighborhoods ------------------------------------------------


def kept(seats: int, **changes) -> Occurrence:
    occurrence = OccurrenceFactory(
        selection=SelectionMode.QUOTA, waiting_capacity=20, **changes
    )
    PlaceQuota.objects.create(
        occurrence=occurrence,
        district="bayrakli",
        neighborhood="Onur Mahallesi",
        seats=seats,
    )
    return occurrence


def test_kept_places_wait_for_the_neighborhood_until_registration_closes():
    occurrence = kept(2, capacity=3)
    others = [register(occurrence, n=n).registration for n in range(2)]
    hers = register(
        occurrence,
        n=7,
        person=details(7, district="bayrakli", neighborhood="onur mahallesi"),
    ).registration

    assert [one.state for one in (*others, hers)] == [
        State.CONFIRMED,
        State.WAITING,
        State.CONFIRMED,
    ]
    assert release_kept_places() == 0
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=timezone.now() - timedelta(minutes=1)
    )
    assert release_kept_places() == 1
    others[1].refresh_from_db()
    assert others[1].state == State.OFFERED
    assert release_kept_places() == 0


def test_place_given_back_by_the_neighborhood_stays_kept_for_it():
    occurrence = kept(1, capacity=2)
    register(occurrence, n=1)
    hers = register(
        occurrence,
        n=7,
        person=details(7, district="bayrakli", neighborhood="Onur Mahallesi"),
    ).registration
    waiting = register(occurrence, n=2).registration

    cancel_registration(hers)

    waiting.refresh_from_db()
    assert waiting.state == State.WAITING
