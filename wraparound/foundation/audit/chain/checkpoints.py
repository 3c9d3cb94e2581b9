"""Checkpoints: signed lines outside the database that say how long the chain was and how it ended.

A line holds the signature of the line before it, so a line that was taken out of a file is missed too.
"""

import fcntl
import json
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from wraparound.foundation.audit.chain.digest import sign

log = logging.getLogger("wraparound.audit.checkpoints")
NO_LINE = "0" * 64
"""What the first line holds in place of the signature before it."""


@dataclass(frozen=True)
class Line:
    """One line as read: where it stands (for messages) and what it holds, or None if unreadable."""

    place: str
    holds: dict[str, Any] | None


class KeyMissing(Exception):
    """There is no key to check signatures by."""


class NotWritten(Exception):
    """A checkpoint could not be written to a place that settings name."""


def places() -> list[Path]:
    """Return the folders that checkpoints are kept in; the first is the one that is continued."""
    return [Path(place) for place in settings.AUDIT_CHECKPOINTS]


def known_key() -> bytes:
    """Return the key that checkpoints were signed with: from settings, or its file.

    Raises `KeyMissing` in words: by a key that is made now every checkpoint would seem to be forged.
    """
    if settings.AUDIT_KEY:
        return settings.AUDIT_KEY.encode()
    try:
        return Path(settings.AUDIT_KEY_FILE).read_text().strip().encode()
    except FileNotFoundError:
        raise KeyMissing(
            f"The key that signs checkpoints is missing: AUDIT_KEY is not set, and there is no file "
            f"{settings.AUDIT_KEY_FILE}. Set AUDIT_KEY, or put the file back from a backup. If nothing was "
            "sealed here yet, `wraparound audit seal` makes a key."
        ) from None


def signing_key() -> bytes:
    """Return the key that signs checkpoints; without one, make its file (once, mode 600)."""
    path = Path(settings.AUDIT_KEY_FILE)
    if not settings.AUDIT_KEY and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(f".{secrets.token_hex(8)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32))
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return known_key()


def write(*, sequence: int, digest: bytes, now: datetime, because: str = "") -> dict[str, Any] | None:
    """Append a signed checkpoint to every place and return it; None when the chain has not grown.

    `because` says in words why the chain goes on from an earlier place (a restored backup) and is
    written even when the chain has not grown. Raises `NotWritten` naming the places that failed.
    """
    first, *others = places()
    with _alone(first):
        last = last_line(first)
        if last and not because and last["sequence"] == sequence and last["digest"] == digest.hex():
            return None
        line = {
            "number": last["number"] + 1 if last else 1,
            "at": now.astimezone(UTC).isoformat(timespec="seconds"),
            "sequence": sequence,
            "digest": digest.hex(),
            "previous": last["signature"] if last else NO_LINE,
        }
        if because:
            line["because"] = because
        line["signature"] = sign(signing_key(), line)
        _append(first, line)
    log.info("checkpoint %s", json.dumps(line, sort_keys=True))
    failed = [str(place) for place in others if not _copied(place, line)]
    if failed:
        raise NotWritten(f"The checkpoint was not copied to {' nor to '.join(failed)}.")
    return line


def read(place: Path) -> Iterator[Line]:
    """Yield the lines of every file in `place`, oldest first."""
    for path in sorted(place.glob("*.jsonl")):
        for count, text in enumerate(path.read_text(errors="replace").splitlines(), start=1):
            yield Line(f"{path.name} line {count}", _parsed(text))


def last_line(place: Path) -> dict[str, Any] | None:
    """Return the newest readable checkpoint in `place`, or None before the first."""
    for path in sorted(place.glob("*.jsonl"), reverse=True):
        for text in reversed(path.read_text(errors="replace").splitlines()):
            if line := _parsed(text):
                return line
    return None


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
        datetime.fromisoformat(line["at"])
        bytes.fromhex(line["digest"])
    except (ValueError, KeyError, TypeError):
        return None
    numbers = [line.get("number"), line.get("sequence")]
    return line if all(isinstance(number, int) for number in numbers) and "signature" in line else None


def _append(place: Path, line: dict[str, Any]) -> None:
    place.mkdir(parents=True, exist_ok=True)
    with (place / f"{line['at'][:10]}.jsonl").open("a") as file:
        file.write(json.dumps(line, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _copied(place: Path, line: dict[str, Any]) -> bool:
    try:
        _append(place, line)
    except OSError:
        log.exception("checkpoint not copied to %s", place)
        return False
    return True


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Hold the place for one writer at a time, across processes."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        with (place / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise NotWritten(f"The checkpoint was not written to {place}: {error.strerror}.") from error
