"""Keeping the list on show under a name, and letting a kept one go."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.domain.saved_views import delete_view, save_view
from volunteers.models import Application, SavedView
from volunteers.viewsets.application_columns import PARAMETER
from volunteers.viewsets.application_filters import ApplicationFilterSet

LIST = "volunteers_application:index"
BOARD = "volunteers_application:board"
#: A search holds a name as often as not; it is never kept.
_KEPT = (*ApplicationFilterSet.base_filters, "ordering", PARAMETER)


class KeepForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40)
    is_shared = forms.BooleanField(label=_("For all colleagues"), required=False)


class ListAction(View):
    http_method_names = ["post"]

    def dispatch(self, request, *args, **kwargs):
        policy = policy_registry.get_by_type(Application)
        if not policy.user_has_permission(request.user, "view"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def shown_as(self) -> str:
        """Back to the list or to the board, whichever she pressed the button on."""
        return reverse(BOARD if "board" in self.request.POST else LIST)


class KeepListView(ListAction):
    def post(self, request):
        form = KeepForm(request.POST)
        query = {
            name: sorted(filter(None, request.GET.getlist(name)))
            for name in _KEPT
            if any(request.GET.getlist(name))
        }
        address = f"{self.shown_as()}?{urlencode(query, doseq=True)}"
        if not form.is_valid():
            messages.error(request, _("Give the list a name of up to 40 letters."))
            return redirect(address)
        try:
            save_view(query=query, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, _("The list is kept; it is among the tabs."))
        return redirect(address)


class DeleteListView(ListAction):
    def post(self, request, pk):
        kept = get_object_or_404(SavedView, pk=pk, owner=request.user)
        delete_view(kept)
        messages.success(request, _("The list is no longer kept."))
        return redirect(self.shown_as())
