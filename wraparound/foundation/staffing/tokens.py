"""Tokens of agencies' own systems: made, renewed and revoked; the secret is shown once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from wraparound.foundation.accounts.models import Token
from wraparound.foundation.accounts.queries import digest_of
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Agency, Holder
from wraparound.foundation.audit import services as audit
from wraparound.foundation.signin.link_services import link_key

PREFIX = "wrap_"
"""By which a secret that got into a file or a message is recognised."""


@dataclass(frozen=True)
class Secret:
    """What an agency's system is given, once: the token, and the key that it signs links with."""

    token: Token
    secret: str
    link_key: str


def create_token(
    *, agency: Agency, name: str, scopes: Sequence[str], expires_at: datetime, actor: Actor, now: datetime
) -> Secret:
    """Make a token for an agency's system and return its secret, which is kept nowhere; raises `Denied`."""
    actor.check(May.ADMINISTER)
    _check(scopes, expires_at, now)
    secret = PREFIX + secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            token = Token.objects.create(
                holder=Holder.objects.create(kind=Holder.Kind.TOKEN), agency=agency, name=name,
                digest=digest_of(secret), scopes=sorted(set(scopes)), created_at=now, expires_at=expires_at,
            )  # fmt: skip
            audit.record(verb="token.create", now=now, actor=actor, detail=_codes(token))
    except IntegrityError as error:
        raise Denied(
            "This agency has a token of that name. Renew that one, or choose another name."
        ) from error
    return Secret(token, secret, link_key(token).hex())


@transaction.atomic
def renew_token(*, token: Token, expires_at: datetime, actor: Actor, now: datetime) -> Secret:
    """Give a token a new secret; the old one stops working at once, what the token was granted stays."""
    actor.check(May.ADMINISTER)
    token = Token.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is not None:
        raise Denied("This token was revoked. Make a new one.")
    _check(token.scopes, expires_at, now)
    secret = PREFIX + secrets.token_urlsafe(32)
    token.digest, token.expires_at = digest_of(secret), expires_at
    token.save(update_fields=["digest", "expires_at"])
    audit.record(verb="token.renew", now=now, actor=actor, detail=_codes(token))
    return Secret(token, secret, link_key(token).hex())


@transaction.atomic
def revoke_token(*, token: Token, actor: Actor, now: datetime) -> None:
    """Stop a token for good, from the next request on."""
    actor.check(May.ADMINISTER)
    Token.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now)
    audit.record(verb="token.revoke", now=now, actor=actor, detail=_codes(token))


def _check(scopes: Sequence[str], expires_at: datetime, now: datetime) -> None:
    if not scopes or not set(scopes) <= set(Token.Scope.values):
        raise Denied("Say what the system may do.")
    if expires_at <= now:
        raise Denied("The token has to last: choose a later last day.")


def _codes(token: Token) -> dict[str, object]:
    return {"token": token.pk, "agency": token.agency_id, "scopes": token.scopes}
