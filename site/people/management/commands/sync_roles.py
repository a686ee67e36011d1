"""`manage.py sync_roles`: makes the staff groups; run it after every upgrade."""

from django.core.management.base import BaseCommand

from people.domain.roles import sync_roles


class Command(BaseCommand):
    help = "Makes the staff groups and adds the permissions they lack."

    def handle(self, *args, **options):
        groups = sync_roles()
        self.stdout.write(f"{len(groups)} groups")
