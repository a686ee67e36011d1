"""WSGI entry point: `gunicorn --pythonpath site config.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
# Code lives as long as the process: to walk all of it again and again for garbage would
# hold up one request in fifty for a quarter of a second.
_routes = get_resolver().url_patterns
gc.collect()
gc.freeze()
