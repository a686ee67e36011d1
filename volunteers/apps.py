from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("Volunteers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from messaging.batches import register_batch_label
        from messaging.due import register_due_work
        from messaging.linting import register_telling_names
        from messaging.renewal import register_renewal
        from people.erasers import Ending, register_batch_eraser, register_ending
        from volunteers import log_actions  # noqa: F401  (registers the hook)
        from volunteers.activities import register_activities
        from volunteers.domain.erasure import (
            end_applications,
            erase_applications_of,
            running_applications,
        )
        from volunteers.domain.interviews import queue_interview_reminders
        from volunteers.domain.names import telling_names
        from volunteers.domain.renewal import renew_links
        from volunteers.domain.retention import register_kinds
        from volunteers.holdings import register_holdings
        from volunteers.models import (
            Application,
            ApplicationArea,
            Assignment,
            Decision,
            Enrollment,
            InformationRequest,
            Interview,
            Review,
            ReviewAssignment,
            ReviewScore,
            VolunteerAgreement,
        )
        from volunteers.notifications import register_templates
        from volunteers.permissions import grant_to_roles, register_policies

        register_activities()
        register_holdings()
        register_policies()
        grant_to_roles()
        register_templates()
        register_telling_names("volunteers", telling_names)
        register_renewal("volunteers", renew_links)
        register_due_work("interview reminders", queue_interview_reminders)
        register_kinds()
        register_batch_label("volunteers.written", _("A message to several applicants"))
        register_ending("applications", Ending(running_applications, end_applications))
        register_batch_eraser(
            "volunteers",
            erase_applications_of,
            models=(
                Application,
                ApplicationArea,
                Assignment,
                Decision,
                Enrollment,
                InformationRequest,
                Interview,
                Review,
                ReviewAssignment,
                ReviewScore,
                VolunteerAgreement,
            ),
        )
