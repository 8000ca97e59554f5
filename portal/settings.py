"""One settings file; whatever a deployment may change comes from `portal.env`."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from portal import env

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_env_file(BASE_DIR / ".env")
VAR = Path(env.text("VAR_DIR") or BASE_DIR / "var")

MODE = env.mode()
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
TEST = MODE == "test"
DEBUG = env.flag("DEBUG") and not PRODUCTION


def _secret() -> str:
    """The secret of this installation: given in production, kept in `var/` otherwise."""
    given = env.text("SECRET_KEY")
    if given or PRODUCTION:
        return given
    kept = VAR / "secret"
    if not kept.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        kept.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        kept.chmod(0o600)
    return kept.read_text(encoding="utf-8")


SECRET_KEY = _secret() or "refused-by-portal.checks"
FIELD_KEYS = env.words("FIELD_KEYS")
"""Fernet keys for encrypted fields, newest first; outside production one is derived from the secret."""

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
BASE_URL = env.text("BASE_URL", f"http://localhost:{env.number('PORT', 8000)}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "portal.people",
    "portal.signin",
    "portal.audit",
    "portal.roster",
    "portal.rights",
    "portal.releases",
    "portal.evidence",
    "portal.duties",
    "portal.calendars",
    "portal.webhooks",
    "portal.jobs",
    "portal.notices",
    "portal.search",
    "portal.glossary",
    "portal.ui",
    "portal.home",
    "portal",
    "courses",
    "playbooks",
    "ideas",
    "sandbox",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "wagtailmarkdown",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "lucide",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.admin_policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.only_our_methods",
    "portal.middleware.health_before_all",
    "portal.middleware.no_null_bytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.people.middleware.viewer",
    "portal.middleware.language_of_the_person",
    "portal.middleware.clock_of_the_person",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.signin.middleware.door",
    "portal.signin.again.going_on",
    "portal.middleware.admin_door",
    "portal.middleware.refusals",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.ui.context.shell",
            ],
            "builtins": ["portal.ui.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]

if env.text("DATABASE_URL"):
    _database = env.postgres("DATABASE_URL", env.text("DATABASE_URL"))
elif PRODUCTION:
    raise SystemExit("DATABASE_URL is missing: production never starts the embedded database.")
else:
    from portal import embedded

    _database = env.postgres("DATABASE_URL", embedded.database_url(VAR))
if not TEST:  # the tests switch databases under a connection, which a pool would not notice
    _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.number("DATABASE_POOL", 8, least=1), "timeout": 10}
DATABASES = {"default": {**_database, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

WEBHOOK_LOCAL_HOSTS = [] if PRODUCTION else env.words("WEBHOOK_LOCAL_HOSTS")
"""`host:port` of receivers that may be told over http and in a private network, to try webhooks out; never in production."""

VALKEY_URL = env.text("VALKEY_URL")
CACHES = {
    "default": {
        "BACKEND": "portal.cache.SoftCache" if VALKEY_URL else "portal.cache.LocalCache",
        "LOCATION": VALKEY_URL,
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["portal.people.backends.PeopleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.signin.passwords.UnlikeOneself"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TEST:  # a slow hash is what a password needs and a test does not
    PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("MD5", "PBKDF2")]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "portal.signin.adapter.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "change_password": "portal.signin.forms.ChangePassword",
    "set_password": "portal.signin.forms.SetPassword",
    "reset_password": "portal.signin.forms.AskForReset",
    "user_token": "portal.signin.forms.ResetToken",
    "reset_password_from_key": "portal.signin.forms.NewPassword",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_EMAIL_NOTIFICATIONS = True
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=3).total_seconds())
SOCIALACCOUNT_ADAPTER = "portal.signin.oidc.CompanyDoor"
SOCIALACCOUNT_STORE_TOKENS = False
OIDC = env.company_sign_in()

ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
MFA_ADAPTER = "portal.signin.mfa.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "portal.signin.mfa_forms.SetUpApp",
    "authenticate": "portal.signin.mfa_forms.Code",
    "reauthenticate": "portal.signin.mfa_forms.CodeAgain",
    "add_webauthn": "portal.signin.mfa_forms.AddPasskey",
    "edit_webauthn": "portal.signin.mfa_forms.RenamePasskey",
    "login_webauthn": "portal.signin.mfa_forms.PasskeyAtTheDoor",
    "authenticate_webauthn": "portal.signin.mfa_forms.PasskeyAfterPassword",
    "reauthenticate_webauthn": "portal.signin.mfa_forms.PasskeyAgain",
}
MFA_TOTP_ISSUER = "Vigente"
MFA_TOTP_TOLERANCE = 1  # one step of 30 seconds, for clocks that differ
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the company
SECOND_FACTOR_ROLES = env.second_factor_roles()
SECOND_FACTOR_INSISTED = PRODUCTION
"""Elsewhere it is optional, and said on screen."""

RETENTION_YEARS = env.number("RETENTION_YEARS", 5, least=1)
"""Years for which proof of training is kept after an erasure, from the end of the employment."""

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
ADMIN_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [SELF],
}

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", _("Portuguese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "America/Sao_Paulo")
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["portal.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
if not PRODUCTION:  # there, `collectstatic` makes it
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
if env.text("STORAGE_URL"):
    raise SystemExit("STORAGE_URL is not supported yet: files stay in VAR_DIR/media. Unset it.")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
if env.text("EMAIL_URL"):
    globals().update(env.mail("EMAIL_URL", env.text("EMAIL_URL")))
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Vigente <vigente@localhost>")

CELERY_BROKER_URL = env.text("BROKER_URL") or VALKEY_URL or ("memory://" if TEST else "redis://localhost:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    # A hint that finds no broker gives up at once: the job is a row, and beat will find it.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULER = "portal.jobs.life:Scheduler"
CELERY_IMPORTS = ["portal.jobs.life"]
CELERY_BEAT_SCHEDULE = {
    "rescue-due-jobs": {"task": "portal.jobs.tasks.dispatch_due", "schedule": 15.0},
    "housekeeping": {"task": "portal.jobs.tasks.housekeeping", "schedule": 3600.0},
    "forget-at-the-door": {"task": "portal.signin.tasks.forget", "schedule": 3600.0},
    "align-people": {"task": "portal.people.tasks.align_everyone", "schedule": 900.0},
    "destroy-what-is-over": {"task": "portal.rights.tasks.destroy_what_is_over", "schedule": 3600.0},
    "catch-up-duties": {"task": "portal.duties.tasks.catch_up", "schedule": 900.0},
    "go-over-duties": {"task": "portal.duties.tasks.go_over", "schedule": 3600.0},
    "tell-what-is-new": {"task": "portal.notices.tasks.turn", "schedule": 60.0},
    "forget-notices": {"task": "portal.notices.tasks.forget", "schedule": 3600.0},
    "go-over-webhooks": {"task": "portal.webhooks.tasks.go_over", "schedule": 3600.0},
    "forget-queries": {"task": "portal.search.tasks.forget_queries", "schedule": 86_400.0},
    "purge-practice": {"task": "sandbox.tasks.purge", "schedule": 86_400.0},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

WAGTAIL_SITE_NAME = "Vigente"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # our addresses are plain letters; "ç" in one would be read by no page
WAGTAIL_CONTENT_LANGUAGES = [("pt-br", "Português"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("pt-br", "Português"), ("en", "English")]
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one's own is chosen under "My account", and Wagtail's copy follows
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "portal.releases.workflow.publish_approved"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt", "md"]
"""Nothing that a browser would run."""
WAGTAILMARKDOWN = {"autodownload_fontawesome": False}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Wagtail's documents name their way back from a person "document", as our field is named; nobody asks by it.
SILENCED_SYSTEM_CHECKS = ["fields.E303"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"secrets": {"()": "portal.logs.HideSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "loggers": {"django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
    "root": {"handlers": ["stderr"], "level": "INFO" if PRODUCTION else "WARNING"},
}
