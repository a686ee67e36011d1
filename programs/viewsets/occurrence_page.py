"""The page of one departure: its places, who comes, who waits, what can be done."""

from django.contrib.admin.utils import quote
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from messaging.viewsets.held import held_note
from people.access_notes import NotesAccess, persons_of
from programs import permissions
from programs.domain import departures, queries
from programs.domain.attendance import MARKED_FROM
from programs.domain.calling import is_time_to_call
from programs.enums import OccurrenceState, SelectionMode
from programs.enums import RegistrationState as State
from programs.templatetags.departures import in_words
from programs.viewsets.columns import occurrence_pill, registration_pill

NAME = "programs_occurrence"


class OccurrenceInspectView(NotesAccess, generic.InspectView):
    template_name = "programs/admin/departure.html"
    page_title = _("Departure")

    def get_object(self, queryset=None):
        return get_object_or_404(departures.for_staff(), pk=self.pk)

    def _may(self, permission):
        return self.request.user.has_perm(permission)

    def _url(self, name):
        return reverse(f"{NAME}:{name}", args=[quote(self.object.pk)])

    @cached_property
    def is_coming(self):
        return self.object.starts_at > timezone.now()

    @cached_property
    def may_register(self):
        return (
            self._may(permissions.ADD_REGISTRATIONS)
            and self.is_coming
            and self.object.state == OccurrenceState.PUBLISHED
        )

    @cached_property
    def header_buttons(self):
        if not self.may_register:
            return []
        return [
            HeaderButton(
                _("Register somebody"), url=self._url("register"), icon_name="plus"
            )
        ]

    @cached_property
    def header_more_buttons(self):
        is_cancelled = self.object.state == OccurrenceState.CANCELLED
        may_change = self._may(permissions.CHANGE_OCCURRENCES)
        offered = [
            (may_change, "edit", _("Edit"), "edit"),
            (self._may(permissions.ADD_OCCURRENCES), "copy", _("Copy"), "copy"),
            (
                may_change and not is_cancelled,
                "capacity",
                _("Number of places"),
                "group",
            ),
            (
                self._may(permissions.VIEW_REGISTRATIONS),
                "numbers",
                _("Numbers for boat and bus (XLSX)"),
                "download",
            ),
            (
                self._may(permissions.EXPORT_REGISTRATIONS),
                "insurer",
                _("List for the insurer"),
                "download",
            ),
            (True, "history", _("History"), "history"),
            (
                may_change and self.is_coming and not is_cancelled,
                "cancel",
                _("Cancel the departure"),
                "cross",
            ),
            (
                self.user_has_permission_for_instance("delete", self.object),
                "delete",
                _("Delete"),
                "bin",
            ),
        ]
        return [
            Button(label, url=self._url(name), icon_name=icon, priority=place)
            for place, (shown, name, label, icon) in enumerate(offered)
            if shown
        ]

    def get_page_subtitle(self):
        return f"{self.object.activity} · {in_words(self.object.starts_at)}"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAME}:index"), "label": _("Departures")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_fields_context(self):
        return []

    def get_context_data(self, **kwargs):
        occurrence = self.object
        may_see = permissions.sees_registrations(self.request.user)
        kind, word = occurrence_pill(occurrence)
        context = {
            "occurrence": occurrence,
            "pill": kind,
            "pill_word": word,
            "tally": departures.tally(occurrence),
            "points": departures.boarding_counts(occurrence),
            "needs": departures.need_counts(occurrence),
            "may_see": may_see,
            "may_print": self._may(permissions.VIEW_REGISTRATIONS),
            "may_register": self.may_register,
            "may_change": self._may(permissions.CHANGE_REGISTRATIONS),
            "may_publish": self._may(permissions.CHANGE_OCCURRENCES)
            and occurrence.state == OccurrenceState.DRAFT,
            "may_check_in": permissions.departures_to_mark(self.request.user)
            .filter(pk=occurrence.pk)
            .exists(),
            "is_the_day": timezone.localdate() == occurrence.day,
            "may_see_phones": self._may(permissions.SEE_BOARDING_PHONES),
            "may_mark": timezone.now() >= occurrence.starts_at - MARKED_FROM,
            "is_coming": self.is_coming,
            "may_draw": self._may(permissions.CHANGE_OCCURRENCES)
            and occurrence.selection == SelectionMode.DRAW,
            "may_call": self.request.user.has_perms(
                (
                    permissions.SEE_BOARDING_PHONES,
                    permissions.VIEW_REGISTRATIONS,
                    permissions.CHANGE_REGISTRATIONS,
                )
            )
            and is_time_to_call(occurrence),
            **held_note(occurrence, self.request.user),
        }
        if may_see:
            context |= self._people(occurrence)
        return super().get_context_data(**context, **kwargs)

    def persons_seen(self, context):
        rows = [
            row
            for name in ("seated", "over", "line", "offers")
            for row in context.get(name, ())
        ]
        return [pk for row in rows for pk in persons_of(row)]

    def _people(self, occurrence):
        user = self.request.user
        mine = occurrence.registrations.visible_to(user)
        seen = set(mine.values_list("pk", flat=True))
        line = queries.waiting_in_line(occurrence)
        seated = departures.seated(occurrence, seen_by=user)
        ended = departures.over(occurrence, seen_by=user)
        return {
            "hidden": occurrence.registrations.count() - len(seen),
            "seated": [self._with_pill(row) for row in seated],
            "over": [self._with_pill(row) for row in ended],
            # Everybody keeps her place in line, also where she is not shown.
            "line": [row for row in line if row.pk in seen],
            "waits": bool(line),
            "next": departures.next_in_line(line, seats_left=occurrence.seats_left),
            "shows_next": bool(line) and line[0].pk in seen,
            "offers": queries.open_offers(occurrence, seen_by=user),
        }

    @staticmethod
    def _with_pill(row):
        row.pill = registration_pill(row)
        row.is_marked = row.state in State.marked
        return row
