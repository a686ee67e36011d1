"""Staff write other words; no message is lost to them, no version either."""

import logging
import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import IntegrityError, connection, transaction
from wagtail.models import ModelLogEntry

from messaging import templates
from messaging.domain.outbox import queue_message
from messaging.domain.texts import (
    Draft,
    faults_of,
    go_back_to_original,
    go_back_to_version,
    original_text,
    save_texts,
    send_trial,
    text_in_force,
)
from messaging.enums import SubjectFault, TextFault
from messaging.models import Message, MessageText
from messaging.templates import MessageTemplate, Placeholder
from people.exceptions import Refusal
from people.models import Person
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

GOOD = Draft("Kaydınız değişti", "Sayın {given_name},\n\nKod: {code}\n{link}")


@pytest.fixture
def template(monkeypatch):
    one = MessageTemplate(
        key="test.words",
        texts={
            "tr": ("Kaydınız alındı", "Kod: {code}. {link}"),
            "en": ("We have your details", "Code: {code}. {link}"),
        },
        placeholders=frozenset({"code"}),
        required=frozenset({"link"}),
        meanings={"code": Placeholder("Kod", {"tr": "K1", "en": "K1"})},
    )
    monkeypatch.setitem(templates._registry, one.key, one)
    return one


@pytest.fixture
def writer():
    return make_staff(StaffRole.COMMUNICATIONS)


def save(template, draft, by, language="tr", seen=0, **kwargs):
    return save_texts(
        template, {language: draft}, seen={language: seen}, by=by, **kwargs
    )


VALUES = {"code": "7", "link": "L", "given_name": "İpek", "family_name": "Öztürk"}


def test_new_words_are_sent_and_the_other_language_stays(template, writer):
    save(template, GOOD, writer)

    assert template.render("tr", VALUES) == (
        "Kaydınız değişti",
        "Sayın İpek,\n\nKod: 7\nL",
    )
    assert template.render("en", VALUES) == ("We have your details", "Code: 7. L")


def test_message_in_the_outbox_has_the_new_words(template, writer):
    save(template, GOOD, writer)
    person = PersonFactory(given_name="Işıl")

    queue_message(
        person, template=template.key, key="x", about=person, values={"code": "9"},
        link_path="/kaydim/x/",
    )  # fmt: skip

    message = Message.objects.get()
    assert message.subject == "Kaydınız değişti"
    assert message.full_body.startswith("Sayın Işıl,\n\nKod: 9\nhttp")


def test_rendering_asks_the_database_once(template, writer, django_assert_num_queries):
    with django_assert_num_queries(1):
        template.render("tr", VALUES)
    save(template, GOOD, writer)
    with django_assert_num_queries(1):
        template.render("tr", VALUES)


def test_text_that_the_code_outgrew_gives_way_to_the_original(
    template, writer, monkeypatch, caplog
):
    save(template, GOOD, writer)
    smaller = MessageTemplate(
        key=template.key,
        texts={"tr": ("Kaydınız alındı", "{link}"), "en": ("Details", "{link}")},
    )
    monkeypatch.setitem(templates._registry, template.key, smaller)
    without_code = {name: value for name, value in VALUES.items() if name != "code"}

    with caplog.at_level(logging.ERROR, "messaging.templates"):
        rendered = smaller.render("tr", without_code)

    assert rendered == ("Kaydınız alındı", "L")
    [record] = caplog.records
    assert record.getMessage() == (
        "The text of test.words (tr, version 1) cannot be filled in; "
        "the original was used."
    )


@pytest.mark.parametrize(
    ("draft", "field", "reason"),
    [
        (Draft("Konu", "{code}"), "body", TextFault.MISSING_PLACEHOLDER),
        (Draft("Konu", "{link} {kod}"), "body", TextFault.UNKNOWN_PLACEHOLDER),
        (Draft("Konu {day}", "{link}"), "subject", TextFault.UNKNOWN_PLACEHOLDER),
        (Draft("Konu", "{link} {code"), "body", TextFault.STRAY_BRACE),
        (Draft("Konu", "{link}} {code}"), "body", TextFault.STRAY_BRACE),
        (Draft("Konu", "{Link} {link}"), "body", TextFault.STRAY_BRACE),
        (Draft("Konu", " "), "body", TextFault.EMPTY),
        (Draft("Konu", "x" * 4001 + "{link}"), "body", TextFault.TOO_LONG),
        (Draft("Konu", "{link}", "Mülakat: {link}"), "sms", TextFault.SMS_TELLS),
        (Draft("Konu", "{link}", "kısa"), "sms", TextFault.MISSING_PLACEHOLDER),
        (Draft("Konu", "{link}", "x" * 301 + "{link}"), "sms", TextFault.TOO_LONG),
        (Draft("Kadınlara haber", "{link}"), "subject", SubjectFault.TELLING_WORD),
        (Draft("", "{link}"), "subject", SubjectFault.EMPTY),
        (Draft("Konu {given_name}", "{link}"), "subject", SubjectFault.NAMES_HER),
    ],
)
def test_text_that_would_fail_is_refused_and_nothing_written(
    template, writer, draft, field, reason
):
    assert (field, reason) in [
        (one.field, one.reason) for one in faults_of(template, draft)
    ]

    with pytest.raises(Refusal):
        save(template, draft, writer, hints_accepted=True)

    assert MessageText.objects.count() == 0


def test_every_refusal_has_its_sentence_filled_in(template):
    draft = Draft("", "{kod} {")
    sentences = [
        str(one.reason.label) % one.details for one in faults_of(template, draft)
    ]

    assert not [one for one in sentences if "%(" in one]
    assert any("{kod}" in one for one in sentences)
    assert any("{link}" in one for one in sentences)


def test_message_that_names_nobody_takes_no_name():
    template = templates.get_template("rights.confirm_address")

    faults = faults_of(template, Draft("Konu", "Sayın {given_name}, {link}"))

    assert [one.reason for one in faults] == [TextFault.UNKNOWN_PLACEHOLDER]


def test_remarks_have_to_be_accepted(template, writer):
    draft = Draft("Konu", "Bayanlar için: {link}")

    with pytest.raises(Refusal) as refused:
        save(template, draft, writer)
    assert refused.value.reason == TextFault.NOT_CONFIRMED

    save(template, draft, writer, hints_accepted=True)
    assert MessageText.objects.get().body == draft.body


def test_second_writer_is_told_and_overwrites_nothing(template, writer):
    save(template, GOOD, writer)

    with pytest.raises(Refusal) as refused:
        save(template, Draft("Konu", "{link}"), writer, seen=0)

    assert refused.value.reason == TextFault.CHANGED_MEANWHILE
    assert text_in_force(template, "tr") == GOOD


def test_language_that_did_not_change_gets_no_version(template, writer):
    drafts = {"tr": GOOD, "en": original_text(template, "en")}

    save_texts(template, drafts, seen={"tr": 0, "en": 0}, by=writer)

    assert [text.language for text in MessageText.objects.all()] == ["tr"]


def test_going_back_makes_a_new_version_and_keeps_the_old(template, writer):
    [first] = save(template, GOOD, writer)
    save(template, Draft("Konu", "{link}"), writer, seen=1)

    go_back_to_version(first, template=template, by=writer)
    assert text_in_force(template, "tr") == GOOD

    go_back_to_original(template, language="tr", by=writer)
    assert template.render("tr", VALUES) == ("Kaydınız alındı", "Kod: 7. L")
    assert [(text.version, text.is_original) for text in MessageText.objects.all()] == [
        (4, True), (3, False), (2, False), (1, False),
    ]  # fmt: skip


def test_original_follows_the_code_when_that_changes(template, writer, monkeypatch):
    save(template, GOOD, writer)
    go_back_to_original(template, language="tr", by=writer)
    newer = MessageTemplate(
        key=template.key, texts={"tr": ("Yeni konu", "{link}"), "en": ("New", "{link}")}
    )

    assert newer.render("tr", VALUES) == ("Yeni konu", "L")


def test_going_back_to_what_holds_already_writes_nothing(template, writer):
    assert go_back_to_original(template, language="tr", by=writer) is None
    assert MessageText.objects.count() == 0


def test_earlier_version_that_no_longer_fits_is_not_brought_back(template, writer):
    old = MessageText.objects.create(
        template=template.key, language="tr", version=1, subject="Konu", body="{kod}"
    )

    with pytest.raises(Refusal):
        go_back_to_version(old, template=template, by=writer)


def test_version_is_never_changed_or_deleted_through_the_orm(template, writer):
    [text] = save(template, GOOD, writer)
    text.subject = "Başka"

    for attempt in (
        text.save,
        lambda: MessageText.objects.update(subject="Başka"),
        lambda: MessageText.objects.all().delete(),
    ):
        with pytest.raises(TypeError):
            attempt()

    assert MessageText.objects.get().subject == GOOD.subject


def test_account_may_go_and_the_version_stays(template, writer):
    save(template, GOOD, writer)

    writer.delete()

    assert MessageText.objects.get().edited_by is None


def test_database_keeps_one_text_for_each_version(template):
    row = {"template": "a", "language": "tr", "version": 1, "subject": "s", "body": "b"}
    MessageText.objects.create(**row)

    with pytest.raises(IntegrityError), transaction.atomic():
        MessageText.objects.create(**row)


def test_saving_is_logged_without_the_words(template, writer):
    [text] = save(template, GOOD, writer)

    entry = ModelLogEntry.objects.get(action="messaging.text.save")
    assert entry.user == writer
    assert entry.object_id == str(text.pk)
    assert entry.data == {"template": "test.words", "language": "tr", "version": 1}


def test_trial_goes_to_the_writer_with_sample_data_only(template, writer):
    writer.email = "ipek@example.org"
    PersonFactory(given_name="Gizem", family_name="Saklı")

    send_trial(template, GOOD, language="tr", by=writer)

    [sent] = mail.outbox
    assert sent.to == ["ipek@example.org"]
    assert sent.subject == "Kaydınız değişti"
    assert sent.body == (
        "[Bu, örnek bilgilerle yazılmış bir denemedir.]\n\n"
        "Sayın İpek,\n\nKod: K1\nhttps://www.example.org/kaydim/ornek/"
    )
    assert Message.objects.count() == 0
    assert Person.objects.count() == 1
    entry = ModelLogEntry.objects.get(action="messaging.text.trial")
    assert entry.data == {"template": "test.words", "language": "tr"}
    assert entry.content_type == ContentType.objects.get_for_model(writer)


def test_trial_needs_an_address_and_a_text_that_could_be_saved(template, writer):
    with pytest.raises(Refusal) as refused:
        send_trial(template, GOOD, language="tr", by=writer)
    assert refused.value.reason == TextFault.NO_OWN_ADDRESS

    writer.email = "ipek@example.org"
    with pytest.raises(Refusal):
        send_trial(template, Draft("Kadınlara", "{link}"), language="tr", by=writer)
    assert mail.outbox == []


def test_trial_that_cannot_leave_is_told_and_not_logged(template, writer, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 2
    writer.email = "ipek@example.org"

    with pytest.raises(Refusal) as refused:
        send_trial(template, GOOD, language="tr", by=writer)

    assert refused.value.reason == TextFault.NOT_SENT
    assert not ModelLogEntry.objects.filter(action="messaging.text.trial").exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_once_make_one_version(template):
    writers = [make_staff(StaffRole.COMMUNICATIONS, f"w{n}") for n in range(2)]
    start, answers = threading.Barrier(2), []

    def work(place):
        start.wait()
        try:
            save(template, Draft(f"Konu {place}", "{link}"), writers[place])
            answers.append("saved")
        except Refusal as refusal:
            answers.append(refusal.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[place]) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, answers)) == ["changed_meanwhile", "saved"]
    assert MessageText.objects.count() == 1
