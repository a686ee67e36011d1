"""Setting up calls and areas."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.domain.defaults import install_defaults
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AreaFactory,
    CallFactory,
    CriterionFactory,
    ModuleFactory,
    QuestionFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain.readiness import CallGap, gaps_of
from volunteers.models import Call, VolunteerArea

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(make_staff(StaffRole.APPLICATIONS))
    return client


def no_children(prefix):
    return {
        f"{prefix}-TOTAL_FORMS": "0",
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": "1000",
    }


def details(area, module, **changes):
    return {
        "title_tr": "Bahar dönemi",
        "title_en": "Spring term",
        "summary_tr": "",
        "summary_en": "",
        "opens_at": in_days(5).strftime("%d.%m.%Y %H:%M"),
        "closes_at": in_days(30).strftime("%d.%m.%Y %H:%M"),
        "areas": [area.pk],
        "most_areas": "2",
        "minimum_age": "18",
        "required_trainings": [module.pk],
        **no_children("questions"),
        **no_children("criteria"),
        **no_children("review_plans"),
        **no_children("screening_rules"),
        **changes,
    }


QUESTION = {
    "questions-TOTAL_FORMS": "1",
    "questions-0-label_tr": "Bilgisayarınız var mı?",
    "questions-0-label_en": "Do you have a computer?",
    "questions-0-help_text_tr": "",
    "questions-0-help_text_en": "",
    "questions-0-kind": "yes_no",
    "questions-0-choices_tr": "",
    "questions-0-choices_en": "",
    "questions-0-ORDER": "1",
}
CRITERION = {
    "criteria-TOTAL_FORMS": "1",
    "criteria-0-name_tr": "Zaman uygunluğu",
    "criteria-0-name_en": "Time",
    "criteria-0-weight": "2",
    "criteria-0-ORDER": "1",
}


def test_call_is_set_up_with_questions_and_criteria(clerk):
    area, module = AreaFactory(), ModuleFactory()

    answer = clerk.post(
        reverse("volunteers_call:add"),
        details(area, module, **QUESTION, **CRITERION),
    )

    call = Call.objects.get()
    assert answer.headers["Location"] == reverse("volunteers_call:edit", args=[call.pk])
    assert dict(call.title) == {"tr": "Bahar dönemi", "en": "Spring term"}
    assert (call.slug, call.most_areas) == ("bahar-donemi", 2)
    assert list(call.areas.all()) == [area]
    assert list(call.required_trainings.all()) == [module]
    assert [one.key for one in call.questions.all()] == ["bilgisayariniz-var-mi"]
    assert [(str(one.name), one.weight) for one in call.criteria.all()] == [
        ("Zaman uygunluğu", 2)
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"title_tr": ""},
        {"minimum_age": "17"},
        {"most_areas": "4"},
        {"closes_at": "01.01.2020 10:00"},
    ],
    ids=["title", "age", "areas", "dates"],
)
def test_call_that_makes_no_sense_is_refused(clerk, changes):
    answer = clerk.post(
        reverse("volunteers_call:add"),
        details(AreaFactory(), ModuleFactory(), **changes),
    )

    assert answer.status_code == 200
    assert Call.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"questions-0-label_tr": "Dininiz nedir?"},
        {"questions-0-label_en": "Do you have a disability?"},
        {"questions-0-help_text_tr": "Üye olduğunuz dernekleri yazın."},
        {
            "questions-0-kind": "one_choice",
            "questions-0-choices_tr": "Sünni mezhebi\nÖteki",
        },
    ],
    ids=["label", "other language", "hint", "choices"],
)
def test_question_that_the_law_forbids_is_refused_with_its_reason(clerk, changes):
    data = details(AreaFactory(), ModuleFactory(), **QUESTION)

    answer = clerk.post(reverse("volunteers_call:add"), {**data, **changes})

    assert answer.status_code == 200
    assert "kanun özel olarak korur" in answer.content.decode()
    assert Call.objects.count() == 0


def test_question_that_is_only_too_curious_is_remarked_upon(clerk):
    call = CallFactory()
    assert CallGap.ASKS_TOO_MUCH not in gaps_of(call)

    QuestionFactory(call=call, label={"tr": "Evli misiniz?", "en": "Are you married?"})

    assert CallGap.ASKS_TOO_MUCH in gaps_of(Call.objects.get())


def test_page_lists_what_is_missing(clerk):
    call = CallFactory(
        title={"tr": "Bahar dönemi"}, opens_at=in_days(3), areas=[AreaFactory()]
    )

    page = clerk.get(reverse("volunteers_call:edit", args=[call.pk]))

    assert page.context["gaps"] == [
        CallGap.NO_ENGLISH_TITLE,
        CallGap.NO_SUMMARY,
        CallGap.NO_TRAININGS,
        CallGap.NO_CRITERIA,
        CallGap.NO_SLOTS,
        CallGap.NO_NOTICE,
    ]
    assert f"{reverse('volunteers_slot:add')}?call={call.pk}" in page.content.decode()


def test_nothing_is_missing_from_a_complete_call():
    install_defaults()
    call = CallFactory(
        summary={"tr": "Özet", "en": "Summary"}, required_trainings=[ModuleFactory()]
    )
    CriterionFactory(call=call)
    QuestionFactory(call=call)
    slot = SlotFactory(call=call)
    slot.interviewers.add(make_staff(StaffRole.INTERVIEWER))

    assert gaps_of(call) == []


@pytest.mark.parametrize(
    ("spoil", "gap"),
    [
        (
            lambda call: QuestionFactory(call=call, label={"tr": "Neden?"}),
            CallGap.QUESTION_UNTRANSLATED,
        ),
        (lambda call: SlotFactory(call=call), CallGap.NO_INTERVIEWERS),
        (
            lambda call: VolunteerArea.objects.update(is_active=False),
            CallGap.NO_AREAS,
        ),
    ],
    ids=["question", "interviewers", "areas"],
)
def test_each_gap_is_found(spoil, gap):
    call = CallFactory()
    assert gap not in gaps_of(call)

    spoil(call)

    assert gap in gaps_of(Call.objects.get())


def test_preview_shows_the_form_before_it_opens(clerk):
    call = CallFactory(opens_at=in_days(3))
    QuestionFactory(call=call, label={"tr": "Bilgisayarınız var mı?"})

    page = clerk.get(reverse("volunteers_call:preview", args=[call.pk]))

    html = page.content.decode()
    assert page.status_code == 200
    assert "Bilgisayarınız var mı?" in html
    assert "Doğum tarihi" in html
    assert '<form method="post"' not in html


@pytest.mark.parametrize(
    "role", [StaffRole.COMMUNICATIONS, StaffRole.INTERVIEWER], ids=lambda one: one.name
)
def test_preview_and_set_up_are_closed_to_others(client, role):
    client.force_login(make_staff(role))
    call = CallFactory()

    for name in ("preview", "edit", "delete"):
        answer = client.get(reverse(f"volunteers_call:{name}", args=[call.pk]))
        assert answer.headers["Location"] == reverse("wagtailadmin_home")


def test_call_that_somebody_answered_is_not_deleted(clerk):
    answered = ApplicationFactory().call
    planned = SlotFactory().call
    unused = CallFactory()

    for call in (answered, planned, unused):
        clerk.post(reverse("volunteers_call:delete", args=[call.pk]))

    assert set(Call.objects.all()) == {answered, planned}


def test_area_in_use_is_not_deleted(clerk):
    used = CallFactory(areas=[AreaFactory()]).areas.get()
    unused = AreaFactory()

    for area in (used, unused):
        clerk.post(reverse("volunteers_area:delete", args=[area.pk]))

    assert list(VolunteerArea.objects.all()) == [used]


def test_area_is_set_up_in_both_languages(clerk):
    clerk.post(
        reverse("volunteers_area:add"),
        {
            "name_tr": "Çeviri",
            "name_en": "Translation",
            "description_tr": "",
            "description_en": "",
            "is_active": "on",
            "sort_order": "1",
        },
    )

    area = VolunteerArea.objects.get()
    assert (dict(area.name), area.slug) == (
        {"tr": "Çeviri", "en": "Translation"},
        "ceviri",
    )


@pytest.mark.parametrize("name", ["volunteers_call:index", "volunteers_area:index"])
def test_list_costs_the_same_for_1_and_30(clerk, name):
    def count():
        with CaptureQueriesContext(connection) as context:
            assert clerk.get(reverse(name)).status_code == 200
        return len(context)

    CallFactory(areas=[AreaFactory()])
    count()
    one = count()
    for _place in range(29):
        CallFactory(areas=[AreaFactory()])

    assert count() == one
