"""Screens of what interviewers enter for themselves, and coordinators for all."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.views import generic

from people.staff_views import SeenListMixin, SeenRowsMixin
from volunteers.domain.duties import may_somewhere


def to_plan():
    """Where a change of hours takes effect."""
    return reverse("volunteers_availability:plan")


class OwnFormMixin:
    """Hands the form who fills it in."""

    def get_form_kwargs(self):
        user = self.request.user
        return {
            **super().get_form_kwargs(),
            "user": user,
            "for_others": may_somewhere(user, f"add_{self.model._meta.model_name}"),
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
        if instance.pk not in self.changeable:
            return None
        return super().get_edit_url(instance)

    @cached_property
    def changeable(self) -> set[int]:
        rows = self.permission_policy.open_to(self.request.user, "change")
        return set(rows.order_by().values_list("pk", flat=True))


class OwnEditView(OwnFormMixin, OwnRowMixin, generic.EditView):
    seen_for = "change"
