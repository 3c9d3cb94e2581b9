"""SQLite: a key table clustered on the key, and one packed record a child."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from wraparound.outcomes.finding.engine.change import Change, Row
from wraparound.outcomes.finding.engine.entry import Packed
from wraparound.outcomes.finding.engine.finder import LONGEST, best, rounds
from wraparound.outcomes.finding.engine.keys import Key, Probes, keys_of

CREATE = (
    """CREATE TABLE finding_key (
        key INTEGER NOT NULL, child INTEGER NOT NULL, PRIMARY KEY (key, child)
    ) WITHOUT ROWID""",
    "CREATE TABLE finding_record (child INTEGER PRIMARY KEY, record BLOB NOT NULL)",
)
DROP = ("DROP TABLE finding_key", "DROP TABLE finding_record")

AT_ONCE = 2_000
"""Keys that one statement looks up: a statement for each spends most of its time on being asked."""
_CHILDREN = (
    "SELECT (SELECT group_concat(child) FROM "
    "(SELECT child FROM finding_key WHERE key = asked.value LIMIT ?)) FROM json_each(?) AS asked"
)
"""The children of each key, in a line of text each."""


def _pairs(rows: Iterable[Row]) -> Iterator[tuple[int, int]]:
    return ((key, child) for child, _, keys in rows for _, key in keys)


def _records(rows: Iterable[Row]) -> Iterator[tuple[int, bytes]]:
    return ((child, packed.to_bytes()) for child, packed, _ in rows)


class SQLiteStorage:
    """Keys and records on SQLite. A probe costs 2 microseconds and a statement 5, so one asks many keys."""

    def __init__(self, connection: Any) -> None:
        connection.ensure_connection()
        self._raw = connection.connection

    def add(self, rows: Sequence[Row]) -> None:
        """Store children who are known not to be stored yet."""
        self._raw.executemany("INSERT OR IGNORE INTO finding_key VALUES (?, ?)", sorted(_pairs(rows)))
        self._raw.executemany("INSERT INTO finding_record VALUES (?, ?)", _records(rows))

    def change(self, changes: Sequence[Change]) -> None:
        """Write what differs from what is stored, in the order of the keys: a page is touched once."""
        come = sorted((key, one.filed) for one in changes for key in one.come)
        gone = sorted((key, one.filed) for one in changes for key in one.gone)
        self._raw.executemany("DELETE FROM finding_key WHERE key = ? AND child = ?", gone)
        self._raw.executemany("INSERT OR IGNORE INTO finding_key VALUES (?, ?)", come)
        records = ((one.filed, one.packed.to_bytes()) for one in changes)
        self._raw.executemany("INSERT OR REPLACE INTO finding_record VALUES (?, ?)", records)

    def load(self, batches: Iterable[Sequence[Row]]) -> None:
        """Fill an empty index: keys are gathered aside and written in order, so that pages are full."""
        execute, executemany = self._raw.execute, self._raw.executemany
        execute("CREATE TEMP TABLE finding_staged (key INTEGER, child INTEGER)")
        for rows in batches:
            executemany("INSERT INTO finding_staged VALUES (?, ?)", _pairs(rows))
            executemany("INSERT INTO finding_record VALUES (?, ?)", _records(rows))
        execute("INSERT INTO finding_key SELECT DISTINCT key, child FROM finding_staged ORDER BY key, child")
        execute("DROP TABLE finding_staged")

    def remove(self, children: Sequence[int]) -> None:
        """Take children out; their keys are made again from their records."""
        for child, record in self.records(children).items():
            keys = keys_of(Packed.from_bytes(record))
            self._raw.executemany(
                "DELETE FROM finding_key WHERE key = ? AND child = ?", [(key, child) for _, key in keys]
            )
        self._raw.executemany("DELETE FROM finding_record WHERE child = ?", [(child,) for child in children])

    def records(self, children: Sequence[int]) -> dict[int, bytes]:
        """Return the packed records of those children who have one."""
        found: dict[int, bytes] = {}
        for at in range(0, len(children), 500):
            some = children[at : at + 500]
            marks = ",".join("?" * len(some))
            statement = f"SELECT child, record FROM finding_record WHERE child IN ({marks})"  # noqa: S608 - constants only
            found.update(self._raw.execute(statement, some))
        return found

    def _each(self, keys: Sequence[Key], most: int) -> Iterator[str]:
        """Yield so many of the children filed under each key, parted by commas, or ''."""
        for at in range(0, len(keys), AT_ONCE):
            asked = f"[{','.join([str(number) for _, number in keys[at : at + AT_ONCE]])}]"
            for (children,) in self._raw.execute(_CHILDREN, (most, asked)):
                yield children or ""

    def children_of(self, keys: Sequence[Key], most: int) -> dict[Key, list[int]]:
        """Return the children filed under each key; a key with more than `most` tells too little."""
        return {
            key: [int(child) for child in children.split(",")]
            for key, children in zip(keys, self._each(keys, most + 1), strict=True)
            if children and children.count(",") < most
        }

    def look_up(self, probes: Probes, without: Collection[int] = ()) -> dict[int, bytes]:
        """Return the records of the most promising candidates, some left out before they count."""
        evidence: dict[str, int] = {}
        left_out = {str(filed) for filed in without}
        for some in rounds(probes, evidence):
            self._gather(some, left_out, evidence)
        return self.records(best(evidence))

    def _gather(self, probes: Probes, left_out: set[str], evidence: dict[str, int]) -> None:
        """Add what these keys prove, of whoever stands under them and is not left out."""
        asked = self._each([*probes], LONGEST + len(left_out))
        for bits, children in zip(probes.values(), asked, strict=True):
            found = children.split(",") if children else []
            if left_out:
                found = [child for child in found if child not in left_out][:LONGEST]
            for child in found:
                evidence[child] = evidence.get(child, 0) | bits

    def size(self) -> int:
        """Return the bytes that the tables and their indexes take."""
        counted = "SELECT sum(pgsize) FROM dbstat WHERE name IN ('finding_key', 'finding_record')"
        return self._raw.execute(counted).fetchone()[0]

    def count(self) -> int:
        """Return how many children are stored."""
        return self._raw.execute("SELECT count(*) FROM finding_record").fetchone()[0]
