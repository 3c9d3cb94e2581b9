"""Counting what was asked for and is not there: the area's, with small numbers hidden, and a team's own."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from wraparound.delivery.enquiries import queries
from wraparound.delivery.enquiries.models import Enquiry
from wraparound.delivery.enquiries.rules import BANDS, NOT_SAID, band_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.figures.rules import Shown, table

NEED, KIND, PLACE, BAND = "need", "kind", "place", "band"
WAYS = {NEED: "Need", KIND: "Kind of service", PLACE: "Locality", BAND: "Age"}
HALVES = 4
"""Half-years that can be asked for: they never overlap, so one cannot be taken from another."""
EVERYTHING = "All"


@dataclass(frozen=True)
class Period:
    """Six months from January or July."""

    year: int
    half: int

    @property
    def slug(self) -> str:
        """Return how an address names it."""
        return f"{self.year}-{self.half}"

    @property
    def words(self) -> str:
        """Return it in words."""
        return f"{'January to June' if self.half == 1 else 'July to December'} {self.year}"

    @property
    def months(self) -> list[date]:
        """Return the first day of each month."""
        return [date(self.year, number, 1) for number in range(self.half * 6 - 5, self.half * 6 + 1)]

    @property
    def ends(self) -> tuple[datetime, datetime]:
        """Return its first instant, and the first one after it."""
        after = date(self.year, 7, 1) if self.half == 1 else date(self.year + 1, 1, 1)
        first, last = (timezone.make_aware(datetime.combine(day, time())) for day in (self.months[0], after))
        return first, last


@dataclass(frozen=True)
class Own:
    """A line of a team's own numbers: each with the first day of its month."""

    name: str
    code: str
    cells: list[tuple[date, int]]


def periods(today: date) -> list[Period]:
    """Return the half-years that can be asked for, this one first."""
    found, period = [], Period(today.year, 1 if today.month < 7 else 2)
    for _ in range(HALVES):
        found.append(period)
        period = Period(period.year, 1) if period.half == 2 else Period(period.year - 1, 2)
    return found


def published(*, by: str, period: Period) -> Shown | None:
    """Return what anybody who is signed in may read, or None where nothing was counted."""
    counted = _counted(Enquiry.objects.all(), by, period)
    if not counted:
        return None
    rows = {
        name: {f"{month:%B}": counted[name, code, month] for month in period.months}
        for name, code in _lines(counted, by)
    }
    title = f"Asked for and not there, {period.words}"
    return table(rows, title=title, heading=WAYS[by], total=EVERYTHING)


def own(actor: Actor, *, by: str, period: Period) -> list[Own]:
    """Return the numbers of the actor's own team, which reads the enquiries behind them."""
    counted = _counted(queries.enquiries_of(actor), by, period)
    return [
        Own(name, code, [(month, counted[name, code, month]) for month in period.months])
        for name, code in _lines(counted, by)
    ]


def _counted(found: QuerySet[Enquiry], by: str, period: Period) -> Counter[tuple[str, str, date]]:
    """Return how many enquiries ended with nothing there, by the line they stand in and by month."""
    first, after = period.ends
    found = found.filter(state=Enquiry.State.NOTHING, taken_at__gte=first, taken_at__lt=after)
    counted: Counter[tuple[str, str, date]] = Counter()
    for enquiry in found.select_related("need", "kind", "footprint"):
        name, code = _line(enquiry, by)
        counted[name, code, timezone.localdate(enquiry.taken_at).replace(day=1)] += 1
    return counted


def _line(enquiry: Enquiry, by: str) -> tuple[str, str]:
    if by == BAND:
        band = band_of(enquiry.age)
        return band, "" if band == NOT_SAID else band
    thing = {NEED: enquiry.need, KIND: enquiry.kind, PLACE: enquiry.footprint}[by]
    return (thing.name, thing.code) if thing else (NOT_SAID, "")


def _lines(counted: Counter[tuple[str, str, date]], by: str) -> list[tuple[str, str]]:
    """Return the lines in order: ages from the youngest, all else by name; what was not said at the end."""
    ages = [name for name, _, _ in BANDS]
    lines = {(name, code) for name, code, _ in counted}
    return sorted(
        lines,
        key=lambda line: (
            not line[1],
            ages.index(line[0]) if by == BAND and line[1] else 0,
            line[0],
            line[1],
        ),
    )
