"""What changed in the privacy notices, for the pages of her own."""

from typing import Any

from django import template
from django.template import Context

from people.domain.consents import notices_to_show_again
from people.models import Person

register = template.Library()


@register.inclusion_tag("rights/includes/changed_notices.html", takes_context=True)
def changed_notices(context: Context, person: Person) -> dict[str, Any]:
    """The notices that changed since she was told; nothing when none has.

    On a page behind a private link the context has its `token`, which her "I have
    read it" sends along.
    """
    return {
        "changed": notices_to_show_again(person),
        "token": context.get("token", ""),
        "page": context["request"].path,
        "csrf_token": context.get("csrf_token"),
    }
