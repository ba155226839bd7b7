"""Settings of the platform, read from the environment through typed readers that fail loudly."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from humus.kit import env, films, zones
from humus.kit.observability import logs

ZONES = zones.prefer_newest()
TESTING = "pytest" in sys.modules
PACKAGE = Path(__file__).resolve().parent
HOME = env.folder("HUMUS_HOME", Path("data"))
DEBUG = env.flag("HUMUS_DEBUG")
DEMO = env.flag("HUMUS_DEMO")

SECRET_KEY = "only-for-tests" if TESTING else env.secret("HUMUS_SECRET_KEY", HOME / "secret.key")
# The name, not the number: browsers allow passkeys on localhost only, or over https.
SITE_URL = env.text("HUMUS_SITE_URL", f"http://localhost:{env.number('PORT', 8000, low=1, high=65535)}").rstrip("/")
SITE_NAME = env.text("HUMUS_SITE_NAME", "Humus")
ALLOWED_HOSTS = env.listed("HUMUS_HOSTS", "127.0.0.1,localhost,[::1]") + (["testserver"] if TESTING else [])
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "procrastinate.contrib.django",
    "humus.kit",
    "humus.people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "humus.organisations",
    "humus.spaces",
    "humus.pages",
    "humus.activity",
    "humus.search",
    "humus.strategy",
    "humus.events",
    "humus.library",
    "humus.notifications",
    "humus.discussions",
    "humus.messaging",
    "humus.exchange",
    "humus.incoming",
    "humus.portal",
]
# Apps of other packages, which bring blocks or kinds of their own.
MORE_APPS = env.listed("HUMUS_APPS")
INSTALLED_APPS += MORE_APPS

MIDDLEWARE = [
    "humus.kit.observability.middleware.observe",
    "humus.kit.compression.Compression",
    # Around everything that may refuse or fail, so that no answer goes out without these headers.
    "django.middleware.security.SecurityMiddleware",
    "humus.kit.content_security.ContentSecurity",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "humus.kit.tidy.tidy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "humus.people.middleware.evenly",
    "humus.people.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "humus.people.middleware.themselves",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "humus.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "humus.portal.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "humus.kit.templatetags.inheritance",
            ],
        },
    }
]

# For the statements of ``kit.statements``; all others are sent with their values in them.
PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan"
DATABASES = {"default": env.database("DATABASE_URL", "postgresql:///humus")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 0,
    "OPTIONS": {
        "pool": {"min_size": 1, "max_size": env.number("HUMUS_POOL", 6, low=1, high=90), "timeout": 5},
        "options": f"-c statement_timeout={env.number('HUMUS_STATEMENT_SECONDS', 0, low=0, high=3600)}s {PLANNED_ONCE}",
        "prepare_threshold": 5,
        "connect_timeout": 5,
    },
    "ATOMIC_REQUESTS": False,
}
if TESTING:
    DATABASES["default"]["OPTIONS"] = {"options": PLANNED_ONCE, "prepare_threshold": 5}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["humus.people.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_ADAPTER = "humus.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "humus.people.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "humus.people.sign_in_forms.PasswordForm",
    "confirm_login_code": "humus.people.sign_in_forms.LoginCodeForm",
    "confirm_email_verification_code": "humus.people.sign_in_forms.AddressCodeForm",
    "confirm_password_reset_code": "humus.people.sign_in_forms.PasswordCodeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key,30/d/key",
    "keep_words": "30/h/ip",
    "request_login_code": "20/m/ip,3/m/key,20/h/key",
    "reset_password": "20/m/ip,3/m/key,20/h/key",
    "event_registration": "60/h/ip,3/h/key,6/d/key",
    "event_registrations": "400/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("HUMUS_PROXIES", 1, low=1) if env.flag("HUMUS_BEHIND_PROXY") else 0
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "humus.people.sealing.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "humus.people.sign_in_forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = SITE_NAME
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_FORMS = {"disconnect": "humus.people.sign_in_forms.DisconnectForm"}
SOCIALACCOUNT_ADAPTER = "humus.people.services.ServiceAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
# What speaks to other services takes 6 MB in every process: it is there where one is configured.
if env.text("HUMUS_ORCID_CLIENT", ""):
    SOCIALACCOUNT_PROVIDERS["orcid"] = {
        "APP": {"name": "ORCID", "client_id": env.text("HUMUS_ORCID_CLIENT"), "secret": env.text("HUMUS_ORCID_SECRET")},
        "BASE_DOMAIN": "sandbox.orcid.org" if env.flag("HUMUS_ORCID_SANDBOX") else "orcid.org",
    }
if env.text("HUMUS_OIDC_SERVER", ""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.text("HUMUS_OIDC_NAME", "OpenID Connect"),
                "client_id": env.text("HUMUS_OIDC_CLIENT"),
                "secret": env.text("HUMUS_OIDC_SECRET"),
                "settings": {"server_url": env.text("HUMUS_OIDC_SERVER")},
            }
        ],
    }
INSTALLED_APPS += [f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_PROVIDERS]

SESSION_ENGINE = "humus.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "humus_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "humus_csrf"
MESSAGES_COOKIE_NAME = "__Host-said" if HTTPS else "humus_said"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.flag("HUMUS_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONNECT: list[str] = [SELF]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "frame-src": list(films.PLAYERS),
        "connect-src": CONNECT,
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Where the live process is reached: nowhere, through the proxy at our own address, or on a port of the same host.
LIVE_PORT = env.number("HUMUS_LIVE_PORT", 0, low=0, high=65535)
LIVE_BEHIND_PROXY = LIVE_PORT and BEHIND_PROXY
if LIVE_PORT and not LIVE_BEHIND_PROXY:
    CONNECT.append(f"http://{urlsplit(SITE_URL).hostname}:{LIVE_PORT}")

# Without it no browser keeps pages for reading without a line, and those that did remove them.
KEEP_PAGES = env.flag("HUMUS_KEEP_PAGES", default=True)

# Notices on a device: shown by the same worker, sent through the push service of its browser (".name": all below it).
PUSH = KEEP_PAGES and env.flag("HUMUS_PUSH", default=True)
PUSH_SERVICES = env.listed(
    "HUMUS_PUSH_SERVICES",
    "fcm.googleapis.com,.push.services.mozilla.com,.push.apple.com,.notify.windows.com",
)
# Tests play a service on 127.0.0.1; no setting of the environment opens it.
PUSH_LOOPBACK = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["humus.kit.formats"]
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "humus.kit.storage.DurableStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 4_000_000
UPLOAD_LIMIT = env.number("HUMUS_UPLOAD_MB", 50, low=1, high=2048) * 1_000_000
VIRUS_SCANNER = env.service("HUMUS_VIRUS_SCANNER")
VIRUS_SCANNER_SECONDS = 20
FORM_RENDERER = "humus.kit.forms.FormRenderer"

EMAIL_BACKEND = "humus.notifications.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = env.text("HUMUS_MAIL_FROM", "humus@localhost")
# Mail in: without a domain nobody is offered an address to answer to, and nothing is taken.
MAIL_DOMAIN = env.text("HUMUS_MAIL_DOMAIN", "").lower()
MAIL_AUTHSERV = env.text("HUMUS_MAIL_AUTHSERV", "")
DKIM_KEY = env.text("HUMUS_DKIM_KEY", "")
DKIM_SELECTOR = env.text("HUMUS_DKIM_SELECTOR", "humus")
MAIL_IN_LIMIT = env.number("HUMUS_MAIL_IN_MB", 25, low=1, high=200) * 1_000_000
LMTP_HOST = env.text("HUMUS_LMTP_HOST", "127.0.0.1")
LMTP_PORT = env.number("HUMUS_LMTP_PORT", 0, low=0, high=65535)
# A provider that posts mails and reports: user:password for its posts, and the key that it signs with.
MAIL_HOOKS = env.choice("HUMUS_MAIL_HOOKS", "", {"", *env.MAIL_PROVIDERS})
MAIL_HOOKS_SECRET = env.text("HUMUS_MAIL_HOOKS_SECRET", "")
MAIL_HOOKS_KEY = env.text("HUMUS_MAIL_HOOKS_KEY", "").replace("\\n", "\n")
env.check_mail_hooks(MAIL_HOOKS, MAIL_HOOKS_SECRET, MAIL_HOOKS_KEY)
# Called at every start; answers the one-time link of the first administrator, or None.
FIRST_LINK = "humus.people.firstrun.link"
MAIL_TO_CONSOLE = env.flag("HUMUS_MAIL_TO_CONSOLE")
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "concurrency": 4}
# Limits on sign-in hold over all web processes, so what they count stands in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
LOGGING = logs.configure(env.choice("HUMUS_LOG", "json", {"json", "plain"}), env.text("HUMUS_LOG_LEVEL", "info"))
METRICS_TOKEN = env.text("HUMUS_METRICS_TOKEN", "")
MESSAGE_STORAGE = "humus.kit.said.LatestMessages"
