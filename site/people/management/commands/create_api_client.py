"""`manage.py create_api_client NAME`: a token for a front end's server."""

from django.core.management.base import BaseCommand, CommandError

from people.domain.links import create_api_client
from people.models import ApiClient


class Command(BaseCommand):
    help = "Makes a client of the API and prints its token, once."

    def add_arguments(self, parser):
        parser.add_argument("name")

    def handle(self, *args, name, **options):
        if ApiClient.objects.filter(name=name).exists():
            raise CommandError(f"There is already a client named {name}.")
        _client, token = create_api_client(name)
        self.stdout.write(token)
