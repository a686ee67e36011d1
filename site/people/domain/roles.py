"""Making the groups of staff."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from people.roles import granted


@transaction.atomic
def sync_roles() -> list[Group]:
    """Make each role's group and add the permissions it lacks; takes none away."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    groups = []
    for role, names in granted().items():
        group, _made = Group.objects.get_or_create(name=role.value)
        group.permissions.add(*(known[name] for name in sorted(names)))
        groups.append(group)
    return groups
