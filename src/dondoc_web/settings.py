"""Settings of the site: the environment in, no logic. ``docs/settings.md`` describes each variable."""

from __future__ import annotations

from datetime import timedelta
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
SITE_ADDRESS = env.str("DONDOC_ADDRESS", (CSRF_TRUSTED_ORIGINS or ["http://localhost:8000"])[0]).rstrip("/")
BEHIND_HTTPS = env.bool("DONDOC_HTTPS", False)

# --- what is installed ---------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "django_q",
    "csp",
    "dondoc_web.accounts",
    "dondoc_web.audit",
    "dondoc_web.agencies",
    "dondoc_web.people",
    "dondoc_web.jobs",
    "dondoc_web.running",
    "dondoc_web.search",
    "dondoc_web.documents",
    "dondoc_web.work",
    "dondoc_web.reminders",
    "dondoc_web.reports",
    "dondoc_web.papers",
    "dondoc_web.consolidation",
    "dondoc_web.registers",
    "dondoc_web.cascade",
    "dondoc_web.figures",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dondoc_web.audit.where.KnowsAddress",
    "dondoc_web.headers.PrivatePages",
    "dondoc_web.headers.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dondoc_web.accounts.sessions.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dondoc_web.accounts.sessions.SecondFactorAsked",
    "dondoc_web.accounts.language.OwnLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "dondoc_web.urls"
WSGI_APPLICATION = "dondoc_web.wsgi.application"
# Fields of forms too are written by compiled templates.
FORM_RENDERER = "django.forms.renderers.Jinja2"
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
                "dondoc_web.menu.menu",
                "dondoc_web.reminders.queries.header",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "dondoc_web.compiled"],
        },
    },
    {
        "NAME": "compiled",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "jinja2"],
        "OPTIONS": {"environment": "dondoc_web.compiled.environment"},
    },
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
LOGIN_REDIRECT_URL = "work:today"
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
# New passwords are kept with Argon2; older ones are renewed when their person signs in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "dondoc_web.accounts.backends.PasswordBackend",
    "dondoc_web.accounts.second_factor.CodeBackend",
]
# Set by ``dondoc-web run --demo`` for the processes that it starts: people of the demonstration may sign in.
DEMONSTRATION = env.bool("DONDOC_DEMONSTRATION", False)
SESSION_COOKIE_AGE = env.int("DONDOC_SESSION_HOURS", 12) * 3600
SESSION_IDLE = env.int("DONDOC_SESSION_IDLE_MINUTES", 60) * 60
# Failures count for a name, wherever they come from: machines of an office share one address.
AXES_FAILURE_LIMIT = env.int("DONDOC_LOCK_AFTER", 5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("DONDOC_LOCK_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_CALLABLE = "dondoc_web.accounts.views.locked"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
MFA_ADAPTER = "dondoc_web.accounts.second_factor.Encrypted"
MFA_TOTP_ISSUER = "dondoc"
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_ROLES = env.list("DONDOC_SECOND_FACTOR_ROLES", default=[])
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_FAILURE_VIEW = "dondoc_web.errors.csrf_failed"

# --- mail ----------------------------------------------------------------------------
MAIL_URL = env.str("DONDOC_MAIL_URL", "")
MAIL_IS_SET_UP = bool(MAIL_URL)
if MAIL_IS_SET_UP:
    vars().update(environ.Env.email_url_config(MAIL_URL))
DEFAULT_FROM_EMAIL = env.str("DONDOC_MAIL_FROM", "dondoc@localhost")
EMAIL_TIMEOUT = 20
# Digests are mailed in the rounds after this hour of the day.
DIGEST_HOUR = env.int("DONDOC_DIGEST_HOUR", 7)
MESSAGE_TAGS = {40: "danger"}

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

# --- who sees what -------------------------------------------------------------------
# Rights to see a source beside those of its office's branch (documents/rights.py).
SOURCES_ALSO_SEEN = ["dondoc_web.work.owed.sources_owed"]

# --- public pages: none is answered unless the site allows them, and none is open until an office opens it
PUBLIC_PAGES = env.bool("DONDOC_PUBLIC_PAGES", False)
PUBLIC_PAGES_INDEXED = env.bool("DONDOC_PUBLIC_PAGES_INDEXED", False)

# --- intake --------------------------------------------------------------------------
MEGABYTE = 1024 * 1024
READ_LIMIT = env.int("DONDOC_READ_LIMIT_MB", 20) * MEGABYTE
EVIDENCE_LIMIT = env.int("DONDOC_EVIDENCE_LIMIT_MB", 20) * MEGABYTE
UPLOAD_LIMIT = env.int("DONDOC_UPLOAD_LIMIT_MB", 200) * MEGABYTE
# A folder whose files are taken in, for which user and office; none by default.
WATCH = env.str("DONDOC_WATCH", "")
WATCH_USER = env.str("DONDOC_WATCH_USER", "")
WATCH_OFFICE = env.str("DONDOC_WATCH_OFFICE", "")
DATA_UPLOAD_MAX_NUMBER_FILES = env.int("DONDOC_UPLOAD_FILES", 50)

# --- what later rooms do at a verb of an earlier one; each is called in the verb's transaction
AFTER_READING = ["dondoc_web.work.plans.after_reading", "dondoc_web.search.shelving.after_reading"]
AFTER_CHOICE = ["dondoc_web.work.plans.after_choice"]
AFTER_TAKE_OVER = ["dondoc_web.reports.proposing.after_take_over"]
PLAN_FLAWS = ["dondoc_web.reports.queries.flaws_of_plan"]
BEFORE_WITHDRAWAL = ["dondoc_web.work.life.before_withdrawal", "dondoc_web.search.shelving.before_withdrawal"]

# --- search: what is found, each shelf by the application that has it (search/shelf.py)
SHELVES = [
    "dondoc_web.documents.shelf.Sources",
    "dondoc_web.work.shelf.Tasks",
    "dondoc_web.search.agencies_shelf.Agencies",
    "dondoc_web.reports.shelf.Reports",
    "dondoc_web.work.shelf.Notes",
    "dondoc_web.work.shelf.Proofs",
]

# --- background work -----------------------------------------------------------------
# An attempt holds its job for a lease and prolongs it while it works; a message knocks a few times in a lease.
JOB_LEASE = env.int("DONDOC_JOB_LEASE", 30)
JOB_KNOCK = max(1, JOB_LEASE // 3)
JOB_SILENCE = env.int("DONDOC_JOB_SILENCE", 600)
READ_SECONDS = env.int("DONDOC_READ_SECONDS", 300)
JOB_STARTS = env.int("DONDOC_JOB_STARTS", 3)
WORKERS = env.int("DONDOC_WORKERS", 2)
# One worker process in a cluster: the engine's queue is locked for good when a process
# that waits on it is killed, so each worker has a cluster of its own (jobs/cluster.py).
Q_CLUSTER = {
    "name": "dondoc",
    "broker_class": "dondoc_web.jobs.broker.Broker",
    "orm": "default",
    "workers": 1,
    "queue_limit": 1,
    "bulk": 1,
    "poll": 0.5,
    "retry": JOB_KNOCK,
    "timeout": JOB_KNOCK,  # must be given; every message of ours comes without a limit
    "ack_failures": False,
    "max_attempts": 0,
    "save_limit": -1,
    "catch_up": False,
    "log_level": env.str("DONDOC_LOG_LEVEL", "WARNING"),
}

# Recurring work: name → function without arguments, minutes between two rounds (jobs/schedules.py).
RECURRING: dict[str, tuple[str, int]] = {
    "agencies-renew": ("dondoc_web.agencies.loading.renew_today", 24 * 60),
    "audit-check": ("dondoc_web.audit.chain.check_whole", 24 * 60),
    "audit-seal": ("dondoc_web.audit.chain.seal_all", 1),
    "evidence-text": ("dondoc_web.work.evidence_text.read_new", 5),
    "reminders": ("dondoc_web.reminders.daily.run", 15),
    "reports": ("dondoc_web.reports.expecting.bring_up", 24 * 60),
    "rounds": ("dondoc_web.work.assigning.bring_up", 24 * 60),
    "search": ("dondoc_web.search.shelving.bring_up", 5),
    "totals": ("dondoc_web.work.totals.gather", 10),
    "task-links": ("dondoc_web.work.links.propose_all", 24 * 60),
    "clause-links": ("dondoc_web.cascade.actions.propose_all", 60),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s %(process)d",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
            "json_ensure_ascii": False,
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": env.str("DONDOC_LOG_FORMAT", "line")},
    },
    "root": {"handlers": ["stderr"], "level": env.str("DONDOC_LOG_LEVEL", "WARNING")},
}
# axes.W006: nobody gets round a lock that hangs on the name.
SILENCED_SYSTEM_CHECKS = ["axes.W006", "security.W004", "security.W008", "security.W012", "security.W016"]
