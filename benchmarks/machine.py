"""What processes have cost: their processor time and their peak memory."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

TICK = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> Iterator[int]:
    """`pid` and all that descend from it now."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from tree(int(child))


def cpu_seconds(*pids: int) -> float:
    """Processor time of these trees until now, with that of children who ended."""
    return sum(_ticks(one) for pid in pids for one in tree(pid)) / TICK


def peak_memory(pid: int) -> list[int]:
    """The largest resident size of each child of `pid`, in megabytes."""
    return [
        int(line.split()[1]) // 1024
        for child in list(tree(pid))[1:]
        for line in Path(f"/proc/{child}/status").read_text().splitlines()
        if line.startswith("VmHWM:")
    ]


def postmaster(url: str) -> int:
    """The process that all others of this PostgreSQL descend from."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
    assert row is not None
    return int(row[0].split()[0])


def _ticks(pid: int) -> int:
    # After the name, which may hold anything: utime, stime, cutime, cstime.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15]))
