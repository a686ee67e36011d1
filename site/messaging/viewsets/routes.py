"""Addresses that no longer work, on the person's record and on her messages."""

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.domain.routes import address_of, mend_route
from messaging.models import BrokenRoute
from people.models import Person
from people.sections import SectionRow
from people.staff_views import ActionView

CHANGE = "messaging.change_message"


def present_broken_routes(person):
    """Those of the addresses she has now; a changed address starts afresh."""
    return [
        broken
        for broken in person.broken_routes.order_by("-since")
        if broken.is_about(address_of(person, broken.route))
    ]


def broken_route_rows(person, user):
    may_mend = user.has_perm(CHANGE)
    return [
        SectionRow(
            title=f"{broken.get_route_display()}: {broken.get_reason_display()}",
            state=gettext("since %(day)s")
            % {"day": date_format(broken.since, "SHORT_DATE_FORMAT")},
            url=reverse("messaging_message:mend", args=[broken.pk]) if may_mend else "",
        )
        for broken in present_broken_routes(person)
    ]


class MendView(ActionView):
    model = BrokenRoute
    permission = CHANGE
    form_class = forms.Form
    page_title = _("The address works again")
    submit_label = _("The address works again")
    explanation = _(
        "Messages to this address came back. If you have asked her and it is right, "
        "messages will be sent to it again. If it is wrong, correct it on her record "
        "instead: a new address starts afresh."
    )

    def get_queryset(self):
        return BrokenRoute.objects.filter(
            person__in=Person.objects.visible_to(self.request.user)
        )

    def act(self, instance, *, by, data):
        mend_route(instance, by=by)
        return _("Messages will be sent to this address again.")

    def get_success_url(self):
        return reverse("people_person:inspect", args=[self.object.person_id])

    def get_page_subtitle(self):
        return str(self.object.person)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.get_success_url(), "label": str(self.object.person)},
            {"url": "", "label": self.get_page_title()},
        ]
