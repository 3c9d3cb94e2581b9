"""Settings, read from the environment; every default is the safe one.

`docs/operate/settings.md` lists each variable for whoever runs an installation.
"""

from pathlib import Path

import environ

from wraparound.site.settings_rings import *  # noqa: F403
from wraparound.site.settings_sign_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

DATA_DIR = Path(env("WRAPAROUND_DATA", default=str(BASE_DIR / "var")))
"""Where an embedded installation keeps its files: database, secret key, checkpoints."""
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """Return the key from the environment, or one kept in the data folder (made once, mode 600)."""
    if given := env("SECRET_KEY", default=""):
        return given
    path = DATA_DIR / "secret_key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
"""The address people reach this installation at; messages and signed links are built from it."""

INSTALLED_APPS = [
    "wraparound.site",
    "wraparound.delivery.transfers",
    "wraparound.delivery.attendance",
    "wraparound.delivery.supervision",
    "wraparound.delivery.universal",
    "wraparound.delivery.contacts",
    "wraparound.delivery.caseloads",
    "wraparound.delivery.families",
    "wraparound.delivery.enquiries",
    "wraparound.delivery.upkeep",
    "wraparound.delivery.openreferral",
    "wraparound.delivery.directory",
    "wraparound.delivery.taxonomy",
    "wraparound.outcomes.feeds",
    "wraparound.outcomes.shields",
    "wraparound.outcomes.index",
    "wraparound.outcomes.finding",
    "wraparound.outcomes.looks",
    "wraparound.outcomes.card",
    "wraparound.outcomes.succession",
    "wraparound.outcomes.journey",
    "wraparound.outcomes.openings",
    "wraparound.outcomes.kin",
    "wraparound.outcomes.access",
    "wraparound.outcomes.children",
    "wraparound.outcomes.framework",
    "wraparound.foundation.ui",
    "wraparound.foundation.partners",
    "wraparound.foundation.places",
    "wraparound.foundation.staffing",
    "wraparound.foundation.signin",
    "wraparound.foundation.notifications",
    "wraparound.foundation.figures",
    "wraparound.foundation.audit",
    "wraparound.foundation.accounts",
    "wraparound.foundation.agencies",
    "wraparound.foundation.area",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
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
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wraparound.site.middleware.Gate",
]

ROOT_URLCONF = "wraparound.site.urls"
WSGI_APPLICATION = "wraparound.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wraparound.site.context.frame",
            ],
            "builtins": [
                "django.templatetags.static",
                "wraparound.foundation.ui.templatetags.ui_forms",
                "wraparound.foundation.ui.templatetags.ui_words",
                "wraparound.foundation.ui.templatetags.ui_parts",
                "wraparound.foundation.ui.templatetags.ui_tables",
            ],
        },
    },
]
FORM_RENDERER = "wraparound.foundation.ui.rendering.Renderer"

# --- Database: one SQLite file for a trial, PostgreSQL for an area ---
DATABASES = {
    "default": env.db_url_config(
        env("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'wraparound.sqlite3'}"
    )
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command=(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
            "PRAGMA mmap_size=2147418112; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
            "PRAGMA journal_size_limit=67108864;"
        ),
    )
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    if env.bool("PREPARED_STATEMENTS", default=True):
        DATABASES["default"]["OPTIONS"] = {
            "prepare_threshold": 5, "options": "-c plan_cache_mode=force_generic_plan",
            **DATABASES["default"].get("OPTIONS", {}),
        }  # fmt: skip
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Sign-in (the rest is in settings_sign_in.py) ---
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_COOKIE_AGE = None
"""Until the browser is closed: nothing of a visit to the public pages stays on a device."""

# --- Transport ---
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=BASE_URL.startswith("https://"))
SECURE_HSTS_SECONDS = env.int(
    "SECURE_HSTS_SECONDS", default=31_536_000 if BASE_URL.startswith("https://") else 0
)
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *OIDC_ORIGINS],  # noqa: F405
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
    }
}

# --- Pages ---
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"

# --- Background jobs ---
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- API ---
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=300)
"""How often one token may ask in a minute."""

# --- Feeds ---
LINKER = env("WRAPAROUND_LINKER", default="duckdb")
"""The engine that links whole lists: `duckdb` in the process, or `spark`."""
FEED_MAX_BYTES = env.int("FEED_MAX_BYTES", default=512 * 1024 * 1024)
"""The largest list that an agency may send at once."""

# --- Feeds of other areas' directories ---
OPENREFERRAL_PRIVATE_FEEDS = env.bool("OPENREFERRAL_PRIVATE_FEEDS", default=False)
"""Whether a feed in Open Referral may lie inside a private network, or on this machine."""

# --- Audit ---
AUDIT_CHECKPOINTS = env.list("AUDIT_CHECKPOINTS", default=[str(DATA_DIR / "checkpoints")])
"""Folders outside the database that the audit's checkpoints are written to; the first is continued.

Give a second one that is on another machine."""
AUDIT_KEY = env("AUDIT_KEY", default="")
"""What checkpoints are signed with; when empty, a key is made once and kept in the file below."""
AUDIT_KEY_FILE = env("AUDIT_KEY_FILE", default=str(DATA_DIR / "audit_key"))

# --- Messages ---
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Wraparound <no-reply@localhost>")

# --- Logs: one JSON object a line, no personal data ---
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "wraparound.site.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django_tasks": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django_tasks_db": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
