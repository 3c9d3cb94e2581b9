"""From what people say to the kinds of service that they may mean. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt

from wraparound.delivery.taxonomy.rules import Words
from wraparound.delivery.taxonomy.stems import stem, words

STRENGTHS = (0.0, 1.0, 1.5, 1.9)
"""How strongly a phrase of so many words that carry meaning tells its kind."""
WORN = 0.6
"""How strongly a phrase tells it of which passing over left a single word."""
HINT = 0.35
FURTHER = 0.3
"""What a further phrase of a kind adds, as a share of its own strength."""
GAP = 2
"""How many other words may stand inside a phrase."""
NOT = "not"


@dataclass(frozen=True)
class Phrase:
    """The stems of one saying, the kind that it tells, and how strongly."""

    stems: tuple[str, ...]
    kind: str
    strength: float


@dataclass
class Thesaurus:
    """The words document made ready for looking things up."""

    document: Words
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    """By their first stem."""
    vocabulary: set[str] = field(default_factory=set)
    """Every word of a saying as it is written, for mending misspellings."""

    def __post_init__(self) -> None:
        self.denying = frozenset(self.document.denying)
        self.passed_over = frozenset(self.document.passed_over)
        for kind in self.document.kinds:
            for text in kind.says:
                self._add(text, kind.code, 1.0)
            for text in kind.hints:
                self._add(text, kind.code, HINT)
        self._share()

    def carrying(self, said: Iterable[str]) -> list[str]:
        """Return the stems of the words that carry meaning; every way to deny is one word."""
        found = (NOT if word in self.denying else stem(word) for word in said if word not in self.passed_over)
        return list(found)

    def kinds_of(self, asked: Sequence[frozenset[str]]) -> dict[str, float]:
        """Return how strongly words tell each kind; each place holds the stems that its word may be."""
        told: dict[str, dict[tuple[str, ...], float]] = {}
        for at, ways in enumerate(asked):
            for phrase in (each for way in ways for each in self.phrases.get(way, ())):
                if _stands(phrase.stems, asked, at):
                    told.setdefault(phrase.kind, {})[phrase.stems] = phrase.strength
        return {kind: _sum(found) for kind, found in told.items()}

    def _add(self, text: str, kind: str, weight: float) -> None:
        written = words(text)
        carrying = tuple(self.carrying(written))
        if not carrying:
            return
        self.vocabulary.update(word for word in written if len(word) > 2)
        strength = STRENGTHS[min(len(carrying), 3)]
        if len(carrying) == 1 and len(written) > 1:
            strength = WORN
        phrase = Phrase(carrying, kind, strength * weight)
        self.phrases.setdefault(carrying[0], []).append(phrase)

    def _share(self) -> None:
        """Weaken what tells several kinds at once."""
        tells: dict[tuple[str, ...], set[str]] = {}
        for phrase in self._all():
            tells.setdefault(phrase.stems, set()).add(phrase.kind)
        for first, found in self.phrases.items():
            self.phrases[first] = [
                Phrase(each.stems, each.kind, each.strength / sqrt(len(tells[each.stems]))) for each in found
            ]

    def _all(self) -> Iterator[Phrase]:
        for found in self.phrases.values():
            yield from found


def _stands(phrase: tuple[str, ...], asked: Sequence[frozenset[str]], start: int) -> bool:
    """Say whether a phrase stands around a place where it begins, with a few other words inside at most.

    Its words may stand in any order ("toys to borrow"), but what is denied follows the denial.
    """
    end = min(len(asked), start + len(phrase) + GAP)
    if NOT not in phrase:
        near = range(max(0, start - len(phrase) - GAP + 1), end)
        return _within(phrase[1:], asked, near, start)
    at = start
    for one in phrase[1:]:
        at = next((place for place in range(at + 1, end) if one in asked[place]), -1)
        if at < 0:
            return False
    return True


def _within(left: tuple[str, ...], asked: Sequence[frozenset[str]], near: range, start: int) -> bool:
    """Say whether every further word of a phrase stands near its first, and all of it close together."""
    places = [start]
    for one in left:
        free = [at for at in near if at not in places and one in asked[at]]
        if not free:
            return False
        places.append(min(free, key=lambda at: abs(at - start)))
    return max(places) - min(places) <= len(left) + GAP


def _sum(found: dict[tuple[str, ...], float]) -> float:
    """Return the strength of all that tells a kind: the strongest, and a share of the rest."""
    inside = [
        phrase for phrase in found
        if any(phrase != other and set(phrase) < set(other) for other in found)
    ]  # fmt: skip
    kept = sorted((strength for phrase, strength in found.items() if phrase not in inside), reverse=True)
    return kept[0] + FURTHER * sum(kept[1:])
