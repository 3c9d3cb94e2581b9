"""Taking what people say is wrong, telling whoever looks after the entry, and settling it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.families.models import Correction
from wraparound.delivery.families.rules import FREE_MESSAGES, check_may_settle
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit import changes
from wraparound.foundation.audit import services as audit
from wraparound.foundation.notifications.services import notify, withdraw
from wraparound.foundation.signin.services import check_tries, count_failure, digest

KIND = "directory.wrong"
"""The kind of notice by which an owner is told."""


@transaction.atomic
def tell_wrong(
    *, listing: Listing, what: str, words: str, contact: str, key: UUID, address: str, now: datetime
) -> Correction:
    """Keep what somebody says is wrong with an entry, and tell its owner; sent twice it is one.

    `address` is the network address, counted under a keyed digest and kept nowhere else. Raises
    `signin.rules.TooManyTries` when too many messages came from it.
    """
    if made := Correction.objects.filter(key=key).first():
        return made
    keys = {digest("correction", address): FREE_MESSAGES}
    check_tries(keys=keys, now=now)
    count_failure(keys=keys, now=now)
    correction = Correction.objects.create(
        listing=listing, what=what, words=words.strip(), contact=contact.strip(), key=key, told_at=now
    )
    for owner in _owners(listing, now):
        said = f"Somebody says that an entry of the directory is wrong: {listing.name}"[:300]
        notify(
            to=owner, kind=KIND, words=said, route="families:correction", key=str(correction.public_id),
            now=now,
        )  # fmt: skip
    audit.record(verb="entry.told_wrong", now=now, detail={"correction": correction.pk})
    return correction


@transaction.atomic
def settle(
    *, correction: Correction, outcome: str, settled_words: str, version: int, actor: Actor, now: datetime
) -> None:
    """Say what became of a message; how to reach whoever sent it is wiped. Settled alike twice, it is once.

    Raises `Denied` for whoever does not answer for the entry, `audit.changes.Conflict` when somebody settled
    it meanwhile.
    """
    check_may_settle(actor, correction.listing.owner_id)
    said = {"outcome": outcome, "settled_words": settled_words.strip()}
    if correction.settled_at and all(getattr(correction, name) == value for name, value in said.items()):
        return
    values = {**said, "contact": "", "settled_at": now, "settled_by_id": actor.post_id}
    changes.change(
        correction, version=version, values=values, verb="entry.settle_wrong", actor=actor, now=now
    )
    withdraw(now=now, kind=KIND, key=str(correction.public_id))


def _owners(listing: Listing, now: datetime) -> list[Team | Post]:
    """Return whom to tell: the team that keeps the entry true, or else every administrator of the area."""
    if listing.owner is not None:
        return [listing.owner]
    return list(live_posts(now=now).filter(role=Role.AREA_ADMINISTRATOR))
