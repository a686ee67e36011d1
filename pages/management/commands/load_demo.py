"""`manage.py load_demo`: the demo site with its staff, calls, trips and pages."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.demo import build as pages_demo
from people import demo as people_demo
from people.domain.retention import apply_retention
from programs import demo as programs_demo
from volunteers import demo as volunteers_demo


class Command(BaseCommand):
    help = "Fills an empty database with the demo site; changes nothing afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        # Pages come last, so that their presence says that all the rest is there.
        if pages_demo.is_built():
            self.stdout.write("The demo content is already there.")
            return
        people_demo.build_demo()
        volunteers_demo.build_demo()
        programs_demo.build_demo()
        pages_demo.build_demo()
        # Nothing in it is past its time; the home page need not warn of it.
        apply_retention()
        self.stdout.write(self.style.SUCCESS("The demo content is loaded."))
