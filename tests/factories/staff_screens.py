"""Every page of our own admin screens, with the rows that are there."""

from collections.abc import Iterator
from itertools import product

from django.db.models.base import ModelBase
from django.urls import reverse
from wagtail.admin.viewsets import viewsets

APPS = ("people", "messaging", "rights", "programs", "volunteers")
#: Pages of Wagtail's own that list what our apps did.
OTHERS = (
    "wagtailadmin_home",
    "wagtailadmin_reports:site_history",
    "people_past_date",
    "people_destruction_log",
)


def screens() -> Iterator[str]:
    """Each address that a GET may show something at, for some rows of its model.

    The oldest two and the newest: what a screen hides it hides of every row.
    """
    for name in OTHERS:
        yield reverse(name)
    for viewset in viewsets.viewsets:
        model = getattr(viewset, "model", None)
        if not isinstance(model, ModelBase) or model._meta.app_label not in APPS:
            continue
        rows = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        rows = sorted({*rows[:2], *rows[-1:]})
        for pattern in viewset.get_urlpatterns():
            names = list(pattern.pattern.converters)
            for keys in product(rows, repeat=len(names)):
                if len(set(keys)) == len(keys):
                    yield reverse(
                        f"{viewset.url_namespace}:{pattern.name}",
                        kwargs=dict(zip(names, keys, strict=True)),
                    )


def own_pages_of(person: object) -> set[str]:
    """Links by which a page would tell that she is there."""
    links = {reverse("people_person:inspect", args=[person.pk])}
    for name, rows in (
        ("programs_registration:inspect", person.registrations),
        ("messaging_message:inspect", person.messages),
        ("volunteers_application:inspect", person.applications),
    ):
        links |= {reverse(name, args=[pk]) for pk in rows.values_list("pk", flat=True)}
    return {f'href="{link}"' for link in links}
