"""What signing in does to what is stored: counting failed tries, and putting on record who came in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from wraparound.foundation.accounts.models import User
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.area.jobs import queue
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.signin.devices import read_device
from wraparound.foundation.signin.models import CachedEntry, Throttle
from wraparound.foundation.signin.rules import (
    FORGOTTEN_AFTER,
    FREE_TRIES,
    FREE_TRIES_OF_ADDRESS,
    TooManyTries,
    wait_after,
)


def digest(kind: str, value: str) -> str:
    """Return the keyed digest that stands for an account, a device or an address."""
    return salted_hmac(f"wraparound.throttle.{kind}", value.casefold(), algorithm="sha256").hexdigest()


def keys_of_try(*, email: str, address: str, cookies: Mapping[str, str]) -> dict[str, int]:
    """Return the keys that a try to sign in counts under, each with its free tries.

    On a device where this person signed in before, only what fails there counts: a stranger who keeps
    failing elsewhere holds nobody up for good. Anywhere else, the account and the address count.
    """
    account = digest("account", email)
    device = read_device(cookies)
    if device and account in device.people:
        return {digest("device", f"{device.id} {account}"): FREE_TRIES}
    return {account: FREE_TRIES, digest("address", address): FREE_TRIES_OF_ADDRESS}


def check_tries(*, keys: Mapping[str, int], now: datetime) -> None:
    """Pass when none of the keys has to wait; raise `TooManyTries` with the longest wait otherwise."""
    blocked = Throttle.objects.filter(pk__in=list(keys), blocked_until__gt=now)
    if waits := [row.blocked_until - now for row in blocked if row.blocked_until]:
        raise TooManyTries(max(waits))


@transaction.atomic
def count_failure(*, keys: Mapping[str, int], now: datetime) -> None:
    """Count one failed try under each key, and make the key wait when it has had its free tries."""
    for key, free in sorted(keys.items()):
        Throttle.objects.get_or_create(pk=key, defaults={"failed_at": now})
        row = Throttle.objects.select_for_update().get(pk=key)
        if now - row.failed_at > FORGOTTEN_AFTER:
            row.failures = 0
        row.failures += 1
        row.failed_at = now
        wait = wait_after(row.failures, free)
        row.blocked_until = now + wait if wait else None
        row.save()


def forget_failures(*, email: str) -> None:
    """Start counting again for an account whose owner has just proved who they are."""
    Throttle.objects.filter(pk=digest("account", email)).delete()


def ask_for_reset(*, email: str) -> None:
    """Have a job send a link to `email` if it is anybody's: nothing here depends on whether it is."""
    queue("wraparound.foundation.signin.tasks.send_reset", email)


def forgive_address(*, address: str) -> None:
    """Take one failure off an address where somebody has just signed in."""
    Throttle.objects.filter(pk=digest("address", address), failures__gt=0).update(failures=F("failures") - 1)


def prune_throttles(*, now: datetime) -> int:
    """Drop the rows that no longer count; return how many."""
    return Throttle.objects.filter(failed_at__lt=now - FORGOTTEN_AFTER).delete()[0]


def prune_cache(*, now: datetime) -> int:
    """Drop the entries of the shared cache that ran out; return how many."""
    return CachedEntry.objects.filter(expires__lt=now).delete()[0]


def put_on_record(
    *,
    verb: str,
    now: datetime,
    user: User | None,
    actor: Actor | None = None,
    outcome: str = "done",
    **codes: Any,
) -> None:
    """Write an act of somebody's own account to the audit: who, and codes only.

    A refused try says only whose account it was: nobody has shown that it was them.
    """
    key = user.pk if user else None
    audit.record(
        verb=verb, now=now, actor=actor, user_id=None if outcome == Entry.Outcome.DENIED else key,
        outcome=outcome, detail={"user": key, **codes},
    )  # fmt: skip
