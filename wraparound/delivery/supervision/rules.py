"""What is allowed in supervision: who decides, what must be said, which days can be. Pure."""

from datetime import date, timedelta

from wraparound.delivery.supervision.models import Absence
from wraparound.foundation.accounts.rules import Denied

NOT_FOUND = "We could not find that."
LONGEST_LOOK = timedelta(days=183)
"""How far ahead a quiet case may be put off."""
LONGEST_ABSENCE = timedelta(days=2 * 366)
LEAVING_SOON = timedelta(days=30)
"""How long before a post ends its cases stand on the page of who leaves."""


def check_supervises(*, supervises: bool) -> None:
    """Pass whoever supervises the work; raise `Denied` otherwise."""
    if not supervises:
        raise Denied("Only a manager of the team, or whom the worker answers to, can do this.")


def check_words(**said: str) -> None:
    """Raise `Denied` for what was left empty."""
    for name, words in said.items():
        if not words.strip():
            raise Denied(f"Say {name}.")


def check_look(until: date, today: date) -> None:
    """Pass a day until which a quiet case may wait; raise `Denied` otherwise."""
    if not today < until <= today + LONGEST_LOOK:
        raise Denied("Choose a day after today and within six months.")


def check_due(due_on: date | None, today: date) -> None:
    """Pass a day from today on; raise `Denied` otherwise."""
    if due_on is not None and due_on < today:
        raise Denied("The day is over. Choose a later one.")


def check_session(on: date, next_on: date | None, today: date) -> None:
    """Pass a session that was, with a next one that is later; raise `Denied` otherwise."""
    if on > today:
        raise Denied("Write a supervision down when it has been.")
    if next_on is not None and next_on <= on:
        raise Denied("The next supervision has to be later than this one.")


def check_absence(why: str, starts_on: date, until: date) -> None:
    """Pass days that can be and a coded reason; raise `Denied` otherwise."""
    if why not in Absence.Why.values:
        raise Denied("Choose why they are away.")
    if not starts_on <= until <= starts_on + LONGEST_ABSENCE:
        raise Denied("The last day has to be the first or a later one, within two years.")
