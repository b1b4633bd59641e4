"""Deployment settings. A bank's own rules are policies, never settings."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from hosting.env import database_from, env_flag, env_number, env_text, mail_from, seal_keys_from
from hosting.watching import watch

ROOT = Path(__file__).resolve().parent.parent.parent

DEMO = env_flag("COMMONHOUR_DEMO")
OWNER = env_flag("COMMONHOUR_OWNER")  # migrations and templates: the owner login, no SET ROLE
SECRET_KEY = env_text("SECRET_KEY")
SECRET_KEY_FALLBACKS = [key for key in [env_text("SECRET_KEY_BEFORE", "")] if key]
# Sealed columns must stay readable after SECRET_KEY changes, so only a demo derives its seal key from it.
# Migrations open no seal and need no key.
_demo_seal_key = f"0:{sha256(SECRET_KEY.encode()).hexdigest()}" if DEMO else None
SEAL_KEYS = seal_keys_from(env_text("COMMONHOUR_SEAL_KEYS", "" if OWNER and not DEMO else _demo_seal_key))
DEBUG = False

# The platform's own host; each bank has a host name below it.
PLATFORM_HOST = env_text("COMMONHOUR_HOST", "localhost")
PLATFORM_PORT = env_text("COMMONHOUR_PORT", "")
PLATFORM_SCHEME = "http" if DEMO else env_text("COMMONHOUR_SCHEME", "https")
PLATFORM_NAME = "Commonhour"
STATE_FOLDER = Path(env_text("COMMONHOUR_STATE", str(ROOT / ".commonhour")))
DEMO_MAILDIR = env_text("COMMONHOUR_MAILDIR", "")
ALLOWED_HOSTS = ["*"]  # hosting.middleware.BankFromHost answers unknown hosts itself, before any view

SHARED_APPS = [
    "django_tenants",
    "tenants",
    "tenants.users",
    "hosting.console",
    "django.contrib.sessions",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
]
TENANT_APPS = [
    "tenants.users",
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    "knox",
    "banks",
    "governance",
    "ledger",
]
INSTALLED_APPS = [*SHARED_APPS, *[app for app in TENANT_APPS if app not in SHARED_APPS]]
TENANT_MODEL = "tenants.Bank"
TENANT_DOMAIN_MODEL = "tenants.Hostname"
DATABASE_ROUTERS = ["tenants.routing.RowsStayHome", "django_tenants.routers.TenantSyncRouter"]
# Sets path and role only after a change. Safe only with tenants.backend, which forgets them at each rollback, close and
# switch.
TENANT_LIMIT_SET_CALLS = True
PUBLIC_SCHEMA_NAME = "public"
ROOT_URLCONF = "hosting.urls_bank"
PUBLIC_SCHEMA_URLCONF = "hosting.urls_public"

_database = database_from(env_text("DATABASE_OWNER_URL" if OWNER else "DATABASE_URL"))
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **_database,
        "ENGINE": "tenants.backend",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # replaces pooled connections that a restart of the database has ended
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            **_database["OPTIONS"],
            **(
                {}
                if OWNER
                else {
                    "pool": {
                        "min_size": 1,
                        "max_size": env_number("COMMONHOUR_POOL", 4),
                        # A connection's memory grows with each bank it serves, so connections have short lives.
                        "max_lifetime": 600,
                        "max_idle": 120,
                        "timeout": 10,
                    }
                }
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env_text("CACHE_URL", "redis://127.0.0.1:6379/1"),
        "KEY_FUNCTION": "tenants.caching.key_of_bank",
    },
}

# How many people a member may look up before the directory pauses (banks/people/members/view_limit.py).
MOST_LOOKS_AN_HOUR = env_number("COMMONHOUR_LOOKS_AN_HOUR", 60)
MOST_LOOKS_A_DAY = env_number("COMMONHOUR_LOOKS_A_DAY", 200)

MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",  # first: an unknown host's page needs its stylesheet too
    # Before the bank is known, since also "there is no bank here" is said in the reader's language.
    "django.middleware.locale.LocaleMiddleware",
    "hosting.middleware.BankFromHost",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hosting.middleware.SessionBoundToBank",
    "hosting.middleware.SignInRequired",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "banks.membership.sign_in_help.gate.SecondStepForPowers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hosting.middleware.RefusalsAsPages",
    "hosting.middleware.PrivatePagesStayPrivate",
]

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
                "hosting.context.platform_page",
                "banks.front.context.bank_page",
            ],
            "builtins": ["banks.ui.templatetags.commonhour", "django.templatetags.static", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "hosting.forms.HouseRenderer"

STATIC_URL = "/static/"
STATIC_ROOT = STATE_FOLDER / "static"
STATICFILES_DIRS = [ROOT / "platform" / "hosting" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False


def _static_headers(headers: Any, _path: str, _url: str) -> None:
    """Add the header that SecurityMiddleware adds to pages; WhiteNoise answers before it."""
    headers["X-Content-Type-Options"] = "nosniff"


WHITENOISE_ADD_HEADERS_FUNCTION = _static_headers
STORAGES = {
    "default": {"BACKEND": "tenants.storage.BankFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = STATE_FOLDER / "files"

# Sign-in: django-allauth on one user model; sessions live in the bank's own schema, cookies are host-only.
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "tenants.users.hashers.Argon2AtOwaspFigures",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "tenants.users.adapter.HouseAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {"login": "tenants.users.sign_in.SignInForm"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "tenants.users.adapter.BankResetTokens"  # noqa: S105 - a class path
ACCOUNT_RATE_LIMITS = {
    "handover_code": "60/h/ip,10/h/key",  # the key is the member number, in its bank
    "apply": "60/h/ip,6/h/key",  # the key is the newcomer's mail address or telephone number
}
# A second step: passkeys (which open the sign-in by themselves), one-time codes, recovery codes.
MFA_ADAPTER = "tenants.users.second_step.HouseSecondStep"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLATFORM_SCHEME == "http"  # browsers treat *.localhost as secure, and so do we
MFA_TOTP_TOLERANCE = 1  # periods of 30 seconds by which a device's clock may be wrong
MFA_FORMS = {
    "authenticate": "tenants.users.forms.SecondStepForm",
    "reauthenticate": "tenants.users.forms.SecondStepAgainForm",
    "activate_totp": "tenants.users.forms.AuthenticatorAppForm",
    "login_webauthn": "tenants.users.forms.PasskeySignInForm",
    "authenticate_webauthn": "tenants.users.forms.PasskeySecondStepForm",
    "reauthenticate_webauthn": "tenants.users.forms.PasskeyAgainForm",
    "add_webauthn": "tenants.users.forms.PasskeyForm",
    "edit_webauthn": "tenants.users.forms.PasskeyNameForm",
}
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
PASSWORD_RESET_TIMEOUT = 3600

_secure = PLATFORM_SCHEME == "https"
_prefix = "__Host-" if _secure else ""
SESSION_COOKIE_NAME = f"{_prefix}sid"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = _secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SECURE_HSTS_SECONDS = 63072000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "hosting.pages.csrf_failed"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an attendance list of several hundred names has four fields each
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["banks.membership.sign_in_help.permissions.IsMember"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "hosting.errors.answer_api",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Commonhour bank API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "MemberKindEnum": "banks.people.members.models.Member.Kind",
        "EventKindEnum": "banks.hours.events.models.Event.Kind",
        "ListingKindEnum": "banks.asking.listings.models.Listing.Kind",
    },
}
REST_KNOX = {"TOKEN_TTL": None, "AUTO_REFRESH": False}

CELERY_BROKER_URL = env_text("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0")

vars().update(mail_from(env_text("EMAIL_URL", "smtp://127.0.0.1:25")))
DEFAULT_FROM_EMAIL = env_text("COMMONHOUR_MAIL_FROM", f"Commonhour <no-reply@{PLATFORM_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# A page speaks the first language of the reader's browser that stands here, else LANGUAGE_CODE. What is written for
# others, or kept, speaks LANGUAGE_CODE (banks/notices). A language stands here once its catalogues do.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
# The catalogues that belong to no app; those of the apps stand in their own `locale`.
LOCALE_PATHS = [ROOT / "templates" / "locale", ROOT / "platform" / "hosting" / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {name: {"level": "WARNING"} for name in ("fontTools", "fpdf")},  # a hundred lines for each paper
}

watch(env_text("SENTRY_DSN", ""), release=env_text("COMMONHOUR_RELEASE", ""))
