"""What searching keeps of one service. Pure."""

from dataclasses import dataclass, field
from datetime import date

MORNING, AFTERNOON, EVENING = (0, 12 * 60), (12 * 60, 17 * 60), (17 * 60, 24 * 60)
PARTS = {"morning": MORNING, "afternoon": AFTERNOON, "evening": EVENING}
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(slots=True)
class Hours:
    """One session in numbers: days of the week (0 Monday), minutes of the day, part of the year."""

    days: tuple[int, ...]
    opens: int
    closes: int
    terms: str


@dataclass(slots=True)
class Spotted:
    """A place on the national grid with the footprints that it lies in."""

    easting: int | None
    northing: int | None
    footprints: tuple[str, ...]


@dataclass(slots=True)
class Entry:
    """One service that can be found: its facts, and its words by how much they weigh."""

    pk: int
    stamp: tuple[object, ...]
    """Tells whether the stored service is still the one that was read."""
    name: str
    texts: tuple[str, str, str]
    """Name; kinds, summary and translations; everything else."""
    is_public: bool
    is_confidential: bool
    is_paused: bool
    for_young_people: bool
    is_help_now: bool
    is_free: bool
    ages: tuple[float | None, float | None]
    confirmed_on: date | None
    kinds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    hours: tuple[Hours, ...] = ()
    spots: tuple[Spotted, ...] = ()
    covers: tuple[str, ...] = ()
    """Codes of the footprints that somebody must live in; none: everywhere."""
    languages: tuple[str, ...] = ()
    access: frozenset[str] = field(default_factory=frozenset)

    @property
    def whereabouts(self) -> tuple[Spotted, ...]:
        """Return where it can be met; nowhere when it is confidential, whatever the tables hold."""
        return () if self.is_confidential else self.spots


def days_of(text: str) -> tuple[int, ...]:
    """Return the days of the week of `MO,TU` or `1SA,-1FR`; none said: every day."""
    found = tuple(WEEK.index(part[-2:]) for part in text.split(",") if part[-2:] in WEEK)
    return found or tuple(range(7))
