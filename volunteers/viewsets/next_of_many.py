"""After something was done to many: what comes next for them, as a button."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from volunteers.domain.duties import may_somewhere
from volunteers.domain.next_steps import next_step, who_may
from volunteers.models import Application
from volunteers.viewsets.application_page import NEXT
from volunteers.viewsets.bulk_actions import BULK_ACTIONS


def next_of_many(pks: Sequence[int], user: Any) -> dict[str, Any]:
    """For the page of what was done; nothing where they do not stand at one stage."""
    fresh = list(Application.objects.filter(pk__in=pks))
    if len({one.state for one in fresh}) != 1:
        return {}
    step = next_step(fresh[0])
    calls = {one.call_id for one in fresh}
    # Without the filters of the list: those may not find them any more.
    url = reverse("volunteers_application:bulk")
    return {
        "step": step,
        "step_by": who_may(step, fresh[0]) if len(calls) == 1 else None,
        "next_bulk": [
            BULK_ACTIONS[name]
            for name in map(str, NEXT.get(fresh[0].state, ()))
            if name in BULK_ACTIONS
            and may_somewhere(user, BULK_ACTIONS[name].permission)
        ],
        "next_ids": [one.pk for one in fresh],
        "next_url": f"{url}?call={calls.pop()}" if len(calls) == 1 else url,
    }
