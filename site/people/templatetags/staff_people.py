"""How staff may reach her, for every screen that shows her."""

from django import template
from django.utils.translation import gettext

from people.domain.reach import is_safe_time, may_be_called
from people.models import Person

register = template.Library()


@register.filter
def may_be_called_now(person: Person) -> bool:
    """Whether the time is one she called safe."""
    return is_safe_time(person)


@register.filter
def phone_to_call(person: Person) -> str:
    """Her number, with a warning where it may not be called at this moment."""
    if not person.phone:
        return "–"
    number = str(person.phone.as_national)
    if may_be_called(person):
        return number
    return gettext("%(phone)s (do not call now)") % {"phone": number}
