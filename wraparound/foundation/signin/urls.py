"""Addresses of signing in. Of the library's pages only these exist: nobody signs themselves up."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import include, path, re_path

from wraparound.foundation.signin import views

posts = [
    path("", views.posts, name="posts"),
    path("<uuid:post>/", views.work_as, name="work_as"),
]
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/password/", account.password_reset, name="account_reset_password"),
    path("sign-in/password/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        views.ResetPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/password/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/posts/", include((posts, "accounts"))),
    path("account/security/", factor.index, name="mfa_index"),
    path("account/security/password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("account/security/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/security/confirm/code/", views.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "account/security/confirm/passkey/",
        views.ConfirmByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/security/app/", views.AddGenerator.as_view(), name="mfa_activate_totp"),
    path("account/security/app/remove/", views.RemoveGenerator.as_view(), name="mfa_deactivate_totp"),
    path("account/security/passkey/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/security/passkey/<int:pk>/remove/",
        views.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("account/security/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/security/recovery-codes/new/",
        views.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("account/security/devices/", views.Sessions.as_view(), name="usersessions_list"),
    path("sign-in/organisation/stopped/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/organisation/<slug:provider_id>/", openid.login, name="openid_connect_login"),
    path("sign-in/organisation/<slug:provider_id>/back/", openid.callback, name="openid_connect_callback"),
]
