"""Whether every published text is still what its hash says."""

from django.core.management import BaseCommand, CommandError

from people.domain.consents import altered_texts
from people.models import ConsentText, Notice


class Command(BaseCommand):
    help = "Compares notices and consent texts with the hashes of their publication."

    def handle(self, *args, **options):
        altered = altered_texts()
        if altered:
            raise CommandError("Altered since publication: " + ", ".join(altered))
        count = Notice.objects.exclude(published_at=None).count()
        count += ConsentText.objects.count()
        self.stdout.write(f"{count} texts are as they were published.")
