"""The load: so many clients that ask again as soon as they are answered.

Requests are bytes made before the clock starts, answers are parsed after it has
stopped: the generator shares the machine with what it measures.
"""

import json
import multiprocessing
import re
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

PROCESSES = 2
WRK_REPORT = Path(__file__).with_name("report.lua")


@dataclass(frozen=True, slots=True)
class Load:
    """What a round of requests saw."""

    seconds: float
    requests: int
    p50_ms: float
    p95_ms: float
    #: "201 confirmed", "201 waiting", "409 full" ... -> how often
    answers: dict[str, int]


def get(port: int, path: str, *, clients: int, seconds: float) -> Load:
    """GETs with wrk where the machine has it."""
    if shutil.which("wrk") is None:
        request = message("GET", path)
        return ask(port, lambda _number: request, clients=clients, seconds=seconds)
    command = ["wrk", "--threads=2", f"--connections={clients}"]
    command += [f"--duration={seconds}s", f"--script={WRK_REPORT}"]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"],
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stdout.split("JSON ")[1])
    good = told["requests"] - told["bad"]
    answers = {"200": good, "other": told["bad"]} if told["bad"] else {"200": good}
    return Load(
        told["seconds"], told["requests"], told["p50_ms"], told["p95_ms"], answers
    )


def ask(
    port: int, request: Callable[[int], bytes], *, clients: int, seconds: float
) -> Load:
    """`request(0)`, `request(1)` ... from several processes; no number comes twice."""
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()
    share = clients // PROCESSES
    workers = [
        context.Process(
            target=_work, args=(results, port, request, share, seconds, first)
        )
        for first in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    parts = [results.get() for _worker in workers]
    for worker in workers:
        worker.join()
    times = sorted(took for part, _elapsed in parts for took, _answer in part)
    answers = Counter(
        kind(answer) for part, _elapsed in parts for _took, answer in part
    )
    cuts = quantiles(times, n=100)
    elapsed = max(elapsed for _part, elapsed in parts)
    return Load(elapsed, len(times), cuts[49] * 1e3, cuts[94] * 1e3, dict(answers))


def message(method: str, path: str, body: object = None, **headers: str) -> bytes:
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if content:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


def kind(answer: bytes) -> str:
    """The status, and the state or the reason that the answer names."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1].decode()
    try:
        told = json.loads(body)
    except ValueError:
        return status
    word = ""
    if isinstance(told, dict):
        word = told.get("state") or told.get("code") or ""
    return f"{status} {word}".strip()


def is_whole(answer: bytes) -> bool:
    """Whether it is as long as it says; a dying process leaves a part of it."""
    head, _, body = answer.partition(b"\r\n\r\n")
    told = re.search(rb"^content-length: *(\d+)", head, re.IGNORECASE | re.MULTILINE)
    return told is not None and len(body) == int(told[1])


def _work(
    results: "multiprocessing.SimpleQueue[tuple[list[tuple[float, bytes]], float]]",
    port: int,
    request: Callable[[int], bytes],
    threads: int,
    seconds: float,
    first: int,
) -> None:
    seen: list[tuple[float, bytes]] = []
    begun = time.perf_counter()

    def client(place: int) -> None:
        number = first * threads + place
        while time.perf_counter() - begun < seconds:
            content = request(number)
            sent = time.perf_counter()
            answer = exchange(port, content)
            seen.append((time.perf_counter() - sent, answer))
            number += threads * PROCESSES

    running = [
        threading.Thread(target=client, args=(place,)) for place in range(threads)
    ]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    results.put((seen, time.perf_counter() - begun))


def exchange(port: int, content: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(content)
        parts: list[bytes] = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)
