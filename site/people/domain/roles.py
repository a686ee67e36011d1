"""Making the groups of staff."""

import logging

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from people.roles import granted, may_be_absent

logger = logging.getLogger(__name__)


@transaction.atomic
def sync_roles() -> list[Group]:
    """Make each role's group and add the permissions it lacks; takes none away.

    Permissions that a model declares are made where they are missing. One that nothing
    declares is a mistake in a `grant`: `ImproperlyConfigured` names it.
    """
    wanted = set().union(*granted().values())
    known = _permissions()
    if wanted - known.keys():
        _make_permissions(wanted - known.keys())
        known = _permissions()
    absent = wanted - known.keys()
    if unknown := absent - may_be_absent():
        raise ImproperlyConfigured(
            f"Roles are granted what no model declares: {', '.join(sorted(unknown))}"
        )
    if absent:
        logger.warning("Left out of the roles: %s", ", ".join(sorted(absent)))
    groups = []
    for role, names in granted().items():
        group, _made = Group.objects.get_or_create(name=role.value)
        group.permissions.add(*(known[name] for name in sorted(names - absent)))
        groups.append(group)
    return groups


def _permissions() -> dict[str, Permission]:
    return {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }


def _make_permissions(names: set[str]) -> None:
    """What `migrate` does at its end, for the apps that these belong to."""
    labels = {name.partition(".")[0] for name in names}
    for config in apps.get_app_configs():
        if config.label in labels:
            create_permissions(config, verbosity=0)
