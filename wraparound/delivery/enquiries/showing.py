"""What pages say of a service to professionals: whom it takes, the wait, the places left, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wraparound.delivery.directory.models import AtPlace, Cost, Listing, Session
from wraparound.delivery.enquiries import queries
from wraparound.delivery.enquiries.models import ForProfessionals
from wraparound.delivery.enquiries.rules import ago, fields_with_address, places_left
from wraparound.outcomes.framework.queries import levels
from wraparound.outcomes.framework.rules import Levels


@dataclass(frozen=True)
class Said:
    """What a service says to professionals, in words for a page; `left` is None where it never said."""

    route: str = ""
    criteria: str = ""
    contact: str = ""
    levels: tuple[str, ...] = ()
    wait: str = ""
    places: int | None = None
    places_free: int | None = None
    held: int = 0
    left: int | None = None
    said: str = "never"
    said_by: str = ""
    version: int = 0


def said_of(listings: Iterable[Listing], *, today: date) -> dict[int, Said]:
    """Return what each service says, by the key of its entry: three statements, however many there are."""
    found = list(listings)
    rows = queries.for_professionals([listing.pk for listing in found])
    held = queries.held_of([listing.pk for listing in found], today=today)
    scale = levels(on=today)
    return {
        listing.pk: _said(listing, rows.get(listing.pk), held.get(listing.pk, 0), scale, today)
        for listing in found
    }


def wait_words(row: ForProfessionals) -> str:
    """Return the wait in words; empty where nobody said it."""
    if row.wait_weeks is None:
        return ""
    if not row.wait_weeks:
        return "No wait"
    weeks = f"{row.wait_weeks.normalize():f}"
    return f"{weeks} week{'' if weeks == '1' else 's'}"


def _said(listing: Listing, row: ForProfessionals | None, held: int, scale: Levels, today: date) -> Said:
    if row is None:
        return Said(held=held)
    texts = {"route": row.route, "criteria": row.criteria, "contact": row.contact}
    if listing.is_confidential:
        texts |= dict.fromkeys(fields_with_address(dict(texts), texts), "")
    return Said(
        **texts,
        levels=tuple(scale.name(code) for code in row.levels),
        wait=wait_words(row),
        places=row.places,
        places_free=row.places_free,
        held=held,
        left=places_left(row.places_free, held),
        said=ago(row.said_on, today),
        said_by=f"{row.said_by.title}, {row.said_by.team.name}" if row.said_by else "",
        version=row.version,
    )


DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}


def session_words(session: Session) -> str:
    """Return in words when something runs: “Monday and Wednesday, 09:30 to 11:00, school terms only”."""
    days = [_day(code.strip()) for code in session.days.split(",") if code.strip()]
    parts = [" and ".join(days) if len(days) < 3 else f"{', '.join(days[:-1])} and {days[-1]}"]
    if session.opens_at and session.closes_at:
        parts.append(f"{session.opens_at:%H:%M} to {session.closes_at:%H:%M}")
    elif session.opens_at:
        parts.append(f"from {session.opens_at:%H:%M}")
    if session.interval > 1:
        unit = "weeks" if session.frequency == Session.Frequency.WEEKLY else "months"
        parts.append(f"every {session.interval} {unit}")
    if session.terms != Session.Terms.ALWAYS:
        parts.append(session.get_terms_display().lower())
    return ", ".join(part for part in [*parts, session.words] if part)


def ages_words(listing: Listing) -> str:
    """Return for whom a service is, in words; empty for everyone."""
    ages = (listing.minimum_age, listing.maximum_age)
    low, high = (None if age is None else f"{age.normalize():f}" for age in ages)
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low} years and over"
    return f"Up to {high} years" if low in (None, "0") else f"{low} to {high} years"


def cost_words(cost: Cost) -> str:
    """Return what something costs whom, in words."""
    amount = "" if cost.amount is None else f"£{cost.amount:,.2f}"
    return ", ".join(part for part in (cost.option, amount, cost.words) if part)


def place_words(at: AtPlace) -> str:
    """Return where a service is met, in one line."""
    place = at.place
    parts = (place.name, at.words, place.lines, place.town, place.postcode)
    return ", ".join(part for part in parts if part)


def _day(code: str) -> str:
    name, nth = DAYS.get(code[-2:], code), NTH.get(code[:-2], "")
    return f"{nth} {name}".strip()
