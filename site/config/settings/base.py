"""What every environment shares. Values come from the environment (see `env`)."""

import json
from pathlib import Path

import dj_database_url
from botocore.config import Config

from config.settings import env

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    "pages",
    "programs",
    "volunteers",
    "rights",
    "messaging",
    "people",
    "language",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "people.accounts.AccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.api.v2",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "formtools",
    "phonenumber_field",
    "django_tasks",
    "django_tasks_db",
    "rest_framework",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "language.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- data -----------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # SQLite ignores row locks: a writing transaction takes the lock at its start.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
# SQLite leaves out the covering columns of an index; PostgreSQL uses them.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": env.choice(
        "CACHE",
        {
            "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
            "database": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "cache_entries",
            },
            "redis": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env.text("REDIS_URL", "redis://127.0.0.1:6379/0"),
            },
        },
        default="memory",
    )
}

TASKS = {
    "default": env.choice(
        "QUEUE",
        {
            "immediate": {
                "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
            },
            "database": {"BACKEND": "django_tasks_db.DatabaseBackend"},
        },
        default="immediate",
    )
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Files about people. No address leads there (see `people.private_files`).
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.text("PRIVATE_ROOT", str(VAR_DIR / "private")),
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- language, place and time ---------------------------------------------

LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", "Türkçe"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Istanbul"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = "language.formats"
# `upstream` fills what Wagtail and its plugins leave untranslated in Turkish.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "upstream"]
PHONENUMBER_DEFAULT_REGION = "TR"
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# --- accounts and security ------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["people.staff_backend.StaffBackend"]
LOGIN_URL = "wagtailadmin_login"
#: Whether `X-Forwarded-For` is our own proxy's word.
TRUST_FORWARDED_FOR = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
# Wagtail lifts it for its own previews.
X_FRAME_OPTIONS = "DENY"

#: Everything a public page loads comes from this host. The admin is Wagtail's.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/yonetim/", "/api/v1/docs"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "object-src": ["'none'"],
    },
}

# --- mail -----------------------------------------------------------------

EMAIL_BACKEND = env.choice(
    "MAIL",
    {
        "console": "django.core.mail.backends.console.EmailBackend",
        "smtp": "django.core.mail.backends.smtp.EmailBackend",
        "ses": "django_ses.SESBackend",
    },
    default="console",
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 10)
# A neutral sender: somebody else may look at her screen (domain rule 5.4).
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "İzmir Bilgi <bilgi@example.org>")
AWS_SES_REGION_NAME = env.text("AWS_SES_REGION_NAME")
AWS_SES_REGION_ENDPOINT = env.text(
    "AWS_SES_REGION_ENDPOINT", f"email.{AWS_SES_REGION_NAME}.amazonaws.com"
)
# The outbox decides when to try again; several workers cannot keep one rate.
AWS_SES_AUTO_THROTTLE = None
AWS_SES_CONFIG = Config(
    connect_timeout=EMAIL_TIMEOUT,
    read_timeout=EMAIL_TIMEOUT,
    retries={"total_max_attempts": 1},
)
#: The one topic whose notices of bounces and complaints are believed.
AWS_SES_SNS_TOPIC_ARN = env.text("AWS_SES_SNS_TOPIC_ARN")
#: Why personal data may leave the country; the SES backend needs one.
KVKK_TRANSFER_BASIS = env.text("KVKK_TRANSFER_BASIS")

# --- text messages --------------------------------------------------------

SMS_CHOICES = {"none": "none", "console": "console", "http": "http"}
SMS = env.choice("SMS", SMS_CHOICES, default="none")
SMS_URL = env.text("SMS_URL")
SMS_METHOD = env.text("SMS_METHOD", "POST")
#: A JSON object: what the provider wants for authorization, and more.
SMS_HEADERS = json.loads(env.text("SMS_HEADERS", "{}"))
SMS_BODY = env.text(
    "SMS_BODY",
    '{"to": "{number}", "text": "{text}", "from": "{sender}", "id": "{reference}"}',
)
SMS_SENDER = env.text("SMS_SENDER")
SMS_TIMEOUT = env.number("SMS_TIMEOUT", 10)
SMS_SUCCESS_PATTERN = env.text("SMS_SUCCESS_PATTERN")
SMS_BAD_NUMBER_PATTERN = env.text("SMS_BAD_NUMBER_PATTERN")
SMS_NO_CREDIT_PATTERN = env.text("SMS_NO_CREDIT_PATTERN")
SMS_TEMPORARY_PATTERN = env.text("SMS_TEMPORARY_PATTERN")
#: Stands in the address to which the provider reports; without it there is none.
SMS_REPORT_SECRET = env.text("SMS_REPORT_SECRET")
#: Finds each report in what the provider sends: groups `id` and `status`.
SMS_REPORT_PATTERN = env.text("SMS_REPORT_PATTERN")
#: What the whole `status` is when it arrived, when it never will, when the number is
#: no good. Anything else says that the provider is still trying.
SMS_REPORT_DELIVERED_PATTERN = env.text("SMS_REPORT_DELIVERED_PATTERN")
SMS_REPORT_FAILED_PATTERN = env.text("SMS_REPORT_FAILED_PATTERN")
SMS_REPORT_BAD_NUMBER_PATTERN = env.text("SMS_REPORT_BAD_NUMBER_PATTERN")
#: A number and a text leave over an open line nowhere but on a developer's machine.
SMS_NEEDS_TLS = False

# --- letters --------------------------------------------------------------

#: Stands on a letter and its envelope; it names no office and no program.
LETTER_SENDER = env.text("LETTER_SENDER", "İzmir Bilgi")
#: A letter gives a number to call instead of a private link.
LETTER_PHONE = env.text("LETTER_PHONE")

# --- Wagtail --------------------------------------------------------------

SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000")
WAGTAIL_SITE_NAME = "Eşit İzmir"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILAPI_BASE_URL = SITE_URL
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_USER_LOGIN_FORM = "people.login.LoginForm"
WAGTAILADMIN_RECENT_EDITS_LIMIT = 5
# As the date pickers of the admin write them; they are among the input formats.
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 20_000

#: After so many seconds a worker that was sending a message is taken for dead.
MESSAGE_CLAIM_SECONDS = env.number("MESSAGE_CLAIM_SECONDS", 300)
#: How long a private link in a message opens its page, in days.
PRIVATE_LINK_DAYS = env.number("PRIVATE_LINK_DAYS", 180)
#: Keep what is needed to read a message's private link again after it was sent.
KEEP_SENT_LINKS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    # These write addresses and bodies when they are asked for more.
    "loggers": {
        name: {"level": "WARNING"} for name in ("django_ses", "botocore", "urllib3")
    },
}
