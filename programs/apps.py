from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from messaging.batches import register_batch_label
        from messaging.due import register_due_work
        from messaging.linting import register_telling_names
        from messaging.rechecks import register_recheck
        from messaging.releases import register_release
        from messaging.renewal import register_renewal
        from people.erasers import Ending, register_batch_eraser, register_ending
        from people.merge_steps import register_merge_step
        from people.own_locks import register_own_lock
        from programs import log_actions  # noqa: F401  (registers the log's words)
        from programs.activities import register_activities
        from programs.domain.erasure import (
            end_meetings,
            end_registrations,
            erase_of_programs,
            running_meetings,
            running_registrations,
        )
        from programs.domain.feedback import (
            is_still_asked,
            queue_feedback_invitations,
        )
        from programs.domain.holds import sweep_holds
        from programs.domain.letters import WRITTEN
        from programs.domain.merging import check_registrations, lock_departures
        from programs.domain.names import telling_names
        from programs.domain.occurrences import DEPARTURE_CANCELLED, DEPARTURE_MOVED
        from programs.domain.queries import named_occurrences
        from programs.domain.registrations import is_still_registered
        from programs.domain.reminders import (
            DAYS_BEFORE,
            is_still_coming,
            queue_trip_reminders,
        )
        from programs.domain.retention import register_kinds
        from programs.domain.sessions import SESSIONS_CHANGED
        from programs.domain.unasked import TEMPLATE as OFFERED_INSTEAD
        from programs.domain.unasked import renew_answers
        from programs.domain.waiting_list import (
            close_lists,
            lapse_expired_offers,
            release_kept_places,
        )
        from programs.holdings import register_holdings
        from programs.meeting_texts import (
            register_meeting_templates,
            renew_meeting_links,
        )
        from programs.message_texts import register_templates
        from programs.models import (
            AttendanceRecord,
            CourseResult,
            DrawEntry,
            MeetingRequest,
            PartyMember,
            PlaceSkip,
            Registration,
            SessionMark,
            WaitingCall,
        )
        from programs.models.tally import keep_tallies
        from programs.notifications import renew_links
        from programs.permissions import grant_roles, register_policies

        post_migrate.connect(keep_tallies, sender=self)
        register_activities()
        register_own_lock("registrations", lock_departures)
        register_merge_step("registrations", check_registrations)
        grant_roles()
        register_holdings()
        register_policies()
        register_templates()
        register_meeting_templates()
        register_telling_names("programs", telling_names)
        register_renewal("programs", renew_links)
        register_renewal("programs meetings", renew_meeting_links)
        register_due_work("seats held in the form", sweep_holds)
        register_due_work("place offers", lapse_expired_offers)
        register_due_work("waiting lists of departures", close_lists)
        register_due_work("places kept for neighborhoods", release_kept_places)
        register_due_work("trip reminders", queue_trip_reminders)
        register_due_work("asking how it was", queue_feedback_invitations)
        register_release(OFFERED_INSTEAD, renew_answers)
        register_recheck("programs.feedback", is_still_asked)
        for days in DAYS_BEFORE:
            register_recheck(f"programs.reminder_{days}", is_still_coming)
        register_recheck("programs.occurrence_moved", is_still_registered)
        register_recheck(SESSIONS_CHANGED, is_still_registered)
        register_recheck(WRITTEN, is_still_registered)
        for label, words in (
            (DEPARTURE_CANCELLED, _("A departure was cancelled")),
            (DEPARTURE_MOVED, _("A departure has another time or place")),
            (SESSIONS_CHANGED, _("Sessions of a course have changed")),
            (WRITTEN, _("A message to those registered for a departure")),
        ):
            register_batch_label(label, words, about=named_occurrences)
        register_kinds()
        register_ending(
            "registrations", Ending(running_registrations, end_registrations)
        )
        register_ending("meetings", Ending(running_meetings, end_meetings))
        register_batch_eraser(
            "programs",
            erase_of_programs,
            models=(
                Registration,
                PartyMember,
                PlaceSkip,
                AttendanceRecord,
                DrawEntry,
                WaitingCall,
                MeetingRequest,
                MeetingRequest.topics.through,
                SessionMark,
                CourseResult,
            ),
        )
