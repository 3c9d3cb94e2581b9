"""What a signed link from another system must say. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from wraparound.foundation.signin.rules import LONGEST_LINK

ALGORITHM = "HS256"
AUDIENCE = "wraparound"
UNCHECKED = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}
"""The library would read the clock itself; `read_link` is told the time."""
CLOCKS_DIFFER = timedelta(seconds=30)


class BadLink(Exception):
    """A link does not hold; says in words what its reader can do, and nothing of why."""

    def __init__(self) -> None:
        super().__init__(
            "This link does not hold any more. Go back to the other system and open the child again."
        )


@dataclass(frozen=True)
class Claims:
    """What a link says: how the child is named (`child` or `number`), the name, what for, and once."""

    kind: str
    reference: str
    purpose: str
    nonce: str
    expires_at: datetime


def token_named(signed: str) -> int:
    """Return the key of the token that a link says it was signed for; raises `BadLink`."""
    try:
        return int(jwt.get_unverified_header(signed)["kid"])
    except (jwt.PyJWTError, KeyError, TypeError, ValueError, UnicodeError) as error:
        raise BadLink from error


def names_number(signed: str) -> bool:
    """Return whether a link carries an agency's own number, which may not stand in an address."""
    try:
        return "number" in jwt.decode(signed, options={"verify_signature": False})
    except (jwt.PyJWTError, UnicodeError):
        return False


def read_link(signed: str, *, key: bytes, now: datetime) -> Claims:
    """Return what a link says when it was signed with `key` and holds at `now`; raises `BadLink`.

    It must have `aud` wraparound, `exp` at most 15 minutes ahead, `jti` (at least 16 characters), and
    either `child` (our public id) or `number` (the agency's own number); `purpose` may be said.
    """
    try:
        said = jwt.decode(
            signed, key, algorithms=[ALGORITHM], audience=AUDIENCE,
            options={"require": ["exp", "jti", "aud"], **UNCHECKED},  # type: ignore[arg-type]
        )  # fmt: skip
        expires_at = datetime.fromtimestamp(int(said["exp"]), UTC)
    except (jwt.PyJWTError, TypeError, ValueError, OverflowError, OSError, UnicodeError) as error:
        raise BadLink from error
    if not now - CLOCKS_DIFFER < expires_at <= now + LONGEST_LINK + CLOCKS_DIFFER:
        raise BadLink
    kind, reference = _child(said)
    nonce, purpose = said["jti"], said.get("purpose", "")
    if not (isinstance(nonce, str) and 16 <= len(nonce) <= 64 and isinstance(purpose, str)):
        raise BadLink
    return Claims(kind, reference, purpose[:40], nonce, expires_at)


def _child(said: dict[str, Any]) -> tuple[str, str]:
    named = [(kind, said[kind]) for kind in ("child", "number") if kind in said]
    if len(named) != 1 or not isinstance(named[0][1], str) or not 0 < len(named[0][1]) <= 100:
        raise BadLink
    return named[0]
