"""What the overview counts, and by what."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    CompletionFactory,
    InterviewFactory,
    ModuleFactory,
    ReviewFactory,
)
from volunteers.domain.overview import (
    funnel,
    reviewer_loads,
    waiting_ages,
    waiting_for_us,
)
from volunteers.enums import Waited
from volunteers.models import (
    Application,
    CallArea,
    Decision,
    InformationRequest,
    Review,
    ReviewAssignment,
)

pytestmark = pytest.mark.django_db
#: A Friday without a holiday near it.
NOW = timezone.make_aware(datetime(2026, 11, 27, 12))


def at(day, month=11):
    return timezone.make_aware(datetime(2026, month, day, 9))


def accepted(**kwargs):
    application = ApplicationFactory(**kwargs)
    Decision.objects.create(
        application=application, event="accept", decided_at=timezone.now()
    )
    return application


def test_steps_are_counted_by_what_is_on_record():
    call = CallFactory()
    ApplicationFactory(call=call, state="interviewed")  # says so, nothing shows it
    reviewed = ApplicationFactory(call=call, state="withdrawn")
    ReviewFactory(application=reviewed, reviewer=make_staff(StaffRole.INTERVIEWER))
    InterviewFactory(application=reviewed, state="held")
    missed = ApplicationFactory(call=call, state="interview_missed")
    InterviewFactory(application=missed, state="missed")
    AssignmentFactory(application=accepted(call=call, state="left"), state="ended")

    counts = funnel(Application.objects.filter(call=call))

    assert counts == {
        "applied": 4,
        "reviewed": 1,
        "interviewed": 1,
        "accepted": 1,
        "trained": 1,  # the call requires nothing
        "in_role": 1,
    }


def test_undone_acceptance_does_not_count():
    application = accepted()
    application.decisions.update(undone_at=timezone.now())

    assert funnel(Application.objects.all())["accepted"] == 0


def test_trained_is_who_has_every_training_required_of_her():
    module, of_area = ModuleFactory.create_batch(2)
    call = CallFactory(required_trainings=[module])
    first, other = call.areas.all()[:2]
    terms = CallArea.objects.create(call=call, area=first)
    terms.required_trainings.set([of_area])
    terms.save()
    lacks_areas = accepted(call=call, areas=[first])
    needs_one = accepted(call=call, areas=[other])
    accepted(call=call, areas=[other])
    for application in (lacks_areas, needs_one):
        CompletionFactory(application=application, module=module)
    declined = accepted(call=call, areas=[other])
    CompletionFactory(application=declined, module=module, state="declined", code=None)

    assert funnel(Application.objects.all())["trained"] == 1

    CompletionFactory(application=lacks_areas, module=of_area)

    assert funnel(Application.objects.all())["trained"] == 2


@pytest.mark.parametrize(
    ("applied", "how"),
    [
        (at(24), Waited.SHORT),  # three working days ago
        (at(23), Waited.WITHIN),
        (at(18), Waited.WITHIN),  # seven
        (at(17), Waited.LATE),
    ],
)
def test_promise_is_counted_in_working_days(applied, how):
    ApplicationFactory(state="submitted", submitted_at=applied, state_since=applied)

    ages = waiting_ages(Application.objects.all(), NOW)["submitted"]

    assert [one for one, count in ages.counts.items() if count] == [how]
    assert ages.total == 1
    assert ages.oldest == applied


def test_screening_waits_since_the_application_until_she_was_answered():
    old = {"state": "screening", "submitted_at": at(2), "state_since": at(26)}
    ApplicationFactory(**old)
    asked = ApplicationFactory(**old)
    InformationRequest.objects.create(
        application=asked,
        part="time",
        words="Ne zaman?",
        asked_at=at(3),
        answer_by=NOW.date(),
    )
    ApplicationFactory(**old, decided_at=at(20))

    ages = waiting_ages(Application.objects.all(), NOW)["screening"]

    assert ages.counts == {Waited.SHORT: 2, Waited.WITHIN: 0, Waited.LATE: 1}


def test_who_is_her_own_turn_does_not_wait_for_us():
    for state in ("invited", "accepted", "rejected"):
        ApplicationFactory(state=state, state_since=at(2), submitted_at=at(1))
    ApplicationFactory(state="trained", state_since=at(2), submitted_at=at(1))

    late = waiting_for_us(Application.objects.all(), Waited.LATE, NOW)

    assert [one.state for one in late] == ["trained"]


def test_load_tells_open_done_and_the_middle_of_the_days():
    reviewer = make_staff(StaffRole.INTERVIEWER)
    for days in (1, 2, 9, None):
        application = ApplicationFactory(state="screening")
        ReviewAssignment.objects.create(
            application=application, reviewer=reviewer, assigned_at=at(2)
        )
        if days is not None:
            review = ReviewFactory(application=application, reviewer=reviewer)
            Review.objects.filter(pk=review.pk).update(
                updated_at=at(2) + timedelta(days=days)
            )
    too_late = ApplicationFactory(state="rejected")
    ReviewAssignment.objects.create(
        application=too_late, reviewer=reviewer, assigned_at=at(2)
    )
    ReviewFactory(reviewer=make_staff(StaffRole.MANAGER))  # nobody asked her

    (load,) = reviewer_loads(Application.objects.all())

    assert (load.reviewer, load.open, load.done) == (reviewer, 1, 3)
    assert load.median_days == 2
