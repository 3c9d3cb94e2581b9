"""Names of one community with how common each is: listed names, their spellings, and rare joined ones."""

import itertools
import random
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

GIVEN = (15.0, 1.0)
FAMILY = (8.0, 0.8)
"""Zipf-Mandelbrot (q, s): the weight of rank r is (r + q) ** -s. Family names are flatter."""

SKEW: dict[str, dict[str, tuple[float, float]]] = {
    "bangladeshi": {"S": (0.5, 0.95)},
    "chinese": {"S": (4.0, 0.9)},
    "indian_hindu": {"S": (0.0, 1.0)},
    "irish_traveller": {"F": (2.0, 0.9), "M": (1.0, 0.9), "S": (2.0, 0.9)},
    "pakistani": {"M": (4.0, 0.9), "S": (1.0, 0.85)},
    "polish": {"S": (20.0, 0.8)},
    "sikh": {"S": (2.0, 0.8)},
    "somali": {"F": (3.0, 0.8), "M": (2.0, 0.8), "S": (1.0, 0.85)},
    "vietnamese": {"S": (0.0, 1.4)},
}

ENGLISH = {"british", "irish", "irish_traveller", "scottish_welsh", "caribbean", "jewish"}
TRANSCRIBED = {
    "pakistani", "bangladeshi", "indian_hindu", "sikh", "tamil", "somali", "eritrean_ethiopian", "arabic",
    "afghan", "nigerian", "ghanaian",
}  # fmt: skip
"""Communities whose names come out of another script or ear; in the rest, spelling is settled."""

GIVEN_SPELLINGS = [
    (r"ie$", "y"), (r"y$", "ie"), (r"([^l])y$", r"\1i"), (r"ah$", "a"), (r"([^e])a$", r"\1ah"),
    (r"^C(?=[aolr])", "K"), (r"ck", "k"), (r"yn$", "ynn"), (r"ph", "f"), (r"ll", "l"), (r"nn", "n"),
    (r"(?<=[aeiou])l(?=[aeiou])", "ll"), (r"(?<=[aeiou])n(?=[ae])", "nn"), (r"ei", "ie"), (r"ai", "ay"),
    (r"ey$", "y"), (r"h(?=[lmn])", ""), (r"(?<=[aeiou])m(?=[aeiou])", "mm"), (r"tt", "t"), (r"ia$", "iya"),
    (r"en$", "yn"), (r"on$", "en"), (r"ss", "s"),
]  # fmt: skip
"""One sound, two spellings: English parents write it either way."""

FAMILY_SPELLINGS = [
    (r"e$", ""), (r"ey$", "y"), (r"^Mac(?=[A-Z])", "Mc"), (r"ll", "l"), (r"tt", "t"), (r"ck", "k"),
    (r"i(?=[nr])", "y"), (r"y(?=[ln])", "i"), (r"([nrtlkd])$", r"\1s"), (r"([rnk])$", r"\1e"),
    (r"sen$", "son"), (r"son$", "sen"), (r"ss$", "s"), (r"ie", "ei"), (r"ph", "f"),
]  # fmt: skip

TRANSCRIPTIONS = [
    (r"oo", "u"), (r"u(?=[^aeiou])", "oo"), (r"ee", "i"), (r"i(?=[nmq])", "ee"), (r"aa", "a"),
    (r"(?<=[^a])a(?=[nr]$)", "aa"), (r"ah$", "a"), (r"([^ae])a$", r"\1ah"), (r"q", "k"), (r"kh", "k"),
    (r"^Y(?=[aou])", "J"), (r"ai", "ay"), (r"ei", "ai"), (r"mm", "m"), (r"ss", "s"), (r"z", "s"), (r"v", "w"),
    (r"u(?=[sd])", "o"), (r"iya", "ia"), (r"sh", "s"), (r"dh", "d"), (r"gh", "g"), (r"ll", "l"),
]  # fmt: skip
"""One sign of another script, two ways to write it in ours."""


KEEPS_CAPITAL = ("-", "_", "'", "Mc", "Mac", "Fitz")
"""What comes before the part of a name that keeps its capital."""


@dataclass(slots=True)
class Table:
    """Names and their running sums of weight, drawn from in a time that hardly grows with their number."""

    names: list[str] = field(default_factory=list)
    sums: list[float] = field(default_factory=list)

    def draw(self, rng: random.Random) -> str:
        """Return one name, a common one more often."""
        return self.names[bisect_right(self.sums, rng.random() * self.sums[-1])]

    @classmethod
    def of(cls, weights: dict[str, float]) -> "Table":
        """Return the table of these weights."""
        return cls(list(weights), list(itertools.accumulate(weights.values())))


@dataclass(slots=True)
class Vocabulary:
    """The tables of one community: given names by sex, family names, second given names, and fixed lists."""

    given: dict[str, Table]
    family: Table
    middle: dict[str, Table]
    lists: dict[str, list[str]]


def read_lists(file: str) -> dict[str, list[str]]:
    """Return the words of a data file by the key that begins their lines, in the order of the file."""
    lines: dict[str, list[str]] = {}
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, _, words = line.partition(":")
            lines.setdefault(key, []).extend(words.split())
    return lines


def _joined(lines: dict[str, list[str]], letter: str) -> list[str]:
    """Return the rare names made by joining parts, in an order that is fixed but means nothing."""
    made: dict[str, None] = {}
    for block in "12":
        heads, ends = lines.get(f"{letter}{block}a"), lines.get(f"{letter}{block}b")
        for head, end in itertools.product(heads or [], ends or []):
            if head.rstrip("-_") != end and not (head[-1] == end[0] == (head[-2:-1] or "")):
                end = end if head.endswith(KEEPS_CAPITAL) else end.lower()
                made[(head + end).replace("_", " ")] = None
    names = list(made)
    random.Random(f"order of joined names {letter}").shuffle(names)
    return names


def _spelt_otherwise(name: str, rules: Iterable[tuple[str, str]]) -> list[str]:
    spellings = {re.sub(pattern, other, name, count=1): None for pattern, other in rules}
    return [spelling[:1].upper() + spelling[1:] for spelling in spellings if spelling != name]


def _spellings(community: str, *, is_family: bool) -> tuple[list[tuple[str, str]], float]:
    """Return how names are respelt, and the weight of a respelling against the name's own."""
    if community in TRANSCRIBED:
        return TRANSCRIPTIONS, 0.06
    if community not in ENGLISH:
        return [], 0.0
    return (FAMILY_SPELLINGS, 0.03) if is_family else (GIVEN_SPELLINGS, 0.07)


def _table(lines: dict[str, list[str]], letter: str, community: str, tail: float) -> Table:
    is_family = letter == "S"
    q, s = SKEW.get(community, {}).get(letter, FAMILY if is_family else GIVEN)
    core = list(dict.fromkeys(lines[letter]))
    weights = {name: (rank + q) ** -s for rank, name in enumerate(core, 1)}
    rules, share = _spellings(community, is_family=is_family)
    for name in core:
        for place, other in enumerate(_spelt_otherwise(name, rules)):
            weights.setdefault(other, weights[name] * share / (place + 1))
            for at, third in enumerate(_spelt_otherwise(other, rules) if not is_family else ()):
                weights.setdefault(third, weights[name] * share / (place + at + 3) / 8)
    joined = [name for name in _joined(lines, letter) if name not in weights]
    rare = [(rank + 20.0) ** -0.6 for rank in range(len(joined))]
    if joined:
        scale = sum(weights.values()) * tail / (1 - tail) / sum(rare)
        weights.update({name: weight * scale for name, weight in zip(joined, rare, strict=True)})
    return Table.of(weights)


@cache
def vocabulary(community: str) -> Vocabulary:
    """Return the names of a community (a file of `samples/data/names`), read once."""
    lines = read_lists(f"names/{community}.txt")
    tail = _pairs(lines.pop("tail"))
    given = {sex: _table(lines, sex, community, float(tail.get(sex, 0))) for sex in "FM"}
    family = _table(lines, "S", community, float(tail.get("S", 0)))
    middle = {}
    for sex in "FM":
        listed = lines.get(f"MID {sex}")
        ranks = {name: 1 / (rank + 3) for rank, name in enumerate(listed or [])}
        middle[sex] = Table.of(ranks) if listed else given[sex]
    return Vocabulary(given, family, middle, lines)


def _pairs(words: list[str]) -> dict[str, str]:
    return dict(zip(words[::2], words[1::2], strict=True))


ENGLISH_LETTERS = str.maketrans({
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "İ": "I", "ø": "o", "Ø": "O", "ß": "ss",
})  # fmt: skip


@cache
def plain(name: str) -> str:
    """Return a name in the letters of an English keyboard, its marks dropped."""
    decomposed = unicodedata.normalize("NFKD", name.translate(ENGLISH_LETTERS))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
