"""Opening the product at one child from another system: bringing a signed link once, then taking it up."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from wraparound.foundation.accounts.models import Token
from wraparound.foundation.accounts.queries import actor_of_token, live_tokens
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.signin.link_rules import BadLink, Claims, read_link, token_named
from wraparound.foundation.signin.models import LinkOpening
from wraparound.foundation.signin.rules import LONGEST_LINK


@dataclass(frozen=True)
class LinkTarget:
    """The child that a link names, for the ring that knows children to look up.

    `kind` is "child" (`reference` is our public id) or "number" (the number that `agency_id` uses).
    """

    agency_id: int
    kind: str
    reference: str
    purpose: str


def link_key(token: Token, secret: str = "") -> bytes:
    """Return what an agency's system signs links with; from the database alone it cannot be had.

    `secret`: an earlier secret key of the installation; without it, the present one.
    """
    secret = secret or settings.SECRET_KEY
    return salted_hmac("wraparound.link-key", token.digest, secret=secret, algorithm="sha256").digest()


def _read(signed: str, token: Token, now: datetime) -> Claims:
    """Return what a link says, signed with the key of now or of a secret that was changed not long ago."""
    secrets: list[str] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    for secret in secrets:
        with suppress(BadLink):
            return read_link(signed, key=link_key(token, secret), now=now)
    raise BadLink


def bring_link(*, signed: str, now: datetime) -> LinkOpening:
    """Keep what a signed link says, once; raises `BadLink` for one that does not hold or came before."""
    token = live_tokens(now=now).filter(pk=token_named(signed)).first()
    if token is None or May.SEARCH not in actor_of_token(token, now=now).may:
        raise BadLink
    said = _read(signed, token, now)
    try:
        with transaction.atomic():
            opening = LinkOpening.objects.create(
                token=token,
                nonce=said.nonce,
                kind=said.kind,
                reference=said.reference,
                purpose=said.purpose,
                brought_at=now,
                expires_at=now + LONGEST_LINK,
            )
            audit.record(verb="link.bring", now=now, detail={"token": token.pk, "opening": opening.pk})
    except IntegrityError as error:
        raise BadLink from error
    return opening


def link_target(*, public_id: UUID, now: datetime) -> LinkTarget | None:
    """Return the child that a brought link names, or None when it ran out, was taken, or never was."""
    opening = LinkOpening.objects.filter(
        public_id=public_id, expires_at__gt=now, taken_at__isnull=True
    ).select_related("token").first()  # fmt: skip
    if opening is None:
        return None
    return LinkTarget(opening.token.agency_id, opening.kind, opening.reference, opening.purpose)


@transaction.atomic
def take_link(*, public_id: UUID, actor: Actor, now: datetime) -> LinkTarget:
    """Take a brought link up for good, when the person has given their reason; raises `BadLink`.

    It names a child and grants nothing: the caller decides, as for any search, what the actor may see.
    """
    actor.check(May.SEARCH)
    target = link_target(public_id=public_id, now=now)
    taken = LinkOpening.objects.filter(public_id=public_id, taken_at__isnull=True).update(
        taken_at=now, taken_by=actor.post_id
    )
    if target is None or not taken:
        raise BadLink
    audit.record(verb="link.take", now=now, actor=actor, detail={"opening": str(public_id)})
    return target


def prune_links(*, now: datetime) -> int:
    """Drop brought links that ran out a day ago, so that no agency's number stays here; return how many."""
    return LinkOpening.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()[0]
