"""What is said of a child, gathered from all its sources: for comparing two records, and for finding one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from wraparound.outcomes.children import bulk
from wraparound.outcomes.children.models import (
    Address,
    Birth,
    Carer,
    Identifier,
    Name,
    SourceRecord,
    Telephone,
)


@dataclass(frozen=True)
class Said:
    """Everything by which one record is told from another; sources may disagree, so each is a list.

    Names are given names and family name; homes are address lines, postcode and household. `agencies` are
    the keys of the agencies whose own record of the child still stands.
    """

    names: tuple[tuple[str, str], ...] = ()
    births: tuple[date, ...] = ()
    years: tuple[int, ...] = ()
    sexes: tuple[str, ...] = ()
    homes: tuple[tuple[str, str, int | None], ...] = ()
    nhs: tuple[str, ...] = ()
    upn: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    carers: tuple[tuple[str, str], ...] = ()
    agencies: tuple[int, ...] = ()


def said_of(child_ids: Iterable[int]) -> dict[int, Said]:
    """Return what is said of each child, in as many statements for one as for a thousand."""
    found: dict[int, dict[str, list[Any]]] = {child: defaultdict(list) for child in child_ids}
    fields = ["id", "child", "agency", "ended_at"]
    sources = bulk.read(SourceRecord, fields, by="child", keys=list(found))
    child_of = {source: child for source, child, _, _ in sources}
    for _, child, agency, ended in sources:
        if ended is None:
            found[child]["agencies"].append(agency)
    for place, source, value in _spoken(list(child_of)):
        if value not in (None, ""):
            found[child_of[source]][place].append(value)
    return {
        child: Said(**{k: tuple(dict.fromkeys(v)) for k, v in said.items()}) for child, said in found.items()
    }


STANDS = "superseded_at IS NULL"


def _spoken(sources: list[int]) -> Iterator[tuple[str, int, Any]]:
    """Yield each thing that `Said` holds with its source and value, what stands before what stood."""
    for place, kind, columns in (
        ("names", Name, ("given_names", "family_name")),
        ("homes", Address, ("lines", "postcode", "household")),
        ("telephones", Telephone, ("number",)),
        ("carers", Carer, ("given_names", "family_name")),
    ):
        rows = bulk.read(kind, ["superseded_at", "source", *columns], by="source", keys=sources)
        standing = [row for row in rows if row[0] is None]
        stood = sorted((row for row in rows if row[0] is not None), key=lambda row: row[0], reverse=True)
        for _, source, *values in (*standing, *stood):
            yield place, source, values[0] if len(values) == 1 else tuple(values)
    births = bulk.read(Birth, ["source", "date", "year", "sex"], by="source", keys=sources, where=STANDS)
    for source, day, year, sex in births:
        yield from (("births", source, day), ("years", source, year), ("sexes", source, sex))
    numbers = bulk.read(Identifier, ["source", "scheme", "value"], by="source", keys=sources, where=STANDS)
    for source, scheme, value in numbers:
        yield scheme, source, value
