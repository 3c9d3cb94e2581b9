"""Settings of signing in: what the library must do, how long a session lasts, single sign-on."""

from datetime import timedelta

import environ

env = environ.Env()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
"""Seconds for which a link to choose a new password holds."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_TIMEOUT = timedelta(minutes=30)
ABSOLUTE_TIMEOUT = timedelta(hours=12)
INVITATION_HOLDS = timedelta(days=7)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "signin_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}
"""Shared by all processes, so that a code used in one is not taken in another.

Past its bound (300 by default) the library drops entries that still count: used codes and tries. What has
run out goes by the timetable instead.
"""

ACCOUNT_ADAPTER = "wraparound.foundation.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "reset_password": "20/m/ip",
    "reset_password_from_key": "20/m/ip",
}
"""Coarse limits of an address (an office shares one); wrong passwords are throttled by `signin` itself."""
ACCOUNT_FORMS = {
    "login": "wraparound.foundation.signin.forms.SignIn",
    "reset_password": "wraparound.foundation.signin.forms.ForgottenPassword",
    "reset_password_from_key": "wraparound.foundation.signin.forms.ResetPassword",
    "change_password": "wraparound.foundation.signin.forms.ChangePassword",
    "reauthenticate": "wraparound.foundation.signin.forms.ConfirmPassword",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.bool("BEHIND_PROXY", default=False))

MFA_ADAPTER = "wraparound.foundation.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "wraparound.foundation.signin.forms.EnterCode",
    "reauthenticate": "wraparound.foundation.signin.forms.ConfirmCode",
    "authenticate_webauthn": "wraparound.foundation.signin.forms.EnterPasskey",
    "reauthenticate_webauthn": "wraparound.foundation.signin.forms.ConfirmPasskey",
    "activate_totp": "wraparound.foundation.signin.forms.AddGenerator",
    "deactivate_totp": "wraparound.foundation.signin.forms.RemoveGenerator",
    "add_webauthn": "wraparound.foundation.signin.forms.AddPasskey",
    "generate_recovery_codes": "wraparound.foundation.signin.forms.NewRecoveryCodes",
}

DEMO = env.bool("DEMO", default=False)
"""Whether this is a demonstration: `wraparound code` then says the code of a sample account."""

OIDC_NAME = env("OIDC_NAME", default="your organisation")
OIDC_SERVER_URL = env("OIDC_SERVER_URL", default="")
OIDC_ORIGINS = ["/".join(OIDC_SERVER_URL.split("/")[:3])] if OIDC_SERVER_URL else []
"""Where the form of the single sign-on button may lead: browsers hold redirects to it as well."""
OIDC_FACTOR_CLAIMS = env.list("OIDC_FACTOR_CLAIMS", default=[])
"""What in an identity token proves a second factor, as `amr=mfa`; without it ours is asked as well."""
SOCIALACCOUNT_ADAPTER = "wraparound.foundation.signin.sso.SingleSignOnAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": env("OIDC_CLIENT_ID", default=""),
                "secret": env("OIDC_SECRET", default=""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}
