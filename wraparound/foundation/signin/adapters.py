"""How the sign-in library does things here: throttling, recent proof, sealed secrets, plain words."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from wraparound.foundation.accounts.models import User
from wraparound.foundation.accounts.queries import user_of_email
from wraparound.foundation.signin import clock, services
from wraparound.foundation.signin.devices import read_device, remember_device
from wraparound.foundation.signin.queries import count_factors, records, signed_in_recently
from wraparound.foundation.signin.rules import TooManyTries, words
from wraparound.foundation.ui.sealing import seal_for

SECOND_FACTOR = "wraparound.second-factor"
CONFIRM_BY = {
    "reauthenticate": "Use my password",
    "mfa_reauthenticate": "Use a code from my app",
    "mfa_reauthenticate:webauthn": "Use my passkey",
}


class AccountAdapter(DefaultAccountAdapter):
    """Password sign-in: nobody signs themselves up, and an answer never says whether an account exists."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is wrong. Check both and try again",
        "incorrect_password": "That is not your password. Try again",
        "enter_current_password": "That is not your present password. Try again",
        "incorrect_code": "The code is wrong or has been used. Wait for the next code and type that",
        "too_many_login_attempts": "Too many wrong codes. Wait 5 minutes and try again",
        "rate_limited": "Too many wrong codes. Wait 5 minutes and try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts are made by invitation only."""
        return False

    def get_login_stages(self) -> list[str]:
        """Return the steps of signing in: after the password there is one, the second factor."""
        return ["wraparound.foundation.signin.stages.FactorStage"]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return who the e-mail address and password are of, or None; raise an error when made to wait."""
        email, now = credentials.get("email", ""), timezone.now()
        keys = services.keys_of_try(email=email, address=self.get_client_ip(request), cookies=request.COOKIES)
        try:
            services.check_tries(keys=keys, now=now)
        except TooManyTries as error:
            raise self._wait(error) from error
        user = authenticate(request, **credentials)
        if user is None:
            services.count_failure(keys=keys, now=now)
            services.put_on_record(
                verb="sign_in.password", now=now, user=user_of_email(email), outcome="denied"
            )
        return user  # type: ignore[return-value]

    def _wait(self, error: TooManyTries) -> Exception:
        failure = self.validation_error("email_password_mismatch")
        failure.message = (
            f"Too many tries. Wait {words(error.wait)} and try again, or choose a new password "
            "with “I forgot my password”: that works at once"
        )
        return failure

    def login(self, request: HttpRequest, user: User) -> None:  # type: ignore[override]
        """Begin the session, and put on record that somebody came in and how."""
        super().login(request, user)
        now = timezone.now()
        clock.start(request, now=now)
        services.forget_failures(email=user.email)
        services.forgive_address(address=self.get_client_ip(request))
        how = [record["method"] for record in records(request)]
        services.put_on_record(verb="sign_in.done", now=now, user=user, how=how)

    def post_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse:  # type: ignore[override]
        """Remember the device, so that a stranger's tries elsewhere do not hold this person up."""
        response = super().post_login(request, user, **given)
        remember_device(response, read_device(request.COOKIES), services.digest("account", user.email))
        return response

    def logout(self, request: HttpRequest) -> None:
        """End the session, and put it on record."""
        user = request.user
        super().logout(request)
        services.put_on_record(verb="sign_out", now=timezone.now(), user=user)  # type: ignore[arg-type]

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Send somebody whose account is closed back to the sign-in page."""
        return HttpResponseRedirect(reverse("account_login"))

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Ask again before a factor changes, unless the person proved who they are minutes ago."""
        return not signed_in_recently(
            context.request, now=time.time(), seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to confirm who one is, in our words."""
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": CONFIRM_BY.get(way["id"], way["description"])} for way in ways]


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed in the database, and the last one cannot be taken away."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "This is your only second factor. Add another one first",
        "incorrect_code": "The code is wrong or has been used. Wait for the next code and type that",
    }

    def get_totp_issuer(self) -> str:
        """Return the name that a code generator shows."""
        return "Wraparound"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Return no name: the library would call the first device of anybody a master key."""
        return ""

    def encrypt(self, text: str) -> str:
        """Seal a secret with a key that is not in the database."""
        return seal_for(SECOND_FACTOR).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret; one sealed under a key that is gone matches nothing."""
        try:
            return seal_for(SECOND_FACTOR).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether another second factor is left when this one goes."""
        return count_factors(authenticator.user) > 1  # type: ignore[arg-type]

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return who passkeys are made for: the host that this page was asked for."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Wraparound"}
