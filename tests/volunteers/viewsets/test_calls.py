"""Setting up calls and areas."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext_lazy

from people.domain.defaults import install_defaults
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import join
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
from volunteers.domain.readiness import PARTS, TEAM, CallGap, gaps_of
from volunteers.enums import Duty
from volunteers.exceptions import ConditionDenied
from volunteers.models import Call, CallArea, DocumentKind, VolunteerArea
from volunteers.usual_criteria import USUAL_CRITERIA

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
        "grace_minutes": "30",
        "interview_changes": "1",
        "interview_change_hours": "2",
        "most_areas": "2",
        "minimum_age": "18",
        "required_trainings": [module.pk],
        **no_children("questions"),
        **no_children("criteria"),
        **no_children("review_plans"),
        **no_children("screening_rules"),
        **no_children("area_terms"),
        **no_children("team"),
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

    assert [gap for part in page.context["parts"] for gap in part.gaps] == [
        CallGap.NO_ENGLISH_TITLE,
        CallGap.NO_SUMMARY,
        CallGap.NO_PLACES,
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
    for area in call.areas.all():
        CallArea.objects.create(call=call, area=area, places=3)
    CriterionFactory(call=call)
    QuestionFactory(call=call)
    slot = SlotFactory(call=call)
    slot.interviewers.add(make_staff(StaffRole.INTERVIEWER))

    assert gaps_of(call) == []


def test_every_gap_stands_in_one_part_of_the_checklist():
    listed = [gap for _name, gaps in PARTS for gap in gaps]

    assert sorted(listed) == sorted(CallGap)


@pytest.mark.parametrize(
    ("duties", "gaps"),
    [
        (
            [Duty.READER],
            [
                CallGap.NO_COORDINATOR,
                CallGap.NO_REVIEWER,
                CallGap.NO_INTERVIEWER,
                CallGap.NO_TRAINER,
            ],
        ),
        (
            [Duty.REVIEWER, Duty.TRAINER],
            [CallGap.NO_COORDINATOR, CallGap.NO_INTERVIEWER],
        ),
        ([Duty.COORDINATOR], []),
    ],
    ids=["reader", "two", "coordinator"],
)
def test_team_lacks_who_does_the_work(duties, gaps):
    call = CallFactory()
    join(call, *duties)

    about_the_team = dict(PARTS)[TEAM]
    assert [gap for gap in gaps_of(call) if gap in about_the_team] == gaps


def test_interviewer_from_outside_the_team_is_remarked_upon():
    call = CallFactory()
    join(call, Duty.COORDINATOR)
    slot = SlotFactory(call=call)
    slot.interviewers.add(make_staff(StaffRole.INTERVIEWER))

    assert CallGap.STRANGER_INTERVIEWS in gaps_of(call)


def test_call_is_set_up_with_terms_and_a_team(clerk):
    area, module = AreaFactory(), ModuleFactory()
    paper = DocumentKind.objects.create(name={"tr": "Diploma", "en": "Diploma"})
    colleague = make_staff(StaffRole.INTERVIEWER)

    answer = clerk.post(
        reverse("volunteers_call:add"),
        details(
            area,
            module,
            **{
                "area_terms-TOTAL_FORMS": "1",
                "area_terms-0-area": area.pk,
                "area_terms-0-places": "5",
                "area_terms-0-weekly_hours": "up_to_5",
                "area_terms-0-required_trainings": [module.pk],
                "area_terms-0-required_documents": [paper.pk],
                "area_terms-0-ORDER": "1",
                "team-TOTAL_FORMS": "1",
                "team-0-user": colleague.pk,
                "team-0-duty": "coordinator",
                "team-0-ORDER": "1",
            },
        ),
    )

    call = Call.objects.get()
    terms = call.area_terms.get()
    # The call is the team's now, and she who made it is not in it.
    assert answer.headers["Location"] == reverse("volunteers_call:index")
    assert (terms.places, terms.weekly_hours) == (5, "up_to_5")
    assert list(terms.required_trainings.all()) == [module]
    assert list(terms.required_documents.all()) == [paper]
    assert [(one.user, one.duty) for one in call.team.all()] == [
        (colleague, Duty.COORDINATOR)
    ]


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


def questions(*rows):
    """Rows of (label, kind, shown_if, shown_for) as the form posts them."""
    data = {**no_children("questions"), "questions-TOTAL_FORMS": str(len(rows))}
    for place, (label, kind, shown_if, shown_for) in enumerate(rows):
        data |= {
            f"questions-{place}-label_tr": label,
            f"questions-{place}-label_en": label,
            f"questions-{place}-kind": kind,
            f"questions-{place}-shown_if": shown_if,
            f"questions-{place}-shown_for": shown_for,
            f"questions-{place}-ORDER": str(place + 1),
        }
    return data


def test_question_depends_on_an_earlier_one(clerk):
    data = details(
        AreaFactory(),
        ModuleFactory(),
        **questions(
            ("Deneyim", "yes_no", "", ""), ("Nerede", "text", "deneyim", "Evet")
        ),
    )

    response = clerk.post(reverse("volunteers_call:add"), data)

    assert response.status_code == 302
    dependent = Call.objects.get().questions.get(key="nerede")
    assert (dependent.shown_if, dependent.shown_for) == ("deneyim", "Evet")
    edit = clerk.get(reverse("volunteers_call:edit", args=[Call.objects.get().pk]))
    assert '<option value="deneyim" selected>Deneyim</option>' in edit.content.decode()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            [("Nerede", "text", "deneyim", "Evet"), ("Deneyim", "yes_no", "", "")],
            ConditionDenied.NOT_EARLIER.label,
        ),
        ([("Nerede", "text", "yok", "Evet")], ConditionDenied.GONE.label),
        (
            [("Deneyim", "text", "", ""), ("Nerede", "text", "deneyim", "Evet")],
            ConditionDenied.NOT_DECIDING.label,
        ),
        (
            [("Deneyim", "yes_no", "", ""), ("Nerede", "text", "deneyim", "Belki")],
            ConditionDenied.FOREIGN_ANSWER.label,
        ),
        (
            [("Deneyim", "yes_no", "", ""), ("Nerede", "text", "deneyim", "")],
            gettext_lazy("Write at which answers it is asked."),
        ),
    ],
    ids=["later", "gone", "kind", "answer", "no answer"],
)
def test_condition_that_cannot_stand_is_refused(clerk, rows, reason):
    data = details(AreaFactory(), ModuleFactory(), **questions(*rows))

    response = clerk.post(reverse("volunteers_call:add"), data)

    assert Call.objects.count() == 0
    formset = response.context["form"].formsets["questions"]
    told = "".join(str(form.errors) for form in formset.forms)
    assert str(reason) in told


def test_usual_criteria_are_added_with_one_press_where_there_are_none(clerk):
    call = CallFactory()
    press = reverse("volunteers_call:usual_criteria", args=[call.pk])
    edit = reverse("volunteers_call:edit", args=[call.pk])
    assert press in clerk.get(edit).content.decode()
    assert clerk.get(press).status_code == 405

    for _press in range(2):
        assert clerk.post(press).url == edit

    assert call.criteria.count() == len(USUAL_CRITERIA)
    gaps = {CallGap.NO_CRITERIA, CallGap.CRITERION_UNTRANSLATED}
    assert gaps.isdisjoint(gaps_of(call))
    assert press not in clerk.get(edit).content.decode()


def test_criteria_of_another_team_are_not_added(clerk):
    call = CallFactory()
    join(call, Duty.COORDINATOR)

    answer = clerk.post(reverse("volunteers_call:usual_criteria", args=[call.pk]))

    assert answer.status_code == 302
    assert not call.criteria.exists()


def test_an_open_call_that_lacks_something_says_that_it_is_open(clerk):
    waiting, is_open = (
        CallFactory(opens_at=in_days(days), closes_at=in_days(30)) for days in (5, -5)
    )

    headings = [
        str(gettext_lazy("Still missing before it should open")),
        str(gettext_lazy("The call is open, and this is still missing")),
    ]
    for call, heading in zip((waiting, is_open), headings, strict=True):
        page = clerk.get(reverse("volunteers_call:edit", args=[call.pk]))
        shown = page.content.decode()
        assert [one in shown for one in headings] == [
            one == heading for one in headings
        ]
