"""Checking one row: the values of its fields, what refuses the row, and what is only noted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from . import fields
from .fields import Unreadable, clean
from .layout import CARER, COLUMNS, INVOLVEMENT, Problem, Raw
from .places import Places

LENGTHS = {
    "source_id": 100, "given_names": 200, "family_name": 200, "former_family_name": 200, "known_as": 200,
    "address": 400, "first_language": 60, "interpreter": 60, "school": 200, "practice": 200,
    "carer_given_names": 200, "carer_family_name": 200, "carer_relation": 60, "service": 200, "worker": 200,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """What reading needs beside the file: the day, the places, and what the mapping says of values."""

    today: date
    places: Places
    date_format: str = ""
    values: dict[str, dict[str, str]] = field(default_factory=dict)


Reader = Callable[[str, Context], Any]
REFUSING: dict[str, Reader] = {
    "date_of_birth": lambda text, c: fields.birth(text, c.today, c.date_format),
    "birth_date_status": lambda text, c: fields.status(text),
    "expected_date": lambda text, c: fields.expected(text, c.today, c.date_format),
    "sex": lambda text, c: fields.sex(text),
    "date_of_death": lambda text, c: fields.past_day(text, c.today, c.date_format),
    "involved_from": lambda text, c: fields.day(text, c.date_format),
    "involved_until": lambda text, c: fields.day(text, c.date_format),
}
"""Fields that say who the child is or when: a row that has one wrong is refused."""
NOTED: dict[str, Reader] = {
    "postcode": lambda text, c: fields.postcode(text),
    "previous_postcode": lambda text, c: fields.postcode(text),
    "telephone": lambda text, c: fields.telephone(text),
    "carer_telephone": lambda text, c: fields.telephone(text),
    "worker_telephone": lambda text, c: fields.telephone(text),
    "nhs_number": lambda text, c: fields.nhs(text),
    "upn": lambda text, c: fields.upn(text),
}
"""Fields without which the row still tells of a child: a wrong one is left out, and the receipt says so."""


@dataclass(slots=True)
class Row:
    """One row that was read: its values by column, empty ones left out, and its problems."""

    number: int
    values: dict[str, Any]
    problems: list[Problem]
    is_refused: bool


def check(raw: Raw, context: Context) -> Row:
    """Return a row with its values; the first problem that refuses it ends the reading."""
    if raw.problem:
        return Row(raw.number, {}, [raw.problem], True)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, cell in zip(COLUMNS, raw.cells, strict=True):
        if not cell or not (text := clean(cell)):
            continue
        if column in context.values:
            text = context.values[column].get(text, text)
        try:
            values[column] = _read(column, text, context)
        except Unreadable as error:
            problem = Problem(column, error.what, error.way_out)
            if column not in NOTED:
                return Row(raw.number, {}, [problem], True)
            problems.append(problem)
            if column == "postcode":
                values["postcode_as_written"] = text
    if refusal := _refusal(values):
        return Row(raw.number, {}, [refusal], True)
    problems.extend(_left_out(values))
    return Row(raw.number, values, problems, False)


def _read(column: str, text: str, context: Context) -> Any:
    reader = REFUSING.get(column) or NOTED.get(column)
    if reader:
        return reader(text, context)
    if len(text) > LENGTHS[column]:
        raise Unreadable(
            f"It is longer than {LENGTHS[column]} signs.", "Shorten it, or look for a missing delimiter."
        )
    return text


def _refusal(values: dict[str, Any]) -> Problem | None:
    """Return what refuses a row whose fields are each well."""
    if not values.get("source_id"):
        return Problem(
            "source_id", "It is empty.", "Give the number by which your own records know the child."
        )
    born = values.get("date_of_birth", (None, None))[0]
    died, first, last = (values.get(name) for name in ("date_of_death", "involved_from", "involved_until"))
    if born and died and died < born:
        return Problem("date_of_death", "It is before the date of birth.", "Check both dates.")
    if first and last and last < first:
        return Problem("involved_until", "It is before involved_from.", "Check both dates.")
    if not born and values.get("birth_date_status") == "expected" and "expected_date" not in values:
        return Problem("expected_date", "It is empty for a child who is expected.", "Give the expected date.")
    return None


def _left_out(values: dict[str, Any]) -> list[Problem]:
    if "service" not in values and any(name in values for name in INVOLVEMENT):
        given = next(name for name in INVOLVEMENT if name in values)
        for name in INVOLVEMENT:
            values.pop(name, None)
        return [
            Problem(
                "service",
                f"It is empty, so {given} was left out.",
                "Name the service that works with the child.",
            )
        ]
    if "carer_relation" in values and not any(name in values for name in CARER if name != "carer_relation"):
        values.pop("carer_relation")
        return [
            Problem("carer_family_name", "A carer without a name was left out.", "Give the carer's name.")
        ]
    return []
