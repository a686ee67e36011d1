"""Keeping a list under a name."""

from typing import Any

from django.db import IntegrityError, transaction

from volunteers.exceptions import Refusal, ViewDenied
from volunteers.models import SavedView


def save_view(
    *, name: str, query: dict[str, list[str]], is_shared: bool, by: Any
) -> SavedView:
    kept = {key: values for key, values in query.items() if any(values)}
    if not kept:
        raise Refusal(ViewDenied.NOTHING_CHOSEN)
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                owner=by, name=name.strip(), query=kept, is_shared=is_shared
            )
    except IntegrityError as error:
        raise Refusal(ViewDenied.NAME_TAKEN) from error


def delete_view(view: SavedView) -> None:
    view.delete()
