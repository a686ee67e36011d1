"""`make run`: a bare machine, SQLite, no worker, every message readable."""

from config.settings import env
from config.settings.base import *  # noqa: F403

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY", "for-development-only-" + "0" * 40)
FIELD_KEYS = env.words("FIELD_KEYS", SECRET_KEY)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# Static files are served from where they are written; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
KEEP_SENT_LINKS = True
SMS = env.choice("SMS", SMS_CHOICES, default="console")  # noqa: F405
VAR_DIR.mkdir(exist_ok=True)  # noqa: F405
