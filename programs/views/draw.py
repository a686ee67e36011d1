"""The public page of a draw: how it works, its data, its result, by code only."""

import shlex
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programs.domain.draw import draw_of
from programs.domain.draw_rules import Drawing, read_drawing
from programs.enums import DrawOutcome, DrawStep, SelectionMode
from programs.models import Draw, Occurrence

SCRIPT = "programs/kura.py"


@require_safe
def show_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Before, during and after: what is public of it at this moment."""
    occurrence = _drawn_occurrence(pk)
    draw = draw_of(occurrence)
    is_public = draw is not None and draw.published_at is not None
    context: dict[str, Any] = {
        "occurrence": occurrence,
        "draw": draw,
        "step": draw.step if draw else None,
        "is_public": is_public,
        "script": _script(),
    }
    if draw is not None and is_public:
        context |= _published(draw)
    return render(request, "programs/draw.html", context)


@require_safe
def draw_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen list, byte by byte what was hashed."""
    draw = draw_of(_drawn_occurrence(pk))
    if draw is None or draw.published_at is None:
        raise Http404
    response = HttpResponse(draw.frozen_list, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="liste.txt"'
    return response


def _drawn_occurrence(pk: int) -> Occurrence:
    return get_object_or_404(
        Occurrence.objects.published().select_related("activity"),
        pk=pk,
        selection=SelectionMode.DRAW,
    )


def _published(draw: Draw) -> dict[str, Any]:
    drawing: Drawing = read_drawing(draw.frozen_list)
    parties = {party.code: party for party in drawing.parties}
    labels = {quota.group: quota.label for quota in drawing.quotas}
    results = [
        {
            "rank": entry.rank,
            "outcome": DrawOutcome(entry.outcome),
            "party": parties[entry.code],
            "group": labels.get(parties[entry.code].group, ""),
        }
        for entry in draw.entries.order_by("rank", "code")
        if draw.step == DrawStep.DRAWN
    ]
    out = [row["party"].code for row in results if row["outcome"] == DrawOutcome.OUT]
    return {
        "drawing": drawing,
        "people": sum(party.seats for party in drawing.parties),
        "results": results,
        "command": shlex.join(["python3", "kura.py", "liste.txt", draw.seed, *out]),
    }


@cache
def _script() -> str:
    """The very file that is offered for download."""
    return Path(str(finders.find(SCRIPT))).read_text("utf-8")
