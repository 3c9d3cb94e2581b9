"""One typed word in its role: how it agrees with stored words, and what each agreement weighs.

What is found of common words is remembered from one look-up to the next: it depends on nothing but the word
and the model.
"""

from functools import lru_cache
from math import log2

from . import compare
from .model import Model
from .sounds import sound

GIVEN, MIDDLE, FAMILY, LATER, LOOSE = "given", "middle", "family", "later", "loose"
"""Roles of typed words: first given, further given, family, further family, and words of the one box."""

REMEMBERED = 2000
"""Stored words remembered beside one typed word, until they are forgotten together."""


class TypedWord:
    """A typed word with its role."""

    def __init__(self, model: Model, word: str, role: str) -> None:
        self.word, self.role = word, role
        self.weights = model.weights[role]
        self.least: float = self.weights[compare.NONE]
        crossed = model.weights["shares"]["crossed"]
        self.costs = {GIVEN: (0.0, crossed), FAMILY: (crossed, 0.0)}.get(
            {MIDDLE: GIVEN, LATER: FAMILY}.get(role, role), (0.0, 0.0)
        )
        """What it costs to be found among given and among family names."""
        self._least_share = model.weights["shares"]["least"]
        self._vocabulary = model.vocabulary
        self._level = compare.levels_of(word)
        self._remembered: dict[str, tuple[str, float]] = {}

    def weigh(self, stored: str) -> tuple[str, float]:
        """Return the level of agreement with a stored word, and its weight."""
        found = self._remembered.get(stored)
        if found is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            found = self._remembered[stored] = self._weighed(stored)
        return found

    def _weighed(self, stored: str) -> tuple[str, float]:
        level = self._level(stored)
        if level == compare.NONE:
            return level, self.least
        if level == compare.EXACT and len(stored) == 1:
            return level, self.weights[compare.INITIAL] + 1
        weight, vocabulary = self.weights[level], self._vocabulary
        if level == compare.EXACT:
            weight -= log2(vocabulary.share(stored))
        elif level in (compare.ALIKE, compare.HEARD, compare.FORM):
            weight -= log2(max(vocabulary.share_of_sound(sound(stored)), vocabulary.share(self.word)))
        elif level in (compare.SLIP, compare.CLOSE):
            weight -= log2(max(vocabulary.share(stored), vocabulary.share(self.word), self._least_share))
        return level, weight


@lru_cache(maxsize=4096)
def typed_word(model: Model, word: str, role: str) -> TypedWord:
    """Return a typed word, the same one as long as it is remembered."""
    return TypedWord(model, word, role)
