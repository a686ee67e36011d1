"""`manage.py list_erasures`: whom to erase again after a backup is restored.

One line for each, a record number and a moment. Keep the output apart from the
database's own backups: a restored database has forgotten the latest erasures.
"""

from django.core.management.base import BaseCommand

from people.domain.erasure import past_erasures


class Command(BaseCommand):
    help = "Prints record numbers and moments of all erasures, for replay_erasures."

    def handle(self, *args, **options):
        for erasure in past_erasures():
            self.stdout.write(f"{erasure.person_pk} {erasure.erased_at.isoformat()}")
