"""What is allowed with places held, with what a service says of itself and with enquiries. Pure."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pydantic import Field

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.rules import tells_where
from wraparound.delivery.enquiries.models import Enquiry, Hold, Step
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.area.documents import Strict

NOT_FOUND = "We could not find that."
LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
"""Of codes said over the telephone: nothing that looks like another, no vowel that makes a word."""
AGE = re.compile(r"(\d{1,3}(?:\.\d)?)\s*(years?|yrs?|y|months?|mths?|m|weeks?|wks?|w)?(?: old)?", re.ASCII)
BANDS: tuple[tuple[str, Decimal, Decimal], ...] = (
    ("Under 2", Decimal(0), Decimal(2)),
    ("2 to 4", Decimal(2), Decimal(5)),
    ("5 to 10", Decimal(5), Decimal(11)),
    ("11 to 15", Decimal(11), Decimal(16)),
    ("16 and over", Decimal(16), Decimal(1000)),
)
"""Age bands in which unmet demand is counted: a name, from this age, to below that one, in years."""
NOT_SAID = "Not said"


class Terms(Strict):
    """How long a place may be held, and how long a number to ring is kept once an enquiry is finished."""

    hold_days: int = Field(28, ge=1, le=90)
    call_back_days: int = Field(14, ge=0, le=90)


@dataclass(frozen=True, kw_only=True)
class Referral:
    """How to refer, whom a service takes, at which levels, whom professionals ask: all of it is approved."""

    route: str = ""
    criteria: str = ""
    levels: tuple[str, ...] = ()
    contact: str = ""


class Full(Exception):
    """No place is left to hold: somebody else may have taken the last one a moment ago."""


def read_terms(document: dict[str, object]) -> Terms:
    """Return the area's document."""
    return Terms.model_validate(document)


def shipped() -> Terms:
    """Return what holds until the area decides."""
    return Terms.model_validate({})


def new_code() -> str:
    """Return a code that a family and a service can say to each other: it is no word and no name."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"{drawn[:3]}-{drawn[3:]}"


def is_live(hold: Hold, today: date) -> bool:
    """Say whether a place is held: nobody ended it, and its last day is not over."""
    return hold.ended_at is None and hold.until >= today


def places_left(places_free: int | None, held: int) -> int | None:
    """Return how many places can be held still; None where the service never said how many are free."""
    return None if places_free is None else max(0, places_free - held)


def check_room(places_free: int | None, held: int, wanted: int) -> None:
    """Pass when so many places can be held; raise `Full` otherwise."""
    left = places_left(places_free, held)
    if left is None:
        raise Full("The service has not said how many places are free. Ring it and ask.")
    if left < wanted:
        words = {0: "No place is left", 1: "Only 1 place is left"}.get(left, f"Only {left} places are left")
        raise Full(f"{words}: somebody may have held one a moment ago.")


def check_until(until: date, *, today: date, most_days: int) -> None:
    """Pass a last day from today to as far as the area lets places be held; raise `Denied` otherwise."""
    last = today + timedelta(days=most_days)
    if until < today:
        raise Denied("The last day must be today or later.")
    if until > last:
        raise Denied(f"A place can be held for {most_days} days, until {last:%-d %B %Y}.")


def works_at(actor: Actor, listing: Listing) -> bool:
    """Say whether the actor works in the team that is asked for a place."""
    return May.WORK in actor.may and listing.team_id is not None and actor.team_id == listing.team_id


def keeps(actor: Actor, listing: Listing) -> bool:
    """Say whether the actor keeps the entry: an editor of the team that owns it, or of the whole area."""
    if May.EDIT_ENTRIES not in actor.may:
        return False
    owns = listing.owner_id is not None and actor.team_id == listing.owner_id
    return owns or May.APPROVE_ENTRIES in actor.may


def check_may_say(actor: Actor, listing: Listing) -> None:
    """Pass whoever may say waits and places: the service's team, and who keeps the entry."""
    if not (works_at(actor, listing) or keeps(actor, listing)):
        raise Denied("Only the service's own team, or whoever keeps its entry, can say this.")


def check_may_end(actor: Actor, hold: Hold) -> None:
    """Pass the team that holds a place and the team that gives it."""
    holds = May.WORK in actor.may and actor.team_id == hold.team_id
    if not (holds or works_at(actor, hold.listing)):
        raise Denied(NOT_FOUND)


def check_places(places: int | None, places_free: int | None) -> None:
    """Pass no more free places than there are in all; raise `Denied` otherwise."""
    if places is not None and places_free is not None and places_free > places:
        raise Denied("There cannot be more free places than places in all.")


def fields_with_address(values: dict[str, object], names: Iterable[str]) -> list[str]:
    """Return the fields that say where a service is: of a confidential one nothing may."""
    return [name for name in names if tells_where(str(values.get(name) or ""))]


def band_of(age: Decimal | None) -> str:
    """Return the age band in which an enquiry is counted."""
    if age is None:
        return NOT_SAID
    return next((name for name, low, high in BANDS if low <= age < high), NOT_SAID)


def ages_of(band: str) -> tuple[Decimal, Decimal] | None:
    """Return from which age to below which a band goes, or None for no band."""
    return next(((low, high) for name, low, high in BANDS if name == band), None)


def read_age(words: str) -> Decimal | None:
    """Return an age in years as it is said: “3”, “8 months”, “expected”. Raises ValueError in words."""
    text = words.strip().lower()
    if not text:
        return None
    if text in {"expected", "unborn", "pregnant", "newborn", "new born"}:
        return Decimal(0)
    found = AGE.fullmatch(text)
    if not found:
        raise ValueError("Enter an age like 3, 2.5, 8 months or expected")
    number, unit = Decimal(found[1]), (found[2] or "y")[0]
    years = number / {"y": 1, "m": 12, "w": 52}[unit]
    if years > 25:
        raise ValueError("The directory is for those up to 25 years old")
    return years.quantize(Decimal("0.1"))


def check_state(state: str) -> None:
    """Pass a state that an enquiry can have; raise `Denied` otherwise."""
    if state not in Enquiry.State.values:
        raise Denied("Choose how it stands.")


def check_result(result: str) -> None:
    """Pass what can come of an offer; raise `Denied` otherwise."""
    if result not in Step.Result.values:
        raise Denied("Choose what came of it.")


def is_overdue(enquiry: Enquiry, today: date) -> bool:
    """Say whether an open enquiry's next contact is past."""
    return enquiry.finished_at is None and enquiry.next_on is not None and enquiry.next_on < today


def ago(day: date | None, today: date) -> str:
    """Return in words how long ago something was said: “today”, “5 days ago”, “3 weeks ago”."""
    if day is None:
        return "never"
    days = (today - day).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    return f"{days // 7} weeks ago" if days < 70 else f"{days // 30} months ago"
