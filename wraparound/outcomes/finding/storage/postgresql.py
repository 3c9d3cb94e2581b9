"""PostgreSQL: one row a child, its keys in columns by kind, each column under a B-tree of its own.

A narrow table of keys costs 68 bytes a key here (row header, item pointers, index tuple) and an inverted
index 57; a key in a column costs 4 bytes and its index tuple 20, with the child in it or without: so a
look-up reads its candidates from the index alone. A child with more keys of a kind than there are columns has
further rows (`part`), so nothing is cut.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any

import psycopg

from wraparound.outcomes.finding.engine.change import Change, Row
from wraparound.outcomes.finding.engine.finder import LONGEST, best, rounds
from wraparound.outcomes.finding.engine.keys import CROWDED, Key, Probes

COLUMNS = {
    "P": ("pair",), "Y": ("pair_year", "pair_year2", "pair_year3"),
    "W": ("word_date", "word_date2", "word_date3"), "I": ("initials_date",),
    "O": ("word_year", "word_year2"), "C": ("postcode", "postcode2"), "U": ("outward", "outward2"),
    "R": ("street", "street2"), "N": ("nhs",), "Q": ("upn",), "S": ("own",), "T": ("telephone", "telephone2"),
    "G": ("carer", "carer2"),
}  # fmt: skip
"""The columns of each kind of key, one index each."""
NAMES = tuple(name for names in COLUMNS.values() for name in names)
_PLACE = {name: place for place, name in enumerate(NAMES)}
_CHILDREN = {
    name: f"SELECT probe.key, hit.child FROM unnest(%s::int[]) AS probe(key), LATERAL (SELECT child FROM "  # noqa: S608 - constants only
    f"finding_record WHERE {name} = probe.key LIMIT %s) hit" for name in NAMES
}  # fmt: skip

MOST_PARTS = 4
"""Rows of a child above which they are written anew as few."""
FILLED = 88
"""How full, in hundredths, pages are made: a record that is written over stays in its page, so that no index
entry moves."""
_COPY = f"COPY finding_record ({', '.join(('child', 'part', *NAMES, 'record'))}) FROM STDIN"
_WRITE_OVER = """UPDATE finding_record AS stored SET record = new.record
    FROM unnest(%s::int[], %s::bytea[]) AS new(child, record)
    WHERE stored.child = new.child AND stored.part = 0 RETURNING stored.child,
    (SELECT max(part) + 1 FROM finding_record AS parts WHERE parts.child = stored.child)"""
_RECORDS = "SELECT child, record FROM finding_record WHERE child = ANY(%s::int[]) AND part = 0"

INDEXES = tuple(
    f"CREATE INDEX finding_{name} ON finding_record ({name}, child) WHERE {name} IS NOT NULL"
    for name in NAMES
)
CREATE = (
    "CREATE TABLE finding_record (child integer NOT NULL, part smallint NOT NULL, "
    + ", ".join(f"{name} integer" for name in NAMES)
    + f", record bytea, PRIMARY KEY (child, part)) WITH (fillfactor = {FILLED})",
    *INDEXES,
)
DROP = ("DROP TABLE finding_record",)


def _parts(keys: Sequence[Key]) -> list[list[int | None]]:
    """Lay keys out in rows of columns; a second row is begun when the columns of a kind are full."""
    parts: list[list[int | None]] = [[None] * len(NAMES)]
    filled: dict[str, int] = {}
    for kind, key in keys:
        used = filled.get(kind, 0)
        filled[kind] = used + 1
        part, column = divmod(used, len(COLUMNS[kind]))
        if part == len(parts):
            parts.append([None] * len(NAMES))
        parts[part][_PLACE[COLUMNS[kind][column]]] = key
    return parts


def _array(numbers: Iterable[int]) -> str:
    """Return numbers as PostgreSQL reads an array; lists are other statements for each width of number."""
    return f"{{{','.join(map(str, numbers))}}}"


@cache
def _look_up(kinds: tuple[str, ...]) -> str:
    """Return the statement for these kinds: each column of a kind takes its keys and who is left out.

    Children are counted, and cut, under keys of crowded kinds alone.
    """
    cut = "SELECT asked.key, hit.child FROM unnest(%s::int[]) AS asked(key), LATERAL (SELECT child FROM "
    others = "child <> ALL(%s::int[])"
    parts = [
        f"{cut} finding_record WHERE {name} = asked.key AND {others} LIMIT {LONGEST}) hit"
        if kind in CROWDED
        else f"SELECT {name}, child FROM finding_record WHERE {name} = ANY(%s::int[]) AND {others}"  # noqa: S608 - constants only
        for kind in kinds
        for name in COLUMNS[kind]
    ]
    return " UNION ALL ".join(parts)


class PostgreSQLStorage:
    """Keys and records on PostgreSQL. A statement costs 100 microseconds, so a look-up is two or three.

    One is kept prepared for each set of kinds that people ask for together: asking for all kinds always, each
    key on its own, takes twice as long, and so does planning each anew.
    """

    def __init__(self, connection: Any) -> None:
        connection.ensure_connection()
        self._raw = connection.connection

    def _execute(self, statement: str, *values: Any, prepare: bool = False) -> list[tuple[Any, ...]]:
        """Return what a statement finds; only those of look-ups are prepared.

        A list is thousands of keys at once, and is planned anew for an index that may just have been empty.
        """
        with psycopg.Cursor(self._raw) as cursor:
            cursor.execute(statement, values, prepare=prepare, binary=True)
            return cursor.fetchall() if cursor.description else []

    def add(self, rows: Sequence[Row]) -> None:
        """Store children who are known not to be stored yet."""
        self._copy(
            (child, part, *columns, None if part else packed.to_bytes())
            for child, packed, keys in rows
            for part, columns in enumerate(_parts(keys))
        )

    def _copy(self, rows: Iterable[Sequence[Any]]) -> None:
        with psycopg.Cursor(self._raw) as cursor, cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)

    def change(self, changes: Sequence[Change]) -> None:
        """Write what differs from what is stored.

        A child who only gained keys has them in a further row, and the record is written over where it
        stands: no index of the keys that stay is touched. Whoever lost a key, or has many rows, is written
        anew.
        """
        grown = [one for one in changes if not one.gone]
        parts = self._write_over({one.filed: one.packed.to_bytes() for one in grown})
        some = [one for one in grown if 0 < parts.get(one.filed, 0) < MOST_PARTS]
        anew = [one for one in changes if one.gone or not 0 < parts.get(one.filed, 0) < MOST_PARTS]
        self.remove([one.filed for one in anew])
        self.add([(one.filed, one.packed, one.keys) for one in anew])
        self._copy(
            (one.filed, parts[one.filed] + at, *columns, None)
            for one in some
            if one.come
            for at, columns in enumerate(_parts([key for key in one.keys if key[1] in one.come]))
        )

    def _write_over(self, records: dict[int, bytes]) -> dict[int, int]:
        """Write over the records of those who are stored; return how many rows each of them has."""
        return dict(self._execute(_WRITE_OVER, list(records), list(records.values())))

    def load(self, batches: Iterable[Sequence[Row]]) -> None:
        """Fill an empty index: rows first, then the indexes over them, so that pages are full."""
        for name in NAMES:
            self._execute(f"DROP INDEX finding_{name}")
        for rows in batches:
            self.add(rows)
        for statement in INDEXES:
            self._execute(statement)

    def remove(self, children: Sequence[int]) -> None:
        """Take children out."""
        self._execute("DELETE FROM finding_record WHERE child = ANY(%s::int[])", _array(children))

    def records(self, children: Sequence[int]) -> dict[int, bytes]:
        """Return the packed records of those children who have one."""
        return dict(self._execute(_RECORDS, _array(children)))

    def children_of(self, keys: Sequence[Key], most: int) -> dict[Key, list[int]]:
        """Return the children filed under each key; a key with more than `most` tells too little."""
        found: dict[Key, set[int]] = {}
        for kind in sorted({kind for kind, _ in keys}):
            some = _array(key for of, key in keys if of == kind)
            for name in COLUMNS[kind]:
                for key, child in self._execute(_CHILDREN[name], some, most + 1):
                    found.setdefault((kind, key), set()).add(child)
        return {key: sorted(children) for key, children in found.items() if len(children) <= most}

    def look_up(self, probes: Probes, without: Collection[int] = ()) -> dict[int, bytes]:
        """Return the records of the most promising candidates, some left out before they count."""
        evidence: dict[int, int] = {}
        left_out = _array(without)
        for some in rounds(probes, evidence):
            self._gather(some, left_out, evidence)
        return dict(self._execute(_RECORDS, _array(best(evidence)), prepare=True))

    def _gather(self, probes: Probes, left_out: str, evidence: dict[int, int]) -> None:
        """Add what these keys prove, of whoever stands under them and is not left out."""
        keys: dict[str, list[int]] = {}
        proved: dict[int, int] = {}
        for (kind, key), bits in probes.items():
            keys.setdefault(kind, []).append(key)
            proved[key] = proved.get(key, 0) | bits
        kinds = tuple(sorted(keys))
        arrays = {kind: _array(some) for kind, some in keys.items()}
        asked = [asked for kind in kinds for _ in COLUMNS[kind] for asked in (arrays[kind], left_out)]
        for key, child in self._execute(_look_up(kinds), *asked, prepare=True) if kinds else ():
            evidence[child] = evidence.get(child, 0) | proved[key]

    def size(self) -> int:
        """Return the bytes that the table and its indexes take."""
        return self._execute("SELECT pg_total_relation_size('finding_record')")[0][0]

    def count(self) -> int:
        """Return how many children are stored."""
        return self._execute("SELECT count(*) FROM finding_record WHERE part = 0")[0][0]
