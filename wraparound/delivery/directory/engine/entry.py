"""What searching keeps of one service. Pure."""

from dataclasses import dataclass, field
from datetime import date

MORNING, AFTERNOON, EVENING = (0, 12 * 60), (12 * 60, 17 * 60), (17 * 60, 24 * 60)
PARTS = {"morning": MORNING, "afternoon": AFTERNOON, "evening": EVENING}


@dataclass(slots=True)
class Hours:
    """One session: its days as stored, minutes of the day, part of the year, and how it comes back."""

    days: str
    opens: int
    closes: int
    terms: str
    frequency: str = "WEEKLY"
    interval: int = 1
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def is_plain(self) -> bool:
        """Say whether its days of the week alone tell when it runs, every week of its season."""
        return self.frequency == "WEEKLY" and self.interval == 1 and not (self.valid_from or self.valid_until)

    def meets(self, part: tuple[int, int]) -> bool:
        """Say whether it runs within a part of the day."""
        return self.opens < part[1] and self.closes > part[0]


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
    cheapest: float | None
    """The least that it costs, in pounds; None where nobody said."""
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
