"""The three large lists of the sample borough: school roll, child health, social care."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from samples.events import born_name
from samples.people import Person
from samples.rows import CARE, HEALTH, SCHOOL, Row, Staff, carer_columns, own_number, said_of
from samples.schools import practice_of, school_of, wards_by_postcode

YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps a list: which children, and which rows of each. The rows of a child need no other child's."""

    staff: Staff
    seed: int
    as_of: date

    def rng(self, agency: str, person: Person) -> random.Random:
        """Return the chance by which an agency writes of a child, the same every time."""
        return random.Random(f"{self.seed} {agency} {person.number}")

    def school_roll(self, person: Person) -> Iterator[Row]:
        """Yield the rows of the council's list of pupils: those of an age for school, but for a few."""
        rng = self.rng("LA-EDU", person)
        phase = _phase(rng, person.age_days / YEAR)
        if not phase or person.died_on or (person.left_for and rng.random() < 0.8) or rng.random() < 0.05:
            return
        row = said_of(rng, _as_schools_know(rng, person), SCHOOL)
        row["source_id"] = f"P{own_number(100_000_000, 900_000_000, 556_230_601, person.number)}"
        school = school_of(phase, person.family, person.postcode)
        row["school"] = school.code if rng.random() < 0.8 else school.name
        row["upn"] = row["upn"] if rng.random() < 0.97 else ""
        row["first_language"] = person.first_language
        row["nhs_number"] = row["previous_postcode"] = row["telephone"] = row["birth_date_status"] = ""
        yield {**row, **carer_columns(person.carers[0])}
        if len(person.carers) > 1 and rng.random() < 0.6:
            yield {"source_id": row["source_id"], **carer_columns(person.carers[1])}
        if rng.random() < 0.02:
            team = "EWS" if rng.random() < 0.7 else "EPS"
            yield {
                "source_id": row["source_id"],
                **self.staff.involvement(rng, team, self.as_of, 400, ended=0.3),
            }

    def child_health(self, person: Person) -> Iterator[Row]:
        """Yield the rows of the child health system: nearly everybody, from before birth."""
        rng = self.rng("NHS-CH", person)
        if rng.random() < 0.025:
            return
        known = born_name(person) if person.is_newborn else person
        row = said_of(rng, known, HEALTH)
        row["source_id"] = f"CH{own_number(0, 1_000_000_000, 618_033_989, person.number):09}"
        if not person.date_of_birth:
            row["given_names"] = "Unborn"
        if rng.random() < 0.12:
            row["given_names"], row["family_name"] = (
                str(row["given_names"]).upper(),
                str(row["family_name"]).upper(),
            )
        if rng.random() < 0.015:
            row["nhs_number"] = ""
        code, name = practice_of(person.family, person.postcode)
        row["practice"] = code if rng.random() < 0.9 else name
        row["date_of_death"] = person.died_on
        row["interpreter"], row["upn"] = person.interpreter, ""
        yield {**row, **carer_columns(person.carers[0]), **self._universal(rng, person)}
        for carer in person.carers[1:]:
            if rng.random() < 0.7:
                yield {"source_id": row["source_id"], **carer_columns(carer)}
        for involvement in self._further_health(rng, person):
            yield {"source_id": row["source_id"], **involvement}
        if rng.random() < 0.005 and person.date_of_birth:
            yield from self._second_registration(rng, known)

    def _universal(self, rng: random.Random, person: Person) -> Row:
        north = wards_by_postcode().get(person.postcode, 0) < 9
        age = person.age_days / YEAR
        if age <= 0:
            return self.staff.involvement(rng, "MAT", self.as_of, 120)
        if age < 5:
            return self.staff.involvement(rng, "HV-N" if north else "HV-S", self.as_of, person.age_days)
        return self.staff.involvement(rng, "SN-N" if north else "SN-S", self.as_of, person.age_days - 1500)

    def _further_health(self, rng: random.Random, person: Person) -> Iterator[Row]:
        age = person.age_days / YEAR
        for team, youngest, oldest, share in (
            ("CAMHS", 7, 18, 0.03), ("SHC", 13, 18, 0.025), ("SALT", 2, 8, 0.04),
            ("Sure Start outreach", 0.1, 4, 0.01),
        ):  # fmt: skip
            if youngest < age < oldest and rng.random() < share and not person.died_on:
                yield self.staff.involvement(rng, team, self.as_of, 500, ended=0.3)

    def _second_registration(self, rng: random.Random, person: Person) -> Iterator[Row]:
        """A child registered anew after a move: another number of the same list, another spelling."""
        row = said_of(rng, person, replace(HEALTH, slips=0.6))
        row["source_id"] = f"CHX{person.number:05}"
        row["nhs_number"] = row["nhs_number"] if rng.random() < 0.5 else ""
        yield {**row, "upn": "", **carer_columns(person.carers[0])}

    def social_care(self, person: Person) -> Iterator[Row]:
        """Yield the rows of social care: one child in twelve, each with every row written out in full."""
        rng = self.rng("LA", person)
        team = self._care_team(rng, person)
        if not team:
            return
        row = said_of(rng, person, CARE)
        if person.disputed_date:
            row["date_of_birth"], row["birth_date_status"] = person.disputed_date, "disputed"
        row["source_id"] = f"SC{own_number(200_000_000, 700_000_000, 432_623_801, person.number)}"
        row["nhs_number"] = row["nhs_number"] if rng.random() < 0.55 else ""
        row["upn"] = row["upn"] if rng.random() < 0.6 else ""
        row["interpreter"] = person.interpreter
        longest = max(min(person.age_days, 900), 60)
        ended = 0.35 if team in {"SC-ASSESS", "SC-CIN"} else 0.0
        involvement = self.staff.involvement(rng, team, self.as_of, longest, ended=ended, named=0.97)
        for carer in person.carers:
            yield {**row, **carer_columns(carer), **involvement}

    def _care_team(self, rng: random.Random, person: Person) -> str:
        if person.is_looked_after:
            return "SC-LAC"
        if person.before:
            return "SC-ADOPT"
        if person.died_on:
            return ""
        if person.disputed_date:
            return "SC-ASSESS"
        if rng.random() > (0.5 if person.no_fixed_address else 0.1 if not person.date_of_birth else 0.07):
            return ""
        return rng.choices(["SC-ASSESS", "SC-CIN", "SC-DIS", "EDT"], [45, 40, 8, 7])[0]

    def before_adoption(self, person: Person) -> Iterator[tuple[str, Row]]:
        """Yield agency and row of the identity before an adoption, where a list still has it."""
        if not person.before:
            return
        rng = self.rng("before", person)
        earlier = person.before
        former = replace(
            person, given_names=earlier.given_names, family_name=earlier.family_name, address=earlier.address,
            postcode=earlier.postcode, nhs_number=earlier.nhs_number, upn="", known_as="", moved_days=0,
            former_family_name="", previous_address="", previous_postcode="",
        )  # fmt: skip
        row = said_of(rng, former, HEALTH)
        yield "LA", {**row, "source_id": f"SCB{person.number:05}", "service": "SC-ADOPT", "upn": ""}
        if rng.random() < 0.6:
            yield "NHS-CH", {**row, "source_id": f"CHB{person.number:05}"}


def _phase(rng: random.Random, age: float) -> str:
    if age < 3:
        return ""
    if age < 4.2:
        return "nursery" if rng.random() < 0.35 else ""
    special = rng.random()
    if special < 0.015:
        return "special"
    if age < 11.2:
        return "primary"
    if special < 0.025:
        return "alternative"
    return "secondary" if age < 16.2 else "college" if rng.random() < 0.6 else ""


def _as_schools_know(rng: random.Random, person: Person) -> Person:
    """Return a child under the name called by, which schools often take for the given name."""
    if person.known_as and rng.random() < 0.5:
        return replace(person, given_names=person.known_as, known_as="")
    return person
