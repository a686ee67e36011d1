"""Screens of what interviewers enter for themselves, and coordinators for all."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.views import generic

from people.staff_views import SeenListMixin, SeenRowsMixin


def to_plan():
    """Where a change of hours takes effect."""
    return reverse("volunteers_availability:plan")


class OwnFormMixin:
    """Hands the form who fills it in."""

    def get_form_kwargs(self):
        model = self.model._meta.model_name
        user = self.request.user
        return {
            **super().get_form_kwargs(),
            "user": user,
            "for_others": user.has_perm(f"volunteers.add_{model}"),
        }


class OwnRowMixin(SeenRowsMixin):
    """A row may be seen by more than those who may change it."""

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not self.permission_policy.user_has_permission_for_instance(
            self.request.user, self.seen_for, row
        ):
            raise PermissionDenied
        return row


class OwnListView(SeenListMixin, generic.IndexView):
    table_classname = "listing staff-cards"
    is_searchable = False

    def get_edit_url(self, instance):
        is_own = instance.interviewer_id == self.request.user.pk
        if is_own or self.sees_all:
            return super().get_edit_url(instance)
        return None

    @cached_property
    def sees_all(self) -> bool:
        model = self.model._meta.model_name
        return self.request.user.has_perm(f"volunteers.change_{model}")


class OwnEditView(OwnFormMixin, OwnRowMixin, generic.EditView):
    seen_for = "change"
