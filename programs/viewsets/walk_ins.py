"""On the day: registering who stands at the quay or the door without a registration."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from people.staff_views import ActionView
from programs import permissions
from programs.domain import departures
from programs.domain.duties import Rights, may_somewhere
from programs.domain.eligibility import day_denied_reason
from programs.domain.walk_ins import admit_from_line, admit_walk_in, room_on_the_day
from programs.models import Registration
from programs.viewsets.party import RegisterPartyView
from programs.viewsets.party_forms import WalkInDeskForm

NAME = "programs_occurrence"


class WalkInView(RegisterPartyView):
    """The form of the desk, for who may register on the day.

    A guide who reads no list of people enters her as new, as the website does.
    """

    page_title = _("Came without a registration")
    header_icon = "user"

    def find_occurrence(self, user, pk):
        if not may_somewhere(user, permissions.ADMIT_WALK_INS):
            raise PermissionDenied
        rows = permissions.departures_to_mark(user, permissions.ADMIT_WALK_INS)
        seen = departures.with_all_for_staff(rows)
        return get_object_or_404(seen, pk=pk)

    def denied_reason(self):
        return day_denied_reason(self.occurrence, now=timezone.now())

    @cached_property
    def rights(self):
        return Rights(self.request.user)

    def may(self, permission):
        return self.rights.may_at(permission, self.occurrence)

    @property
    def is_form(self):
        return super().is_form or not self.may(permissions.VIEW_REGISTRATIONS)

    @cached_property
    def check_in_url(self):
        return reverse(f"{NAME}:check_in", args=[self.occurrence.pk])

    @cached_property
    def back_url(self):
        if self.may(permissions.VIEW_OCCURRENCES):
            return super().back_url
        return self.check_in_url

    @property
    def desk_form(self):
        return partial(
            WalkInDeskForm, may_override=self.may(permissions.ADD_REGISTRATIONS)
        )

    def told_before(self):
        return {}

    def admit(self, desk, asked):
        registration = admit_walk_in(**asked)
        words = ngettext(
            "%(code)s: %(seats)s place, marked as attended.",
            "%(code)s: %(seats)s places, marked as attended.",
            registration.seats,
        ) % {"code": registration.code, "seats": registration.seats}
        return words, reverse(f"{NAME}:walk_in", args=[self.occurrence.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            room=room_on_the_day(self.occurrence),
            check_in_url=self.check_in_url,
            **kwargs,
        )


class AdmitFromLineView(ActionView):
    """Who is on the waiting list stands there."""

    model = Registration
    permission = permissions.ADMIT_WALK_INS
    page_title = _("She is here")
    back_url_name = "programs_registration:inspect"
    header_icon = "user"

    def get_queryset(self):
        seen = Registration.objects.visible_to(self.request.user)
        here = permissions.departures_to_mark(self.request.user, self.permission)
        return seen.filter(occurrence__in=here.order_by().values("pk")).select_related(
            "person", "occurrence__activity"
        )

    def may_somewhere(self, user):
        return may_somewhere(user, self.permission)

    def act(self, instance, *, by, data):
        admit_from_line(instance, by=by)
        return gettext("%(code)s has a place and is marked as attended.") % {
            "code": instance.code
        }

    def get_success_url(self):
        page = reverse(f"{NAME}:inspect", args=[self.object.occurrence_id])
        return f"{page}#kayit-{self.object.pk}"
