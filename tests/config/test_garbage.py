"""A web process looks for garbage before a page, not in the middle of one."""

import json
import subprocess
import sys

from tests.guards.test_tree import ROOT

_ASKED = """
import gc, json, sys
import config.wsgi as served
from django.core.signals import request_started

passes = []
gc.callbacks.append(
    lambda phase, info: passes.append(info["generation"]) if phase == "stop" else None
)
request_started.send(object)
quiet = len(passes)
litter = [[] for _one in range(served.YOUNG + 1)]
request_started.send(object)
told = {"quiet": quiet, "passes": passes, "threshold": gc.get_threshold()[0]}
json.dump({**told, "frozen": gc.get_freeze_count()}, sys.stdout)
"""


def test_a_web_process_collects_when_a_page_begins():
    done = subprocess.run(
        [sys.executable, "-c", _ASKED],
        cwd=ROOT,
        env={
            "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)

    assert told["quiet"] == 0
    assert told["passes"] == [1]
    assert told["threshold"] > 20_000
    assert told["frozen"] > 100_000
