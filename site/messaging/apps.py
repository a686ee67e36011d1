from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("Messages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from messaging import checks  # noqa: F401  (registers the system checks)
        from messaging.activities import register_activities
        from messaging.channels import register_channel
        from messaging.domain.delivery import deliver_due_messages
        from messaging.domain.erasure import erase_messages
        from messaging.domain.merging import join_broken_routes
        from messaging.domain.queue import forget_abandoned_tasks
        from messaging.domain.reports import apply_waiting_reports
        from messaging.domain.retention import register_kinds
        from messaging.due import register_due_work
        from messaging.email import send_email
        from messaging.enums import Route, SmsBackend
        from messaging.holdings import register_holdings
        from messaging.models import Batch, BrokenRoute, DeliveryAttempt, Message
        from messaging.permissions import BatchPolicy, MessagePolicy
        from messaging.sms.channel import send_sms
        from messaging.viewsets.routes import broken_route_rows
        from people.domain.retention import apply_due_retention
        from people.erasers import register_batch_eraser
        from people.merge_steps import register_merge_step
        from people.roles import StaffRole, grant
        from people.sealed_columns import register_sealed_column
        from people.sections import register_person_section

        register_activities()
        register_permission_policy(Message, MessagePolicy(Message))
        register_permission_policy(Batch, BatchPolicy(Batch))
        register_merge_step("messages", join_broken_routes)
        register_batch_eraser(
            "messages", erase_messages, models=(Message, BrokenRoute, DeliveryAttempt)
        )
        register_sealed_column("messaging.Message", "sealed_link")
        register_sealed_column("messaging.Message", "sealed_address")
        register_holdings()
        register_channel(Route.EMAIL, send_email)
        if settings.SMS != SmsBackend.NONE:
            register_channel(Route.SMS, send_sms)
        register_person_section(
            "broken_routes", _("Addresses that do not work"), broken_route_rows
        )
        register_due_work("messages", deliver_due_messages)
        register_due_work("reports of providers", apply_waiting_reports)
        register_due_work("abandoned tasks", forget_abandoned_tasks)
        # The last one: it may take a while.
        register_due_work("retention", apply_due_retention)
        register_kinds()
        for role in (
            StaffRole.APPLICATIONS,
            StaffRole.TRAINING,
            StaffRole.TRIPS,
            StaffRole.MANAGER,
        ):
            grant(
                role,
                "messaging.view_message",
                "messaging.change_message",
                "messaging.view_batch",
            )
        for role in (StaffRole.COMMUNICATIONS, StaffRole.MANAGER):
            grant(role, "messaging.change_messagetext")
        grant(StaffRole.MUHTAR, "messaging.change_message")
