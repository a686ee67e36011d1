"""What every public page has around its content."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from pages.frame import Entry, Frame, frame_for, trail_to
from pages.models import SiteSettings

register = template.Library()


@register.simple_tag(takes_context=True)
def site_frame(context) -> Frame:
    """Menu, languages, footer; computed once a response."""
    return frame_for(context.get("request"), page=context.get("page"))


@register.simple_tag
def icon(name: str) -> str:
    """A decorative icon of `static/icons/icons.svg`; words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("icons/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def site_information(context) -> SiteSettings | None:
    """The site's information, for blocks."""
    request = context.get("request")
    return SiteSettings.of(request) if request is not None else None


@register.simple_tag(takes_context=True)
def site_path(context) -> list[Entry]:
    """The pages above this one, then this one; nothing right below home."""
    page = context.get("page")
    return trail_to(page, context.get("request")) if page is not None else []
