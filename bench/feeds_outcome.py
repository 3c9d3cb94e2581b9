"""What a load made of its list, held against the truth; and a digest of all that it wrote.

A process of its own, on the database that the environment names:
`python -m bench.feeds_outcome TRUTH CHILDREN`, or without arguments for the digest.
"""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.feeds_lists import INDEXED, SENT
from bench.feeds_places import Place
from samples.rows import own_number


def outcome(place: Place, children: int) -> dict[str, Any]:
    """Return how many true pairs a load joined, put before a person or missed, and what it joined wrongly."""
    command = [
        sys.executable,
        "-m",
        "bench.feeds_outcome",
        str(place.path.with_suffix(".truth")),
        str(children),
    ]
    done = subprocess.run(command, env=place.environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def content(place: Place) -> dict[str, str]:
    """Return a digest of everything that the lists wrote, and of the receipts."""
    command = [sys.executable, "-m", "bench.feeds_outcome"]
    done = subprocess.run(command, env=place.environment, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def _content() -> dict[str, str]:
    from hashlib import sha256

    from tests.faults.content import content
    from wraparound.outcomes.feeds import queries
    from wraparound.outcomes.feeds.models import Load

    loads = Load.objects.filter(agency__code=SENT)
    receipts = "".join(line for load in loads for line in queries.receipt_of(load))
    began = loads.values_list("started_at", flat=True).get()
    return {**content(but=began), "receipt": sha256(receipts.encode()).hexdigest()[:16]}


def _persons(children: int) -> dict[str, int]:
    """Return whom each number of the list that filled the index means."""
    found = {f"CH{own_number(0, 1_000_000_000, 618_033_989, n):09}": n for n in range(children)}
    return found | {f"CHX{n:05}": n for n in range(children)}


def _figures(truth: Path, children: int) -> dict[str, Any]:
    from wraparound.foundation.audit.models import Entry
    from wraparound.outcomes.children.models import SourceRecord
    from wraparound.outcomes.index.models import Pair

    sent = {number: int(person) for number, person in map(str.split, truth.read_text().splitlines())}
    persons = _persons(children)
    held: dict[int, set[int]] = defaultdict(set)
    indexed = SourceRecord.objects.filter(agency__code=INDEXED).values_list("child", "source_id")
    for child, number in indexed.iterator():
        held[child].add(persons[number])
    known = {person for found in held.values() for person in found}
    queue: dict[int, set[int]] = defaultdict(set)
    pairs = Pair.objects.filter(source_record__agency__code=SENT).values_list("source_record", "child_b")
    for record, child in pairs:
        queue[record] |= held.get(child, set())
    figures = dict.fromkeys(("true", "joined", "queued", "missed", "joined_wrongly"), 0)
    for pk, child, number in SourceRecord.objects.filter(agency__code=SENT).values_list(
        "pk", "child", "source_id"
    ):
        person = sent[number]
        figures["joined_wrongly"] += bool(held.get(child)) and person not in held[child]
        if person in known:
            how = "joined" if person in held.get(child, ()) else "queued" if person in queue[pk] else "missed"
            figures["true"] += 1
            figures[how] += 1
    return {**figures, "pairs": len(pairs), "audited": Entry.objects.filter(verb="feed.chunk").count()}


if __name__ == "__main__":
    import django

    django.setup()
    asked = sys.argv[1:]
    sys.stdout.write(json.dumps(_figures(Path(asked[0]), int(asked[1])) if asked else _content()))
