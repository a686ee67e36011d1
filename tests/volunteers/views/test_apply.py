"""The application form: the way through, and every way it can go wrong."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from messaging.models import Message
from people.domain.defaults import install_defaults
from people.models import ConsentRecord, Person
from tests.factories.people import PersonFactory
from tests.factories.volunteers import (
    AreaFactory,
    CallFactory,
    CriterionFactory,
    NoticeFactory,
    QuestionFactory,
    in_days,
)
from tests.volunteers.forms_data import (
    ALL_STEPS,
    STEPS,
    fill_in,
    post_step,
    step_data,
    step_url,
)
from volunteers.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    NoticeFactory()
    return CallFactory()


def changed(call, step, **values):
    return {step: {**step_data(call)[step], **values}}


def test_application_from_first_step_to_her_own_page(call, tr):
    response = fill_in(tr, call)

    application = Application.objects.get()
    assert response.status_code == 302
    assert response.url.startswith("/basvurum/")
    assert application.reference == f"EIG-{timezone.localdate().year}-0001"
    assert application.person.full_name == "Çiğdem Iğdırlı"
    assert str(application.person.phone.as_e164) == "+905000000001"
    assert application.person.birth_date == date(1990, 11, 21)
    assert application.availability == ["mon-morning", "sun-evening"]
    assert application.ranked_areas() == [call.areas.all()[0]]
    assert application.notice_receipt.person == application.person
    page = tr.get(response.url)
    assert page.status_code == 200
    assert application.reference in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "same-origin"


def test_submits_with_every_consent_empty(call, tr):
    install_defaults()

    fill_in(tr, call)

    assert Application.objects.count() == 1
    assert ConsentRecord.objects.count() == 0


def test_records_only_the_consents_she_ticked(call, tr):
    install_defaults()

    fill_in(tr, call, **changed(call, "onay", consent_news_email="on"))

    keys = ConsentRecord.objects.values_list("text__purpose__key", flat=True)
    assert list(keys) == ["news_email"]


def test_no_consent_is_ticked_beforehand(call, tr):
    install_defaults()
    fill_in(tr, call, until="zaman")

    form = tr.get(step_url(call, "onay")).context["form"]

    consents = [name for name in form.fields if name.startswith("consent_")]
    assert len(consents) == 4
    assert [form[name].value() for name in consents] == [None] * 4
    assert [form.fields[name].required for name in consents] == [False] * 4


def test_sends_one_neutral_message_with_a_link_to_her_page(
    call, tr, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        fill_in(tr, call)

    assert [mail.subject for mail in mailoutbox] == ["Kaydınız alındı"]
    assert mailoutbox[0].to == ["cigdem@example.org"]
    link = Message.objects.get().full_body.split()[-1]
    assert tr.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_double_click_makes_one_application(call, tr):
    fill_in(tr, call, until="onay")
    tr.get(step_url(call, "kontrol"))

    first = post_step(tr, call, "kontrol", {})
    second = post_step(tr, call, "kontrol", {})

    assert Application.objects.count() == 1
    assert second.url == first.url


def test_second_tab_lands_on_what_was_sent(call, tr):
    sent = fill_in(tr, call)

    late = post_step(tr, call, "onay", step_data(call)["onay"])

    assert late.url == sent.url
    assert Application.objects.count() == 1


def test_step_cannot_be_jumped_over(call, tr):
    response = tr.get(step_url(call, "onay"))

    assert response.url == step_url(call, "kisi")


@pytest.mark.parametrize(
    ("step", "values", "field", "code"),
    [
        ("kisi", {"phone": "12345"}, "phone", "invalid"),
        ("kisi", {"phone": ""}, "phone", "required"),
        ("kisi", {"email": "İnfo@example.org"}, "email", "email"),
        ("kisi", {"district": ""}, "district", "required"),
        ("kisi", {"birth_date_year": "1990x"}, "birth_date", "invalid"),
        ("kisi", {"given_name": "Ç1"}, "given_name", "name"),
        ("alanlar", {}, "areas", "no_area"),
        ("zaman", {"motivation": "Kısa"}, "motivation", "min_length"),
        ("zaman", {"motivation": "a" * 1501}, "motivation", "max_length"),
        ("zaman", {"availability": []}, "availability", "required"),
        ("zaman", {"availability": ["mon-night"]}, "availability", "invalid_choice"),
        ("zaman", {"weekly_hours": ""}, "weekly_hours", "required"),
        ("onay", {"notice_read": ""}, "notice_read", "required"),
        ("onay", {"declared_true": ""}, "declared_true", "required"),
    ],
)
def test_wrong_answer_is_said_at_its_field(call, tr, step, values, field, code):
    answers = step_data(call)[step]
    answers = {**answers, **values} if values else {}

    response = fill_in(tr, call, until=step, **{step: answers})

    errors = response.context["form"].errors.as_data()
    assert response.status_code == 200
    assert {name: [one.code for one in ones] for name, ones in errors.items()} == {
        field: [code]
    }
    assert all(str(message) for message in errors[field][0].messages)
    assert Application.objects.count() == Person.objects.count() == 0


def test_everything_typed_stays_after_an_error(call, tr):
    response = fill_in(tr, call, until="kisi", **changed(call, "kisi", phone="12"))

    assert response.context["form"]["given_name"].value() == "Çiğdem"
    assert response.context["form"]["phone"].value() == "12"


@pytest.mark.parametrize("days", [0, 1])
def test_eighteenth_birthday_counts_from_its_day(call, tr, days):
    today = timezone.localdate()
    born = date(today.year - 18, today.month, today.day)
    born = born.fromordinal(born.toordinal() + days)
    data = changed(
        call,
        "kisi",
        birth_date_day=str(born.day),
        birth_date_month=str(born.month),
        birth_date_year=str(born.year),
    )

    response = fill_in(tr, call, until="kisi", **data)

    if days == 0:
        assert response.url == step_url(call, "alanlar")
    else:
        errors = response.context["form"].errors.as_data()
        assert [error.code for error in errors["birth_date"]] == ["under_age"]


def test_same_place_given_to_two_areas(call, tr):
    slugs = [area.slug for area in call.areas.all()]

    response = fill_in(
        tr, call, until="alanlar", alanlar={f"areas_{s}": "1" for s in slugs[:2]}
    )

    errors = response.context["form"].errors.as_data()
    assert [error.code for error in errors["areas"]] == ["rank_twice"]


def test_areas_are_kept_in_the_order_of_her_wish(call, tr):
    one, two, three = call.areas.all()

    data = {f"areas_{one.slug}": "3", f"areas_{two.slug}": "1"}
    fill_in(tr, call, alanlar={**data, f"areas_{three.slug}": "2"})

    assert Application.objects.get().ranked_areas() == [two, three, one]


def test_languages_are_asked_of_translators_only(tr):
    NoticeFactory()
    area = AreaFactory(asks_languages=True)
    call = CallFactory(areas=[area])

    after_areas = fill_in(tr, call, until="alanlar")
    rest = ("diller", "zaman", "onay", "kontrol")
    fill_in(tr, call, steps=rest)

    assert after_areas.url == step_url(call, "diller")
    assert Application.objects.get().languages == [
        {"language": "en", "level": "C1", "direction": "both_ways"}
    ]


def test_language_without_level_is_refused(tr):
    NoticeFactory()
    call = CallFactory(areas=[AreaFactory(asks_languages=True)])
    fill_in(tr, call, until="alanlar")

    response = fill_in(tr, call, steps=("diller",), diller={"language_1": "en"})

    assert sorted(response.context["form"].errors) == ["direction_1", "level_1"]


def test_questions_of_the_call_are_asked_and_kept_readable(call, tr):
    question = QuestionFactory(
        call=call,
        kind="one_choice",
        is_required=True,
        key="bilgisayar",
        choices={"tr": "Var\nYok", "en": "Yes\nNo"},
    )

    refused = fill_in(tr, call, steps=("kisi", "alanlar", "zaman", "sorular"))
    fill_in(
        tr,
        call,
        steps=("sorular", "onay", "kontrol"),
        sorular={"question_bilgisayar": "var"},
    )
    question.delete()

    assert list(refused.context["form"].errors) == ["question_bilgisayar"]
    assert Application.objects.get().answered_questions() == [
        ("Bilgisayarınız var mı?", "Var")
    ]


def test_check_page_shows_the_answers_with_links_to_change_them(call, tr):
    fill_in(tr, call, until="onay")

    page = tr.get(step_url(call, "kontrol"))

    titles = [step["url"] for step in page.context["answered"]]
    assert titles == [f"{step_url(call, step)}?change=1" for step in STEPS[:-1]]
    rows = page.context["answered"][2]["rows"]
    assert rows[0][1].startswith("Mahallemdeki kadınlarla")
    assert "Çiğdem" in page.content.decode()


def test_call_that_closes_while_she_writes_changes_nothing(call, tr):
    fill_in(tr, call, until="onay")
    call.closes_at = timezone.now() - timedelta(minutes=31)
    call.save()

    response = post_step(tr, call, "kontrol", {})

    assert response.status_code == 409
    assert Application.objects.count() == Person.objects.count() == 0


def test_closed_call_says_when_and_what_is_next(tr):
    NoticeFactory()
    closed = CallFactory(opens_at=in_days(-30), closes_at=in_days(-3))
    CallFactory(
        title={"tr": "Güz dönemi", "en": "Autumn term"},
        opens_at=in_days(30),
        closes_at=in_days(60),
    )

    page = tr.get(reverse("volunteers:apply", args=[closed.slug]))

    assert page.status_code == 200
    assert page.context["is_closed"] is True
    assert page.context["next_call"].title["tr"] == "Güz dönemi"
    text = page.content.decode()
    assert date_format(timezone.localtime(closed.closes_at), "DATETIME_FORMAT") in text
    assert "Güz dönemi" in text


def test_call_not_open_yet_says_when_it_opens(tr):
    NoticeFactory()
    call = CallFactory(opens_at=in_days(3), closes_at=in_days(9))

    page = tr.get(step_url(call, "kisi"))

    moment = date_format(timezone.localtime(call.opens_at), "DATETIME_FORMAT")
    assert moment in page.content.decode()
    assert page.templates[0].name == "volunteers/call_not_open.html"


def test_call_without_a_notice_asks_nobody(tr):
    call = CallFactory()

    page = tr.get(step_url(call, "kisi"))

    assert page.templates[0].name == "volunteers/call_not_open.html"


def test_unknown_call_is_not_found(tr):
    assert tr.get("/basvuru/yok/").status_code == 404


def test_known_person_gets_the_same_answer_as_an_unknown_one(call):
    data = step_data(call)["kisi"]
    first, second = Client(), Client()

    new = fill_in(first, call)
    PersonFactory(phone="+905000000002")
    known = fill_in(second, call, kisi={**data, "phone": "0500 000 00 02"})
    again = fill_in(Client(), call)

    assert [r.status_code for r in (new, known, again)] == [302, 302, 302]
    assert Application.objects.count() == 3
    doubles = Application.objects.order_by("pk").values_list("possible_double")
    assert [flag for (flag,) in doubles] == [False, True, True]


@pytest.mark.parametrize("step", ALL_STEPS)
def test_steps_cost_as_many_queries_for_many_rows_as_for_one(
    step, tr, django_assert_max_num_queries
):
    NoticeFactory()
    install_defaults()
    call = CallFactory(areas=AreaFactory.create_batch(8))
    for _n in range(10):
        QuestionFactory(call=call)
        CriterionFactory(call=call)
    for earlier in ALL_STEPS[: ALL_STEPS.index(step)]:
        fill_in(tr, call, steps=(earlier,))

    with django_assert_max_num_queries(30):
        response = tr.get(step_url(call, step))

    assert response.status_code == 200
