"""`manage.py run_demo`: what `make run` serves, migrated, filled and reachable."""

import logging
import socket
import threading
import time
from contextlib import redirect_stdout
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from gunicorn.app.base import BaseApplication
from wagtail.models import Site

from pages.demo.build import is_built
from people.demo import ACCOUNTS, PASSWORD

logger = logging.getLogger(__name__)
#: How often what is due is done here; in production cron does it.
DUE_WORK_EVERY = 60


class Command(BaseCommand):
    help = "Prepares the demo where that is needed, then serves it."
    # Checks would take longer than the start; `manage.py check` is for them.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default=8000, type=int)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        if settings.SECURE_SSL_REDIRECT:
            raise CommandError("The demo's logins are known; keep it off production.")
        check_port(host, port)
        self.migrate()
        self.load()
        point_site_here()
        self.tell()
        connections.close_all()
        DemoServer(host, port).run()

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Preparing the database ...")
            call_command("migrate", interactive=False, verbosity=0)
            call_command("install_defaults", stdout=StringIO())

    def load(self) -> None:
        if not is_built():
            self.say("Loading the demo content ...")
            # Whole or not at all: a start that is stopped here begins anew. What the
            # people of the demo are written stands in the admin, not in the terminal.
            with redirect_stdout(StringIO()), transaction.atomic():
                call_command("load_demo")

    def tell(self) -> None:
        def address(path: str) -> str:
            return settings.SITE_URL + path

        self.say(
            "",
            f"  Site   {address('/')}",
            f"  Admin  {address(reverse('wagtailadmin_home'))}",
            f"  API    {address(reverse('api-v1:openapi-json'))}",
            "",
            f"  Logins of the demo, each with the password {PASSWORD}",
        )
        width = max(map(len, ACCOUNTS))
        for username, (role, _given, _family) in ACCOUNTS.items():
            self.say(f"    {username:{width}}  {role}")
        self.say("", "  Ctrl+C ends it.", "")

    def say(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()


def check_port(host: str, port: int) -> None:
    """Tell before anything is prepared that it could not be served."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used here ({error.strerror}); "
                f"choose another one: make run PORT={port + 1 if port else 8001}"
            ) from None


def point_site_here() -> None:
    """Addresses that Wagtail builds lead to where the demo is served now."""
    here = urlsplit(settings.SITE_URL)
    site = Site.objects.get(is_default_site=True)
    where = (here.hostname or "localhost", here.port or 80)
    if (site.hostname, site.port) != where:
        site.hostname, site.port = where
        site.save()


def do_due_work_for_ever() -> None:
    while True:
        time.sleep(DUE_WORK_EVERY)
        try:
            call_command("run_due_work", stdout=StringIO())
        except Exception:
            # The next round is another chance; the demo goes on meanwhile.
            logger.exception("What is due could not be done.")
        finally:
            close_old_connections()


class DemoServer(BaseApplication):
    """One process with threads: what SQLite and a cache in memory are made for."""

    def __init__(self, host: str, port: int) -> None:
        self.address = f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": self.address,
            "worker_class": "gthread",
            "threads": 8,
            "timeout": 120,
            "graceful_timeout": 3,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self.start_due_work,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        return get_wsgi_application()

    @staticmethod
    def start_due_work(worker: Any) -> None:
        threading.Thread(target=do_due_work_for_ever, daemon=True).start()
