"""Reading sign-in: whether somebody has a second factor, and whether this session passed it."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from wraparound.foundation.accounts.models import User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

POST_KEY = "post_id"
"""Where the session keeps the post that the person works as."""


def has_factor(user: User) -> bool:
    """Return whether `user` has set up a code generator or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def count_factors(user: User) -> int:
    """Return how many code generators and passkeys `user` has; recovery codes are not one."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).count()


def has_passkey(user: User) -> bool:
    """Return whether `user` has a passkey."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


def passed_factor(request: HttpRequest) -> bool:
    """Return whether this very session passed a second factor; that the person has one is not enough."""
    return any(record.get("method") == "mfa" for record in records(request))


def signed_in_recently(request: HttpRequest, *, now: float, seconds: int) -> bool:
    """Return whether somebody proved who they are in this session within the last `seconds`."""
    return any(now - record["at"] < seconds for record in records(request))


def records(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what the session's own person proved in it, oldest first."""
    return get_authentication_records(request, request.user)  # type: ignore[arg-type]
