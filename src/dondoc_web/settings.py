"""Settings of the site: the environment in, no logic. ``docs/settings.md`` describes each variable."""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from dondoc_web.databases import database

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent
DATA = Path(env.str("DONDOC_DATA", "var")).resolve()

# --- who is answered -----------------------------------------------------------------
SECRET_KEY = env.str("DONDOC_SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.list("DONDOC_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("DONDOC_ORIGINS", default=[])
BEHIND_HTTPS = env.bool("DONDOC_HTTPS", False)

# --- what is installed ---------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_q",
    "csp",
    "dondoc_web.accounts",
    "dondoc_web.audit",
    "dondoc_web.jobs",
    "dondoc_web.running",
    "dondoc_web.documents",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dondoc_web.headers.PrivatePages",
    "dondoc_web.headers.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dondoc_web.accounts.language.OwnLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "dondoc_web.urls"
WSGI_APPLICATION = "dondoc_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- what is kept --------------------------------------------------------------------
DATABASES = {
    "default": database(
        env.str("DONDOC_DATABASE_URL", f"sqlite:///{DATA / 'dondoc.sqlite3'}"),
        pooled=env.bool("DONDOC_DATABASE_POOL", False),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA / "sources"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- people --------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "documents:list"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_FAILURE_VIEW = "dondoc_web.errors.csrf_failed"

# --- language and time ---------------------------------------------------------------
# The strings of the code are Vietnamese; the only catalogue is the English one.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["dondoc_web.formats"]

# --- front-end files, served by the site itself --------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# --- what a browser may do -----------------------------------------------------------
# Tabler draws its small marks (arrows, ticks) with data: pictures inside its style sheet.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 * BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None

# --- intake --------------------------------------------------------------------------
MEGABYTE = 1024 * 1024
READ_LIMIT = env.int("DONDOC_READ_LIMIT_MB", 20) * MEGABYTE
UPLOAD_LIMIT = env.int("DONDOC_UPLOAD_LIMIT_MB", 200) * MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FILES = env.int("DONDOC_UPLOAD_FILES", 50)

# --- background work -----------------------------------------------------------------
JOB_LEASE = env.int("DONDOC_JOB_LEASE", 120)
# Reading is stopped before the engine would stop the whole job, so that the reason can be told.
READ_SECONDS = max(1, JOB_LEASE * 3 // 5)
JOB_STARTS = env.int("DONDOC_JOB_STARTS", 3)
WORKERS = env.int("DONDOC_WORKERS", 2)
# One worker process in a cluster: the engine's queue is locked for good when a process
# that waits on it is killed, so each worker has a cluster of its own (jobs/cluster.py).
Q_CLUSTER = {
    "name": "dondoc",
    "orm": "default",
    "workers": 1,
    "queue_limit": 1,
    "bulk": 1,
    "poll": 0.5,
    "retry": JOB_LEASE,
    "timeout": max(1, JOB_LEASE * 4 // 5),
    "ack_failures": False,
    "max_attempts": 0,
    "save_limit": -1,
    "catch_up": False,
    "log_level": env.str("DONDOC_LOG_LEVEL", "WARNING"),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("DONDOC_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
