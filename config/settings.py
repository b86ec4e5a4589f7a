"""All settings, from the environment; the defaults serve one machine without any server."""

import os
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from config.reaudits import (  # noqa: F401 - as below
    AUDITOR_ALERTS,
    AUDITOR_FETCH_NETWORKS,
    AUDITOR_FETCH_PORTS,
    AUDITOR_HOST_BURST,
    AUDITOR_HOST_PAUSE,
    AUDITOR_LADDER,
    AUDITOR_PROMISE_LIFE,
    AUDITOR_ROBOTS_LIFE,
)
from config.rest import (  # noqa: F401 - Django reads settings by their name in this module
    KNOX_TOKEN_MODEL,
    REST_FRAMEWORK,
    REST_KNOX,
    SPECTACULAR_SETTINGS,
)

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

# Where the embedded default keeps its database, queue, payloads and key.
DATA = Path(env.str("AUDITOR_DATA", default=str(ROOT / "var"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)

PRODUCTION = env.bool("AUDITOR_PRODUCTION", default=False)
DEBUG = False


def _own_key() -> str:
    """A key made once and kept for this machine's embedded default; production must bring its own."""
    path = DATA / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key := get_random_secret_key())
    return key


# Not by env.str, which follows a value that begins with "$" as the name of another variable.
SECRET_KEY = (
    os.environ["AUDITOR_SECRET_KEY"] if PRODUCTION else os.environ.get("AUDITOR_SECRET_KEY") or _own_key()
)
ALLOWED_HOSTS = env.list("AUDITOR_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("AUDITOR_ORIGINS", default=[])

INSTALLED_APPS = [
    "auditor.apps.AuditorConfig",
    "auditor.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "drf_spectacular",
    "knox",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database -------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'auditor.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES = {"knox": None}  # its token table is replaced by ours; its own would stand empty
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: with deferred transactions four writers lose about every second one to "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=2000",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("AUDITOR_DB_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {"default": env.cache_url("AUDITOR_CACHE_URL", default="locmemcache://")}  # throttles count here

# Sign-in and browser protection ---------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("AUDITOR_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes speak plain HTTP inside the network
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# Files ----------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns about a missing folder
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    # Payloads: the bytes of every article as they came, named by their SHA-256.
    "payloads": {
        "BACKEND": env.str("AUDITOR_PAYLOADS", default="django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("AUDITOR_PAYLOADS_OPTIONS", default={"location": str(DATA / "payloads")}),
    },
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
FILE_UPLOAD_MAX_MEMORY_SIZE = 6_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000  # 10 MB of text as JSON; more is refused by name, not by accident

# Language and time ----------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Work -----------------------------------------------------------------------------------------------
# The database row is the queue and a message is only a doorbell, so any broker will do.

CELERY_BROKER_URL = env.str("AUDITOR_BROKER_URL", default="filesystem://localhost/")
if CELERY_BROKER_URL.startswith("filesystem:"):
    _bell = DATA / "doorbell"
    for _folder in ("messages", "control"):
        (_bell / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_bell / "messages"),
        "data_folder_out": str(_bell / "messages"),
        "control_folder": str(_bell / "control"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("amqp"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"confirm_publish": True}
    CELERY_TASK_DEFAULT_QUEUE_TYPE = "quorum"
    CELERY_TASK_DEFAULT_EXCHANGE_TYPE = "topic"
CELERY_TASK_DEFAULT_QUEUE = env.str("AUDITOR_QUEUE", default="auditor")
CELERY_TASK_ALWAYS_EAGER = env.bool("AUDITOR_EAGER", default=False)
CELERY_TASK_ACKS_LATE = False  # a lost doorbell costs one sweep; a redelivered one costs nothing
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

AUDITOR_SWEEP_SECONDS = env.float("AUDITOR_SWEEP_SECONDS", default=5.0)
AUDITOR_LEASE = timedelta(seconds=env.float("AUDITOR_LEASE_SECONDS", default=120.0))
AUDITOR_REVIEW_LEASE = timedelta(seconds=env.float("AUDITOR_REVIEW_LEASE_SECONDS", default=900.0))
AUDITOR_AHEAD_LEASE = timedelta(seconds=env.float("AUDITOR_AHEAD_LEASE_SECONDS", default=120.0))
AUDITOR_DOUBLE_REVIEW = env.float("AUDITOR_DOUBLE_REVIEW", default=0.05)  # share of flags decided twice
AUDITOR_GOLD_SHARE = env.float("AUDITOR_GOLD_SHARE", default=0.0)  # share of articles with known answers
# Hours until a flag of a kind is due, as JSON: {"unsourced_assertion": 72}; a week where nothing is said.
AUDITOR_DUE_HOURS = env.json("AUDITOR_DUE_HOURS", default={"reader_comment": 24, "unsourced_assertion": 72})
AUDITOR_MAX_ATTEMPTS = max(1, env.int("AUDITOR_MAX_ATTEMPTS", default=3))

CELERY_BEAT_SCHEDULE_FILENAME = str(DATA / "beat-schedule")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A form with a mistake in it is an answer, not news for the log.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": env.str("AUDITOR_LOG_LEVEL", default="WARNING")},
}
