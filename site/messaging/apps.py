from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("Messages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from messaging import checks  # noqa: F401  (registers the system checks)
        from messaging.activities import register_activities
        from messaging.channels import register_channel
        from messaging.domain.delivery import deliver_due_messages
        from messaging.domain.erasure import erase_messages
        from messaging.domain.queue import forget_abandoned_tasks
        from messaging.domain.retention import register_kinds
        from messaging.due import register_due_work
        from messaging.email import send_email
        from messaging.enums import Route
        from messaging.models import BrokenRoute, DeliveryAttempt, Message
        from people.domain.retention import apply_due_retention
        from people.erasers import register_batch_eraser
        from people.roles import StaffRole, grant
        from people.sealed_columns import register_sealed_column

        register_activities()
        register_batch_eraser(
            "messages", erase_messages, models=(Message, BrokenRoute, DeliveryAttempt)
        )
        register_sealed_column("messaging.Message", "sealed_link")
        register_channel(Route.EMAIL, send_email)
        register_due_work("messages", deliver_due_messages)
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
            grant(role, "messaging.view_message", "messaging.change_message")
