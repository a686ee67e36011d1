"""Real web servers for as long as a test or a measurement lasts."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
STARTS_WITHIN = 400.0


@dataclass(frozen=True)
class Server:
    """A running server: where it is and the process that answers for it."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"


@contextmanager
def gunicorn(
    application: str,
    *options: str,
    environment: Mapping[str, str],
    ready_path: str = "/",
) -> Iterator[Server]:
    """`application` under gunicorn, on a port that nobody else can take meanwhile.

    Ready means that `ready_path` was answered at all, whatever the answer.
    """
    with socket.create_server((HOST, 0)) as listener:
        command = [sys.executable, "-m", "gunicorn", f"--bind=fd://{listener.fileno()}"]
        command += ["--no-control-socket", "--log-level=warning", *options, application]
        with running(
            command,
            port=listener.getsockname()[1],
            environment=environment,
            ready_path=ready_path,
            pass_fds=[listener.fileno()],
        ) as server:
            yield server


@contextmanager
def running(
    command: list[str],
    *,
    port: int,
    environment: Mapping[str, str],
    ready_path: str = "/",
    pass_fds: list[int] | None = None,
) -> Iterator[Server]:
    """`command` from its first answer until the end of the block."""
    path = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=pass_fds or (),
        )
        try:
            if not _answers(process, port, ready_path):
                log.seek(0)
                raise RuntimeError(f"The server did not start:\n{log.read()}")
            yield Server(port=port, pid=process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port nobody listens on now, for a server that must be told one."""
    with socket.create_server((HOST, 0)) as probe:
        return probe.getsockname()[1]


def _answers(process: subprocess.Popen[bytes], port: int, path: str) -> bool:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=STARTS_WITHIN)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
            return True
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return False
