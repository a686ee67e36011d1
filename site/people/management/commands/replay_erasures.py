"""`manage.py replay_erasures FILE`: erase again who was erased since the backup.

Run it after a restore and before anybody may open the site. FILE is what
`list_erasures` printed last before the loss ("-" reads it from the input); what the
restored database itself remembers is replayed in any case.
"""

import sys
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from people.domain.erasure import PastErasure, past_erasures, replay_erasures


class Command(BaseCommand):
    help = "Erases again everybody on the list, after a backup was restored."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default="")

    def handle(self, *args, file, **options):
        replay = replay_erasures([*past_erasures(), *_listed(file)])
        self.stdout.write(
            f"erased again: {replay.erased}, nothing to do: {replay.nothing_to_do}"
        )
        if replay.on_hold:
            held = ", ".join(f"K-{pk:06d}" for pk in replay.on_hold)
            raise CommandError(f"Not erased because of a legal hold: {held}")


def _listed(file):
    if not file:
        return []
    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    try:
        return [
            PastErasure(int(number), datetime.fromisoformat(moment))
            for number, moment in (line.split() for line in text.splitlines() if line)
        ]
    except ValueError:
        raise CommandError("Each line holds a record number and a moment.") from None
