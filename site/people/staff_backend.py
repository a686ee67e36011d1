"""Who works here and what she may do, in two queries of every request.

Django asks for her own permissions and for those of her groups apart, Wagtail for her
profile and for three kinds of permissions of its own. Every screen of staff needs all
of it, and most staff have none of Wagtail's.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
)
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permission_policies.sites import SitePermissionPolicy

#: Where Wagtail keeps what it has found of a user, and where it looks.
_OF_GROUPS: dict[str, Any] = {
    PagePermissionPolicy.permission_cache_name: GroupPagePermission,
    CollectionPermissionPolicy.permission_cache_name: GroupCollectionPermission,
    SitePermissionPolicy.permission_cache_name: GroupSitePermission,
}


class StaffBackend(ModelBackend):
    def get_user(self, user_id: Any) -> Any:
        """With her profile; what her groups have nothing of is not asked again."""
        told = {
            f"has{name}": Exists(model.objects.filter(group__user=OuterRef("pk")))
            for name, model in _OF_GROUPS.items()
        }
        found = get_user_model()._default_manager.filter(pk=user_id).annotate(**told)
        user = found.select_related("wagtail_userprofile").first()
        if user is None or not self.user_can_authenticate(user):
            return None
        for name, model in _OF_GROUPS.items():
            if not getattr(user, f"has{name}"):
                setattr(user, name, model.objects.none())
        return user

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        is_asked = user_obj.is_active and not user_obj.is_anonymous and obj is None
        if is_asked and not user_obj.is_superuser:
            if not hasattr(user_obj, "_perm_cache"):
                user_obj._perm_cache = _permissions_of(user_obj)
            kept: set[str] = user_obj._perm_cache
            return kept
        every: set[str] = super().get_all_permissions(user_obj, obj)
        return every


def _permissions_of(user: Any) -> set[str]:
    def names(permissions: QuerySet[Permission]) -> Any:
        return permissions.order_by().values_list("content_type__app_label", "codename")

    own = names(Permission.objects.filter(user=user.pk))
    of_groups = names(Permission.objects.filter(group__user=user.pk))
    return {f"{app}.{codename}" for app, codename in own.union(of_groups)}
