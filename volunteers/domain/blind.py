"""Reviewing without names: whom must this user judge without knowing who she is?"""

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from volunteers.models import Application
from volunteers.models.blind import nameless_for


def is_nameless(application: Application, user: Any) -> bool:
    hidden = nameless_for(user)
    if hidden is None:
        return False
    return Application.objects.filter(hidden, pk=application.pk).exists()


def with_names(
    applications: QuerySet[Application], nameless: Q | None
) -> QuerySet[Application]:
    """Those whose names may be known: what searches and filters by a person look in.

    A nameless one that a name found, or a district, would have told who she is.
    """
    return applications if nameless is None else applications.exclude(nameless)


def marked(
    applications: QuerySet[Application], nameless: Q | None
) -> QuerySet[Application]:
    """Each with `is_nameless`, and `name_order` in which the nameless come first."""
    if nameless is None:
        return applications.annotate(is_nameless=Value(False))
    return applications.annotate(
        is_nameless=Case(When(nameless, then=Value(True)), default=Value(False)),
        name_order=Coalesce(Case(When(nameless, then=Value(""))), "person__sort_key"),
    )
