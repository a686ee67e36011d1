"""Wagtail policies that show rows one by one, and the one of persons.

What a row's owner may see is asked in one place: `visible_to` of its query set.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from people.models import Person
from people.models.person import persons_seen_by
from people.roles import VIEW_OWN_ENTRIES


class ScopedPolicy(ModelPermissionPolicy):
    """Sees rows one by one; who `sees_all` may do what the model's permissions say."""

    #: Django permissions that show some rows to who may not view all.
    partial: tuple[str, ...] = ()

    def scope(self, user: Any) -> QuerySet[Any]:
        raise TypeError("A scoped policy says which rows a user may see.")

    def withheld_from(self, user: Any) -> QuerySet[Any] | None:
        """Rows that she does not see although she may see the kind; None: no such."""
        return None

    def unseen_by(self, user: Any) -> QuerySet[Any] | None:
        """Of which she reads no history, either; None: no such."""
        return self.withheld_from(user)

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "view" and any(user.has_perm(name) for name in self.partial):
            return True
        return bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Model
    ) -> bool:
        return (
            self.user_has_permission(user, action)
            and self.scope(user).filter(pk=instance.pk).exists()
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        if self.user_has_any_permission(user, actions):
            return self.scope(user)
        return self.model._default_manager.none()


class VisiblePolicy(ScopedPolicy):
    """Scoped by the model's `visible_to`; a desk sees what it entered itself."""

    partial = (VIEW_OWN_ENTRIES,)

    def scope(self, user: Any) -> QuerySet[Any]:
        return self.model._default_manager.visible_to(user)


class PersonPolicy(VisiblePolicy):
    def unseen_by(self, user: Any) -> QuerySet[Any]:
        return Person.objects.exclude(persons_seen_by(user))


def register_policies() -> None:
    """Called once, when the app is ready."""
    register_permission_policy(Person, PersonPolicy(Person))
