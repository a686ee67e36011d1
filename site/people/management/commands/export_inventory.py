from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext

from people.inventory import HEADINGS, inventory_rows
from people.workbook import write_table


class Command(BaseCommand):
    help = "Writes the processing inventory (for VERBİS) into an XLSX file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", default="tr")

    def handle(self, *args: Any, **options: Any) -> None:
        with (
            translation.override(options["language"]),
            options["file"].open("wb") as output,
        ):
            write_table(
                output,
                title=gettext("Inventory"),
                headings=map(str, HEADINGS.values()),
                rows=(row.values() for row in inventory_rows()),
            )
        self.stdout.write(str(options["file"]))
