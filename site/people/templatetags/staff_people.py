"""How staff may reach her, for every screen that shows her."""

from django import template

from people.domain.reach import is_safe_time
from people.models import Person

register = template.Library()


@register.filter
def may_be_called_now(person: Person) -> bool:
    """Whether the time is one she called safe."""
    return is_safe_time(person)
