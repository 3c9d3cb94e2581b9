"""The small lists: voluntary bodies, a faith body, police, youth offending, Connexions."""

from collections.abc import Iterator
from dataclasses import dataclass

from samples.keepers import YEAR, Keeper
from samples.people import Person
from samples.rows import SMALL, Row, carer_columns, own_number, said_of


@dataclass(frozen=True, slots=True)
class SmallList:
    """A list of one team: whom it serves by age, what share of them, and whether it asks for full dates."""

    agency: str
    team: str
    file: str
    prefix: str
    youngest: float
    oldest: float
    share: float
    full_date: float


SMALL_LISTS = (
    SmallList("VOL-HOME", "VOL-HOME-T", "open-door", "OD", 0.0, 10, 0.014, 0.7),
    SmallList("VOL-TURN", "VOL-TURN-T", "turning-tide", "TT", 12, 18, 0.010, 0.8),
    SmallList("VOL-REF", "VOL-REF-T", "refuge", "R", 0.0, 16, 0.003, 0.9),
    SmallList("FAITH-1", "FAITH-1-T", "interfaith", "YF", 9, 17, 0.008, 0.4),
    SmallList("POL", "POL-YT", "police-youth", "PY", 10, 18, 0.015, 0.95),
    SmallList("YOT", "YOT-T", "youth-offending", "YO", 10, 18, 0.009, 1.0),
    SmallList("CNX", "CNX-T", "connexions", "CX", 15.5, 18, 0.30, 1.0),
)


def rows_of(keeper: Keeper, kept: SmallList, person: Person) -> Iterator[Row]:
    """Yield the row of a child in a small list, if there."""
    rng = keeper.rng(kept.agency, person)
    if (
        not kept.youngest < person.age_days / YEAR < kept.oldest
        or person.died_on
        or rng.random() > kept.share
    ):
        return
    row = said_of(rng, person, SMALL)
    for key in ("nhs_number", "upn", "former_family_name", "birth_date_status", "previous_postcode"):
        row[key] = ""
    if rng.random() > kept.full_date:
        row["date_of_birth"] = str(row["date_of_birth"])[:4]
    if rng.random() < 0.3:
        row["address"] = ""
    row["source_id"] = f"{kept.prefix}-{own_number(0, 100_000_000, 61_803_399, person.number):08}"
    involvement = keeper.staff.involvement(rng, kept.team, keeper.as_of, 500, ended=0.25, named=0.9)
    carer = carer_columns(rng.choice(person.carers)) if rng.random() < 0.6 else {}
    yield {**row, **carer, **involvement}
