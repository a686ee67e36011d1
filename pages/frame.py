"""The frame around public pages: menu, languages, footer links, emergency lines.

Serves pages and the plain views of the apps alike, in a fixed number of queries.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext, override
from wagtail.models import Page, Site

from pages.models import EmergencyLine, SiteSettings


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the menu or the footer."""

    title: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageVersion:
    """This page in one of the site's languages."""

    code: str
    name: str
    url: str
    full_url: str
    is_current: bool


@dataclass(slots=True)
class Frame:
    site_name: str = settings.WAGTAIL_SITE_NAME
    organization: str = settings.WAGTAIL_SITE_NAME
    home_url: str = "/"
    search_url: str = "/"
    help_phone: str = ""
    help_phone_link: str = ""
    menu: list[Entry] = field(default_factory=list)
    footer: list[Entry] = field(default_factory=list)
    languages: list[LanguageVersion] = field(default_factory=list)
    emergency_lines: list[EmergencyLine] = field(default_factory=list)


def frame_for(request: HttpRequest | None, *, page: Page | None = None) -> Frame:
    """The frame for this response in the active language."""
    home_url = reverse("wagtail_serve", args=[""])
    frame = Frame(home_url=home_url, search_url=reverse("pages:search"))
    site = Site.find_for_request(request) if request is not None else None
    if request is None or site is None:
        return frame
    chosen = SiteSettings.for_request(request)
    frame.site_name = site.site_name or frame.site_name
    frame.organization = str(chosen.organization_name) or frame.site_name
    frame.help_phone = chosen.help_phone
    frame.help_phone_link = chosen.help_phone_link
    frame.emergency_lines = (
        [line for line in chosen.emergency_lines.all() if line.shown_in_footer]
        if chosen.pk
        else []
    )
    _add_links(frame, request, site, page)
    frame.languages = _languages(request, page)
    return frame


def _add_links(
    frame: Frame, request: HttpRequest, site: Site, page: Page | None
) -> None:
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    homes = Page.objects.filter(
        translation_key=site.root_page.translation_key, locale__language_code=code
    ).values_list("path", flat=True)
    home = homes.first()
    if home is None:
        return
    linked = (
        Page.objects.live()
        .public()
        .filter(path__startswith=home, depth__gt=len(home) // Page.steplen)
        .annotate(in_footer=F("contentpage__show_in_footer"))
        .order_by("path")
    )
    for one in linked.filter(show_in_menus=True) | linked.filter(in_footer=True):
        is_current = page is not None and page.path.startswith(one.path)
        entry = Entry(one.title, one.get_url(request) or frame.home_url, is_current)
        if one.show_in_menus:
            frame.menu.append(entry)
        if one.in_footer:
            frame.footer.append(entry)


def _languages(request: HttpRequest, page: Page | None) -> list[LanguageVersion]:
    """Where this can be read in each language; home while it is not translated."""
    current = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    urls: dict[str, str] = {}
    if page is not None and page.pk:
        for version in (
            page.get_translations(inclusive=True).live().select_related("locale")
        ):
            urls[version.locale.language_code] = version.get_url(request) or ""
    versions = []
    for code, name in settings.LANGUAGES:
        url = urls.get(code) or ""
        if not url and page is None:
            url = translate_url(request.path, code)
            if code != current and url == request.path:
                url = ""
        if not url and code != current:
            with override(code):
                url = reverse("wagtail_serve", args=[""])
        url = url or request.path
        versions.append(
            LanguageVersion(
                code, name, url, request.build_absolute_uri(url), code == current
            )
        )
    return versions


def trail_to(page: Page, request: HttpRequest | None) -> list[Entry]:
    """Breadcrumbs: home, what lies between, the page itself."""
    above = page.get_ancestors().filter(depth__gt=1).live()
    trail = [Entry(one.title, one.get_url(request) or "/") for one in above]
    if trail:
        trail[0] = Entry(gettext("Home"), trail[0].url)
    return [*trail, Entry(page.title, page.get_url(request) or "/", is_current=True)]
