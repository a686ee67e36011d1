"""Two records of one woman become one."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.domain.routes import mark_route_broken
from messaging.enums import Route, StateReason
from messaging.models import BrokenRoute, Message
from people.domain.consents import has_consented, record_consents, withdraw_consent
from people.domain.defaults import install_defaults
from people.domain.doubles import tell_apart
from people.domain.erasure import erase_person
from people.domain.holds import set_hold
from people.domain.links import open_link
from people.domain.merging import (
    MERGED_FIELDS,
    merge_persons,
    references,
    suggested_choices,
    what_moves,
)
from people.domain.protection import protect_person
from people.enums import ContactChannel, HoldReason, LinkPurpose, MergeRefusal, SafeTime
from people.exceptions import Refusal
from people.holdings import held_on
from people.models import (
    ConsentPurpose,
    DistinctPair,
    Person,
    PersonMerge,
    Protection,
)
from people.roles import StaffRole
from programs.enums import MergeRefusal as RegistrationReason
from tests.factories.people import PersonFactory
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.factories.volunteers import ApplicationFactory
from tests.factories.whole_life import EMAIL, FAMILY, GIVEN, live_a_whole_life

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db):
    return make_staff(StaffRole.TRIPS)


def refused(kept, merged, by, **changes):
    with pytest.raises(Refusal) as raised:
        merge_persons(kept, merged, **{"choices": set(), "by": by, **changes})
    return raised.value.reason


# --- what moves -----------------------------------------------------------------


def test_every_reference_to_a_person_in_any_model_is_known():
    """A new model with a person in it is moved without anybody thinking of it."""
    pointing = {
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    }

    stay = {(PersonMerge, "kept"), (PersonMerge, "merged")}
    stay |= {(DistinctPair, "low"), (DistinctPair, "high")}
    assert set(references()) == pointing - stay
    assert stay <= pointing


def test_everything_of_a_whole_life_moves(client, clerk):
    kept = PersonFactory()
    with transaction.atomic():
        merged = live_a_whole_life(client).person
    before = dict(what_moves(merged))
    assert len(before) >= 8

    record = merge_persons(kept, merged, choices={"given_name"}, by=clerk)

    assert what_moves(merged) == []
    # The merged record itself leads to the kept one now.
    assert dict(what_moves(kept)) == {**before, Person: 1}
    assert record.moved == {
        model._meta.label_lower: number for model, number in before.items()
    }
    assert Message.objects.filter(about_type__model="person").exists()
    assert set(
        Message.objects.filter(about_type__model="person").values_list(
            "about_id", flat=True
        )
    ) == {kept.pk}


def test_a_private_link_goes_on_working(clerk):
    kept = PersonFactory()
    admitted = register(OccurrenceFactory())
    merged = admitted.registration.person

    merge_persons(kept, merged, choices=set(), by=clerk)

    link = open_link(admitted.token, purpose=LinkPurpose.REGISTRATION)
    assert (link.person, link.target) == (kept, admitted.registration)


def test_chosen_fields_come_from_the_merged_record(clerk):
    kept = PersonFactory(given_name="Ayse", phone="", email="eski@example.org")
    merged = PersonFactory(given_name="Ayşe", phone="+905321234567")

    record = merge_persons(kept, merged, choices={"given_name", "phone"}, by=clerk)

    kept.refresh_from_db()
    assert (kept.given_name, kept.phone.as_e164, kept.email) == (
        "Ayşe",
        "+905321234567",
        "eski@example.org",
    )
    assert kept.name_fold.startswith("ayse ")
    assert record.taken_fields == ["given_name", "phone"]


def test_what_is_left_is_an_empty_record_that_leads_on(client, clerk):
    kept, merged = PersonFactory(), PersonFactory()

    merge_persons(kept, merged, choices=set(), by=clerk)

    merged.refresh_from_db()
    assert (merged.merged_into, merged.full_name) == (kept, str(merged))
    assert merged.anonymized_at is not None
    client.force_login(clerk)
    answer = client.get(reverse("people_person:inspect", args=[merged.pk]))
    assert answer.url == reverse("people_person:inspect", args=[kept.pk])
    page = client.get(answer.url).content.decode()
    assert str(PersonMerge.objects.get()) in page


def test_a_merge_and_a_protection_are_held_on_her():
    manager = make_staff(StaffRole.MANAGER)
    kept, merged, sister = PersonFactory.create_batch(3)
    merge_persons(kept, merged, choices=set(), by=manager)
    tell_apart(kept, sister, by=manager)
    protect_person(kept, reason="Adresi sorulmuş", by=manager)

    told = [
        {
            holding.name: [record.data for record in records]
            for holding, records in held_on(kept, in_full=in_full)
        }
        for in_full in (False, True)
    ]

    assert [len(parts["people.joined"]) for parts in told] == [2, 2]
    # Whoever looks over her shoulder must not read that she hides.
    assert "people.protection" not in told[0]
    assert "is_protected" not in told[0]["people.person"][0]
    assert told[1]["people.protection"][0]["reason"] == "Adresi sorulmuş"


def test_a_third_record_leads_to_the_last(clerk):
    first, second, third = PersonFactory.create_batch(3)

    merge_persons(second, first, choices=set(), by=clerk)
    merge_persons(third, second, choices=set(), by=clerk)

    first.refresh_from_db()
    assert first.merged_into == third


def test_the_log_of_a_merge_names_fields_and_nothing_else(clerk):
    kept = PersonFactory(given_name=GIVEN, family_name=FAMILY, email=EMAIL)
    merged = PersonFactory(phone="+905321119988")

    record = merge_persons(kept, merged, choices={"phone"}, by=clerk)

    entries = ModelLogEntry.objects.filter(action__startswith="people.person.merge")
    assert {entry.object_id: entry.data for entry in entries} == {
        str(kept.pk): {"merge": record.pk, "fields": ["phone"]},
        str(merged.pk): {"merge": record.pk, "fields": ["phone"]},
    }
    told = f"{[entry.label for entry in entries]} {record} {record.moved}"
    assert [word for word in (GIVEN, FAMILY, EMAIL, "1119988") if word in told] == []


# --- what the law and her safety ask ---------------------------------------------


@pytest.mark.parametrize("withdrawn_first", [True, False])
@pytest.mark.parametrize("on_kept", [True, False])
def test_a_consent_answered_differently_is_withdrawn(clerk, withdrawn_first, on_kept):
    install_defaults()
    purpose = ConsentPurpose.objects.get(key="photo_publish")
    kept, merged = PersonFactory(), PersonFactory()
    refusing, agreeing = (kept, merged) if on_kept else (merged, kept)
    hours = timedelta(hours=1 if withdrawn_first else -1)
    for person, at in (
        (refusing, timezone.now() - timedelta(days=9)),
        (agreeing, timezone.now() + hours),
    ):
        record_consents(
            person, given=["photo_publish"], language="tr", entered_through="web", at=at
        )
    withdraw_consent(refusing, purpose=purpose, entered_through="phone")

    merge_persons(kept, merged, choices=set(), by=clerk)

    assert not has_consented(kept, "photo_publish")
    assert kept.consent_records.count() == 4


def test_a_consent_given_on_both_stands(clerk):
    install_defaults()
    kept, merged = PersonFactory(), PersonFactory()
    for person in (kept, merged):
        record_consents(
            person, given=["photo_publish"], language="tr", entered_through="web"
        )

    merge_persons(kept, merged, choices=set(), by=clerk)

    assert has_consented(kept, "photo_publish")
    assert kept.consent_records.count() == 2


def test_the_careful_way_to_reach_her_is_suggested():
    open_hearted = PersonFactory.build(
        contact_channel=ContactChannel.EMAIL,
        safe_time=SafeTime.ANY,
        may_leave_message=True,
        hide_organization=False,
    )
    careful = PersonFactory.build(
        given_name=open_hearted.given_name,
        family_name=open_hearted.family_name,
        phone=open_hearted.phone,
        email=open_hearted.email,
        contact_channel=ContactChannel.SHE_CALLS,
        safe_time=SafeTime.MORNING,
        may_leave_message=False,
        hide_organization=True,
    )
    ways = {"contact_channel", "safe_time", "may_leave_message", "hide_organization"}

    assert suggested_choices(open_hearted, careful) == ways
    assert suggested_choices(careful, open_hearted) == set()


@pytest.mark.parametrize("theirs", ContactChannel)
@pytest.mark.parametrize("ours", ContactChannel)
def test_of_two_ways_one_is_the_more_careful(ours, theirs):
    kept = PersonFactory.build(contact_channel=ours)
    merged = PersonFactory.build(contact_channel=theirs)

    taken = [
        "contact_channel" in suggested_choices(*pair)
        for pair in ((kept, merged), (merged, kept))
    ]

    assert sum(taken) == (ours != theirs)


@pytest.mark.parametrize("protected", ["kept", "merged", "both"])
def test_protected_stays_protected(protected):
    manager = make_staff(StaffRole.MANAGER)
    people = {"kept": PersonFactory(), "merged": PersonFactory()}
    for name, person in people.items():
        if protected in (name, "both"):
            protect_person(person, reason="Adresi sorulmuş", by=manager)

    merge_persons(people["kept"], people["merged"], choices=set(), by=manager)

    people["kept"].refresh_from_db()
    assert people["kept"].is_protected
    assert Protection.objects.standing().filter(person=people["kept"]).count() == 1


# --- what is refused --------------------------------------------------------------


def test_a_record_is_not_merged_into_itself(clerk):
    person = PersonFactory()

    assert refused(person, person, clerk) == MergeRefusal.SAME_RECORD


def test_an_anonymized_record_is_not_merged(clerk):
    kept, erased = PersonFactory(), PersonFactory()
    erase_person(erased, by=clerk)

    assert refused(kept, erased, clerk) == MergeRefusal.ANONYMIZED
    assert refused(erased, kept, clerk) == MergeRefusal.ANONYMIZED


def test_a_record_is_merged_once(clerk):
    kept, merged, other = PersonFactory.create_batch(3)
    merge_persons(kept, merged, choices=set(), by=clerk)

    assert refused(other, merged, clerk) == MergeRefusal.ALREADY_MERGED
    assert refused(merged, other, clerk) == MergeRefusal.ALREADY_MERGED


def test_a_record_on_hold_is_not_merged(clerk):
    kept, held = PersonFactory(), PersonFactory()
    set_hold(held, reason=HoldReason.COURT, by=clerk)

    assert refused(kept, held, clerk) == MergeRefusal.ON_HOLD
    assert refused(held, kept, clerk) == MergeRefusal.ON_HOLD


def test_two_places_on_one_departure_are_settled_first(clerk):
    occurrence = OccurrenceFactory()
    kept, merged = (register(occurrence, n=n).registration.person for n in range(2))

    assert refused(kept, merged, clerk) == RegistrationReason.SAME_DEPARTURE
    merged.refresh_from_db()
    assert (merged.anonymized_at, merged.registrations.count()) == (None, 1)


def test_two_places_in_one_season_are_settled_first(clerk):
    activity = ActivityFactory(once_per_season=True)
    kept, merged = (
        register(OccurrenceFactory(activity=activity), n=n).registration.person
        for n in range(2)
    )

    assert refused(kept, merged, clerk) == RegistrationReason.SAME_SEASON


def test_applications_of_both_stand_on_the_kept_record(clerk):
    one, other = ApplicationFactory(), ApplicationFactory()

    merge_persons(one.person, other.person, choices=set(), by=clerk)

    assert one.person.applications.count() == 2


def test_one_broken_address_is_noted_once(clerk):
    kept, merged = PersonFactory.create_batch(2, email="ortak@example.org")
    for person in (kept, merged):
        mark_route_broken(person, route=Route.EMAIL, reason=StateReason.MAILBOX_FULL)

    merge_persons(kept, merged, choices=set(), by=clerk)

    assert BrokenRoute.objects.filter(person=kept).count() == 1


def test_a_field_that_no_merge_chooses_is_a_mistake(clerk):
    kept, merged = PersonFactory(), PersonFactory()

    with pytest.raises(ValueError, match="is_protected"):
        merge_persons(kept, merged, choices={"is_protected"}, by=clerk)
    assert "is_protected" not in MERGED_FIELDS


def test_the_database_refuses_a_merged_record_with_a_name():
    kept, merged = PersonFactory(), PersonFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=merged.pk).update(merged_into=kept)


def test_who_was_told_apart_stays_told_apart(clerk):
    kept, merged, sister = PersonFactory.create_batch(3)
    tell_apart(merged, sister, by=clerk)

    merge_persons(kept, merged, choices=set(), by=clerk)

    assert [(pair.low, pair.high) for pair in DistinctPair.objects.all()] == [
        (kept, sister)
    ]
