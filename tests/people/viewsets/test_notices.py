"""A new version is written on from the old one, compared, and then published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.domain.consents import (
    publish_consent_text,
    publish_notice,
    record_consents,
    record_notice,
)
from people.domain.defaults import install_defaults
from people.enums import Process
from people.models import ConsentPurpose, ConsentText, Notice
from people.roles import StaffRole
from people.viewsets.notices import word_changes
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

ADD_NOTICE = reverse("people_notice:add")
ADD_TEXT = reverse("people_consenttext:add")


@pytest.fixture(autouse=True)
def _texts():
    install_defaults()


@pytest.fixture
def publisher(client):
    client.force_login(make_staff(StaffRole.PRIVACY))
    return client


def notice(**changes):
    return {
        "process": "registration", "language": "tr", "summary": "Kısa yeni",
        "body": "Uzun", "informs_again": "no", **changes,
    }  # fmt: skip


def sentence(**changes):
    purpose = ConsentPurpose.objects.get(key="photo_publish")
    return {
        "purpose": purpose.pk, "language": "tr", "text": "Yeni cümle",
        "asks_again": "no", **changes,
    }  # fmt: skip


def test_form_starts_from_the_text_in_force(publisher):
    current = Notice.objects.current(Process.REGISTRATION, "tr")

    page = publisher.get(ADD_NOTICE, {"process": "registration", "language": "tr"})

    form = page.context["form"]
    assert form["summary"].value() == current.summary
    assert form["body"].value() == current.body
    assert form["informs_again"].value() in (None, "")


def test_consent_form_starts_from_the_sentence_in_force(publisher):
    current = ConsentText.objects.get(purpose__key="news_sms", language="en")

    page = publisher.get(
        ADD_TEXT, {"purpose": current.purpose_id, "language": current.language}
    )

    assert page.context["form"]["text"].value() == current.text


@pytest.mark.parametrize(
    "query", [{}, {"process": "x", "language": "tr"}, {"process": "registration"}]
)
def test_form_without_a_known_text_starts_empty(publisher, query):
    page = publisher.get(ADD_NOTICE, query)

    assert page.status_code == 200
    assert page.context["form"]["summary"].value() is None


def test_own_page_leads_to_the_next_version(publisher):
    current = Notice.objects.current(Process.VOLUNTEERING, "en")

    page = publisher.get(reverse("people_notice:inspect", args=[current.pk]))

    html = page.content.decode()
    assert "?process=volunteering&amp;language=en" in html
    assert current.sha256 in html


def test_nothing_is_published_before_it_was_compared(publisher):
    page = publisher.post(ADD_NOTICE, notice())

    assert ("new", "Kısa yeni") in page.context["changes"][0]
    assert page.context["current"].version == 1
    assert Notice.objects.filter(version=2).count() == 0

    publisher.post(ADD_NOTICE, notice(confirmed=page.context["mark"]))

    [published] = Notice.objects.filter(version=2)
    assert (published.summary, published.informs_again) == ("Kısa yeni", False)


def test_line_breaks_of_a_browser_are_no_change(publisher):
    current = Notice.objects.current(Process.REGISTRATION, "tr")
    body = current.body.replace("\n", "\r\n")

    page = publisher.post(ADD_NOTICE, notice(body=body))

    assert page.context["changes"][1] == [("same", current.body.rstrip())]


def test_text_changed_after_comparing_is_compared_again(publisher):
    page = publisher.post(ADD_NOTICE, notice())
    mark = page.context["mark"]

    for changed in (
        notice(summary="Bambaşka", confirmed=mark),
        notice(informs_again="yes", confirmed=mark),
        notice(language="en", confirmed=mark),
    ):
        again = publisher.post(ADD_NOTICE, changed)
        assert again.context["mark"] != mark
    assert Notice.objects.filter(version=2).count() == 0


@pytest.mark.parametrize(
    ("url", "data", "field"),
    [(ADD_NOTICE, notice, "informs_again"), (ADD_TEXT, sentence, "asks_again")],
)
def test_publisher_has_to_say_whether_the_purpose_changed(publisher, url, data, field):
    page = publisher.post(url, data(**{field: ""}))

    assert list(page.context["form"].errors) == [field]


@pytest.mark.parametrize(("answer", "mark"), [("yes", True), ("no", False)])
def test_consent_text_keeps_what_the_publisher_said(publisher, answer, mark):
    data = sentence(asks_again=answer)
    page = publisher.post(ADD_TEXT, data)
    publisher.post(ADD_TEXT, {**data, "confirmed": page.context["mark"]})

    published = ConsentText.objects.get(version=2)
    assert (published.text, published.asks_again) == ("Yeni cümle", mark)
    assert published.published_at is not None


@pytest.mark.parametrize(
    "role",
    [StaffRole.COMMUNICATIONS, StaffRole.TRIPS, StaffRole.APPLICATIONS],
)
def test_others_publish_nothing(staff_client, role):
    browser = staff_client(role)

    browser.post(ADD_NOTICE, notice())
    answer = browser.post(ADD_TEXT, sentence())

    assert answer.headers["Location"] == reverse("wagtailadmin_home")
    assert Notice.objects.filter(version=2).count() == 0


def test_list_tells_what_is_in_force_and_how_many_saw_it(publisher):
    old = Notice.objects.current(Process.REGISTRATION, "tr")
    for _place in range(3):
        record_notice(PersonFactory(), notice=old)
    publish_notice(
        Notice(process="registration", language="tr", summary="Kısa", body="Uzun")
    )

    rows = publisher.get(reverse("people_notice:index")).context["object_list"]

    told = {(one.process, one.language, one.version): one for one in rows}
    first, second = told["registration", "tr", 1], told["registration", "tr", 2]
    assert (first.is_newest, first.times_used) == (False, 3)
    assert (second.is_newest, second.times_used) == (True, 0)


def test_list_warns_of_a_language_that_is_missing(publisher):
    Notice.objects.filter(process="registration", language="en").delete()

    gaps = publisher.get(reverse("people_notice:index")).context["gaps"]

    assert [str(gap) for gap in gaps] == ["Program kaydı: İngilizce eksik"]


def test_list_counts_answers_to_consents(publisher):
    record_consents(
        PersonFactory(), given=["news_email"], language="tr", entered_through="web"
    )

    rows = publisher.get(reverse("people_consenttext:index")).context["object_list"]

    assert sum(one.times_used for one in rows) == 1


@pytest.mark.parametrize("name", ["people_notice:index", "people_consenttext:index"])
def test_list_costs_the_same_for_1_and_30_versions(publisher, name):
    purpose = ConsentPurpose.objects.first()

    def add():
        publish_notice(
            Notice(process="registration", language="tr", summary="a", body="b")
        )
        publish_consent_text(ConsentText(purpose=purpose, language="tr", text="c"))

    def count():
        with CaptureQueriesContext(connection) as context:
            assert publisher.get(reverse(name)).status_code == 200
        return len(context)

    add()
    count()
    one = count()
    for _place in range(10):
        add()

    assert count() == one


def test_changes_are_told_word_by_word():
    assert word_changes("bir iki üç", "bir dört üç") == [
        ("same", "bir "),
        ("gone", "iki "),
        ("new", "dört "),
        ("same", "üç"),
    ]
    assert word_changes("", "yeni") == [("new", "yeni")]
    assert word_changes("aynı", "aynı") == [("same", "aynı")]
