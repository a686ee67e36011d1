"""Notices are frozen and versioned, consents separate and append-only."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from people.domain.consents import (
    consent_questions,
    consent_standings,
    consents_of,
    give_consent,
    has_consented,
    publish_consent_text,
    publish_notice,
    record_consents,
    record_notice,
    withdraw_consent,
)
from people.domain.defaults import install_defaults
from people.enums import EntryChannel, Process
from people.models import ConsentPurpose, ConsentRecord, ConsentText, Notice
from people.models.consent import RecordsAreKept
from people.roles import StaffRole
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def defaults(db):
    install_defaults()


def test_defaults_are_installed_once(defaults):
    assert install_defaults() == {
        "groups": len(StaffRole),
        "notices": 0,
        "consents": 0,
        "retention rules": 0,
        "words of the process": 0,
        "texts of the agreement": 0,
    }


def test_published_notice_has_version_and_hash(defaults):
    notice = publish_notice(
        Notice(process=Process.VOLUNTEERING, language="tr", summary="Kısa", body="Uzun")
    )

    assert notice.version == 2
    assert notice.sha256 == hashlib.sha256("Kısa\n\nUzun".encode()).hexdigest()
    assert Notice.objects.current(Process.VOLUNTEERING, "tr") == notice


def test_published_notice_cannot_be_changed(defaults):
    notice = Notice.objects.current(Process.VOLUNTEERING, "tr")
    notice.body = "Başka"

    with pytest.raises(ValidationError):
        notice.full_clean()


def test_notice_falls_back_to_turkish(defaults):
    Notice.objects.filter(language="en").delete()

    assert Notice.objects.current(Process.REGISTRATION, "en").language == "tr"


def test_receipt_tells_which_version_was_shown(defaults):
    person = PersonFactory()
    notice = Notice.objects.current(Process.REGISTRATION, "tr")

    receipt = record_notice(person, notice=notice)

    assert (receipt.notice.version, receipt.notice.language) == (1, "tr")


def test_only_ticked_consents_are_recorded(defaults):
    person = PersonFactory()

    record_consents(
        person, given=["news_email"], language="tr", entered_through=EntryChannel.WEB
    )

    assert has_consented(person, "news_email")
    assert not has_consented(person, "photo_publish")
    assert ConsentRecord.objects.count() == 1


def test_consent_is_asked_in_the_readers_language(defaults):
    asked = consent_questions(["news_email"], language="en")

    assert [question.text.language for question in asked] == ["en"]


def test_new_version_is_the_one_asked(defaults):
    purpose = ConsentPurpose.objects.get(key="news_email")
    publish_consent_text(ConsentText(purpose=purpose, language="tr", text="Yeni cümle"))

    asked = consent_questions(["news_email"], language="tr")

    assert [(one.text.text, one.text.version) for one in asked] == [("Yeni cümle", 2)]


def test_withdrawal_is_a_new_row_and_the_old_one_stays(defaults):
    person = PersonFactory()
    purpose = ConsentPurpose.objects.get(key="news_email")
    record_consents(
        person, given=["news_email"], language="tr", entered_through=EntryChannel.WEB
    )

    withdraw_consent(person, purpose=purpose, entered_through=EntryChannel.WEB)

    assert not has_consented(person, "news_email")
    assert person.consent_records.count() == 2
    assert list(consents_of(person)) == ["news_email"]
    assert (
        withdraw_consent(person, purpose=purpose, entered_through=EntryChannel.WEB)
        is None
    )


def give(person, key="news_email", language="tr"):
    record_consents(
        person, given=[key], language=language, entered_through=EntryChannel.WEB
    )


def publish(language, text, *, asks_again=False, key="news_email"):
    return publish_consent_text(
        ConsentText(
            purpose=ConsentPurpose.objects.get(key=key),
            language=language,
            text=text,
            asks_again=asks_again,
        )
    )


def test_mended_wording_keeps_earlier_consents(defaults):
    person = PersonFactory()
    give(person)

    publish("tr", "Aynı şey, daha güzel söylenmiş.")

    assert has_consented(person, "news_email")


def test_changed_purpose_ends_earlier_consents_in_every_language(defaults):
    turkish, english = PersonFactory(), PersonFactory()
    give(turkish)
    give(english, language="en")

    publish("tr", "Başka bir amaç.", asks_again=True)

    assert not has_consented(turkish, "news_email")
    assert not has_consented(english, "news_email")


def test_translation_that_has_not_caught_up_is_not_asked(defaults):
    publish("tr", "Başka bir amaç.", asks_again=True)

    asked = consent_questions(["news_email"], language="en")

    assert [one.text.text for one in asked] == ["Başka bir amaç."]


def test_translation_that_catches_up_keeps_the_new_consents(defaults):
    person = PersonFactory()
    publish("tr", "Başka bir amaç.", asks_again=True)
    give(person)

    publish("en", "Another purpose.", asks_again=True)

    assert has_consented(person, "news_email")
    asked = consent_questions(["news_email"], language="en")
    assert [one.text.text for one in asked] == ["Another purpose."]


def test_her_standing_says_that_she_is_asked_again(defaults):
    person = PersonFactory()
    give(person)
    publish("tr", "Başka bir amaç.", asks_again=True)

    standing = {one.key: one for one in consent_standings(person, language="tr")}

    assert standing["news_email"].is_asked_again
    assert not standing["photo_publish"].is_asked_again


def test_given_again_after_withdrawal_counts(defaults):
    person = PersonFactory()
    purpose = ConsentPurpose.objects.get(key="news_email")
    give(person)
    withdraw_consent(person, purpose=purpose, entered_through=EntryChannel.WEB)

    give_consent(
        person, key="news_email", language="tr", entered_through=EntryChannel.WEB
    )

    assert has_consented(person, "news_email")
    assert person.consent_records.count() == 3


def test_consent_record_is_neither_changed_nor_deleted(defaults):
    person = PersonFactory()
    give(person)
    record = ConsentRecord.objects.get()

    record.action = "withdrawn"
    with pytest.raises(RecordsAreKept):
        record.save()
    with pytest.raises(RecordsAreKept):
        record.delete()
    with pytest.raises(RecordsAreKept):
        ConsentRecord.objects.update(action="withdrawn")
    with pytest.raises(RecordsAreKept):
        person.consent_records.all().delete()

    assert has_consented(person, "news_email")


@pytest.mark.parametrize(
    "change",
    ["action = 'withdrawn'", "at = '2020-01-01'", "entered_through = 'desk'"],
)
def test_database_refuses_to_change_a_consent(defaults, change):
    give(PersonFactory())

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE people_consentrecord SET {change}")  # noqa: S608

    assert ConsentRecord.objects.get().action == "given"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_database_refuses_to_change_a_consent_on_postgresql():
    assert connection.vendor == "postgresql"
    install_defaults()
    give(PersonFactory())

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE people_consentrecord SET action = 'withdrawn'")

    assert ConsentRecord.objects.get().action == "given"


def test_expunged_when_the_time_of_keeping_is_over(defaults):
    person = PersonFactory()
    give(person)

    assert person.consent_records.all().expunge() == 1


def test_notice_that_was_shown_cannot_be_deleted(defaults):
    notice = Notice.objects.current(Process.REGISTRATION, "tr")
    record_notice(PersonFactory(), notice=notice)

    with pytest.raises(ProtectedError):
        notice.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk)._raw_delete("default")
        connection.check_constraints()
