"""What children who are joined will be filed by, made while the chunk before is written.

Making it takes as long as writing it and needs no lock. Whoever changed meanwhile is filed in the
transaction, from what stands then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wraparound.outcomes.children import bulk
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.feeds.reading.records import Record
from wraparound.outcomes.feeds.writing.cores import Cores
from wraparound.outcomes.finding import services
from wraparound.outcomes.finding.engine.change import Change
from wraparound.outcomes.finding.filing import changes_of
from wraparound.outcomes.finding.refiling import are_hidden_in_part, refile, said_by


@dataclass
class Ahead:
    """Children as they stood when they were read, and what filing them with their new record changes."""

    versions: dict[int, int]
    stored: dict[int, bytes]
    changes: Callable[[], list[Change | None]]

    def file(self, joined: Mapping[int, int], *, now: datetime) -> None:
        """File the children whom records joined in this transaction; `joined` has their versions before."""
        now_stored = services.stored(list(joined))
        aside = are_hidden_in_part(joined, now=now)
        same = {
            child for child, version in joined.items()
            if self.versions.get(child) == version and child not in aside
            and self.stored.get(child) == now_stored.get(child) and -child not in now_stored
        }  # fmt: skip
        services.put_changes([change for change in self.changes() if change and abs(change.filed) in same])
        refile(joined.keys() - same, now=now)


def look_ahead(cores: Cores, joining: Mapping[int, Record]) -> Ahead:
    """Begin to make what children will be filed by when each has the record that joins it.

    Versions are read before what they are of: a change between the two shows when the children are filed.
    """
    versions: dict[int, int] = dict(bulk.read(Child, ["id", "version"], by="pk", keys=list(joining)))
    said = said_by(joining)
    stored = services.stored(list(said))
    asked = [
        (child, [*sources, (joining[child].source_id, joining[child].facts)], stored.get(child))
        for child, sources in said.items()
    ]
    return Ahead(versions, stored, cores.begin(changes_of, asked))
