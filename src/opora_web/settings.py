"""Settings of the site. What an administrator may change is in `environment.py`; the rest is decided here."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from opora_web.environment import environment_values, secret_key

ENVIRONMENT = environment_values()
HERE = Path(__file__).resolve().parent
DATA: Path = ENVIRONMENT["data"].absolute()
ENGINE = ENVIRONMENT["engine"]

SECRET_KEY = ENVIRONMENT["secret_key"] or secret_key(DATA)
DEBUG = ENVIRONMENT["debug"]
ALLOWED_HOSTS = ENVIRONMENT["hosts"]
AUTHORITY = ENVIRONMENT["authority"]

INSTALLED_APPS = [
    "opora_web.interface",  # first: its templates stand before those of libraries
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "opora_web.accounts",
    "opora_web.intake",
    "opora_web.programme",
    "opora_web.public",
    "opora_web.api",
    "opora_web.machine",
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
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "opora_web.accounts.second_factor.SecondFactorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "opora_web.interface.faults.OwnFilesMiddleware",
    "opora_web.interface.faults.FormsOnlyMiddleware",
]

ROOT_URLCONF = "opora_web.urls"
WSGI_APPLICATION = "opora_web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opora_web.interface.surroundings.surroundings",
            ],
            "builtins": [
                "django.contrib.humanize.templatetags.humanize",
                "opora_web.interface.templatetags.words",
                "opora_web.interface.templatetags.terms",
                "opora_web.interface.templatetags.saved",
                "opora_web.interface.templatetags.filters",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": ENVIRONMENT["database"]
    or {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "site.sqlite3",
        "CONN_MAX_AGE": 60,  # opening the file and telling it the pragmas costs more than several questions
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: a decision that was confirmed on the screen survives a power cut (docs/decisions/0011).
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who comes in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # the first and only owner of lock-out
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("username", "email", "full_name")},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("home")
ACCOUNT_ADAPTER = "opora_web.accounts.sign_in.Adapter"
SOCIALACCOUNT_ADAPTER = "opora_web.accounts.sign_in.SocialAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to addresses that a stranger typed
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # the one-time link leads from the password straight to the first page
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# A whole office comes in at nine through one address; failures of each name are counted by axes.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "300/m/ip", "reset_password_from_key": "300/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT["proxy"] else 0
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT["https"] else "http"
MFA_ADAPTER = "opora_web.accounts.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Опора"
SECOND_FACTOR_REQUIRED = ENVIRONMENT["second_factor"] == "required"
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "single",
                "name": "Единый вход",
                "client_id": ENVIRONMENT["oidc_client"],
                "secret": ENVIRONMENT["oidc_secret"],
                "settings": {"server_url": ENVIRONMENT["oidc"]},
            }
        ]
        if ENVIRONMENT["oidc"]
        else []
    }
}
AXES_FAILURE_LIMIT = ENVIRONMENT["lockout_attempts"]
AXES_COOLOFF_TIME = ENVIRONMENT["lockout_minutes"] / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the door opens when the page said it would
AXES_USERNAME_CALLABLE = "opora_web.accounts.sign_in.name_tried"
AXES_LOCKOUT_TEMPLATE = "interface/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = 1 if ENVIRONMENT["proxy"] else None

# --- what a browser is told -------------------------------------------------------------------------------------
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
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = ENVIRONMENT["https"]
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT["https"] else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT["https"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT["proxy"] else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT["https"]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "opora_session"
CSRF_FAILURE_VIEW = "opora_web.interface.faults.form_expired"
SILENCED_SYSTEM_CHECKS = (
    [] if ENVIRONMENT["https"] else ["security.W004", "security.W008", "security.W012", "security.W016"]
)  # an office network without https is the authority's choice, said in the reference

# --- files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
UPLOADS = DATA / "uploads"
COMPUTED = DATA / "computed"
WARM_ON_START = True  # a server process reads the release before the first person asks for it
UPLOAD_LIMIT = ENVIRONMENT["upload_mb"] * 2**20
FILE_UPLOAD_HANDLERS = [
    "opora_web.intake.sendings.uploads.UploadGate",  # first: it counts what the others would write
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5_000
FILE_UPLOAD_PERMISSIONS = 0o600

MESSAGE_TAGS = {25: "good", 30: "warn", 40: "bad"}  # success, warning, error in the words of opora.css

# --- words and hours --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
TIME_ZONE = ENVIRONMENT["time_zone"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- work behind the scenes -------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_FILE_PATH = DATA / "letters"
SENDS_MAIL = "smtp" in ENVIRONMENT["mail"]["EMAIL_BACKEND"]  # else letters stay on the server
SITE_ADDRESS: str = ENVIRONMENT["address"]
DEFAULT_FROM_EMAIL = ENVIRONMENT["mail_from"]
vars().update(ENVIRONMENT["mail"])

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django_tasks_db": {"level": "ERROR"}},
}
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
