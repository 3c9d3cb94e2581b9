"""From the rows of one source_id to one record: its facts, and what became of each row."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wraparound.outcomes.finding.engine import places as dwellings

from . import fields
from .layout import CHILD, Problem, Raw
from .rows import Context, Row, check

Contents = list[tuple[object, ...]]


@dataclass(slots=True)
class Record:
    """What one list says of one child, in the terms of `children.services.CONTENT`."""

    source_id: str
    rows: list[Row]
    facts: dict[str, Contents]
    digest: bytes

    @property
    def is_refused(self) -> bool:
        """Whether no row of it can be kept."""
        return not self.facts


def gather(raws: Iterable[Raw]) -> list[list[Raw]]:
    """Return the rows of each source_id together, in the order in which each number first came."""
    groups: dict[str, list[Raw]] = {}
    for raw in raws:
        key = fields.clean(raw.source_id) or f"\0{raw.number}"
        groups.setdefault(key, []).append(raw)
    return list(groups.values())


def record_of(raws: Sequence[Raw], context: Context) -> Record:
    """Return the record that rows of one source_id make; a row against an earlier one is refused."""
    rows = [check(raw, context) for raw in raws]
    values: dict[str, Any] = {}
    said_in: dict[str, int] = {}
    for row in rows:
        if row.is_refused:
            continue
        clash = next(
            (
                name
                for name in CHILD
                if name in row.values and values.get(name, row.values[name]) != row.values[name]
            ),
            None,
        )
        if clash:
            way_out = "Say it alike in every row of one source_id; give another child another number."
            row.problems = [
                Problem(clash, f"It differs from row {said_in[clash]} of the same source_id.", way_out)
            ]
            row.is_refused = True
            continue
        for name in (*CHILD, "postcode_as_written"):
            if name in row.values and name not in values:
                values[name], said_in[name] = row.values[name], row.number
    kept = [row for row in rows if not row.is_refused]
    source_id = fields.clean(raws[0].source_id)
    if kept and (missing := _nobody(values, kept)):
        for row in kept:
            row.problems, row.is_refused = [missing], True
        kept = []
    facts = _facts(values, kept, context) if kept else {}
    said = repr(sorted((kind, sorted(map(repr, contents))) for kind, contents in facts.items()))
    return Record(source_id, rows, facts, hashlib.blake2b(said.encode(), digest_size=16).digest())


def _nobody(values: dict[str, Any], kept: list[Row]) -> Problem | None:
    """Return what is wrong with rows that tell of nobody: no name, none expected, no birth with a clue."""
    if any(name in values for name in ("given_names", "family_name", "known_as", "expected_date")):
        return None
    clues = ("nhs_number", "upn", "address", "postcode")
    carer = any("carer_family_name" in row.values or "carer_given_names" in row.values for row in kept)
    if "date_of_birth" in values and (carer or any(name in values for name in clues)):
        return None
    way_out = "Give a name; for a baby without one, the birth date and a carer, an address or a number."
    return Problem("family_name", "There is no name.", way_out)


def _facts(values: dict[str, Any], kept: list[Row], context: Context) -> dict[str, Contents]:
    facts: dict[str, Contents] = {
        "name": _names(values), "birth": _birth(values), "address": _addresses(values),
        "telephone": [(values["telephone"],)] if "telephone" in values else [],
        "identifier": [(scheme, *values[name]) for scheme, name in (("nhs", "nhs_number"), ("upn", "upn"))
                       if name in values],
        "carer": _carers(kept),
        "language": [(values.get("first_language", ""), values.get("interpreter", ""))]
        if "first_language" in values or "interpreter" in values else [],
        "setting": _settings(values, kept, context), "involvement": _involvements(kept, context),
    }  # fmt: skip
    return {kind: contents for kind, contents in facts.items() if contents}


def _names(values: dict[str, Any]) -> Contents:
    given, family = values.get("given_names", ""), values.get("family_name", "")
    names: Contents = [("legal", given, family)] if given or family else []
    if known_as := values.get("known_as"):
        names.append(("known_as", known_as, family))
    if former := values.get("former_family_name"):
        names.append(("former", given, former))
    return names


def _birth(values: dict[str, Any]) -> Contents:
    born, year = values.get("date_of_birth", (None, None))
    expected = values.get("expected_date")
    if not any((born, year, expected, values.get("sex"), values.get("date_of_death"))):
        return []
    unborn = expected and not born and not year
    status = values.get("birth_date_status") or "claimed"
    status = "expected" if unborn else "claimed" if status == "expected" else status
    return [(born, year, status, expected, values.get("sex", "U"), values.get("date_of_death"))]


def _addresses(values: dict[str, Any]) -> Contents:
    lines, code = values.get("address", ""), values.get("postcode", "")
    found: Contents = []
    if not code and "postcode_as_written" in values:
        lines = f"{lines}, {values['postcode_as_written']}".strip(", ")[:400]
    if lines or code:
        kind = fields.kind_of_home(lines, code)
        found.append((kind, lines, code, dwellings.household(lines, code) if kind == "home" else None))
    before = values.get("previous_postcode")
    if before and before != code:
        found.append(("previous", "", before, None))
    return found


def _carers(kept: list[Row]) -> Contents:
    names = ("carer_given_names", "carer_family_name", "carer_relation", "carer_telephone")
    said = (tuple(row.values.get(name, "") for name in names) for row in kept)
    return list(dict.fromkeys(carer for carer in said if any(carer)))


def _settings(values: dict[str, Any], kept: list[Row], context: Context) -> Contents:
    found: Contents = []
    for kind, resolve in (("school", context.places.school), ("practice", context.places.practice)):
        if text := values.get(kind):
            agency = resolve(text)
            found.append((kind, agency, text))
            if agency is None:
                words = f"“{text[:60]}” is not a {kind} that we know: kept as written, it grants nothing."
                kept[0].problems.append(Problem(kind, words, "Give its code, or ask the area to add it."))
    return found


def _involvements(kept: list[Row], context: Context) -> Contents:
    found: dict[tuple[object, ...], None] = {}
    for row in kept:
        if not (text := row.values.get("service")):
            continue
        team = context.places.service(text)
        worker = row.values.get("worker", "")
        if team is None:
            words = f"“{text[:60]}” is not a service that we know: kept as written, it grants nothing."
            row.problems.append(
                Problem("service", words, "Give the code of its team, or ask the area to add it.")
            )
        post = context.places.worker(team.team_id, worker) if team and worker else None
        found[(
            team and team.team_id, text, bool(team and team.is_sensitive), "none", worker,
            row.values.get("worker_telephone", ""), post,
            row.values.get("involved_from"), row.values.get("involved_until"),
        )] = None  # fmt: skip
    return list(found)


def is_current(last: date | None, today: date) -> bool:
    """Say whether an involvement that ends on `last` still runs."""
    return last is None or last >= today
