"""What a call requires of a volunteer: trainings and documents, by her area.

What the whole call requires counts for everybody; what an area requires in this call
counts for whom was accepted for it, or wants it most, and for who takes a role in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from volunteers.models import (
    Application,
    ApplicationArea,
    Call,
    CallArea,
    Completion,
    DocumentKind,
    ShownDocument,
    TrainingModule,
)


@dataclass(slots=True)
class Required:
    """Of one call: for all of it, and beside that for each area."""

    trainings: list[TrainingModule] = field(default_factory=list)
    area_trainings: dict[int, list[TrainingModule]] = field(default_factory=dict)
    area_documents: dict[int, list[DocumentKind]] = field(default_factory=dict)

    def trainings_for(self, area: int | None) -> list[TrainingModule]:
        """Each once, in the order in which they were made."""
        own = self.area_trainings.get(area, []) if area else []
        found = {module.pk: module for module in [*self.trainings, *own]}
        return [found[pk] for pk in sorted(found)]

    def documents_for(self, area: int | None) -> list[DocumentKind]:
        return self.area_documents.get(area, []) if area else []


def required_in(calls: Iterable[int]) -> dict[int, Required]:
    """By pk of the call, in three queries."""
    found = {pk: Required() for pk in calls}
    whole = Call.required_trainings.through.objects.filter(call__in=found)
    for row in whole.select_related("trainingmodule").order_by("trainingmodule_id"):
        found[row.call_id].trainings.append(row.trainingmodule)
    trainings = CallArea.required_trainings.through.objects.filter(
        callarea__call__in=found
    )
    for row in trainings.select_related("callarea", "trainingmodule").order_by("pk"):
        terms = row.callarea
        by_area = found[terms.call_id].area_trainings
        by_area.setdefault(terms.area_id, []).append(row.trainingmodule)
    documents = CallArea.required_documents.through.objects.filter(
        callarea__call__in=found, documentkind__is_active=True
    )
    for row in documents.select_related("callarea", "documentkind").order_by("pk"):
        terms = row.callarea
        papers = found[terms.call_id].area_documents
        papers.setdefault(terms.area_id, []).append(row.documentkind)
    return found


def working_areas(applications: Iterable[Application]) -> dict[int, int | None]:
    """By pk of the application: the area accepted for, or the one she wants most."""
    rows = list(applications)
    wanted = dict(
        ApplicationArea.objects.filter(application__in=[one.pk for one in rows])
        .order_by("-rank")
        .values_list("application_id", "area_id")
    )
    return {one.pk: one.accepted_area_id or wanted.get(one.pk) for one in rows}


def who_needs(module: TrainingModule) -> Q:
    """Applications whose call, or whose area there, requires the training."""
    wanted = ApplicationArea.objects.filter(application=OuterRef("pk")).order_by("rank")
    by_area = CallArea.objects.filter(
        call=OuterRef("call"),
        area=OuterRef("working_area_id"),
        required_trainings=module,
    )
    whole = Call.objects.filter(required_trainings=module).order_by().values("pk")
    of_area = (
        Application.objects.alias(
            working_area_id=Coalesce(
                F("accepted_area_id"), Subquery(wanted.values("area_id")[:1])
            )
        )
        .filter(Exists(by_area))
        .order_by()
        .values("pk")
    )
    return Q(call__in=whole) | Q(pk__in=of_area)


@dataclass(frozen=True, slots=True)
class Progress:
    """What one volunteer has of what her call requires."""

    required: Required
    area: int | None
    #: modules that count today
    completed: frozenset[int]
    shown: frozenset[int]

    def missing_trainings(self, area: int | None) -> list[TrainingModule]:
        return [
            module
            for module in self.required.trainings_for(area)
            if module.pk not in self.completed
        ]

    def missing_documents(self, area: int | None) -> list[DocumentKind]:
        return [
            kind
            for kind in self.required.documents_for(area)
            if kind.pk not in self.shown
        ]


def progress_of(applications: Iterable[Application]) -> dict[int, Progress]:
    """By pk of the application, in a fixed number of queries."""
    rows = {one.pk: one for one in applications}
    required = required_in({one.call_id for one in rows.values()})
    areas = working_areas(rows.values())
    completed = valid_trainings_of(rows.values())
    shown: dict[int, set[int]] = {}
    for application, kind in ShownDocument.objects.filter(
        application__in=rows
    ).values_list("application_id", "kind_id"):
        shown.setdefault(application, set()).add(kind)
    return {
        pk: Progress(
            required=required[one.call_id],
            area=areas[pk],
            completed=frozenset(completed[pk]),
            shown=frozenset(shown.get(pk, ())),
        )
        for pk, one in rows.items()
    }


def valid_trainings_of(applications: Iterable[Application]) -> dict[int, set[int]]:
    """Modules that she has completed and that count today, in one query.

    What she learned with an earlier application of hers counts as well.
    """
    persons = {one.pk: one.person_id for one in applications}
    valid: dict[int, set[int]] = {}
    for person, module in (
        Completion.objects.valid()
        .filter(application__person__in=set(persons.values()))
        .values_list("application__person_id", "module_id")
    ):
        valid.setdefault(person, set()).add(module)
    return {pk: valid.get(person, set()) for pk, person in persons.items()}
