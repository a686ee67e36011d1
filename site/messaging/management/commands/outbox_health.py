"""`manage.py outbox_health`: figures for monitoring; ends with 1 on a fault."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from messaging.domain.health import outbox_health


class Command(BaseCommand):
    help = "Prints how many messages are in each state and how long the oldest waits."

    def add_arguments(self, parser):
        parser.add_argument(
            "--minutes",
            type=int,
            default=15,
            help="the longest a due message, or the due work, may keep one waiting",
        )

    def handle(self, *args, minutes, **options):
        health, limit = outbox_health(), timedelta(minutes=minutes)
        for state, count in health.counts.items():
            self.stdout.write(f"{state} {count}")
        self.stdout.write(f"oldest_due_seconds {health.oldest_due.total_seconds():.0f}")
        faults = [f"{name} failed" for name in health.failing]
        if health.oldest_due > limit:
            faults.append("messages wait too long")
        if health.due_work_at is None or timezone.now() - health.due_work_at > limit:
            faults.append("the due work does not run")
        if faults:
            raise CommandError("; ".join(faults))
