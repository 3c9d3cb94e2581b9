"""What has changed a week later: moves, births, names for babies, leavers, services begun and ended."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from samples.people import Person
from samples.places import borough
from samples.rows import Row, Staff

Said = tuple[Person, str, list[Row]]


@dataclass(frozen=True, slots=True)
class Later:
    """Turns a list of the first week into that of the week after, each agency hearing of it or not."""

    seed: int
    as_of: date
    staff: Staff

    def said(self, file: str, said: Iterable[Said]) -> Iterator[Said]:
        """Yield what a list says a week later; a child who left it is missing."""
        for person, which, rows in said:
            fate = random.Random(f"{self.seed} second week {person.number}")
            heard = random.Random(f"{self.seed} second week {person.number} {file} {which}")
            chance = fate.random()
            copied = [dict(row) for row in rows]
            if chance < 0.004 and heard.random() < 0.7:
                continue
            if chance < 0.010 and not person.no_fixed_address and heard.random() < 0.6:
                self._moved(fate, copied)
            elif chance < 0.014:
                self._name_corrected(person, copied, which)
            elif chance < 0.019:
                self._service_changed(heard, person, copied)
            if file == "child-health" and not which:
                self._born_or_named(heard, person, copied[0])
            yield person, which, copied
            if file == "child-health" and copied[0].get("given_names") == "Baby" and heard.random() < 0.6:
                yield person, which, [self._registered_anew(person, copied[0])]

    def _moved(self, fate: random.Random, rows: list[Row]) -> None:
        address, postcode = borough(0, 0).home(fate)
        for row in _telling_of_the_child(rows):
            row["previous_postcode"] = row.get("postcode", "")
            row["address"], row["postcode"] = address, postcode

    def _name_corrected(self, person: Person, rows: list[Row], which: str) -> None:
        for row in _telling_of_the_child(rows):
            if person.given_names and not which and str(row["given_names"]).title() != "Baby":
                row["given_names"], row["family_name"] = person.given_names, person.family_name

    def _service_changed(self, heard: random.Random, person: Person, rows: list[Row]) -> None:
        last = rows[-1]
        if last.get("service") and not last.get("involved_until"):
            last["involved_until"] = self.as_of.isoformat()
        elif last.get("worker"):
            again = self.staff.involvement(heard, str(last["service"]), self.as_of, 6)
            rows.append({"source_id": last["source_id"], **again})

    def _born_or_named(self, heard: random.Random, person: Person, row: Row) -> None:
        """A baby gets its name; a child who was expected about now is born."""
        if str(row.get("given_names")).title() == "Baby" and heard.random() < 0.8:
            row["given_names"], row["family_name"] = person.given_names, person.family_name
        elif person.expected_date and person.expected_date <= self.as_of.isoformat():
            born = {"given_names": "Baby", "date_of_birth": person.expected_date, "expected_date": ""}
            row.update(born, birth_date_status="documented", sex=heard.choice("FM"))

    def _registered_anew(self, person: Person, row: Row) -> Row:
        """A baby's name entered under a new number, while the old entry stays."""
        named = {"given_names": person.given_names, "family_name": person.family_name}
        return {**row, **named, "source_id": f"CHN{person.number:05}"}


def _telling_of_the_child(rows: list[Row]) -> list[Row]:
    """Return the rows that name the child, not only a further carer or service."""
    return [row for row in rows if "given_names" in row]
