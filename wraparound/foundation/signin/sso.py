"""Single sign-on: somebody whom an administrator placed here comes in through their own organisation."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from wraparound.foundation.accounts.queries import user_of_email
from wraparound.foundation.signin import services
from wraparound.foundation.signin.rules import proves_factor


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Links an identity to an account by its verified e-mail address; never makes an account."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in whom we know; turn everyone else away without saying which of the two it was."""
        if not sociallogin.is_existing:
            user = self._known(sociallogin)
            if user is None:
                raise self._turned_away(request)
            sociallogin.connect(request, user)
        if not sociallogin.user.is_active:
            raise self._turned_away(request)
        claims = sociallogin.account.extra_data.get("id_token") or {}
        if proves_factor(claims, settings.OIDC_FACTOR_CLAIMS):
            record_authentication(request, sociallogin.user, "mfa", type="single sign-on")

    def _known(self, sociallogin: Any) -> Any:
        for address in sociallogin.email_addresses:
            user = user_of_email(address.email) if address.verified else None
            if user and user.is_active:
                return user
        return None

    def _turned_away(self, request: HttpRequest) -> ImmediateHttpResponse:
        services.put_on_record(verb="sign_in.single_sign_on", now=timezone.now(), user=None, outcome="denied")
        messages.warning(
            request,
            f"You cannot sign in with {settings.OIDC_NAME}. Ask whoever looks after posts in your area.",
        )
        return ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **given: Any) -> None:
        """Send somebody whom the other side did not vouch for back to the sign-in page, in words."""
        messages.warning(
            request, f"{settings.OIDC_NAME} did not let you in. Try again, or use your password."
        )
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
