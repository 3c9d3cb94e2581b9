"""Who the pages of libraries are for: their views cannot carry our mark, so the address name does."""

from wraparound.foundation.ui.pages import Audience, Page

_PUBLIC = Page(Audience.PUBLIC)
_BEFORE_FACTOR = Page(Audience.SIGNED_IN, needs_post=False, needs_factor=False)
_OWN_ACCOUNT = Page(Audience.SIGNED_IN, needs_post=False)

LIBRARY_PAGES: dict[str, Page] = {
    "account_login": _PUBLIC,
    "account_logout": _PUBLIC,
    "account_reset_password": _PUBLIC,
    "account_reset_password_done": _PUBLIC,
    "account_reset_password_from_key": _PUBLIC,
    "account_reset_password_from_key_done": _PUBLIC,
    "mfa_authenticate": _PUBLIC,
    "openid_connect_login": _PUBLIC,
    "openid_connect_callback": _PUBLIC,
    "socialaccount_login_cancelled": _PUBLIC,
    "mfa_index": _BEFORE_FACTOR,
    "mfa_activate_totp": _BEFORE_FACTOR,
    "mfa_add_webauthn": _BEFORE_FACTOR,
    "account_reauthenticate": _BEFORE_FACTOR,
    "account_change_password": _OWN_ACCOUNT,
    "mfa_reauthenticate": _OWN_ACCOUNT,
    "mfa_reauthenticate_webauthn": _OWN_ACCOUNT,
    "mfa_deactivate_totp": _OWN_ACCOUNT,
    "mfa_remove_webauthn": _OWN_ACCOUNT,
    "mfa_view_recovery_codes": _OWN_ACCOUNT,
    "mfa_generate_recovery_codes": _OWN_ACCOUNT,
    "usersessions_list": _OWN_ACCOUNT,
    "api:api-root": Page(Audience.SYSTEM),
    "api:me": Page(Audience.SYSTEM),
    "api:searches": Page(Audience.SYSTEM_CHILD),
    "api:children": Page(Audience.SYSTEM_CHILD),
    "api:child": Page(Audience.SYSTEM_CHILD),
    "api:child_involvements": Page(Audience.SYSTEM_CHILD),
    "api:corrections": Page(Audience.SYSTEM_CHILD),
    "api:correction_acknowledge": Page(Audience.SYSTEM_CHILD),
    "api:feeds": Page(Audience.SYSTEM),
    "api:feed": Page(Audience.SYSTEM),
    "api:feed_endings": Page(Audience.SYSTEM),
    "api:feed_receipt": Page(Audience.SYSTEM_CHILD),
    "api:openapi-json": Page(Audience.PUBLIC),
}
"""Address name, with its namespace, to mark. A library address that is not here is refused."""
