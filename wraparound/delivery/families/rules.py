"""Keeping a shortlist without knowing whose it is, sealing what young people look for, and checks. Pure."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from wraparound.foundation.accounts.rules import Actor, Denied, May

NOT_FOUND = "We could not find that message."
LONGEST_LIST = 40
"""Services in one shortlist: its cookie stays under a kilobyte."""
SIGNS = 22
"""Signs of one id in it."""
FREE_MESSAGES = 10
"""Messages from one network address within an hour before anybody there has to wait: a library shares one."""
METRES_A_MINUTE = 80 / 1.3
"""Somebody with a pushchair walks 80 metres a minute, and streets are about 1.3 times the straight line."""
MILE = 1609.344
BUSES_FROM, BUSES_UNTIL, AT_TEN = 6, 20, 10
"""Hours between which a bus is looked for at once, and when whoever asks at night would leave."""


def read_ids(text: str) -> tuple[UUID, ...]:
    """Return the services that a cookie or an address names, each once; what is no id is passed over."""
    found: dict[UUID, None] = {}
    parts = [text[at : at + SIGNS] for at in range(0, LONGEST_LIST * SIGNS, SIGNS)]
    for part in parts:
        if len(part) == SIGNS and part.isascii():
            try:
                found[UUID(bytes=base64.urlsafe_b64decode(part + "=="))] = None
            except (binascii.Error, ValueError):
                continue
    return tuple(found)


def write_ids(ids: Iterable[UUID]) -> str:
    """Return the public ids of services as a cookie or an address carries them."""
    return "".join(base64.urlsafe_b64encode(one.bytes).decode().rstrip("=") for one in ids)


def is_from_here(headers: Mapping[str, str], host: str) -> bool:
    """Say whether a form was sent from a page of ours, as far as the browser says.

    It stands in for a token where nothing is stored and nobody is known, so that pages need no cookie.
    """
    if site := headers.get("Sec-Fetch-Site", ""):
        return site == "same-origin"
    origin = headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == host


def leaves_at(now: datetime) -> datetime:
    """Return when somebody who asks would take the bus: now by day, at night at ten in the next morning."""
    if BUSES_FROM <= now.hour < BUSES_UNTIL:
        return now
    morning = now.replace(hour=AT_TEN, minute=0, second=0, microsecond=0)
    return morning if now.hour < BUSES_FROM else morning + timedelta(days=1)


def miles(metres: int) -> str:
    """Say a distance in miles: "0.4", "12"."""
    distance = metres / MILE
    return f"{distance:.0f}" if distance >= 10 else f"{distance:.1f}"


def minutes_on_foot(metres: int) -> int | None:
    """Return about how long somebody walks, or None where nobody would."""
    minutes = max(1, round(metres / METRES_A_MINUTE))
    return minutes if minutes <= 60 else None


def may_settle(actor: Actor, owner_id: int | None) -> bool:
    """Say whether the actor answers for an entry: its team, or whoever approves entries."""
    mine = owner_id is not None and owner_id == actor.team_id
    return May.APPROVE_ENTRIES in actor.may or (mine and May.EDIT_ENTRIES in actor.may)


def check_may_settle(actor: Actor, owner_id: int | None) -> None:
    """Raise `Denied` unless the actor answers for the entry; it looks like a message that is not there."""
    if not may_settle(actor, owner_id):
        raise Denied(NOT_FOUND)
