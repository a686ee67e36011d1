"""WSGI entry point: `gunicorn --pythonpath site config.wsgi`."""

import gc
import os
from typing import Any

from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
# Code lives as long as the process: to walk all of it again and again for garbage would
# hold up one request in fifty for a quarter of a second.
_routes = get_resolver().url_patterns
gc.collect()
gc.freeze()

# A page of a list leaves thousands of objects in circles. Looked for in the middle of
# the next page, its own are walked as well and kept for longer: a tenth of a second,
# once in twelve pages. Before a page begins there is little else to walk.
YOUNG, OLD = 20_000, 100
gc.set_threshold(5 * YOUNG, 10, 10)


def collect_before_a_page(**_signal: Any) -> None:
    young, _middle, old = gc.get_count()
    if old >= OLD:
        gc.collect()
    elif young >= YOUNG:
        gc.collect(1)


request_started.connect(collect_before_a_page)
