"""`manage.py apply_retention`: destroys what has been kept for its time.

Also done once a day by `run_due_work`. Safe to run twice at once, and to kill: each
batch is a transaction, and the next run goes on where this one stopped.
"""

from django.core.management.base import BaseCommand, CommandError

from people.domain.retention import apply_retention, install_rules, past_date
from people.models import RetentionRule
from people.retention import all_kinds


class Command(BaseCommand):
    help = "Destroys data past their time limit; prints how many rows of each kind."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="only count; change nothing"
        )
        parser.add_argument(
            "--kind",
            action="append",
            default=[],
            help="this kind only",
        )

    def handle(self, *args, dry_run, kind, **options):
        known = [one.key for one in all_kinds()]
        if unknown := set(kind) - set(known):
            raise CommandError(
                f"Unknown kind: {', '.join(sorted(unknown))}. Known: {', '.join(known)}"
            )
        if dry_run:
            self._count(kind or known)
            return
        run, done = apply_retention(keys=kind)
        for key in kind or known:
            self.stdout.write(f"{key}: {done.get(key, 0)}")
        self.stdout.write(f"run {run.pk} finished")

    def _count(self, keys):
        install_rules()
        rules = {rule.kind: rule for rule in RetentionRule.objects.all()}
        for key in keys:
            told = past_date(rules[key])
            note = "" if told.rule.active else " (rule is off)"
            held = f", on hold: {told.on_hold}" if told.on_hold else ""
            self.stdout.write(f"{key}: {told.next_run_takes}{held}{note}")
