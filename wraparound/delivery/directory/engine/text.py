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
    """An index of the words of services; it takes changes while others search it as it was."""

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        for name in FIELDS:
            builder.add_text_field(name, tokenizer_name="stems", index_option="freq")
        builder.add_unsigned_field("pk", indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._index.register_tokenizer("stems", stemming())
        self.vocabulary: dict[str, int] = {}
        """Every word that a service has or had, with about how often."""

    def change(self, gone: Iterable[int], entries: Iterable[Entry]) -> "TextSearch":
        """Take services out by their keys, put others in, and return what searches the index then."""
        writer = self._index.writer(HEAP, 1)
        for pk in gone:
            writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, "pk", pk))
        for entry in entries:
            writer.add_document(self._document(entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        return TextSearch(self._schema, self._index.searcher())

    def _document(self, entry: Entry) -> tantivy.Document:
        document = tantivy.Document()
        document.add_unsigned("pk", entry.pk)
        for name, text in zip(FIELDS, entry.texts, strict=True):
            for word in words(text):
                self.vocabulary[word] = self.vocabulary.get(word, 0) + 1
            document.add_text(name, bare(text))
        return document


class TextSearch:
    """The index as it was at one time."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema, self._searcher = schema, searcher

    def scores(self, asked: Sequence[tuple[str, float]], pks: np.ndarray) -> np.ndarray:
        """Return for every service how well its words fit what was asked: stems and how much each weighs.

        `pks` are the keys of all services in ascending order; the answer is in that order.
        """
        found = np.zeros(len(pks), dtype=np.float32)
        if not asked or not len(pks):
            return found
        parts = [
            (tantivy.Occur.Should, self._term(name, stem, weight * boost))
            for stem, weight in asked
            for name, boost in FIELDS.items()
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(parts), len(pks), count=False).hits
        keys = self._searcher.fast_field_values("pk", [address for _, address in hits])
        if hits:
            found[np.searchsorted(pks, np.array(keys, dtype=np.int64))] = [score for score, _ in hits]
        return found

    def _term(self, name: str, stem: str, boost: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, name, stem), boost)
