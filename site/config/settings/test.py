"""The test run: fast hashing, mail in memory, tasks at once."""

from config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "for-the-test-run-only-" + "0" * 40
FIELD_KEYS = ["seals-fields-of-the-test-run-" + "1" * 30]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}  # noqa: F405
STORAGES["private"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}  # noqa: F405
# Static files are served from where they are written; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
KEEP_SENT_LINKS = True
