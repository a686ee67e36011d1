"""A call copied for the next term."""

import pytest

from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    CriterionFactory,
    ModuleFactory,
    QuestionFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain.calls import copy_call
from volunteers.domain.process import install_first_edition
from volunteers.domain.readiness import CallGap, gaps_of
from volunteers.enums import Duty
from volunteers.models import Call, CallArea, DocumentKind, ProcessEdition

pytestmark = pytest.mark.django_db

AUTUMN = {"tr": "Güz dönemi", "en": "Autumn term"}


@pytest.fixture
def spring():
    install_first_edition()
    call = CallFactory(
        summary={"tr": "Özet", "en": "Summary"},
        required_trainings=[ModuleFactory()],
        minimum_age=21,
        most_areas=2,
        process=ProcessEdition.objects.current(),
    )
    terms = CallArea.objects.create(call=call, area=call.areas.first(), places=4)
    terms.required_trainings.set([ModuleFactory()])
    terms.required_documents.set([DocumentKind.objects.create(name={"tr": "Diploma"})])
    terms.save()
    CriterionFactory(call=call, weight=3)
    QuestionFactory(call=call)
    join(call, Duty.COORDINATOR)
    SlotFactory(call=call)
    ApplicationFactory(call=call)
    return call


def copy(call, **changes):
    asked = {"title": AUTUMN, "opens_at": in_days(100), "closes_at": in_days(130)}
    return copy_call(call, by=make_staff(StaffRole.MANAGER), **(asked | changes))


def test_everything_that_staff_set_up_is_there_again(spring):
    made = Call.objects.get(pk=copy(spring).pk)

    assert made.pk != spring.pk
    assert (dict(made.title), made.slug) == (AUTUMN, "guz-donemi")
    assert (dict(made.summary), made.minimum_age, made.most_areas) == (
        dict(spring.summary),
        21,
        2,
    )
    for name in ("areas", "required_trainings"):
        assert set(getattr(made, name).all()) == set(getattr(spring, name).all())
    [terms], [old] = made.area_terms.all(), spring.area_terms.all()
    assert (terms.area, terms.places) == (old.area, 4)
    for name in ("required_trainings", "required_documents"):
        assert set(getattr(terms, name).all()) == set(getattr(old, name).all())
        assert getattr(terms, name).count() == 1
    assert [one.weight for one in made.criteria.all()] == [3]
    assert [one.key for one in made.questions.all()] == [
        one.key for one in spring.questions.all()
    ]
    assert [(one.user, one.duty) for one in made.team.all()] == [
        (one.user, one.duty) for one in spring.team.all()
    ]


def test_what_belongs_to_the_old_term_stays_there(spring):
    made = copy(spring)

    assert (made.slots.count(), made.applications.count()) == (0, 0)
    assert made.process is None
    assert CallGap.NO_SLOTS in gaps_of(made)
    spring.refresh_from_db()
    assert spring.slots.count() == spring.applications.count() == 1
    assert spring.criteria.count() == spring.questions.count() == 1


def test_the_same_title_gets_an_address_of_its_own(spring):
    first, second = (
        copy(spring),
        copy_call(
            spring,
            title=AUTUMN,
            opens_at=in_days(300),
            closes_at=in_days(330),
            by=None,
        ),
    )

    assert [first.slug, second.slug] == ["guz-donemi", "guz-donemi-2"]


def test_dates_that_make_no_sense_copy_nothing(spring):
    with pytest.raises(Refusal) as refused:
        copy(spring, closes_at=in_days(90))

    assert refused.value.reason == "call_dates_wrong"
    assert Call.objects.count() == 1
