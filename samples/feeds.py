"""The feeds of the sample borough: every agency's list, in a first week and in the week after."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from samples.agencies import Agencies, sample_agencies
from samples.buses import write_buses
from samples.directory import write_directory
from samples.foreign import FOREIGN
from samples.keepers import Keeper
from samples.people import Person
from samples.population import AS_OF, Population
from samples.rows import COLUMNS, Row, Staff
from samples.second_week import Later
from samples.services import write_services
from samples.small_lists import SMALL_LISTS, rows_of
from samples.tables import as_toml, write_csv

WEEK = timedelta(days=7)
NEWCOMERS = 15_999
"""The chunk of absent children of whom some come to the borough in the second week."""


@dataclass(slots=True)
class Feed:
    """One agency's list: the rows of each child, in the order of the file."""

    agency: str
    file: str
    complete: bool
    write: Callable[[Person], Iterable[Row]]
    said: list[tuple[Person, str, list[Row]]] = field(default_factory=list)
    """Child, whom the rows tell of ("before" an adoption or ""), and the rows."""


def feeds_of(keeper: Keeper) -> list[Feed]:
    """Return the feeds of the borough, empty yet, in the order in which they are loaded."""
    feeds = [
        Feed("NHS-CH", "child-health", True, keeper.child_health),
        Feed("LA-EDU", "school-roll", True, keeper.school_roll),
        Feed("LA", "social-care", True, keeper.social_care),
    ]
    feeds += [Feed(kept.agency, kept.file, False, partial(rows_of, keeper, kept)) for kept in SMALL_LISTS]
    return feeds


def staff_of(agencies: Agencies) -> Staff:
    """Return the workers and teams that lists name."""
    return Staff(agencies.workers, {str(team["code"]): str(team["name"]) for team in agencies.teams})


def fill(feeds: list[Feed], keeper: Keeper, people: Iterable[Person]) -> None:
    """Let every agency write down these children."""
    by_agency = {feed.agency: feed for feed in feeds}
    for person in people:
        for feed in feeds:
            for rows in _by_source(feed.write(person)):
                feed.said.append((person, "", rows))
        for agency, row in keeper.before_adoption(person):
            by_agency[agency].said.append((person, "before", [row]))
    _one_number_on_two_children(by_agency["NHS-CH"])
    _unreadable_rows(by_agency["LA-EDU"])


def _by_source(rows: Iterable[Row]) -> Iterator[list[Row]]:
    groups: dict[object, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["source_id"], []).append(row)
    yield from groups.values()


def _one_number_on_two_children(feed: Feed) -> None:
    """A clerk copies a twin's or sibling's NHS number: one pair in some hundreds."""
    for (person, _, rows), (other, _, others) in zip(feed.said, feed.said[1:], strict=False):
        if person.family == other.family and person.number % 400 == 7 and rows[0].get("nhs_number"):
            others[0]["nhs_number"] = rows[0]["nhs_number"]


def _unreadable_rows(feed: Feed) -> None:
    """One pupil in some thousands stands in a row that cannot be read: a day that no month has."""
    for person, _, rows in feed.said:
        if person.number % 4000 == 1111:
            rows[0]["date_of_birth"] = "31/02/2014"


def write_sample(
    folder: Path, *, children: int = 20_000, seed: int = 1, as_of: date = AS_OF
) -> dict[str, int]:
    """Write the whole sample area into a folder; return how many rows each file has.

    `week1/` and `week2/` hold the feeds; `feeds.toml` lists them; `agencies.toml`,
    `footprints.csv` and `postcodes.csv` hold what they refer to; `services.jsonl` the directory's services;
    `bus-stops.csv` and `bus-times.csv` how one gets to them; `truth.csv` which source_id is which child, for
    tests alone. The same arguments write the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    agencies = sample_agencies()
    (folder / "agencies.toml").write_text(agencies.toml(), encoding="utf-8")
    write_directory(folder, seed)
    write_services(folder / "services.jsonl", as_of)
    write_buses(folder)
    population = Population(children, seed, as_of)
    keeper = Keeper(staff_of(agencies), seed, as_of)
    feeds = feeds_of(keeper)
    fill(feeds, keeper, population)
    counts = _write_week(folder / "week1", feeds)
    later = Later(seed, as_of + WEEK, keeper.staff)
    newcomers = population.absent_chunk(NEWCOMERS)[: max(children // 700, 1)]
    after = feeds_of(Keeper(keeper.staff, seed, as_of + WEEK))
    for feed, next_feed in zip(feeds, after, strict=True):
        next_feed.said = list(later.said(feed.file, feed.said))
    fill(after, Keeper(keeper.staff, seed, as_of + WEEK), newcomers)
    counts |= _write_week(folder / "week2", after)
    _write_listing(folder, feeds)
    _write_truth(folder, feeds, after)
    return counts


def _write_week(folder: Path, feeds: list[Feed]) -> dict[str, int]:
    folder.mkdir(exist_ok=True)
    counts = {}
    for feed in feeds:
        rows = [row for _, _, group in feed.said for row in group]
        file = f"{feed.file}.csv"
        if layout := FOREIGN.get(feed.file):
            counts[f"{folder.name}/{file}"] = layout.write(folder / file, rows)
            continue
        columns = [column for column in COLUMNS if any(row.get(column) for row in rows)]
        counts[f"{folder.name}/{file}"] = write_csv(folder / file, columns, rows)
    return counts


def _write_listing(folder: Path, feeds: list[Feed]) -> None:
    rows: list[Row] = []
    for week in (1, 2):
        for feed in feeds:
            file = f"week{week}/{feed.file}.csv"
            row: Row = {"week": week, "file": file, "agency": feed.agency, "complete": feed.complete}
            rows.append({**row, "mapping": f"{feed.file}.toml"} if feed.file in FOREIGN else row)
    for name, layout in FOREIGN.items():
        (folder / f"{name}.toml").write_text(layout.mapping(), encoding="utf-8")
    (folder / "feeds.toml").write_text(as_toml({"feeds": rows}), encoding="utf-8")


def _write_truth(folder: Path, *weeks: list[Feed]) -> None:
    """Write who each source_id is: the child's number, with "-before" for an identity before an adoption."""
    known: dict[tuple[str, object], Row] = {}
    for feeds in weeks:
        for feed in feeds:
            for person, which, rows in feed.said:
                source_id = rows[0]["source_id"]
                child = f"{person.number}-{which}".rstrip("-")
                known[feed.agency, source_id] = {
                    "agency": feed.agency, "source_id": source_id, "child": child, "family": person.family,
                    "multiple": person.multiple or "", "community": person.community,
                }  # fmt: skip
    columns = ("agency", "source_id", "child", "family", "multiple", "community")
    write_csv(folder / "truth.csv", columns, known.values())
