"""What people were shown stays what it was, and can be proved."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from people.domain.consents import (
    altered_texts,
    notices_to_show_again,
    publish_notice,
    record_consents,
    record_notice,
)
from people.domain.defaults import install_defaults
from people.enums import EntryChannel, Process
from people.freezing import trigger_of
from people.models import ConsentText, Notice
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _texts():
    install_defaults()


def publish(**changes):
    return publish_notice(
        Notice(
            **{
                "process": Process.REGISTRATION, "language": "tr", "summary": "Kısa",
                "body": "Uzun", **changes,
            }
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("model", "field"), [(Notice, "summary"), (Notice, "body"), (ConsentText, "text")]
)
def test_published_text_is_not_changed_through_the_orm(model, field):
    text = model.objects.first()
    before = getattr(text, field)
    setattr(text, field, "Başka")

    with pytest.raises(TypeError):
        text.save()
    with pytest.raises(TypeError):
        model.objects.filter(pk=text.pk).update(**{field: "Başka"})
    with pytest.raises(TypeError), transaction.atomic():
        model.objects.bulk_update([text], [field])

    assert getattr(model.objects.get(pk=text.pk), field) == before


@pytest.mark.parametrize(("model", "field"), [(Notice, "body"), (ConsentText, "text")])
def test_database_keeps_a_published_text_from_everybody(model, field):
    table = model._meta.db_table
    with (
        pytest.raises(IntegrityError, match="kept as it was"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET {field} = 'Başka'")  # noqa: S608

    assert not model.objects.filter(**{field: "Başka"}).exists()


def test_database_lets_a_draft_be_changed():
    draft = Notice.objects.create(
        process=Process.REGISTRATION, language="tr", version=9, summary="Kısa", body="a"
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_notice SET body = 'b' WHERE id = %s", [draft.pk])

    assert Notice.objects.get(pk=draft.pk).body == "b"


def test_saving_a_published_text_unchanged_is_harmless():
    text = ConsentText.objects.first()

    text.save()

    assert altered_texts() == []


def test_text_that_somebody_saw_is_not_deleted():
    notice = Notice.objects.current(Process.REGISTRATION, "tr")
    person = PersonFactory()
    record_notice(person, notice=notice)
    [record] = record_consents(
        person, given=["news_sms"], language="tr", entered_through="web"
    )

    for text in (notice, record.text):
        with pytest.raises(ProtectedError):
            text.delete()


def test_text_altered_behind_our_back_is_found():
    call_command("check_texts")
    with connection.cursor() as cursor:
        on = " ON people_notice" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {trigger_of(Notice)}{on}")
        cursor.execute(
            "UPDATE people_notice SET body = body || '.' "
            "WHERE process = 'registration' AND language = 'tr'"
        )

    [altered] = altered_texts()
    with pytest.raises(CommandError, match=r"tr · v1"):
        call_command("check_texts")

    assert (altered.process, altered.language) == ("registration", "tr")


@pytest.mark.parametrize("channel", EntryChannel.values)
def test_receipt_tells_which_version_when_and_through_whom(channel):
    notice = Notice.objects.current(Process.REGISTRATION, "en")
    before = timezone.now()

    receipt = record_notice(PersonFactory(), notice=notice, shown_through=channel)

    assert (receipt.notice.version, receipt.notice.language) == (1, "en")
    assert receipt.shown_through == channel
    assert receipt.shown_at >= before


def test_notice_is_shown_again_only_when_its_purpose_changed():
    person = PersonFactory()
    first = Notice.objects.current(Process.REGISTRATION, "tr")
    record_notice(person, notice=first, at=timezone.now() - timedelta(days=1))

    publish()
    assert notices_to_show_again(person) == []

    changed = publish(informs_again=True)
    assert notices_to_show_again(person) == [changed]

    corrected = publish()
    assert notices_to_show_again(person) == [corrected]

    record_notice(person, notice=corrected)
    assert notices_to_show_again(person) == []


def test_notice_of_a_process_she_has_nothing_to_do_with_is_not_shown():
    person = PersonFactory()
    first = Notice.objects.current(Process.REGISTRATION, "tr")
    record_notice(person, notice=first)

    publish(process=Process.VOLUNTEERING, informs_again=True)

    assert notices_to_show_again(person) == []


def test_notice_is_shown_again_in_her_language():
    person = PersonFactory(language="en")
    first = Notice.objects.current(Process.REGISTRATION, "en")
    record_notice(person, notice=first)

    publish(informs_again=True)
    english = publish(language="en", summary="Short", body="Long", informs_again=True)

    assert notices_to_show_again(person) == [english]
