"""Mending misspelt words by the words that services and sayings have. Pure."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Shorter words are left as they are: too many others are one letter away."""
CALENDAR = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend", "weekends",
    "morning", "afternoon", "evening", "holidays", "holiday", "summer", "teenager", "toddler", "newborn",
    "half", "term", "nights", "saturdays", "sundays",
)  # fmt: skip
ORDINARY = frozenset(
    "able after again agree alone always another around arrived asked back became because before begin behind "
    "best better between both bought bring brother came care change check close come coming could days different "
    "done down drink early else enough even ever every everyone explain fall family feel fell felt fight find "
    "first found four free friend friends from gave give given goes gone good group half happen happened happy hard "
    "hate have hear heard help here hers home hope hour hours house inside keep keeps kind know known knows last late "
    "later learn least leave leaves left letter life list little live lives local long look looked looks lost lots "
    "love made make many mate mean meet might mind mine minute moment month months more most mother move moved "
    "much must name need never next nice night none note nothing number offer often older only open opens other "
    "ours outside over part people phone pick place places play problem quick quite rather reach ready really right "
    "same says scared second seem seen send sent set shall should show side since sister small soon sort speak "
    "spend start started stay still stop such sure take taken takes talk tell than that their them then there these "
    "they thing think this those though thought three time times today together told tomorrow tonight took town "
    "tried trouble true trying turn turned under until upon used using usually wait waiting walk want wanted wants "
    "week weeks well went were what when where which while whole will wish with without woke word work worked "
    "working works worry would write wrong year years yesterday young your yours".split()
)
"""Everyday words that are right as they stand, though no service has them."""


class Spelling:
    """Words that are right, by how often they stand; the nearest of them to one that is not."""

    def __init__(self, counted: Mapping[str, int], sayings: Iterable[str]) -> None:
        self._weights = dict.fromkeys((*sayings, *CALENDAR), 50)
        for word, count in counted.items():
            self._weights[word] = self._weights.get(word, 0) + count
        self._by_length: dict[int, list[str]] = {}
        for word in self._weights:
            if len(word) >= SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
        self.mended = lru_cache(maxsize=20_000)(self._mended)

    def _mended(self, word: str) -> str:
        """Return the right word that is nearest, or the word itself: known, short, or like no other."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._weights or word in ORDINARY:
            return word
        reach = 1 if len(word) < 7 else 2
        near = [each for length in range(len(word) - reach, len(word) + reach + 1) for each in self._by_length.get(length, ())]
        hits = process.extract(word, near, scorer=OSA.distance, score_cutoff=reach, limit=8)
        if not hits:
            return word
        def rank(hit: tuple[str, float, int]) -> tuple[float, bool, int]:
            return hit[1], hit[0][0] != word[0], -self._weights[hit[0]]

        return min(hits, key=rank)[0]
