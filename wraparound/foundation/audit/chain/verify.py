"""Checking the chain against itself and against the checkpoints that left the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from wraparound.foundation.audit.chain import checkpoints
from wraparound.foundation.audit.chain.digest import FIELDS, START, is_signed, link
from wraparound.foundation.audit.models import Checkpoint, Entry, Seal

CHUNK = 1000
LATE = timedelta(hours=1)
"""An entry that says it is this much older than the checkpoint before its link came in late."""


@dataclass
class Report:
    """What a check found. `alarms` mean that somebody changed something; `notices` that one should look."""

    links: int = 0
    waiting: int = 0
    checkpoints: int = 0
    alarms: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def verify(*, folders: list[Path] | None = None) -> Report:
    """Check every link and every checkpoint (in `folders`, or where settings keep them).

    Raises `checkpoints.KeyMissing` when there are checkpoints and no key to check them by.
    """
    report = Report()
    marks: dict[int, list[dict[str, Any]]] = {}
    copies = list(Checkpoint.objects.order_by("number"))  # read first: sealing goes on meanwhile
    for folder in folders or checkpoints.places():
        for line in _trusted(folder, copies, report):
            marks.setdefault(line["sequence"], []).append(line)
    _walk(marks, report)
    longest = max(marks, default=0)
    if longest > report.links:
        line = marks[longest][0]
        report.alarms.append(
            f"The chain ends at link {report.links:,}, but {_named(line)} saw {longest:,} links: "
            f"the last {longest - report.links:,} were cut off."
        )
    unsealed = Entry.objects.filter(~Exists(Seal.objects.filter(entry_id=OuterRef("pk"))))
    report.waiting = unsealed.count()
    return report


def _trusted(folder: Path, copies: list[Checkpoint], report: Report) -> Iterator[dict[str, Any]]:
    """Yield the checkpoints that nobody changed; tell of the others, and of those that are gone."""
    key = b""
    good: list[dict[str, Any]] = []
    previous, numbers = checkpoints.NO_LINE, set()
    for line in checkpoints.read(folder):
        key = key or checkpoints.known_key()
        if line.holds is None or not is_signed(key, line.holds):
            report.alarms.append(f"Checkpoint file {folder.name}/{line.place} was changed or damaged.")
            continue
        if line.holds["previous"] != previous:
            report.alarms.append(
                f"Checkpoint file {folder.name}/{line.place} does not follow the line before it: "
                f"a line before checkpoint {line.holds['number']:,} was taken out or moved."
            )
        previous = line.holds["signature"]
        numbers.add(line.holds["number"])
        if "because" in line.holds:
            good = _resumed(good, line.holds, report)
        good.append(line.holds)
    report.alarms += [
        f"Checkpoint {copy.number:,} of {_when(copy.at)} is not in {folder}: it was taken out."
        for copy in copies
        if copy.number not in numbers
    ]
    report.checkpoints = max(report.checkpoints, len(numbers))
    yield from good


def _resumed(good: list[dict[str, Any]], line: dict[str, Any], report: Report) -> list[dict[str, Any]]:
    """Tell what a restored backup lost, and keep the checkpoints that still hold."""
    lost = max((each["sequence"] for each in good), default=0) - line["sequence"]
    report.notices.append(
        f"{_named(line)} goes on from link {line['sequence']:,}; {max(lost, 0):,} later links were given up. "
        f"Reason written: {line['because']}"
    )
    return [each for each in good if each["sequence"] <= line["sequence"]]


def _walk(marks: dict[int, list[dict[str, Any]]], report: Report) -> None:
    """Follow the chain from its start and compare each link with its entry and its checkpoints."""
    previous: bytes | None = START
    reached, recomputed, mark = 0, False, None
    for seal, entry in _links():
        if seal.sequence != reached + 1:
            report.alarms.append(f"{_range(reached + 1, seal.sequence - 1)} missing from the chain.")
            previous = None
        problem = _problem(previous, seal, entry)
        if problem:
            report.alarms.append(problem)
        elif mark and entry and entry["at"] < _at(mark) - LATE:
            report.notices.append(
                f"Entry {seal.entry_id:,} ({entry['verb']}) is dated {_when(entry['at'])} "
                f"but was not there at {_named(mark)}."
            )
        previous, reached = bytes(seal.digest), seal.sequence
        for line in marks.get(seal.sequence, []):
            if line["digest"] == previous.hex():
                mark = line
            elif not recomputed:
                recomputed = True
                report.alarms.append(_recomputed(mark, line))
    report.links = reached


def _links() -> Iterator[tuple[Seal, dict[str, Any] | None]]:
    """Yield each link in order with its entry's fields, or None where the entry is gone."""
    reached = -1
    while seals := list(Seal.objects.filter(sequence__gt=reached).order_by("sequence")[:CHUNK]):
        entries = _entries([seal.entry_id for seal in seals])
        yield from ((seal, entries.get(seal.entry_id)) for seal in seals)
        reached = seals[-1].sequence


def _entries(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Return the fields of entries by id; one whose fields cannot even be read has none of them."""
    rows = Entry.objects.filter(pk__in=ids).values(*FIELDS)
    try:
        return {row["id"]: row for row in rows}
    except (ValueError, TypeError):
        if len(ids) == 1:
            return {ids[0]: {}}
        half = len(ids) // 2
        return _entries(ids[:half]) | _entries(ids[half:])


def _problem(previous: bytes | None, seal: Seal, entry: dict[str, Any] | None) -> str:
    """Say what is wrong with one link, or nothing; without the link before, its digest cannot be told."""
    if entry is None:
        return f"Entry {seal.entry_id:,} (link {seal.sequence:,}) was deleted."
    try:
        held = previous is None or link(previous, seal.sequence, entry) == bytes(seal.digest)
    except (KeyError, ValueError, AttributeError, OverflowError):
        held = False
    if held:
        return ""
    words = f", {entry['verb']} of {_when(entry['at'])}" if isinstance(entry.get("at"), datetime) else ""
    return f"Entry {seal.entry_id:,} (link {seal.sequence:,}{words}) is not what was sealed in this place."


def _recomputed(mark: dict[str, Any] | None, line: dict[str, Any]) -> str:
    start = mark["sequence"] + 1 if mark else 1
    seals = Seal.objects.filter(sequence__range=(start, line["sequence"])).order_by("sequence")
    ids = sorted(seals.values_list("entry_id", flat=True))
    return (
        f"{_range(start, line['sequence'])} not what left the database in {_named(line)}: an entry from "
        f"{ids[0]:,} to {ids[-1]:,} was changed, moved, put in or taken out, and the chain made anew."
    )


def _range(first: int, last: int) -> str:
    return f"Link {first:,} is" if first == last else f"Links {first:,} to {last:,} are"


def _named(line: dict[str, Any]) -> str:
    return f"Checkpoint {line['number']:,} of {_when(_at(line))}"


def _at(line: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(line["at"])


def _when(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %B %Y at %H:%M:%S}"
