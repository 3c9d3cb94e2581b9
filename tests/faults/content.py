"""Everything that lists wrote, in words that no key and no drawn number changes: for comparing two databases."""

import hashlib
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import connection

from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Grant
from wraparound.outcomes.access.services import FAR_AWAY
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.children.services import CONTENT, KINDS
from wraparound.outcomes.finding import storage
from wraparound.outcomes.index.models import Pair
from wraparound.outcomes.journey.models import Event


def content(*, but: datetime | None = None) -> dict[str, str]:
    """Return a digest of each kind of thing that lists write; the instant `but`, and ends counted from it, aside."""
    sources: dict[int, str] = {}
    children: dict[int, list[str]] = defaultdict(list)
    for pk, child, *said in SourceRecord.objects.values_list(
        "pk", "child", "agency__code", "source_id", "digest", "first_said_at", "last_said_at", "ended_at"
    ):
        sources[pk] = f"{said[0]}:{said[1]}"
        children[child].append(repr([*said[:2], bytes(said[2]), *said[3:]]))
    names = {child: "+".join(sorted(held)) for child, held in children.items()}
    found: dict[str, list[Any]] = {
        "children": [(names[pk], state, version) for pk, state, version in Child.objects.values_list("pk", "state", "version")],
        "grants": [(names[child], *rest) for child, *rest in Grant.objects.values_list(
            "child", "holder", "basis", "categories", "starts_at", "until", "ended_because")],
        "events": [(names[child], *rest) for child, *rest in Event.objects.values_list(
            "child", "on", "kind", "line", "category", "is_whereabouts")],
        "pairs": [(names[a], names[b], *rest) for a, b, *rest in Pair.objects.values_list(
            "child_a", "child_b", "kind", "probability", "why", "harm", "state")],
        "filed": [(names[abs(child)], record) for child, record in storage.of(connection).records(list(names)).items()],
        "audit": [(verb, repr(sorted(detail.items()))) for verb, detail in Entry.objects.filter(
            verb__startswith="feed.").values_list("verb", "detail")],
    }  # fmt: skip
    for kind, model in KINDS.items():
        rows = model._default_manager.values_list("source", "said_at", "superseded_at", *CONTENT[kind])
        found[kind] = [(sources[source], *rest) for source, *rest in rows]
    instants = [repr(instant) for instant in (but, but + FAR_AWAY)] if but else []
    return {kind: _digest(rows, instants) for kind, rows in found.items()}


def _digest(rows: list[Any], instants: list[str]) -> str:
    said = [repr(row) for row in rows]
    for instant in instants:
        said = [line.replace(instant, "then") for line in said]
    return f"{len(rows)} {hashlib.sha256(repr(sorted(said)).encode()).hexdigest()[:16]}"
