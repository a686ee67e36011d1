"""A PostgreSQL that lives as long as one command, for races and measurements.

    python tools/throwaway_postgres.py -- pytest -m postgres

The command finds it in DATABASE_URL. It listens on a socket in a folder of its own,
on no port, and is gone afterwards, whether the command ends, fails or is stopped.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

DATABASE = "postgres"
#: For tests: nothing here has to survive a loss of power.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def find_programs() -> Path | None:
    """The folder of `initdb`; Debian keeps it off the path, one for each version."""
    installed = [
        path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
    ]
    if installed:
        return max(installed, key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def throwaway_postgres(*, durable: bool = False) -> Iterator[str]:
    """The DATABASE_URL of a new, empty server. `durable` leaves its defaults alone."""
    programs = find_programs()
    if programs is None:
        raise SystemExit("There is no PostgreSQL here (Debian: apt install postgresql)")
    # PostgreSQL refuses to run as root; Debian's package made a user for it.
    user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    become = user if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if become:
        shutil.chown(folder, "postgres", "postgres")
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / program, *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **become,
        )
        if done.returncode:
            kept = log.read_text() if log.exists() else ""
            raise SystemExit(f"{program} failed:\n{done.stdout}\n{kept}")

    options = ["listen_addresses=", f"unix_socket_directories={folder}"]
    options += () if durable else CARELESS
    try:
        run(
            *("initdb", "--no-sync", "--auth=trust", "--username=postgres"),
            *("--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={data}"),
        )
        settings = " ".join(f"-c {option}" for option in options)
        run(
            *("pg_ctl", "start", "--wait", "--silent", f"--pgdata={data}"),
            *(f"--log={log}", f"--options={settings}"),
        )
        try:
            yield f"postgres://postgres@{quote(str(folder), safe='')}/{DATABASE}"
        finally:
            run("pg_ctl", "stop", "--mode=immediate", "--silent", f"--pgdata={data}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--durable", action="store_true")
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args()
    # An end asked for from outside leaves through the same door as any other.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    with throwaway_postgres(durable=chosen.durable) as url:
        child = subprocess.Popen(
            chosen.command, env={**os.environ, "DATABASE_URL": url}
        )
        try:
            return child.wait()
        except KeyboardInterrupt:
            # The terminal told the command too; it is let to end in its own way.
            return child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()


if __name__ == "__main__":
    sys.exit(main())
