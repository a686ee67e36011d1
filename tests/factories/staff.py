"""Members of staff with a role."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from people.domain.roles import sync_roles
from people.roles import StaffRole


def make_staff(role: StaffRole, username: str = "") -> object:
    """A user who may do what the role's group may do, and nothing else."""
    if not Group.objects.filter(name=role.value).exists():
        sync_roles()
    user = get_user_model().objects.create_user(
        username or role.name.lower(), password="x", first_name="Gülşah"
    )
    user.groups.add(Group.objects.get(name=role.value))
    return user
