"""Notices are frozen and versioned, consents separate and append-only."""

import hashlib

import pytest
from django.core.exceptions import ValidationError

from people.domain.consents import (
    consent_questions,
    consents_of,
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
