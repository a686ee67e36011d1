"""Reminders of trainings that expire."""

from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import Message
from tests.factories.volunteers import (
    ApplicationFactory,
    CompletionFactory,
    ModuleFactory,
)
from volunteers.domain.expiry import queue_expiry_reminders
from volunteers.enums import ApplicationState, CompletionState

pytestmark = pytest.mark.django_db


@pytest.fixture
def module():
    return ModuleFactory(validity_months=12, renewal_months=2)


def completed(module, *, days_left, **more):
    more.setdefault("application", ApplicationFactory(state=ApplicationState.ON_DUTY))
    return CompletionFactory(
        module=module,
        completed_on=timezone.localdate() - timedelta(days=300),
        valid_until=timezone.localdate() + timedelta(days=days_left),
        **more,
    )


def sent():
    return [one.template for one in Message.objects.all()]


def test_she_is_reminded_when_it_may_be_renewed_and_two_weeks_before(module):
    completion = completed(module, days_left=50)

    assert (queue_expiry_reminders(), queue_expiry_reminders()) == (1, 0)
    near = timezone.now() + timedelta(days=37)
    assert (queue_expiry_reminders(near), queue_expiry_reminders(near)) == (1, 0)

    assert sent() == ["volunteers.training_expires"] * 2
    assert completion.application.person.messages.count() == 2


def test_late_she_is_reminded_once(module):
    completed(module, days_left=5)

    assert (queue_expiry_reminders(), queue_expiry_reminders()) == (1, 0)


@pytest.mark.parametrize("days_left", [-1, 70])
def test_neither_too_early_nor_too_late(module, days_left):
    completed(module, days_left=days_left)

    assert queue_expiry_reminders() == 0


def test_nobody_is_reminded_of_what_is_renewed(module):
    completion = completed(module, days_left=30)
    CompletionFactory(
        application=completion.application,
        module=module,
        valid_until=timezone.localdate() + timedelta(days=400),
    )

    assert queue_expiry_reminders() == 0


@pytest.mark.parametrize(
    "state", [ApplicationState.LEFT, ApplicationState.WITHDRAWN], ids=str
)
def test_who_left_is_left_alone(module, state):
    completed(module, days_left=30, application=ApplicationFactory(state=state))

    assert queue_expiry_reminders() == 0


def test_what_was_withdrawn_does_not_expire(module):
    completed(module, days_left=30, state=CompletionState.WITHDRAWN)

    assert queue_expiry_reminders() == 0
