"""`manage.py run_due_work`: what falls due with time, for cron or a timer."""

import time

from django.core.management.base import BaseCommand, CommandError

from messaging.domain.due_runs import run_piece
from messaging.due import due_work


class Command(BaseCommand):
    help = "Does what is due: retries, offers that lapse. Safe to run twice at once."

    def handle(self, *args, **options):
        failed = []
        for name, work in due_work().items():
            begun = time.monotonic()
            ran = run_piece(name, work)
            took = time.monotonic() - begun
            if ran.failed:
                failed.append(name)
                self.stdout.write(f"{name}: failed ({took:.1f} s)")
            elif ran.done is None:
                self.stdout.write(f"{name}: already running elsewhere")
            else:
                self.stdout.write(f"{name}: {ran.done} ({took:.1f} s)")
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}")
