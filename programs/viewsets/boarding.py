"""The boarding list as it is printed; phones only on the coordinator's copy."""

from django.views.generic import TemplateView

from people.access_notes import NotesAccess
from people.enums import AccessKind
from programs import permissions
from programs.domain import queries
from programs.viewsets.seen import departure_for


class BoardingListView(NotesAccess, TemplateView):
    """One sheet a boarding point: code, given name with an initial, places."""

    template_name = "programs/admin/boarding_list.html"
    http_method_names = ("get", "head")
    permission_required = (permissions.VIEW_REGISTRATIONS, permissions.TAKE_LISTS)
    with_phones = False
    access_kind = AccessKind.PRINT

    def access_subject(self):
        return self.occurrence

    def persons_seen(self, context):
        return [
            passenger.person_id
            for sheet in context["sheets"]
            for passenger in sheet.passengers
        ]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.occurrence = departure_for(
            request.user, kwargs["pk"], *self.permission_required
        )

    def get_context_data(self, **kwargs):
        sheets = queries.boarding_list(
            self.occurrence, seen_by=self.request.user, with_phones=self.with_phones
        )
        return super().get_context_data(
            occurrence=self.occurrence,
            sheets=sheets,
            seats=sum(sheet.seats for sheet in sheets),
            with_phones=self.with_phones,
            **kwargs,
        )


class CoordinatorListView(BoardingListView):
    permission_required = (
        permissions.VIEW_REGISTRATIONS,
        permissions.TAKE_LISTS,
        permissions.SEE_BOARDING_PHONES,
    )
    with_phones = True
