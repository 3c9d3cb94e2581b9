"""The index and its two peers, built of the same children for the measure of finding."""

import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tantivy
from django.db import connection

from samples.people import Person
from samples.population import Population
from samples.rows import CARE, HEALTH, SCHOOL, Manner, said_of
from wraparound.outcomes.finding import services, storage
from wraparound.outcomes.finding.engine.change import Row
from wraparound.outcomes.finding.engine.entry import Entry
from wraparound.outcomes.finding.engine.query import Query
from wraparound.outcomes.finding.engine.words import fold, name_words

Hits = list[tuple[int, float]]
"""Children and their scores, best first."""


def entry_of(person: Person, sources: int) -> Entry:
    """Return what the index holds of a child of whom so many agencies tell; they disagree as feeds do.

    With one source it tells the truth, so that only the look-up is misspelt.
    """
    rows = [_row_of(person, None)]
    for manner in (HEALTH, SCHOOL, CARE)[: sources if sources > 1 else 0]:
        rows.append(_row_of(person, manner))
    rows = rows[1:] or rows
    days = [str(row["date_of_birth"]) for row in rows if row["date_of_birth"]]
    phones = {person.telephone, *(carer.telephone for carer in person.carers)}
    return Entry(
        child=person.number + 1,
        names=tuple(name for row in rows for name in _names(row)),
        births=tuple(date.fromisoformat(day) for day in days if len(day) == 10 and not person.year_only),
        years=tuple(int(day[:4]) for day in days),
        sexes=frozenset(str(row["sex"]) for row in rows),
        homes=tuple(home for row in rows for home in _homes(row)),
        nhs=tuple(str(row["nhs_number"]) for row in rows if row["nhs_number"]),
        upn=tuple(str(row["upn"]) for row in rows if row["upn"]),
        own=tuple(f"{letter}{person.number * 7 + 100_000}" for letter in "CPS"[: len(rows)]),
        telephones=tuple(sorted(phones)),
        carers=tuple((carer.given_names, carer.family_name) for carer in person.carers),
    )


def _row_of(person: Person, manner: Manner | None) -> dict[str, object]:
    truth = Manner("truth", 0.0, 0.0, 0, 0.0)
    rng = random.Random(f"{manner and manner.name} {person.number}")
    return said_of(rng, person, manner or truth)


def _names(row: dict[str, object]) -> Iterator[tuple[str, str]]:
    given, family = str(row["given_names"]), str(row["family_name"])
    yield given, family
    if row["known_as"]:
        yield str(row["known_as"]), family
    if row["former_family_name"]:
        yield given, str(row["former_family_name"])


def _homes(row: dict[str, object]) -> Iterator[tuple[str, str]]:
    yield str(row["address"]), str(row["postcode"])
    if row.get("previous_postcode"):
        yield "", str(row["previous_postcode"])


def rows_of_chunk(population: Population, sources: int, number: int) -> list[Row]:
    """Return the rows of one chunk of the population, made in a process of its own."""
    return services.rows_of([entry_of(person, sources) for person in population.chunk(number)])


def fill(rows: Iterable[list[Row]]) -> None:
    """Fill the empty index of the configured database as the product does."""
    services.load(rows)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE finding_record")


def bytes_a_child() -> float:
    """Return what the finding tables and their indexes take for each child."""
    held = storage.of(connection)
    return held.size() / held.count()


def setting(name: str) -> str:
    """Return a setting of the PostgreSQL server that is measured."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


def _one(_: str) -> int:
    """Return how many letters may differ: one."""
    return 1


def _by_length(word: str) -> int:
    """Return how many letters may differ: none in two letters, one in up to five, two in longer words."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2


@dataclass
class Tantivy:
    """tantivy with fuzzy terms: the peer for speed and size."""

    folder: Path
    name: str = "tantivy fuzzy"
    distance: Callable[[str], int] = _one

    def __post_init__(self) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("child", stored=True, indexed=False)
        for field in ("name", "born", "year", "postcode", "outward", "number", "address"):
            schema.add_text_field(field, tokenizer_name="whitespace")
        self.schema = schema.build()
        is_new = not (self.folder / "meta.json").exists()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.index = tantivy.Index(self.schema, path=str(self.folder))
        self.is_new = is_new

    def fill(self, population: Population) -> None:
        """Build the index of a population."""
        writer = self.index.writer(heap_size=256_000_000, num_threads=1)
        for chunk in population.each_chunk(os.cpu_count() or 1):
            for person in chunk:
                writer.add_document(tantivy.Document(**_document(person)))
        writer.commit()
        writer.wait_merging_threads()

    def find(self, query: Query) -> Hits:
        """Return the ten best for a look-up: fuzzy names, and what else was typed, worth more if rare."""
        if not hasattr(self, "searcher"):
            self.index.reload()
            self.searcher = self.index.searcher()
        make, schema = tantivy.Query, self.schema
        should = []
        for word in query.names:
            if distance := self.distance(word):
                fuzzy = make.fuzzy_term_query(schema, "name", word, distance, True)
                should.append((tantivy.Occur.Should, fuzzy))
            should.append((tantivy.Occur.Should, make.term_query(schema, "name", word)))
        for field, text in _typed(query):
            should.append((tantivy.Occur.Should, make.term_query(schema, field, text)))
        found = self.searcher.search(make.boolean_query(should), 10).hits
        return [(self.searcher.doc(address)["child"][0], score) for score, address in found]

    def by_length(self) -> "Tantivy":
        """Return the same index asked as Elasticsearch does by default: longer words may differ by two."""
        return Tantivy(self.folder, "tantivy fuzzy, by length", _by_length)

    def size(self) -> int:
        """Return the bytes of the index."""
        return sum(path.stat().st_size for path in self.folder.iterdir())

    def clear(self) -> None:
        """Remove the index."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _document(person: Person) -> dict[str, object]:
    names = person.given_names, person.family_name, person.former_family_name, person.known_as
    words = name_words(" ".join(names))
    codes = [code.replace(" ", "") for code in (person.postcode, person.previous_postcode) if code]
    return {
        "child": person.number + 1, "name": " ".join(words), "born": person.date_of_birth,
        "year": person.date_of_birth[:4], "postcode": " ".join(codes),
        "outward": " ".join(code[:-3] for code in codes),
        "number": f"{person.nhs_number} {person.upn}", "address": fold(person.address.split(",")[0]),
    }  # fmt: skip


def _typed(query: Query) -> Iterator[tuple[str, str]]:
    if query.birth:
        yield "born", query.birth.isoformat()
    if query.years:
        yield "year", str(query.years[0])
    if query.postcode:
        yield "postcode", query.postcode.replace(" ", "")
    if query.outward:
        yield "outward", query.outward
    for number in (query.nhs, query.upn):
        if number:
            yield "number", number
    for word in query.address.split():
        yield "address", word


@dataclass
class Trigrams:
    """PostgreSQL's pg_trgm, a GIN index on the whole name: the peer that people reach for first."""

    name = "pg_trgm GIN on the name"

    def fill(self, population: Population) -> None:
        """Build the table and its index."""
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                "CREATE TABLE bench_trigram (child int, name text, born text, postcode text, number text)"
            )
            columns = "child, name, born, postcode, number"
            with cursor.copy(f"COPY bench_trigram ({columns}) FROM STDIN") as copy:
                for chunk in population.each_chunk(os.cpu_count() or 1):
                    for person in chunk:
                        document = _document(person)
                        copy.write_row([document[column] for column in columns.split(", ")])
            cursor.execute("CREATE INDEX bench_trigram_name ON bench_trigram USING gin (name gin_trgm_ops)")
            cursor.execute("VACUUM ANALYZE bench_trigram")

    def find(self, query: Query) -> Hits:
        """Return the ten best by likeness of name, and what else was typed where it is the same."""
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT child, similarity(name, %s) + 0.4 * (born = %s)::int + 0.1 * (left(born, 4) =
                %s)::int
                + 0.4 * (position(%s in postcode) > 0)::int + 0.8 * (position(%s in number) > 0)::int AS score
                FROM bench_trigram WHERE name %% %s ORDER BY score DESC LIMIT 10""",
                [
                    " ".join(query.names), query.birth.isoformat() if query.birth else "",
                    str(query.years[0]) if query.years else "", query.postcode.replace(" ", "") or "-",
                    query.nhs or query.upn or "-", " ".join(query.names),
                ],
            )  # fmt: skip
            return cursor.fetchall()

    def size(self) -> int:
        """Return the bytes of the table and its index."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('bench_trigram')")
            return cursor.fetchone()[0]
