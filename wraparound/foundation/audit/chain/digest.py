"""What a link of the chain and the signature of a checkpoint are made of. Pure.

A link's digest covers every field of its entry, its place in the chain and the digest before it, so
one changed row shows at its own link, and a chain recomputed to hide that shows at the next checkpoint.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIELDS = (
    "id", "at", "verb", "user_id", "post_id", "agency_id", "child_id", "request", "outcome", "detail",
)  # fmt: skip
"""Every field of an entry, in the order that the digest covers them."""

START = hashlib.sha256(b"wraparound audit chain").digest()
"""What stands before the first link."""


def link(previous: bytes, sequence: int, entry: Mapping[str, Any]) -> bytes:
    """Return the 32 bytes that hold `entry` at place `sequence` after the link `previous`."""
    return hashlib.sha256(previous + sequence.to_bytes(8, "big") + canonical(entry)).digest()


def canonical(entry: Mapping[str, Any]) -> bytes:
    """Return an entry's fields as bytes that are the same on every database and every day."""
    return _json([_plain(entry[field]) for field in FIELDS])


def sign(key: bytes, line: Mapping[str, Any]) -> str:
    """Return the signature of a checkpoint (all of it but its signature), as 64 hexadecimal digits."""
    unsigned = {name: value for name, value in line.items() if name != "signature"}
    return hmac.new(key, _json(unsigned), hashlib.sha256).hexdigest()


def is_signed(key: bytes, line: Mapping[str, Any]) -> bool:
    """Say whether a checkpoint carries the signature that `key` gives it."""
    return hmac.compare_digest(sign(key, line), str(line.get("signature", "")))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, dict | list | int | str | None):
        return value
    return str(value)


def _json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
