"""What one agency writes down of one child: its own number, its own mistakes, its own stale facts."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from samples.corruption import spoil
from samples.people import Carer, Person

Row = dict[str, object]

COLUMNS = (
    "source_id", "given_names", "family_name", "former_family_name", "known_as", "date_of_birth",
    "birth_date_status", "expected_date", "sex", "address", "postcode", "previous_postcode", "telephone",
    "nhs_number", "upn", "first_language", "interpreter", "school", "practice", "carer_given_names",
    "carer_family_name", "carer_relation", "carer_telephone", "service", "worker", "worker_telephone",
    "involved_from", "involved_until", "date_of_death",
)  # fmt: skip
"""The columns of a feed that needs no mapping."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How an agency keeps its records: how often it errs, and what it holds late or not at all."""

    name: str
    slips: float
    """Share of records with a mistake of model A."""
    first_name_only: float
    stale_days: int
    """A move within so many days is not known of in half of the records."""
    former_name: float
    """Share of the children with a former family name who still bear it here."""


SCHOOL = Manner("school", 0.07, 0.50, 300, 0.35)
HEALTH = Manner("health", 0.05, 0.12, 900, 0.55)
CARE = Manner("care", 0.12, 0.70, 120, 0.20)
SMALL = Manner("small", 0.22, 0.85, 600, 0.30)


def own_number(start: int, count: int, step: int, child: int) -> int:
    """Return an agency's own number of a child; `step` and `count` have no divisor in common."""
    return start + child * step % count


def said_of(rng: random.Random, person: Person, manner: Manner) -> Row:
    """Return names, birth date, sex, home and numbers as an agency of this manner holds them."""
    given = person.given_names
    if " " in given and rng.random() < manner.first_name_only:
        given = given.split(" ")[0]
    family, former = person.family_name, person.former_family_name
    if former and rng.random() < manner.former_name:
        family, former = former, ""
    row: Row = {
        "given_names": given, "family_name": family, "former_family_name": former,
        "known_as": person.known_as, "date_of_birth": person.date_of_birth,
        "birth_date_status": person.birth_date_status,
        "expected_date": person.expected_date, "sex": person.sex, "telephone": person.telephone,
        "nhs_number": person.nhs_number, "upn": person.upn, **_home(rng, person, manner),
    }  # fmt: skip
    if person.date_of_birth and rng.random() < manner.slips:
        query = {key: row[key] for key in _SPOILT if row[key] not in ("", "U")}
        spoil(rng, person, query, 1 if rng.random() < 0.85 else 2)
        row.update(query)
    if person.year_only:
        row["date_of_birth"] = str(row["date_of_birth"])[:4]
    return row


_SPOILT = "given_names", "family_name", "date_of_birth", "sex", "address", "postcode", "nhs_number", "upn"


def _home(rng: random.Random, person: Person, manner: Manner) -> Row:
    knows = not (0 < person.moved_days < manner.stale_days and rng.random() < 0.5)
    if person.no_fixed_address or person.left_for:
        knows = rng.random() < 0.7
    if not knows and person.previous_address:
        return {"address": person.previous_address, "postcode": person.previous_postcode}
    home: Row = {"address": person.address, "postcode": person.postcode}
    if person.previous_postcode and rng.random() < 0.5:
        home["previous_postcode"] = person.previous_postcode
    return home


def carer_columns(carer: Carer) -> Row:
    """Return the columns that tell of a carer."""
    return {
        "carer_given_names": carer.given_names, "carer_family_name": carer.family_name,
        "carer_relation": carer.relation, "carer_telephone": carer.telephone,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staff:
    """The workers of every team: name and telephone, by the team's code."""

    workers: dict[str, list[tuple[str, str]]]
    names: dict[str, str]
    """The names of the teams, which some clerks write instead of the code."""

    def involvement(
        self,
        rng: random.Random,
        team: str,
        as_of: date,
        longest: int,
        *,
        ended: float = 0.0,
        named: float = 0.85,
    ) -> Row:
        """Return the columns of an involvement that began within `longest` days before a day."""
        days = 1 + int(rng.random() * longest)
        written = self.names.get(team, team) if rng.random() < 0.06 else team
        row: Row = {"service": written, "involved_from": (as_of - timedelta(days=days)).isoformat()}
        if rng.random() < ended and days > 30:
            row["involved_until"] = (as_of - timedelta(days=int(rng.random() * days))).isoformat()
        people = self.workers.get(team)
        if people and rng.random() < named:
            row["worker"], row["worker_telephone"] = rng.choice(people)
        return row
