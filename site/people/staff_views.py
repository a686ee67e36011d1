"""What the admin screens of every app share: actions that call one domain verb."""

from typing import Any, ClassVar

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from people.access_notes import NotesAccess
from people.exceptions import Refusal
from people.models import Person
from people.wording import refusal_words


class ActionView(NotesAccess, WagtailAdminTemplateMixin, FormView[Form]):
    """One thing staff can do to one row.

    Without a `form_class` it takes POST only. With one, GET shows a page that asks
    what the verb needs. Either way POST calls `act`, which calls one domain verb and
    returns the sentence that tells what happened; a `Refusal` becomes a message and
    nothing is changed.
    """

    model: ClassVar[type[Model]]
    #: "app.codename" the user must have
    permission: ClassVar[str]
    #: URL name of the row's own page, to which the user returns
    back_url_name: ClassVar[str]
    form_class: Any = None
    template_name = "people/admin/action.html"
    submit_label: Any = _("Save")
    #: said above the form: what will happen, and who will be told
    explanation: Any = ""

    def get_queryset(self) -> QuerySet[Any]:
        """The rows this user may act upon."""
        return self.model._default_manager.all()

    def act(self, instance: Any, *, by: Any, data: dict[str, Any]) -> Any:
        raise TypeError("An ActionView says which verb it calls.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.may_somewhere(request.user):
            raise PermissionDenied
        self.object = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        if not self.may_here(request.user):
            raise PermissionDenied

    def may_somewhere(self, user: Any) -> bool:
        """Whether this user may do it to any row at all."""
        return bool(user.has_perm(self.permission))

    def may_here(self, user: Any) -> bool:
        """Whether to this row, where that depends on the row."""
        return True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form_class is None:
            return HttpResponseNotAllowed(["POST"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form_class is None:
            return self._carry_out({})
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        return self._carry_out(form.cleaned_data, form)

    def _carry_out(
        self, data: dict[str, Any], form: Form | None = None
    ) -> HttpResponse:
        try:
            done = self.act(self.object, by=self.request.user, data=data)
        except Refusal as refusal:
            if form is not None:
                form.add_error(None, refusal_words(refusal))
                return self.form_invalid(form)
            messages.error(self.request, refusal_words(refusal))
        else:
            if done:
                messages.success(self.request, str(done))
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse(self.back_url_name, args=[quote(self.object.pk)])

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submit_button_label=self.submit_label,
            action_url=self.request.get_full_path(),
            explanation=self.explanation,
            back_url=self.get_success_url(),
            **kwargs,
        )


class FoldedSearchMixin:
    """A list of what is about people, searched as the list of people is."""

    #: where the person is, seen from the model of the list
    person_field: ClassVar[str] = "person"
    is_searchable = True
    search_query: str

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (self.search_query or "").strip():
            return queryset
        found = Person.objects.found_by(self.search_query)
        return queryset.filter(**{f"{self.person_field}__in": found})


class SeenRowsMixin:
    """For views of one row: what the policy hides from this user is not there."""

    #: the action that the policy is asked about
    seen_for: ClassVar[str] = "view"

    def get_base_object_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        if not self.permission_policy.user_has_permission(user, self.seen_for):
            raise PermissionDenied
        return self.permission_policy.instances_user_has_permission_for(
            user, self.seen_for
        )

    def get_object(self, queryset: Any = None) -> Any:
        pk = unquote(str(self.kwargs[self.pk_url_kwarg]))
        return get_object_or_404(self.get_base_object_queryset(), pk=pk)


class SeenListMixin:
    """For lists: the rows that the policy shows this user."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.permission_policy.instances_user_has_permission_for(
            self.request.user, "view"
        )


class RecordHistoryView(SeenRowsMixin, HistoryView):
    """What happened to a row, for whoever may see the row."""

    any_permission_required = ["add", "change", "delete", "view"]
    header_buttons = []


class RecordURLFinder(ModelAdminURLFinder):
    """Leads from the audit log to the row's own page."""

    def get_edit_url(self, instance: Model) -> str | None:
        policy = policy_registry.get(instance)
        if self.user and not policy.user_has_permission_for_instance(
            self.user, "view", instance
        ):
            return None
        return self.construct_edit_url(instance)


class RecordViewSet(ModelViewSet):
    """Rows that only domain verbs write: a list, the row's own page, its history.

    `offered` names the views of Wagtail's viewset that exist; the others have no URL
    and no button.
    """

    offered: ClassVar[frozenset[str]] = frozenset({"index", "inspect", "history"})
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    history_view_class = RecordHistoryView

    @property
    def url_finder_class(self) -> type[RecordURLFinder]:
        name = self.get_url_name("inspect")
        return type("_RecordURLFinder", (RecordURLFinder,), {"edit_url_name": name})

    def register_admin_url_finder(self) -> None:
        if "inspect" in self.offered:
            super().register_admin_url_finder()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = {
            f"{view}_url_name": None
            for view in ("add", "edit", "delete", "usage", "copy")
            if view not in self.offered
        }
        return {**super().get_common_view_kwargs(**kwargs), **absent}

    def get_urlpatterns(self) -> list[Any]:
        return [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name.removesuffix("_results") in self.offered
        ]


class PermittedMenuItem(MenuItem):
    """For whoever has the permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))
