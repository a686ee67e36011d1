"""Setting a call up: copied for the next term, with the usual criteria."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log

from language.translated import Translated
from language.turkish import slugify_tr
from volunteers.exceptions import CallDenied, Refusal
from volunteers.models import Call, ReviewCriterion
from volunteers.usual_criteria import USUAL_CRITERIA

#: What belongs to the one term: its address, its dates, the words it began with.
_OWN = frozenset({"id", "title", "slug", "opens_at", "closes_at", "process"})


@transaction.atomic
def copy_call(
    call: Call,
    *,
    title: Translated,
    opens_at: datetime,
    closes_at: datetime,
    by: User,
) -> Call:
    """All texts, areas with their terms, trainings, questions, criteria and the team.

    Interview times, applications and what was answered stay where they are.
    """
    if closes_at <= opens_at:
        raise Refusal(CallDenied.DATES_WRONG)
    kept = {
        field.name: getattr(call, field.name)
        for field in Call._meta.concrete_fields
        if field.name not in _OWN
    }
    copy = Call.objects.create(
        title=title,
        slug=_free_slug(title),
        opens_at=opens_at,
        closes_at=closes_at,
        **kept,
    )
    _copy_choices(call, copy)
    for relation in get_all_child_relations(Call):
        for child in getattr(call, relation.get_accessor_name()).all():
            twin = _twin(child, call=copy)
            _copy_choices(child, twin)
    log(copy, "volunteers.call.copy", user=by, data={"from": call.pk})
    copied: Call = copy
    return copied


@transaction.atomic
def add_usual_criteria(call: Call, *, by: User) -> int:
    """Where it has none yet; how many were added. Staff change them as they wish."""
    locked = Call.objects.select_for_update().get(pk=call.pk)
    if locked.criteria.exists():
        return 0
    for order, (tr, en, weight) in enumerate(USUAL_CRITERIA):
        ReviewCriterion.objects.create(
            call=locked, name={"tr": tr, "en": en}, weight=weight, sort_order=order
        )
    log(locked, "wagtail.edit", user=by)
    return len(USUAL_CRITERIA)


def _twin(child: Any, *, call: Call) -> Any:
    fields = {
        field.name: getattr(child, field.name)
        for field in child._meta.concrete_fields
        if not field.primary_key
    }
    return type(child)._default_manager.create(**(fields | {"call": call}))


def _copy_choices(source: Any, target: Any) -> None:
    """What is chosen from lists: areas, trainings, documents."""
    for field in source._meta.many_to_many:
        getattr(target, field.name).set(getattr(source, field.name).all())
    target.save()


def _free_slug(title: Translated) -> str:
    wanted = slugify_tr(title.get(settings.LANGUAGE_CODE, ""))[:44] or "cagri"
    taken = set(
        Call.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
