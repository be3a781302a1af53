"""Django's settings, made from one typed ``Env``."""

from typing import Final

from csp.constants import NONE, SELF

from opencme.config import logs
from opencme.config.database import database
from opencme.config.env import ROOT, read
from opencme.config.mail import mail_from

ENV: Final = read()

DEBUG = ENV.is_debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = [*ENV.hosts, "testserver"]
ROOT_URLCONF = "opencme.config.urls"
WSGI_APPLICATION = "opencme.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"
LANGUAGE_CODE = "en-us"
USE_TZ = True
TIME_ZONE = "UTC"
LOGIN_URL = "public:sign-in"
LANGUAGES = [("en-us", "English")]
LOCALE_PATHS = [ROOT / "src" / "opencme" / "locale"]
FORM_RENDERER = "opencme.web.ui.forms.Renderer"
CSRF_FAILURE_VIEW = "opencme.web.ui.errors.form_too_old"
IS_DEMO = ENV.is_demo
HOME_ZONE = ENV.time_zone

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_htmx",
    "lucide",
    "template_partials",
    "procrastinate.contrib.django",
    *(
        f"opencme.apps.{name}"
        for name in (
            "records",
            "audit",
            "accounts",
            "messaging",
            "files",
            "providers",
            "activities",
            "faculty",
            "review",
            "delivery",
            "assessment",
            "credit",
            "outcomes",
            "reporting",
            "wallet",
        )
    ),
    "opencme.web.ui",
    "opencme.web.console",
    "opencme.web.faculty",
    "opencme.web.learn",
    "opencme.web.wallet",
    "opencme.web.public",
    "django.contrib.humanize",
    "django.forms",  # last: the screens' own widget templates win
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "opencme.web.ui.middleware.Compressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "opencme.config.requests.follow",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "opencme.web.ui.middleware.see_other",
    "opencme.web.ui.middleware.actor",
    "opencme.web.ui.middleware.refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opencme.web.ui.context.shell",
            ],
        },
    }
]


DATABASES = {"default": database(ENV)}
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "opencme"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if ENV.base_url.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [ENV.base_url]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

PASSWORD_HASHERS = [
    "opencme.apps.accounts.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "sesame.backends.ModelBackend",
]
SESAME_MAX_AGE = 1800
SESAME_ONE_TIME = True
SESAME_INVALIDATE_ON_EMAIL_CHANGE = True
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique whatever its case: constraint person_email_once

STATIC_URL = "/static/"
STATIC_ROOT = ENV.var / "static"
BUILT_ROOT = ENV.var / "built"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "opencme.web.ui.assets.BuiltFinder",
]
STATICFILES_DIRS = [("npm", ROOT / "node_modules")] if (ROOT / "node_modules").exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": ENV.var / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENV.is_debug
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

BASE_URL = ENV.base_url
MAIL_FOLDER = ENV.var / "mail"
DEFAULT_FROM_EMAIL = ENV.mail_from
MAIL: Final = mail_from(ENV.mail_url)
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.has_starttls, MAIL.has_tls
EMAIL_TIMEOUT = 20

PROCRASTINATE_IMPORT_PATHS = ["opencme.config.jobs"]

WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = ENV.is_debug
WHITENOISE_MAX_AGE = 3600

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logs.set_up(ENV.log_level)

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
