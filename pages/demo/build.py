"""Makes the demo site: pages in Turkish, English through wagtail-localize."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
)
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from language.translated import Translated
from pages.demo import content_tr
from pages.demo.content_en import ENGLISH
from pages.models import (
    ContentPage,
    EmergencyLine,
    HomePage,
    ProgramPage,
    SiteSettings,
    VolunteeringPage,
)
from people.roles import StaffRole
from programs.models import Program

_MODELS: dict[str, type[Page]] = {
    model.__name__: model
    for model in (ContentPage, HomePage, ProgramPage, VolunteeringPage)
}
_IDS = uuid.UUID("6f1c6c3e-8d0a-4b42-9a70-0c5cbb8f6f10")
#: Which program a page is about, by the program's slug.
_PROGRAMS = {"break": "kadinlar-icin-bir-mola", "courses": "meslek-fabrikasi"}
_APPROVAL = "Yayın onayı"
_EDITORS = (StaffRole.COMMUNICATIONS, StaffRole.MANAGER)


def is_built() -> bool:
    """Whether the default site already starts at a home page of ours."""
    return Site.objects.filter(
        is_default_site=True, root_page__in=HomePage.objects.all()
    ).exists()


@transaction.atomic
def build_demo() -> None:
    """The whole site; does nothing when it is there already."""
    if is_built():
        return
    turkish, _made = Locale.objects.get_or_create(language_code="tr")
    english, _made = Locale.objects.get_or_create(language_code="en")
    with translation.override("tr"):
        pages = _make_pages(turkish)
        site = _set_site(pages["home"])
        _fill_pages(pages)
        _set_information(site)
        _allow_editors()
        _name_approval()
        for page in pages.values():
            translate_page(page, english)


def _name_approval() -> None:
    """The groups and the workflow that Wagtail makes, as this office calls them."""
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()
    Workflow.objects.filter(name="Moderators approval").update(name=_APPROVAL)
    for task in GroupApprovalTask.objects.filter(name="Moderators approval"):
        task.name = _APPROVAL
        task.save()
        task.groups.set(
            Group.objects.filter(name__in=[role.value for role in _EDITORS])
        )


# --- Turkish ----------------------------------------------------------------


def _make_pages(locale: Locale) -> dict[str, Page]:
    """All pages with their fields; bodies wait, because they link to one another."""
    root = Page.get_first_root_node()
    pages: dict[str, Page] = {}
    for words in content_tr.PAGES:
        fields = dict(words.fields)
        if words.key in _PROGRAMS:
            fields["program"] = Program.objects.get(slug=_PROGRAMS[words.key])
        page = _MODELS[words.model](title=words.title, locale=locale, **fields)
        parent = pages.get("home", root)
        pages[words.key] = parent.add_child(instance=page)
    return pages


def _fill_pages(pages: dict[str, Page]) -> None:
    for words in content_tr.PAGES:
        page = pages[words.key]
        page.body = [
            {
                "type": kind,
                "id": _id(words.key, place),
                "value": _raw(kind, value, pages, f"{words.key}-{place}"),
            }
            for place, (kind, value) in enumerate(words.body)
        ]
        page.save_revision().publish()


def _id(*parts: object) -> str:
    """The same id on every machine, so that translations find their block."""
    return str(uuid.uuid5(_IDS, "-".join(str(part) for part in parts)))


def _raw(kind: str, value: Any, pages: dict[str, Page], key: str) -> Any:
    """A block's value as a StreamField stores it."""
    match kind:
        case "call_to_action":
            return {**value, "page": pages[value["page"]].pk}
        case "numbers" | "steps" | "questions":
            return {**value, kind: _items(value[kind], key)}
        case "table":
            return {
                "caption": value["caption"],
                "header": _items(value["header"], f"{key}-header"),
                "rows": _items(
                    [
                        {"cells": _items(cells, f"{key}-{row}")}
                        for row, cells in enumerate(value["rows"])
                    ],
                    f"{key}-rows",
                ),
            }
    return value


def _items(values: list[Any], key: str) -> list[dict[str, Any]]:
    return [
        {"type": "item", "id": _id(key, "item", place), "value": value}
        for place, value in enumerate(values)
    ]


def _set_site(home: Page) -> Site:
    """Let the default site start at `home`; Wagtail's own welcome page goes."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True
    )
    welcome = site.root_page if site.root_page_id else None
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = content_tr.SITE_NAME
    site.root_page = home
    site.save()
    if welcome is not None and not welcome.get_children().exists():
        welcome.delete()
    return site


def _set_information(site: Site) -> None:
    information = SiteSettings.for_site(site)
    information.organization_name = Translated(content_tr.ORGANIZATION)
    information.emergency_lines = [
        EmergencyLine(
            sort_order=place,
            **{
                name: Translated(value) if isinstance(value, dict) else value
                for name, value in line.items()
            },
        )
        for place, line in enumerate(content_tr.EMERGENCY_LINES)
    ]
    information.save()


def _allow_editors() -> None:
    """Communications and managers write pages, and put pictures into them."""
    root = Page.get_first_root_node()
    collection = Collection.get_first_root_node()
    page_permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        codename__in=["add_page", "change_page", "publish_page", "lock_page"],
    )
    media_permissions = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"],
        codename__in=[
            f"{verb}_{kind}"
            for verb in ("add", "change", "choose", "delete")
            for kind in ("image", "document")
        ],
    )
    for group in Group.objects.filter(name__in=[role.value for role in _EDITORS]):
        for permission in page_permissions:
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=permission
            )
        for permission in media_permissions:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )


# --- English ----------------------------------------------------------------


def translate_page(page: Page, locale: Locale) -> Page:
    """Enter each string's English as an editor would, then publish the translation."""
    source, _made = TranslationSource.update_or_create_from_instance(page.specific)
    work, _made = Translation.objects.get_or_create(source=source, target_locale=locale)
    segments = StringSegment.objects.filter(source=source).select_related("string")
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=segment.string,
                locale=locale,
                context_id=segment.context_id,
                data=ENGLISH[segment.string.data],
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
            for segment in segments
        ],
        ignore_conflicts=True,
    )
    # Published here and not by wagtail-localize: it would do it after the commit, from
    # an object older than its children, and the tree would lose count of them.
    work.save_target(publish=False)
    translated = page.get_translation(locale)
    translated.get_latest_revision().publish()
    return page.get_translation(locale)
