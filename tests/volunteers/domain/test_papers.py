"""The text of the agreement, the card, the figures of a reference."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from language.translated import as_translated
from people.domain.defaults import install_defaults
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    AssignmentFactory,
    HourEntryFactory,
)
from volunteers.domain.papers import (
    initials_of,
    install_first_text,
    issue_card,
    next_text,
    publish_agreement_text,
    reference_for,
    valid_card,
    withdraw_card,
)
from volunteers.domain.roles import record_leaving, sign_agreement
from volunteers.enums import HoursState
from volunteers.models import AgreementText, VolunteerCard
from volunteers.service_exceptions import PaperDenied

pytestmark = pytest.mark.django_db
BODY = {"tr": "Gizliliğe uyarım.", "en": "I keep confidences."}


@pytest.fixture
def manager(db):
    return make_staff(StaffRole.MANAGER)


@pytest.fixture
def duty():
    return AssignmentFactory(application__state="on_duty")


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def in_a_while(days=90):
    return timezone.localdate() + timedelta(days=days)


def test_a_published_text_never_changes(manager):
    text = AgreementText.objects.create(version="2027-1", body=BODY)
    text.body = {**BODY, "tr": "Gizliliğe her zaman uyarım."}
    text.save()
    publish_agreement_text(text, by=manager)
    text.refresh_from_db()

    assert refusal(publish_agreement_text, text, by=manager) == (
        PaperDenied.TEXT_PUBLISHED
    )
    text.version = "2027-2"
    with pytest.raises(TypeError):
        text.save()
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE volunteers_agreementtext SET version = 'x'")


def test_a_text_without_a_language_is_not_published(manager):
    text = AgreementText.objects.create(version="2027-1", body={"tr": "Metin"})

    assert refusal(publish_agreement_text, text, by=manager) == (
        PaperDenied.TEXT_INCOMPLETE
    )


def test_an_installation_begins_with_a_published_text():
    """What a volunteer agreement has to say (domain rule 3.7), in every language."""
    assert install_defaults()["texts of the agreement"] == 1
    text = AgreementText.objects.get()

    assert text.is_in_force()
    assert text.version == f"{timezone.localdate().year}-1"
    assert not as_translated(text.body).missing()
    for word in ("Süre", "Görev", "Gizlilik", "gider", "Sigorta", "Ayrılma"):
        assert word in text.body["tr"]
    assert install_defaults()["texts of the agreement"] == 0


def test_what_was_signed_before_on_paper_goes_on():
    AgreementFactory(version="Eski kâğıt")

    assert install_first_text() == 0
    assert not AgreementText.objects.exists()


def test_the_next_version_has_the_newest_words_and_a_free_number(manager):
    year = timezone.localdate().year
    AgreementText.objects.create(version=f"{year}-1", body=BODY)
    AgreementText.objects.create(version=f"{year}-2", body={**BODY, "tr": "Yeni"})

    following = next_text()

    assert (following.pk, following.version) == (None, f"{year}-3")
    assert following.body["tr"] == "Yeni"


def test_she_signs_a_version_that_there_is(manager):
    text = AgreementText.objects.create(version="2027-1", body=BODY)
    AgreementText.objects.create(version="2027-2", body=BODY)
    publish_agreement_text(text, by=manager)
    application = ApplicationFactory(state="trained")
    signing = {"signed_on": timezone.localdate(), "by": manager}

    assert refusal(sign_agreement, application, version="2027-2", **signing) == (
        PaperDenied.VERSION_UNKNOWN
    )
    sign_agreement(application, version="2027-1", **signing)
    assert application.agreement.text == text


def test_card_is_valid_until_its_day_and_as_long_as_she_stays(duty, manager):
    card = issue_card(duty.application, valid_until=in_a_while(), by=manager)

    assert len(card.code) >= 22
    assert valid_card(card.code) == card
    assert valid_card(card.code, today=in_a_while(91)) is None
    assert valid_card("x" * 22) is None
    record_leaving(duty.application, reason="Taşındı", by=manager)
    assert valid_card(card.code) is None


def test_a_new_card_takes_the_place_of_the_one_before(duty, manager):
    first = issue_card(duty.application, valid_until=in_a_while(), by=manager)
    second = issue_card(duty.application, valid_until=in_a_while(), by=manager)

    assert first.code != second.code
    assert valid_card(first.code) is None
    withdraw_card(second, by=manager)
    assert valid_card(second.code) is None
    assert refusal(withdraw_card, second, by=manager) == PaperDenied.CARD_WITHDRAWN


def test_cards_that_are_not_issued(duty, manager):
    learner = ApplicationFactory(state="in_training")
    trainer = make_staff(StaffRole.TRAINING)
    issue = (issue_card, duty.application)

    assert refusal(issue_card, learner, valid_until=in_a_while(), by=manager) == (
        PaperDenied.NO_CARD_YET
    )
    assert refusal(*issue, valid_until=in_a_while(-1), by=manager) == (
        PaperDenied.CARD_LAPSED
    )
    assert refusal(*issue, valid_until=in_a_while(500), by=manager) == (
        PaperDenied.CARD_TOO_LONG
    )
    assert refusal(*issue, valid_until=in_a_while(), by=trainer) == (
        PaperDenied.NOT_YOURS
    )
    assert not VolunteerCard.objects.exists()


def test_initials_are_turkish():
    person = PersonFactory.build(given_name="ipek su", family_name="ışık")

    assert initials_of(person) == "İ. S. I."


def test_a_reference_counts_approved_hours_of_every_role(duty):
    other = AssignmentFactory(
        application=duty.application, supervisor=make_staff(StaffRole.APPLICATIONS)
    )
    for one in (duty, other):
        HourEntryFactory(
            assignment=one, state=HoursState.APPROVED, settled_at=timezone.now()
        )
        HourEntryFactory(assignment=one, quarters=40)

    reference = reference_for(duty.application)

    assert [one.hours for one in reference.services] == [Decimal("1.5")] * 2
    assert reference.hours == Decimal(3)
    assert reference.signer == "Gülşah"
