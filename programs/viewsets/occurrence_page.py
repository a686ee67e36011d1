"""The page of one departure: its places, who comes, who waits, what can be done."""

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from messaging.viewsets.held import held_note
from people.access_notes import NotesAccess, persons_of
from people.addresses import RowAddresses
from programs import permissions
from programs.domain import departures, queries
from programs.domain.attendance import MARKED_FROM
from programs.domain.calling import is_time_to_call
from programs.domain.duties import Rights
from programs.domain.eligibility import day_denied_reason
from programs.domain.feedback import feedback_on
from programs.enums import OccurrenceState, SelectionMode
from programs.enums import RegistrationState as State
from programs.templatetags.departures import in_words
from programs.viewsets.columns import occurrence_pill, registration_pill
from programs.viewsets.run import run_context
from programs.viewsets.seen import departure_for

NAME = "programs_occurrence"


class OccurrenceInspectView(NotesAccess, generic.InspectView):
    template_name = "programs/admin/departure.html"

    def get_page_title(self):
        return self.object.activity.traits.occurrence

    def get_object(self, queryset=None):
        return departure_for(self.request.user, self.pk, permissions.VIEW_OCCURRENCES)

    @cached_property
    def rights(self):
        return Rights(self.request.user)

    def _may(self, *needed):
        return all(self.rights.may_at(one, self.object) for one in needed)

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
            and self.object.needs_registration
        )

    @cached_property
    def may_admit(self):
        """Whether somebody who stands there can be registered now."""
        return (
            day_denied_reason(self.object, now=timezone.now()) is None
            and permissions.departures_to_mark(
                self.request.user, permissions.ADMIT_WALK_INS
            )
            .filter(pk=self.object.pk)
            .exists()
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
            (
                may_change and not is_cancelled,
                "plan_sessions",
                _("Plan sessions"),
                "calendar",
            ),
            (
                may_change
                and self.is_coming
                and not is_cancelled
                and self.object.stop_id is None,
                "move",
                _("Move to another day"),
                "arrow-right",
            ),
            (self._may(permissions.ADD_OCCURRENCES), "copy", _("Copy"), "copy"),
            (
                self._may(permissions.ADD_OCCURRENCES),
                "series",
                _("Make a series"),
                "calendar-alt",
            ),
            (
                may_change and not is_cancelled and self.object.needs_registration,
                "capacity",
                _("Number of places"),
                "group",
            ),
            (
                may_change
                and self.object.needs_registration
                and self.object.state == OccurrenceState.PUBLISHED
                and self.object.ends_at > timezone.now(),
                "write",
                _("Write to those registered"),
                "mail",
            ),
            (
                self._may(permissions.VIEW_REGISTRATIONS, permissions.TAKE_LISTS)
                and self.object.activity.traits.boards,
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
                self.object.activity.traits.cancel,
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
        may_see = permissions.sees_registrations(self.request.user, occurrence)
        kind, word = occurrence_pill(occurrence)
        context = {
            "occurrence": occurrence,
            "traits": occurrence.activity.traits,
            "left_words": occurrence.activity.traits.left
            % {"count": occurrence.seats_left},
            "invitation_url": (
                self.request.build_absolute_uri(occurrence.get_invitation_url())
                if occurrence.invitation and self._may(permissions.CHANGE_OCCURRENCES)
                else ""
            ),
            "may_count": self._may(permissions.CHANGE_OCCURRENCES)
            and not occurrence.needs_registration
            and not self.is_coming
            and occurrence.state == OccurrenceState.PUBLISHED,
            "pill": kind,
            "pill_word": word,
            "tally": departures.tally(occurrence),
            "points": departures.boarding_counts(occurrence),
            "needs": departures.need_counts(occurrence) if may_see else [],
            "may_see": may_see and occurrence.needs_registration,
            **self._feedback(occurrence),
            "may_print": self._may(
                permissions.VIEW_REGISTRATIONS, permissions.TAKE_LISTS
            ),
            "may_register": self.may_register,
            "may_change": self._may(permissions.CHANGE_REGISTRATIONS),
            "may_offer": self._may(permissions.CHANGE_OCCURRENCES),
            "may_publish": self._may(permissions.CHANGE_OCCURRENCES)
            and occurrence.state == OccurrenceState.DRAFT,
            "may_check_in": occurrence.needs_registration
            and not occurrence.has_sessions
            and permissions.departures_to_mark(self.request.user)
            .filter(pk=occurrence.pk)
            .exists(),
            "may_admit": self.may_admit,
            "is_the_day": timezone.localdate() == occurrence.day,
            "may_see_phones": self._may(permissions.SEE_BOARDING_PHONES),
            "may_mark": not occurrence.has_sessions
            and timezone.now() >= occurrence.starts_at - MARKED_FROM,
            "is_coming": self.is_coming,
            "may_draw": self._may(permissions.CHANGE_OCCURRENCES)
            and occurrence.selection == SelectionMode.DRAW,
            "may_call": self._may(
                permissions.SEE_BOARDING_PHONES,
                permissions.VIEW_REGISTRATIONS,
                permissions.CHANGE_REGISTRATIONS,
            )
            and is_time_to_call(occurrence),
            **held_note(occurrence, self.request.user),
        }
        context |= run_context(occurrence, self.request.user)
        if may_see and occurrence.needs_registration:
            context |= self._people(occurrence)
        return super().get_context_data(**context, **kwargs)

    def _feedback(self, occurrence):
        """How it was, once it is over; the words for who sees the registrations."""
        if self.is_ahead or not self._may(permissions.SEE_PARTICIPATION):
            return {}
        return {
            "is_over": True,
            "feedback": feedback_on(occurrence),
            "may_read_words": self._may(permissions.VIEW_REGISTRATIONS),
        }

    @property
    def is_ahead(self):
        over = self.object.ends_at <= timezone.now()
        return not over or self.object.state != OccurrenceState.PUBLISHED

    def persons_seen(self, context):
        rows = [
            row
            for name in ("seated", "over", "line", "offers", "first_absent")
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
            "seated": [_as_row(row) for row in seated],
            "over": [_as_row(row) for row in ended],
            # Everybody keeps her place in line, also where she is not shown.
            "line": [_as_row(row) for row in line if row.pk in seen],
            "waits": bool(line),
            "next": departures.next_in_line(line, seats_left=occurrence.seats_left),
            "shows_next": bool(line) and line[0].pk in seen,
            "offers": [
                _as_row(row) for row in queries.open_offers(occurrence, seen_by=user)
            ],
        }


_ADDRESSES = {
    f"{word}_url": RowAddresses(f"programs_registration:{name}")
    for word, name in (
        ("page", "inspect"),
        ("attend", "attend"),
        ("miss", "miss"),
        ("undo", "undo"),
        ("admit", "admit"),
    )
}


def _as_row(row):
    """With what the page shows of each of hundreds, worked out here."""
    row.pill = registration_pill(row)
    row.is_marked = row.state in State.marked
    for name, addresses in _ADDRESSES.items():
        setattr(row, name, addresses.of(row.pk))
    return row
