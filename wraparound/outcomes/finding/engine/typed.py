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
    """A typed word with its role, and what agreeing with each stored word that it met weighs."""

    def __init__(self, model: Model, word: str, role: str) -> None:
        self.word, self.role = word, role
        self.weights = model.weights[role]
        self.least: float = self.weights[compare.NONE]
        """What a stored word weighs that is nothing like it."""
        self.known: dict[str, float] = {}
        self.follows = int(role in (MIDDLE, LATER))
        """How many words of its kind stand before it."""
        self.joins = len(word) > 5
        """Whether it may be two names written as one."""
        crossed = model.weights["shares"]["crossed"]
        self.among_given, self.among_family = {GIVEN: (0.0, crossed), FAMILY: (crossed, 0.0)}.get(
            {MIDDLE: GIVEN, LATER: FAMILY}.get(role, role), (0.0, 0.0)
        )
        """What it costs to be found among given and among family names."""
        self._least_share = model.weights["shares"]["least"]
        self._letter = model.weights["shares"]["letter"]
        self._vocabulary = model.vocabulary
        self.level = compare.levels_of(word)

    def weigh(self, stored: str) -> float:
        """Return what agreeing with a stored word weighs, and remember it in `known`."""
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        weight = self.known[stored] = self._weighed(stored)
        return weight

    def _weighed(self, stored: str) -> float:
        level = self.level(stored)
        if level == compare.NONE:
            return self.least
        if level == compare.EXACT and len(stored) == 1:
            return self.weights[compare.INITIAL] + self._letter
        weight, vocabulary = self.weights[level], self._vocabulary
        if level == compare.EXACT:
            weight -= log2(vocabulary.share(stored))
        elif level in (compare.ALIKE, compare.HEARD, compare.FORM):
            weight -= log2(max(vocabulary.share_of_sound(sound(stored)), vocabulary.share(self.word)))
        elif level in (compare.SLIP, compare.CLOSE):
            weight -= log2(max(vocabulary.share(stored), vocabulary.share(self.word), self._least_share))
        return weight


@lru_cache(maxsize=4096)
def typed_word(model: Model, word: str, role: str) -> TypedWord:
    """Return a typed word, the same one as long as it is remembered."""
    return TypedWord(model, word, role)
