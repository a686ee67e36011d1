"""Tell whether notices and consent texts still are what was published."""

from django.core.management.base import BaseCommand, CommandError

from people.domain.consents import altered_texts


class Command(BaseCommand):
    help = "Compares the texts people were shown with the marks made at publishing."

    def handle(self, *args, **options):
        altered = altered_texts()
        if altered:
            # Their names hold no personal data: process, language, version.
            names = "; ".join(str(text) for text in altered)
            raise CommandError(f"Changed after publishing: {names}")
        self.stdout.write("The published texts are unchanged.")
