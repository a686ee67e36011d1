"""`manage.py install_defaults`: groups, notices and consents to start from.

Run it after every upgrade: it adds what is missing and changes nothing that is there.
"""

from django.core.management.base import BaseCommand

from people.domain.defaults import install_defaults


class Command(BaseCommand):
    help = "Adds the staff groups, notices and consent purposes that are missing."

    def handle(self, *args, **options):
        for name, added in install_defaults().items():
            self.stdout.write(f"{name}: {added} added")
