"""When to make somebody wait, when a session has ended, what a claim proves. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

FREE_TRIES = 5
"""Failed tries under one account, or one known device of it, before anybody has to wait."""
FREE_TRIES_OF_ADDRESS = 30
"""An office or a school shares one address: many people mistype there of a morning."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)
"""After so long without a failure, counting starts again."""
LONGEST_LINK = timedelta(minutes=15)
"""How long a signed link from another system may hold, and how long a person has to sign in for it."""


class Ended(StrEnum):
    """Why a session was ended without its person asking."""

    IDLE = "idle"
    TOO_LONG = "too long"
    NO_POST = "no post"
    NO_FACTOR = "no factor"


class TooManyTries(Exception):
    """Somebody has to wait before the next try; says nothing of whether the account exists."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


def wait_after(failures: int, free: int = FREE_TRIES) -> timedelta:
    """Return how long to wait after so many failures: nothing, then doubling up to a longest wait."""
    if failures < free:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(failures - free, 10), LONGEST_WAIT)


def ended(
    *, signed_in_at: datetime, seen_at: datetime, now: datetime, idle: timedelta, longest: timedelta
) -> Ended | None:
    """Return why a session that began and was last used then has ended by `now`, or None."""
    if now - signed_in_at > longest:
        return Ended.TOO_LONG
    return Ended.IDLE if now - seen_at > idle else None


def proves_factor(claims: Mapping[str, Any], wanted: Iterable[str]) -> bool:
    """Return whether an identity token says that a second factor was passed.

    `wanted`: what an installation takes as proof, as "amr=mfa" or "acr=urn:…"; none of them, no proof.
    """
    for each in wanted:
        name, _, value = each.partition("=")
        held = claims.get(name)
        if value and value in (held if isinstance(held, list) else [held]):
            return True
    return False


def words(wait: timedelta) -> str:
    """Say a wait in words: "30 seconds", "1 minute", "15 minutes"."""
    seconds = max(1, round(wait.total_seconds()))
    if seconds <= 60:
        return f"{seconds} second{'s' if seconds != 1 else ''}"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes"


def browser_words(user_agent: str) -> str:
    """Say which browser on which kind of device a session is from, as far as it says so itself."""
    browsers = [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
    systems = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
        ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
    ]  # fmt: skip
    browser = next((name for mark, name in browsers if mark in user_agent), "A browser")
    system = next((name for mark, name in systems if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
