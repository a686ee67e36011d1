"""The calls of a list of applications, with whatever its rows need to know of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F

from volunteers.domain.duties import Rights, by_permission
from volunteers.models import Call
from volunteers.workflow import Permission


@dataclass(frozen=True, slots=True)
class ListedCalls:
    """Everything of one query, however many applications are listed."""

    calls: list[Call]
    #: What she may do in which of them.
    rights: Rights
    #: Call -> how far scores may be apart, where it says so itself.
    limits: dict[int, Decimal]
    #: Those that are reviewed without names.
    blind: frozenset[int]

    def __iter__(self) -> Iterator[Call]:
        return iter(self.calls)


def listed_calls(user: Any) -> ListedCalls:
    """Those within her reach; of any other call she sees no application."""
    found = (
        Call.objects.reachable_by(user)
        .with_permissions(user, Permission)
        .annotate(
            limit=F("review_plans__disagreement_above"),
            is_blind=F("review_plans__is_blind"),
        )
        .only("title")
    )
    calls = list(found)
    return ListedCalls(
        calls=calls,
        rights=Rights(user, by_permission(calls)),
        limits={call.pk: call.limit for call in calls if call.limit is not None},
        blind=frozenset(call.pk for call in calls if call.is_blind),
    )
