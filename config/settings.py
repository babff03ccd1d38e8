"""Every setting of the portal, and every environment variable that it reads, with type and default.

Without any variable the portal runs by itself on this machine: SQLite, an embedded search index, files under `var/`.
A server sets at least SECRET_KEY, ALLOWED_HOSTS, SITE_URL, DATABASE_URL and HTTPS=1 (README, "On a server").
"""

import sys
from pathlib import Path

import environ

from config.secrets import secret_key_from

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env(
    DEBUG=(bool, False),
    HTTPS=(bool, False),
    PROXIES=(int, 0),
    SECRET_KEY=(str, ""),
    ALLOWED_HOSTS=(list, ["localhost", "127.0.0.1", "[::1]"]),
    CSRF_TRUSTED_ORIGINS=(list, []),
    SITE_URL=(str, "http://localhost:8000"),
    VAR_DIR=(str, str(BASE_DIR / "var")),
    DATABASE_URL=(str, ""),
    CACHE_URL=(str, "locmemcache://"),
    EMAIL_URL=(str, "consolemail://"),
    EMAIL_FROM=(str, "kaytantopankki@localhost"),
    SEARCH_ENGINE=(str, "tantivy"),
    ELASTICSEARCH_URL=(list, ["http://localhost:9200"]),
    ELASTICSEARCH_API_KEY=(str, ""),
    ELASTICSEARCH_CA=(str, ""),
    ELASTICSEARCH_INDEX=(str, "practices"),
    ELASTICSEARCH_SHARDS=(int, 1),
    ELASTICSEARCH_REPLICAS=(int, 1),
    ELASTICSEARCH_TIMEOUT=(float, 3.0),
    SECOND_FACTOR=(bool, True),
    MACHINE_TRANSLATION=(str, ""),
    MACHINE_TRANSLATION_URL=(str, ""),
    MACHINE_TRANSLATION_KEY=(str, ""),
    WORKER=(bool, False),
    LOG_LEVEL=(str, "INFO"),
    LOG_JSON=(bool, False),
    BENCH_DATA=(str, str(BASE_DIR.parent / "shared" / "data")),
)
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env("VAR_DIR"))
VAR_DIR.mkdir(parents=True, exist_ok=True)
TESTING = "pytest" in sys.modules

DEBUG = env("DEBUG")
SECRET_KEY = env("SECRET_KEY") or secret_key_from(VAR_DIR / "secret-key")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env("CSRF_TRUSTED_ORIGINS")
SITE_URL = env("SITE_URL").rstrip("/")

# Apps: ours first, the frame before what it frames, so that its templates win.
INSTALLED_APPS = [
    "home",
    "publishing",
    "adoption",
    "practices",
    "search",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "ninja",  # its documentation page then loads nothing from elsewhere
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.TextGZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "home.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "publishing.teams.second_factor.SecondFactorMiddleware",
    "publishing.teams.seeing.OwnProjectsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.frame.frame",
            ],
        },
    }
]

# Data. SQLite in write-ahead mode lets readers go on while a page is published.
DATABASES = {"default": env.db_url_config(env("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url_config(env("CACHE_URL"))}
CACHES["default"].setdefault("OPTIONS", {}).setdefault(
    "MAX_ENTRIES", 2000
)  # pages kept; a page is about 40 KB
# With a worker (`manage.py db_worker`), work goes on after the answer; without one, before it.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if env("WORKER")
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

# Languages. A further one is a line here, a catalogue under locale/ and an analyser in search/analysis/.
LANGUAGE_CODE = "fi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska")]
# Ours, then what the editor's packages lack (config.catalogues).
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "editor"]
TIME_ZONE = "Europe/Helsinki"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"  # what came from outside, until an editor takes it in
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long practice with many steps has more fields than Django's 1,000

# Search
SEARCH = {
    "ENGINE": env("SEARCH_ENGINE"),
    "PATH": VAR_DIR / "search",
    "ELASTICSEARCH": {
        "url": tuple(env("ELASTICSEARCH_URL")),
        "api_key": env("ELASTICSEARCH_API_KEY"),
        "ca": env("ELASTICSEARCH_CA"),
        "index": env("ELASTICSEARCH_INDEX"),
        "shards": env("ELASTICSEARCH_SHARDS"),
        "replicas": env("ELASTICSEARCH_REPLICAS"),
        "timeout": env("ELASTICSEARCH_TIMEOUT"),
    },
}
BENCH_DATA = Path(env("BENCH_DATA"))

# Wagtail
WAGTAIL_SITE_NAME = "Käytäntöpankki · Praxisbanken"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = (
    "simple"  # the Swedish page keeps the editor, workflow and comments
)
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # else a live page's copy goes live untranslated
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "publishing.reviewing.finishing.publish_approved"
WAGTAILIMAGES_IMAGE_MODEL = "practices.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "practices.image_forms.PortalImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "pptx", "odp", "xlsx", "ods", "txt", "ics"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "practices.document_forms.PortalDocumentForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# Mail
EMAIL_CONFIG = env.email_url_config(env("EMAIL_URL"))
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = env("EMAIL_FROM")

# Accounts of those who work here. Nobody makes one by themselves: a team invites, or a superuser makes it.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # ours is the one
CSRF_FAILURE_VIEW = "publishing.teams.account_views.form_refused"
SECOND_FACTOR = env("SECOND_FACTOR")
ACCOUNT_ADAPTER = "publishing.teams.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # who has an account had its address from a team or a superuser
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"reset_password": "60/h/ip,5/h/key"}  # the rest as the library has it
ACCOUNT_FORMS = {
    name: f"publishing.teams.account_forms.{form}"
    for name, form in {
        "login": "LogInForm",
        "change_password": "ChangePasswordForm",
        "reset_password": "ForgottenPasswordForm",
        "reset_password_from_key": "NewPasswordForm",
        "reauthenticate": "ConfirmByPasswordForm",
    }.items()
}
MFA_ADAPTER = "publishing.teams.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a code that changes while it is typed, and clocks half a minute apart
MFA_FORMS = {
    name: f"publishing.teams.account_forms.{form}"
    for name, form in {
        "authenticate": "CodeForm",
        "reauthenticate": "ConfirmByCodeForm",
        "activate_totp": "EnrolForm",
    }.items()
}
MACHINE_TRANSLATION = {
    "SERVICE": env("MACHINE_TRANSLATION"),
    "URL": env("MACHINE_TRANSLATION_URL"),
    "KEY": env("MACHINE_TRANSLATION_KEY"),
}

# Safety. HTTPS=1 is what a server runs with; `manage.py check --deploy` is clean then.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env("HTTPS")
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if env("HTTPS") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env("HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env("HTTPS") else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
PROXIES = env("PROXIES")  # web servers in front that pass requests on: practices/limits.py
X_FRAME_OPTIONS = "DENY"  # Wagtail itself lets its preview stand in a frame

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "config.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if env("LOG_JSON") else "line"},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL")},
    "loggers": {
        "django.security.DisallowedHost": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # A line a task and a page would drown what an operator looks for.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "elastic_transport": {"level": "WARNING"},
    },
}
