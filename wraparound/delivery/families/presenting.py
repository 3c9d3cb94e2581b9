"""A service as the public pages say it, in one language; what nobody translated is English and marked so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from wraparound.delivery.directory.freshness import is_stale, upkeep_terms
from wraparound.delivery.directory.models import Cost, Listing, Place
from wraparound.delivery.directory.rules import ACCESS
from wraparound.delivery.families.documents import ENGLISH, Language
from wraparound.delivery.families.hours import Slot, slots_of
from wraparound.delivery.families.rules import miles, minutes_on_foot, write_ids
from wraparound.delivery.taxonomy.models import Taxonomy, Term

COSTS_IN_LIST = 2
"""How many costs a list says of a service."""


@dataclass(frozen=True)
class Said:
    """Some words; `lang` is theirs where it is not that of the page."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Where:
    """A place of a service, and what can be counted on there."""

    name: str
    address: str
    town: str
    getting_there: Said
    words: Said
    access: tuple[Said, ...]


@dataclass(frozen=True)
class Point:
    """A place on the map: metres east and north on the national grid."""

    easting: int
    northing: int
    label: str


@dataclass(frozen=True)
class Card:
    """One service of a list."""

    listing: Listing
    number: int
    public_id: UUID
    name: Said
    summary: Said
    ages: str
    cost: Said
    cost_short: Said
    more_costs: bool
    slots: tuple[Slot, ...]
    places: tuple[str, ...]
    telephones: tuple[tuple[str, Said], ...]
    spoken: tuple[Said, ...]
    closed: bool
    alert: Said
    kept: bool
    metres: int | None = None
    why: tuple[Said, ...] = ()
    points: tuple[Point, ...] = field(default=())
    bus: int | None = None
    """Minutes by bus for somebody who leaves now, where the area gave a timetable and a bus is of use."""
    bus_later: bool = False
    """Not now but at ten in the morning: it is night."""

    @property
    def short_id(self) -> str:
        """Return its id as forms and links of the shortlist carry it."""
        return write_ids([self.public_id])

    @property
    def miles(self) -> str:
        """Return how far it is, in miles, or nothing where that is not known."""
        return "" if self.metres is None else miles(self.metres)

    @property
    def walk(self) -> int | None:
        """Return about how many minutes it is on foot, where somebody would walk."""
        return None if self.metres is None else minutes_on_foot(self.metres)


class Speaker:
    """Says things of services in one language, as they are on a day."""

    def __init__(self, language: Language, today: date) -> None:
        self.language, self.today = language, today

    def english(self, text: str) -> Said:
        """Return words that stand in English only."""
        return Said(text, "" if self.language.code == ENGLISH or not text else ENGLISH)

    def own(self, listing: Listing, name: str) -> Said:
        """Return a text of a service: translated, or as it stands in English."""
        for translation in listing.translations.all():
            if translation.language == self.language.code and getattr(translation, name):
                return Said(getattr(translation, name))
        return self.english(getattr(listing, name))

    def term(self, term: Term) -> Said:
        """Return a kind of service, a need or a topic by its name."""
        named = self.language.terms.get(term.taxonomy.slug, {}).get(term.code)
        return Said(named) if named else self.english(term.name)

    def access(self, code: str, words: str = "") -> Said:
        """Return what can be counted on."""
        named = self.language.access.get(code)
        said = Said(named) if named else self.english(ACCESS.get(code, code.replace("_", " ").capitalize()))
        return Said(f"{said.text}: {words}", said.lang or self.english(words).lang) if words else said

    def all_access(self) -> list[tuple[str, str]]:
        """Return everything that can be asked for, as a form offers it."""
        return [(code, self.access(code).text) for code in ACCESS]

    def coverage(self, listing: Listing) -> list[Said]:
        """Return where somebody must live to have a service; nothing where it is for all."""
        return [
            self.english(each.words or (each.footprint.name if each.footprint else ""))
            for each in listing.coverage.all()
        ]

    def spoken(self, code: str, name: str) -> Said:
        """Return the name of a language."""
        named = self.language.spoken.get(code)
        return Said(named) if named else self.english(name)

    def ages(self, listing: Listing) -> str:
        """Return the ages that a service is for, in years: "0–5", "11+"; nothing for all."""
        low, high = listing.minimum_age, listing.maximum_age
        if low is None and high is None:
            return ""
        return f"{_plain(low)}–{_plain(high)}" if high is not None else f"{_plain(low)}+"

    def cost(self, listing: Listing, most: int | None = None) -> Said:
        """Return the cost in one line: of everybody, or of the first few that are said."""
        say = self.language.words
        costs = list(listing.costs.all())[:most]
        if listing.is_free:
            return Said(say["free"])
        return (
            self.english("; ".join(_cost_words(each) for each in costs)) if costs else Said(say["ask_cost"])
        )

    def day(self, value: date) -> str:
        """Return a date: "3 March 2026", "3 marca 2026"."""
        return f"{value.day} {self.language.months[value.month - 1]} {value.year}"

    def kinds(self, listing: Listing) -> list[Said]:
        """Return the kinds that a service is of."""
        return [self.term(term) for term in listing.terms.all() if term.taxonomy.use == Taxonomy.Use.KIND]

    def where(self, listing: Listing) -> list[Where]:
        """Return the places of a service; one that is confidential has none, whatever is stored."""
        if listing.is_confidential:
            return []
        return [
            Where(
                name=at.place.name, address=address_of(at.place), town=at.place.town,
                getting_there=self.english(at.place.getting_there), words=self.english(at.words),
                access=tuple(self.access(each.code, each.words) for each in at.place.access.all()),
            )
            for at in listing.at_places.all()
            if at.place.kind != Place.Kind.VIRTUAL
        ]  # fmt: skip

    def card(
        self, listing: Listing, *, number: int, kept: bool = False, metres: int | None = None,
        why: Sequence[str] = (),
    ) -> Card:  # fmt: skip
        """Return a service as lists show it."""
        return Card(
            listing=listing, number=number, public_id=listing.public_id, name=self.own(listing, "name"),
            summary=self.own(listing, "summary"), ages=self.ages(listing), cost=self.cost(listing),
            cost_short=self.cost(listing, COSTS_IN_LIST),
            more_costs=not listing.is_free and len(listing.costs.all()) > COSTS_IN_LIST,
            slots=slots_of(listing, self.language, self.today),
            places=tuple(
                f"{each.name}, {each.town}" if each.town else each.name for each in self.where(listing)
            ),
            telephones=tuple(
                (each.number, self.english(each.words)) for each in listing.telephones.all()
            ),
            spoken=tuple(self.spoken(each.code, each.name) for each in listing.languages.all()),
            closed=listing.status == Listing.Status.PAUSED, alert=self.english(listing.alert), kept=kept,
            metres=None if listing.is_confidential else metres, why=tuple(self.english(w) for w in why),
            points=points_of(listing),
        )  # fmt: skip


def points_of(listing: Listing) -> tuple[Point, ...]:
    """Return where a service stands on the map; one that is confidential stands nowhere."""
    if listing.is_confidential:
        return ()
    places = (at.place for at in listing.at_places.all())
    return tuple(
        Point(place.easting, place.northing, place.name)
        for place in places
        if place.kind == Place.Kind.PHYSICAL and place.easting and place.northing
    )


def address_of(place: Place) -> str:
    """Return an address in one line."""
    return ", ".join(part for part in (place.lines, place.town, place.county, place.postcode) if part)


def freshness(listing: Listing, today: date) -> str:
    """Return whether an entry is "fresh", "stale" or was "never" confirmed, as its owner is told too."""
    if listing.confirmed_on is None:
        return "never"
    return "stale" if is_stale(listing, today, upkeep_terms(on=today)) else "fresh"


def worth_knowing(listing: Listing, speaker: Speaker) -> Iterable[Said]:
    """Return what a disabled child or parent can count on with the service wherever it is."""
    return [speaker.access(each.code, each.words) for each in listing.access.all()]


def _plain(age: Decimal | None) -> str:
    return f"{age:f}".rstrip("0").rstrip(".") or "0" if age else "0"


def _cost_words(cost: Cost) -> str:
    amount = "" if cost.amount is None else f"£{cost.amount:.2f}".removesuffix(".00")
    return ", ".join(part for part in (f"{amount} {cost.option}".strip(), cost.words) if part)
