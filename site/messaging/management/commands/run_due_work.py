"""`manage.py run_due_work`: what falls due with time, for cron or a timer."""

from django.core.management.base import BaseCommand

from messaging.due import due_work


class Command(BaseCommand):
    help = "Does what is due: retries, offers that lapse. Safe to run twice at once."

    def handle(self, *args, **options):
        for name, work in due_work().items():
            self.stdout.write(f"{name}: {work()}")
