"""Mending misspelt words by the words that services and sayings have. Pure."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from wraparound.delivery.taxonomy.stems import stem

SHORTEST = 4
"""Shorter words are left as they are: too many others are one letter away."""
CALENDAR = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend", "weekends",
    "morning", "afternoon", "evening", "holidays", "holiday", "summer", "teenager", "toddler", "newborn",
    "half", "term", "nights", "saturdays", "sundays",
)  # fmt: skip


class Spelling:
    """Words that are right, by how often they stand; the nearest of them to one that is not."""

    def __init__(self, counted: Mapping[str, int], sayings: Iterable[str], ordinary: Iterable[str]) -> None:
        self._weights = dict.fromkeys((*sayings, *CALENDAR), 50)
        for word, count in counted.items():
            self._weights[word] = self._weights.get(word, 0) + count
        self._stems = {stem(word) for word in (*self._weights, *ordinary)}
        self._by_start: dict[tuple[str, int], list[str]] = {}
        for word in self._weights:
            if len(word) >= SHORTEST and word.isalpha():
                self._by_start.setdefault((word[0], len(word)), []).append(word)
        self.mended = lru_cache(maxsize=20_000)(self._mended)

    def _mended(self, word: str) -> str:
        """Return the right word that is nearest, or the word itself: known, short, or like no other.

        Almost nobody mistakes the first letter, and far fewer words are then one sign away.
        """
        if len(word) < SHORTEST or not word.isalpha() or stem(word) in self._stems:
            return word
        reach = 1 if len(word) < 7 else 2
        lengths = range(len(word) - reach, len(word) + reach + 1)
        near = [each for length in lengths for each in self._by_start.get((word[0], length), ())]
        hits = process.extract(word, near, scorer=OSA.distance, score_cutoff=reach, limit=None)
        if not hits:
            return word
        return min(hits, key=lambda hit: (hit[1], -self._weights[hit[0]], hit[0]))[0]
