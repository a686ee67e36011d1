"""Production: PostgreSQL, a worker beside the web process, HTTPS throughout.

Refuses to start while one of its secrets is missing.
"""

from config.settings import env
from config.settings.base import *  # noqa: F403

env.required("DATABASE_URL")
DEBUG = False
SECRET_KEY = env.required("SECRET_KEY")
FIELD_KEYS = env.field_keys("FIELD_KEYS", apart_from=SECRET_KEY)
ALLOWED_HOSTS = [host for host in env.required("ALLOWED_HOSTS").split(",") if host]
SITE_URL = WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = env.required("SITE_URL")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
if env.flag("BEHIND_PROXY", default=True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    TRUST_FORWARDED_FOR = True
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SMS_NEEDS_TLS = True
