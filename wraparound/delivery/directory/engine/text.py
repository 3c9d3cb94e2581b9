"""The words of services in an index in memory: how well each service's own words fit what was asked."""

from collections.abc import Iterable, Sequence

import numpy as np
import tantivy

from wraparound.delivery.directory.engine.entry import Entry
from wraparound.delivery.taxonomy.stems import bare, stemming, words

FIELDS = {"name": 3.0, "gist": 1.6, "rest": 1.0}
"""The fields of the index and how much a word there weighs."""
HEAP = 15_000_000


class TextIndex:
    """An index of the words of services, in the order that they were given."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        builder = tantivy.SchemaBuilder()
        for name in FIELDS:
            builder.add_text_field(name, tokenizer_name="stems", index_option="freq")
        builder.add_unsigned_field("row", fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._index.register_tokenizer("stems", stemming())
        writer = self._index.writer(HEAP, 1)
        self.vocabulary: dict[str, int] = {}
        for row, entry in enumerate(entries):
            writer.add_document(self._document(row, entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._count = len(entries)

    def scores(self, asked: Iterable[tuple[str, float]]) -> np.ndarray:
        """Return for every service how well its words fit: stems and how much each weighs."""
        found = np.zeros(self._count, dtype=np.float32)
        parts = [
            (tantivy.Occur.Should, self._term(field, stem, weight * boost))
            for stem, weight in asked
            for field, boost in FIELDS.items()
        ]
        if not parts or not self._count:
            return found
        hits = self._searcher.search(tantivy.Query.boolean_query(parts), self._count, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        found[np.fromiter((row for row in rows if row is not None), dtype=np.int64)] = [
            score for score, _ in hits
        ]
        return found

    def knows(self, stem: str) -> bool:
        """Say whether any service has a word of this stem."""
        return any(self._searcher.doc_freq(field, stem) for field in FIELDS)

    def _term(self, field: str, stem: str, boost: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, stem), boost)

    def _document(self, row: int, entry: Entry) -> tantivy.Document:
        document = tantivy.Document()
        document.add_unsigned("row", row)
        for name, text in zip(FIELDS, entry.texts, strict=True):
            for word in words(text):
                self.vocabulary[word] = self.vocabulary.get(word, 0) + 1
            document.add_text(name, bare(text))
        return document
