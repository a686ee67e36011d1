from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("Volunteers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from messaging.batches import register_batch_label, register_deciders
        from messaging.due import register_due_work
        from messaging.linting import register_telling_names
        from messaging.rechecks import register_recheck
        from messaging.renewal import register_renewal
        from people.domain.defaults import register_defaults
        from people.erasers import Ending, register_batch_eraser, register_ending
        from people.freezing import IN_FORCE
        from people.merge_steps import register_merge_preview, register_merge_step
        from people.own_locks import register_own_lock
        from volunteers import log_actions  # noqa: F401  (registers the hook)
        from volunteers.activities import register_activities
        from volunteers.domain.applications import DECIDED
        from volunteers.domain.drafts import part_from_drafts
        from volunteers.domain.duties import decided_by, decides_somewhere
        from volunteers.domain.erasure import (
            end_applications,
            erase_applications_of,
            running_applications,
        )
        from volunteers.domain.expiry import queue_expiry_reminders
        from volunteers.domain.interviews.earlier import is_still_earlier
        from volunteers.domain.interviews.reminders import (
            REMINDERS,
            is_still_booked,
            queue_interview_reminders,
        )
        from volunteers.domain.merging import (
            join_training_places,
            lock_applications,
            told_of_training_places,
        )
        from volunteers.domain.names import telling_names
        from volunteers.domain.papers import install_first_text
        from volunteers.domain.places import lapse_session_offers
        from volunteers.domain.process import install_first_edition
        from volunteers.domain.promises import refuse_meeting_promises
        from volunteers.domain.renewal import renew_links
        from volunteers.domain.retention import register_kinds
        from volunteers.holdings import register_holdings
        from volunteers.message_texts import register_templates
        from volunteers.models import (
            AgreementText,
            Application,
            ApplicationArea,
            ApplicationDraft,
            ApplicationFile,
            Assignment,
            Completion,
            Decision,
            DutyWish,
            Enrollment,
            HourEntry,
            InformationRequest,
            Interview,
            InterviewScore,
            InterviewSheet,
            Review,
            ReviewAssignment,
            ReviewScore,
            SessionWait,
            ShiftPlace,
            ShownDocument,
            VolunteerAgreement,
            VolunteerCard,
        )
        from volunteers.permissions import grant_to_roles, register_policies

        register_activities()
        register_holdings()
        register_policies()
        grant_to_roles()
        register_templates()
        register_telling_names("volunteers", telling_names)
        register_renewal("volunteers", renew_links)
        register_batch_label(
            DECIDED, _("Decisions on applications"), about=Application.objects.all
        )
        register_deciders("volunteers", decided_by, somewhere=decides_somewhere)
        register_due_work("interview reminders", queue_interview_reminders)
        register_due_work("training offers", lapse_session_offers)
        register_due_work("training reminders", queue_expiry_reminders)
        for reminder in REMINDERS:
            register_recheck(f"volunteers.{reminder.name}", is_still_booked)
        register_recheck("volunteers.earlier", is_still_earlier)
        register_defaults("words of the process", install_first_edition)
        register_defaults("texts of the agreement", install_first_text)
        register_kinds()
        register_own_lock("applications", lock_applications)
        register_merge_step("volunteers.drafts", part_from_drafts)
        register_batch_label("volunteers.written", _("A message to several applicants"))
        register_merge_step("volunteers.promises", refuse_meeting_promises)
        register_merge_step("volunteers.trainings", join_training_places)
        register_merge_preview("volunteers.trainings", told_of_training_places)
        IN_FORCE[AgreementText] = "OLD.published_at IS NOT NULL"
        register_ending("applications", Ending(running_applications, end_applications))
        register_batch_eraser(
            "volunteers",
            erase_applications_of,
            models=(
                Application,
                ApplicationArea,
                ApplicationDraft,
                ApplicationFile,
                Assignment,
                Completion,
                Decision,
                DutyWish,
                Enrollment,
                HourEntry,
                InformationRequest,
                Interview,
                InterviewScore,
                InterviewSheet,
                Review,
                ReviewAssignment,
                ReviewScore,
                SessionWait,
                ShiftPlace,
                ShownDocument,
                VolunteerAgreement,
                VolunteerCard,
            ),
        )
