"""Django settings. What may vary comes from the environment (`environment.py`), nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from havre.config.environment import (
    POOLED,
    database_settings,
    mail_settings,
    read_environment,
)
from havre.platform.embedded import role_urls

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
HAVRE_HOME = ENVIRONMENT.home
HAVRE_PRODUCTION = ENVIRONMENT.production
HAVRE_PUBLIC_URL = ENVIRONMENT.public_url
HAVRE_ACTING_SECRET = ENVIRONMENT.acting_secret
HAVRE_TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
# Where another process is the vault, this one knows neither the keyset nor what opens it.
HAVRE_VAULT_SOCKET = ENVIRONMENT.vault_socket if ENVIRONMENT.vault_beside else None
HAVRE_VAULT_PLACE = ENVIRONMENT.vault_socket
HAVRE_VAULT_WAIT = 5.0
HAVRE_KEYSET_PATH = None if ENVIRONMENT.vault_beside else ENVIRONMENT.keyset_path
HAVRE_KEYSET_TEXT = "" if ENVIRONMENT.vault_beside else ENVIRONMENT.keyset_text
HAVRE_KEYSET_PASSPHRASE = "" if ENVIRONMENT.vault_beside else ENVIRONMENT.keyset_passphrase
HAVRE_KEY_SERVICE = "" if ENVIRONMENT.vault_beside else ENVIRONMENT.key_service
HAVRE_KEY_SERVICE_CLIENT = "havre.platform.key_service.LocalKeyService"
HAVRE_KEY_FOLDER = ENVIRONMENT.home / "keys"
HAVRE_KEY_STORE_DURABLE = ENVIRONMENT.durable
HAVRE_LEDGER_FOLDER = ENVIRONMENT.home / "ledger"
HAVRE_QUOTA_PERSON = ENVIRONMENT.quota_person
HAVRE_QUOTA_EVERYONE = ENVIRONMENT.quota_everyone
HAVRE_JOURNAL_WITNESS = ENVIRONMENT.journal_witness
HAVRE_JOURNAL_MAIL = ENVIRONMENT.journal_mail
HAVRE_CASE_MODEL = "cases.Case"
HAVRE_ORGANISATION_MODEL = "organisations.Organisation"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",  # its table stays for those who come from release 0.1.0
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "havre.platform",
    "havre.organisations",
    "havre.programmes",
    "havre.sharing",
    "havre.cases",
    "havre.documents",
    "havre.oversight",
    "havre.assessments",
    "havre.housing",
    "havre.matching",
    "havre.allocations",
    "havre.coordination",
    "havre.reporting",
    "havre.retention",
    "havre.web",
]

MIDDLEWARE = [
    "havre.web.shell.middleware.ResponseHeaders",  # first: on every answer, refusals included
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "havre.web.shell.limits.Limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "havre.web.shell.middleware.ActingOrganisation",
]

ROOT_URLCONF = "havre.config.urls"
WSGI_APPLICATION = "havre.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "havre.web.shell.context.shell",
            ],
            "builtins": ["havre.web.templatetags.havre"],
        },
    }
]
FORM_RENDERER = "havre.web.shell.renderer.HavreFormRenderer"

HAVRE_EMBEDDED = not (ENVIRONMENT.database_url or ENVIRONMENT.vault_database_url)
if HAVRE_EMBEDDED:
    _urls = role_urls(ENVIRONMENT.home)
else:
    _urls = {
        "default": ENVIRONMENT.database_url or ENVIRONMENT.vault_database_url,
        "vault": ENVIRONMENT.vault_database_url or ENVIRONMENT.database_url,
        "owner": ENVIRONMENT.owner_database_url,
    }
if ENVIRONMENT.vault_beside:
    del _urls["vault"]
DATABASES = {alias: database_settings(url) for alias, url in _urls.items() if url}
if ENVIRONMENT.pooled:  # a pooler gives each transaction any backend: nothing outlives one
    for _database in DATABASES.values():
        _database["CONN_MAX_AGE"] = 0
        _database["OPTIONS"] = {**cast(dict[str, object], _database["OPTIONS"]), **POOLED}
DATABASE_ROUTERS = ["havre.platform.routing.OneDatabase"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "havre.organisations.passwords.EntropyValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "havre.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {  # sign-in counts its failures in the database: organisations/throttling.py
    "login": None,
    "login_failed": None,
    "reauthenticate": None,
    "signup": None,  # nobody registers
    "reset_password": None,  # these three in the database too: web/accounts/passwords.py
    "reset_password_from_key": None,
    "change_password": None,
}
HAVRE_PROCONNECT_ISSUER = ENVIRONMENT.proconnect_issuer  # empty: its addresses answer 404
HAVRE_PROCONNECT_CLIENT_ID = ENVIRONMENT.proconnect_client_id
HAVRE_PROCONNECT_CLIENT_SECRET = ENVIRONMENT.proconnect_client_secret
HAVRE_PROCONNECT_VOUCHES = ENVIRONMENT.proconnect_vouches
MFA_ADAPTER = "havre.web.accounts.adapter.FactorAdapter"
MFA_FORMS = {
    "authenticate": "havre.web.accounts.second_factor.CodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Havre"
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.production

SESSION_COOKIE_NAME = "__Host-sid" if ENVIRONMENT.production else "sid"
SESSION_ENGINE = "havre.organisations.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.production else "csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "havre.web.shell.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url] if ENVIRONMENT.production else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.production else None
SECURE_SSL_REDIRECT = ENVIRONMENT.production
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.production else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.production
SECURE_REFERRER_POLICY = "same-origin"  # « no-referrer » makes browsers send « Origin: null »
X_FRAME_OPTIONS = "DENY"

PROCRASTINATE_IMPORT_PATHS = ["havre.config.jobs"]

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
LOCALE_PATHS: list[Path] = []

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from the package itself
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["havre.web.shell.uploads.InMemoryUpload"]  # nothing readable on the disk
HAVRE_S3_URL = ENVIRONMENT.s3_url
HAVRE_CLAMD = ENVIRONMENT.clamd
HAVRE_DOCUMENT_STORE = (
    "havre.adapters.storage.s3.S3Store"
    if ENVIRONMENT.s3_url
    else "havre.adapters.storage.disk.DiskStore"
)
HAVRE_SCANNER = "havre.adapters.antivirus.Clamd" if ENVIRONMENT.clamd else ""
DATA_UPLOAD_MAX_NUMBER_FILES = 20
HAVRE_GEOCODER_URL = ENVIRONMENT.geocoder_url
HAVRE_GEOCODER = "havre.adapters.geocoding.AddressService" if ENVIRONMENT.geocoder_url else ""
HAVRE_TILES = ENVIRONMENT.tiles
HAVRE_TILES_CREDIT = ENVIRONMENT.tiles_credit

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = ENVIRONMENT.home / "mail"
if ENVIRONMENT.mail_url:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    vars().update(mail_settings(ENVIRONMENT.mail_url))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_sender

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "havre.config.logs.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "havre": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING"},  # nothing by mail, no second handler
        "django.request": {"level": "ERROR"},
    },
}
