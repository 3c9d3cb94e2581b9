"""Known name words: how common each is, how it sounds, and which are one slip away from what was typed.

A word is filed under each of its spellings with one letter taken out; two words within one slip share one
of these. The table is trained and versioned (never counted live), so a hidden child's name cannot show in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from rapidfuzz.distance import OSA

MOST_NEIGHBOURS = 6
FLOOR = 2e-6
"""The share of people taken to carry a name that the table does not know."""


@dataclass(frozen=True, slots=True)
class Known:
    """A name word of the table: its share among people, and its sound."""

    word: str
    share: float
    sound: str


def _shortened(word: str) -> list[int]:
    """Return the hashes of a word and of its spellings with one letter taken out."""
    signs = word.encode()
    spellings = {signs, *(signs[:at] + signs[at + 1 :] for at in range(len(signs)))}
    return [crc32(spelling) for spelling in spellings]


class Vocabulary:
    """The table of known name words, held in the memory of the process."""

    def __init__(self, rows: Iterable[tuple[str, int, str]], people: int) -> None:
        """Take word, count and sound of each row, and the number of people they were counted among."""
        self._known = [Known(word, count / people, code) for word, count, code in rows]
        self._by_word = {known.word: known for known in self._known}
        self._by_sound: dict[str, float] = {}
        for known in self._known:
            self._by_sound[known.sound] = self._by_sound.get(known.sound, 0.0) + known.share
        pairs = [(code, at) for at, known in enumerate(self._known) if len(known.word) > 2
                 for code in _shortened(known.word)]  # fmt: skip
        pairs.sort()
        self._codes = np.array([code for code, _ in pairs], dtype=np.uint32)
        self._places = np.array([place for _, place in pairs], dtype=np.uint32)
        self.neighbours = lru_cache(maxsize=65536)(self._neighbours)

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, word: str) -> bool:
        return word in self._by_word

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the two known words that an unknown one is written together of, or none."""
        if word in self._by_word or len(word) < 7:
            return ()
        halves = [(word[:at], word[at:]) for at in range(3, len(word) - 2)]
        known = [half for half in halves if half[0] in self._by_word and half[1] in self._by_word]
        return max(known, key=lambda half: self.share(half[0]) * self.share(half[1]), default=())

    def share(self, word: str) -> float:
        """Return the share of people who carry this word, never below the floor."""
        known = self._by_word.get(word)
        return max(known.share, FLOOR) if known else FLOOR

    def share_of_sound(self, code: str) -> float:
        """Return the share of people who carry a word that sounds like this."""
        return max(self._by_sound.get(code, 0.0), FLOOR)

    def _neighbours(self, word: str) -> tuple[Known, ...]:
        """Return the known words one slip away from `word`, the commonest first, without itself.

        Of a longer word that the table does not know, those two slips away that lie in reach as well, last.
        """
        wanted = np.array(_shortened(word), dtype=np.uint32)
        lows = np.searchsorted(self._codes, wanted, "left")
        highs = np.searchsorted(self._codes, wanted, "right")
        places = {
            int(place) for low, high in zip(lows, highs, strict=True) for place in self._places[low:high]
        }
        found = [self._known[place] for place in places]
        farthest = 2 if len(word) > 5 and word not in self._by_word else 1
        close = [
            (distance, -known.share, known.word, known)
            for known in found
            if 0 < (distance := OSA.distance(known.word, word, score_cutoff=2)) <= farthest
        ]
        return tuple(known for *_, known in sorted(close)[:MOST_NEIGHBOURS])
