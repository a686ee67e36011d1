"""Shifts and trainings are of no one call: what a duty in one call opens of them."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.exceptions import Refusal
from tests.factories.teams import join
from tests.factories.volunteers import (
    ApplicationFactory,
    AreaFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    RoleFactory,
    SessionFactory,
    ShiftFactory,
    in_days,
)
from volunteers.domain.shifts import delete_shift, save_shift, take_shift
from volunteers.enums import Duty
from volunteers.models import (
    Assignment,
    Shift,
    ShiftPlace,
    TrainingModule,
    TrainingSession,
)
from volunteers.permissions import roles_led_by
from volunteers.service_exceptions import ShiftDenied

pytestmark = pytest.mark.django_db

D = Duty


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def supervisor(client, call):
    user = join(call, D.SUPERVISOR)
    client.force_login(user)
    return user


def given(call, **changes):
    """A role that a woman of the call has."""
    application = ApplicationFactory(call=call, state="on_duty")
    return AssignmentFactory(application=application, **changes).role


def others_role():
    call = CallFactory()
    join(call, D.COORDINATOR, username="baska-koordinator")
    return given(call)


def data_of(role, **changes):
    return {
        "role": role.pk,
        "starts_at": in_days(20).strftime("%d.%m.%Y 10:00"),
        "ends_at": in_days(20).strftime("%d.%m.%Y 12:00"),
        "place_tr": "Kültürpark",
        "place_en": "Kültürpark",
        "places": "2",
        "note_tr": "",
        "note_en": "",
        **changes,
    }


def url(name, *args):
    return reverse(f"volunteers_shift:{name}", args=args)


@pytest.mark.parametrize("how", ["led", "given"])
def test_supervisor_keeps_the_shifts_of_her_roles(client, call, supervisor, how):
    if how == "led":
        role = RoleFactory(supervisor=supervisor)
    else:
        role = given(call, supervisor=supervisor)

    client.post(url("add"), data_of(role))
    shift = Shift.objects.get()
    page = client.get(url("inspect", shift.pk)).content.decode()
    client.post(url("edit", shift.pk), data_of(role, places="3"))
    shift.refresh_from_db()

    assert shift.places == 3
    assert url("edit", shift.pk) in page
    client.post(url("delete", shift.pk))
    assert not Shift.objects.exists()


def test_supervisor_reads_the_shifts_of_others_and_no_more(client, call, supervisor):
    own, foreign = given(call, supervisor=supervisor), others_role()
    shift = ShiftFactory(role=foreign, places=1)

    page = client.get(url("inspect", shift.pk))
    offered = client.get(url("add")).context["form"].fields["role"].queryset
    edit = client.get(url("edit", shift.pk))
    client.post(url("edit", shift.pk), data_of(foreign, places="5"))
    client.post(url("delete", shift.pk))
    client.post(url("add"), data_of(foreign))

    assert url("edit", shift.pk) not in page.content.decode()
    assert (page.status_code, edit.status_code) == (200, 404)
    assert list(offered) == [own]
    assert [one.places for one in Shift.objects.all()] == [1]


def test_the_verb_refuses_roles_of_others(call, supervisor):
    own, foreign = given(call, supervisor=supervisor), others_role()
    new = ShiftFactory.build(role=foreign)
    moved = ShiftFactory(role=own)
    moved.role = foreign

    for shift in (new, moved):
        with pytest.raises(Refusal) as caught:
            save_shift(shift, by=supervisor)
        assert caught.value.reason == ShiftDenied.ROLE_NOT_YOURS
    assert [one.role for one in Shift.objects.all()] == [own]


def test_an_ended_assignment_gives_no_shifts(client, call, supervisor):
    shift = ShiftFactory(role=given(call, supervisor=supervisor, state="ended"))

    assert client.get(url("edit", shift.pk)).status_code == 404


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_only_who_gives_roles_keeps_shifts(client, call, duty):
    user = join(call, duty)
    shift = ShiftFactory(role=given(call, supervisor=user))
    client.force_login(user)

    answer = client.get(url("edit", shift.pk))

    assert (answer.status_code == 200) is (duty in {D.COORDINATOR, D.SUPERVISOR})


# --- trainings --------------------------------------------------------------------

READS = {D.COORDINATOR, D.TRAINER, D.READER}


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_trainings_are_read_by_who_reads_completions(client, call, duty):
    session = SessionFactory(starts_at=in_days(3))
    client.force_login(join(call, duty))

    answers = [
        client.get(reverse(name, args=args)).status_code == 200
        for name, args in (
            ("volunteers_session:index", []),
            ("volunteers_session:inspect", [session.pk]),
            ("volunteers_trainingmodule:index", []),
            ("volunteers_trainingmodule:inspect", [session.module_id]),
        )
    ]

    assert answers == [duty in READS] * 4


def test_a_reader_changes_nothing_of_them(client, call):
    session = SessionFactory(starts_at=in_days(-1))
    seat = EnrollmentFactory(
        application=ApplicationFactory(call=call, state="in_training"), session=session
    )
    client.force_login(join(call, D.READER))

    page = client.get(reverse("volunteers_session:inspect", args=[session.pk]))
    listed = client.get(reverse("volunteers_trainingmodule:index")).content.decode()
    actions = ("edit", "delete", "move", "cancel", "close_sheet", "record_attendance")
    for name in actions:
        client.post(
            reverse(f"volunteers_session:{name}", args=[session.pk]),
            {f"seat-{seat.pk}": "present", "reason": "x"},
        )
    module = [session.module_id]
    for name in ("edit", "delete"):
        client.post(reverse(f"volunteers_trainingmodule:{name}", args=module))

    context = page.context
    assert [one.pk for one in context["seats"]] == [seat.pk]
    assert not any(
        context[name] for name in ("may_mark", "may_correct", "may_enroll", "add_form")
    )
    assert reverse("volunteers_trainingmodule:inspect", args=module) in listed
    assert reverse("volunteers_trainingmodule:edit", args=module) not in listed
    seat.refresh_from_db()
    assert seat.attendance == "expected"
    kept = TrainingSession.objects.get()
    assert (kept.closed_at, kept.cancelled_at) == (None, None)
    assert TrainingModule.objects.count() == 1


def test_what_a_reader_reads_of_a_training(client, call):
    module = ModuleFactory(validity_months=None, needs_confirmation=True)
    client.force_login(join(call, D.READER))

    page = client.get(
        reverse("volunteers_trainingmodule:inspect", args=[module.pk])
    ).content.decode()

    assert module.name["tr"] in page
    assert "evet" in page and "True" not in page


def test_a_shift_in_which_somebody_has_a_place_is_not_removed(client, call, supervisor):
    assignment = AssignmentFactory(
        application=ApplicationFactory(call=call, state="on_duty"),
        supervisor=supervisor,
    )
    shift = ShiftFactory(role=assignment.role, starts_at=in_days(20))
    opened = Shift.objects.get(pk=shift.pk)
    ShiftPlace.objects.create(assignment=assignment, shift=shift)

    answer = client.post(url("delete", shift.pk), follow=True)
    with pytest.raises(Refusal) as caught:
        delete_shift(opened, by=supervisor)

    [told] = answer.context["messages"]
    assert "nöbette" in str(told)
    assert caught.value.reason == ShiftDenied.TAKEN
    assert Shift.objects.get() == shift


def test_shifts_of_others_are_not_removed(supervisor):
    shift = ShiftFactory(role=others_role())

    with pytest.raises(Refusal) as caught:
        delete_shift(shift, by=supervisor)

    assert caught.value.reason == ShiftDenied.ROLE_NOT_YOURS
    assert Shift.objects.exists()


def test_removed_twice_it_is_gone_once_and_nobody_takes_it(call, supervisor):
    assignment = AssignmentFactory(
        application=ApplicationFactory(call=call, state="on_duty"),
        supervisor=supervisor,
    )
    ShiftFactory(role=assignment.role, starts_at=in_days(20))
    opened = [Shift.objects.get() for _number in range(3)]

    for one in opened[:2]:
        delete_shift(one, by=supervisor)
    reasons = []
    for verb in (
        lambda: take_shift(assignment, shift=opened[2]),
        lambda: save_shift(opened[2], by=supervisor),
    ):
        with pytest.raises(Refusal) as caught:
            verb()
        reasons.append(caught.value.reason)

    removed = ModelLogEntry.objects.filter(action="wagtail.delete")
    assert (removed.count(), reasons) == (1, [ShiftDenied.GONE] * 2)
    assert not Shift.objects.exists()


# --- the roles that a coordinator is to fill --------------------------------------


def names(roles):
    return {one.name["tr"] for one in roles}


@pytest.fixture
def roles(call):
    """Each in the call's area, and what makes it hers or somebody else's."""
    area = AreaFactory()
    call.areas.set([area])
    call.save()
    elsewhere = CallFactory(areas=[area])
    leader = join(elsewhere, D.SUPERVISOR, username="baskasi")

    def role(name, **changes):
        return RoleFactory(name={"tr": name, "en": name}, area=area, **changes)

    role("empty")
    role("ours", supervisor=join(call, D.SUPERVISOR, username="bizden"))
    role("theirs", supervisor=leader)
    role("withdrawn", is_active=False)
    role("over", starts_on=in_days(-9).date(), ends_on=in_days(-2).date())
    given(elsewhere, role=role("taken there"))
    given(elsewhere, role=role("ended there"), state="ended")
    given(call, role=role("taken here"))
    both = role("taken in both", places=2)
    given(call, role=both), given(elsewhere, role=both)
    RoleFactory(name={"tr": "other area", "en": ""})


def test_a_coordinator_keeps_the_shifts_of_the_roles_she_is_to_fill(
    client, call, roles
):
    client.force_login(join(call, D.COORDINATOR))

    offered = client.get(url("add")).context["form"].fields["role"].queryset
    empty = next(one for one in offered if one.name["tr"] == "empty")
    client.post(url("add"), data_of(empty))

    assert names(offered) == {
        "empty",
        "ours",
        "ended there",
        "taken here",
        "taken in both",
    }
    assert Shift.objects.get().role == empty


@pytest.mark.parametrize(
    ("duty", "expected"),
    [(D.SUPERVISOR, {"taken here", "taken in both"}), (D.READER, set())],
    # Not by the words of a set: each worker would write them in another order.
    ids=["supervisor", "reader"],
)
def test_other_duties_prepare_no_role(call, roles, duty, expected):
    user = join(call, duty)
    Assignment.objects.filter(application__call=call).update(supervisor=user)

    assert names(roles_led_by(user)) == expected


def test_coordinating_elsewhere_opens_no_role_of_this_area(call, roles):
    assert names(roles_led_by(join(CallFactory(), D.COORDINATOR))) == set()
