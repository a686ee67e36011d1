from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.domain.rotation import rotate_keys


class Command(BaseCommand):
    help = "Reseals every sealed value under the first of FIELD_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=500)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError("--batch is at least 1.")
        unreadable = []
        for column in rotate_keys(batch=options["batch"]):
            self.stdout.write(f"{column.name}: {column.resealed} resealed")
            unreadable += [f"{column.name} {pk}" for pk in column.unreadable]
        if unreadable:
            for row in unreadable:
                self.stderr.write(f"cannot be opened: {row}")
            raise CommandError(
                f"{len(unreadable)} values cannot be opened; nothing was changed in "
                "them. Keep the old keys and look for the one that is missing."
            )
        self.stdout.write("Everything is under the first key; drop the others now.")
