"""One service with all its parts as plain data: what a form, a CSV row or a feed of another area builds.

Every part may carry the `public_id` it had: a feed keeps its own ids, and a part that is there already is
found again by it, or else by what it says.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationContent:
    """Who gives the service: found by its id or else by its name. Empty values leave what is stored."""

    name: str
    description: str = ""
    website: str = ""
    email: str = ""
    agency: str = ""
    """The code of the agency that it is, where it works with children here."""
    public_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AccessContent:
    """What a disabled child or parent can count on: `step_free`, `hearing_loop`, `quiet_room` …"""

    code: str
    words: str = ""
    public_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PlaceContent:
    """Where it can be met. Grid reference, coordinates and footprint are filled in from the postcode."""

    name: str
    kind: str = "physical"
    lines: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    easting: int | None = None
    northing: int | None = None
    getting_there: str = ""
    words: str = ""
    """What is particular about this service there: upstairs, the blue door."""
    access: tuple[AccessContent, ...] = ()
    public_id: UUID | None = None
    at_public_id: UUID | None = None
    """The id of the service at this place (Open Referral: service at location)."""


@dataclass(frozen=True, kw_only=True)
class SessionContent:
    """When it runs; `place` is the position in `Content.places` where it runs there only."""

    days: str = ""
    opens_at: time | None = None
    closes_at: time | None = None
    frequency: str = "WEEKLY"
    interval: int = 1
    valid_from: date | None = None
    valid_until: date | None = None
    terms: str = "always"
    words: str = ""
    place: int | None = None
    public_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TelephoneContent:
    """A number for calls or texts; they are shown in the order given."""

    number: str
    kind: str = "voice"
    words: str = ""
    public_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CostContent:
    """What it costs whom, in pounds."""

    option: str = ""
    amount: Decimal | None = None
    words: str = ""
    public_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class LanguageContent:
    """A language that it can be had in (ISO 639: en, pl, bfi)."""

    code: str
    name: str
    words: str = ""
    public_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CoverageContent:
    """Where somebody must live: a footprint by its code, or words."""

    footprint: str = ""
    words: str = ""
    public_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TermContent:
    """A term by its taxonomy's slug (`kinds`, `needs`, `topics`, another's) and its code."""

    taxonomy: str
    code: str


@dataclass(frozen=True, kw_only=True)
class TranslationContent:
    """The entry in another language."""

    language: str
    name: str
    summary: str = ""
    description: str = ""
    how_to: str = ""


@dataclass(frozen=True)
class Confirmation:
    """That somebody said on a day that an entry is true; `by` are the words that its page says."""

    on: date
    by: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """A whole service. What is not given is empty: to change a field replace it in `reading.content_of`."""

    name: str
    organisation: OrganisationContent
    summary: str = ""
    description: str = ""
    status: str = "active"
    audience: str = "public"
    is_confidential: bool = False
    for_young_people: bool = False
    is_help_now: bool = False
    minimum_age: Decimal | None = None
    maximum_age: Decimal | None = None
    is_free: bool = False
    website: str = ""
    email: str = ""
    how_to: str = ""
    alert: str = ""
    outcomes: tuple[str, ...] = ()
    service: str = ""
    """The code of the agency's service that this is."""
    team: str = ""
    """The code of the team that is asked for a place."""
    owner: str = ""
    """The code of the team that keeps the entry true."""
    places: tuple[PlaceContent, ...] = ()
    sessions: tuple[SessionContent, ...] = ()
    telephones: tuple[TelephoneContent, ...] = ()
    costs: tuple[CostContent, ...] = ()
    languages: tuple[LanguageContent, ...] = ()
    access: tuple[AccessContent, ...] = ()
    coverage: tuple[CoverageContent, ...] = ()
    terms: tuple[TermContent, ...] = ()
    translations: tuple[TranslationContent, ...] = ()
    public_id: UUID | None = None
