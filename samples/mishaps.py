"""Single mistakes in one text: slips of the finger, what the ear makes of a name, other spellings."""

import random
import re
from functools import cache

from samples.vocabulary import DATA, plain

NEIGHBOURS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb", "h": "gjyn",
    "j": "hkum", "k": "jlim", "l": "kop", "z": "xas", "x": "zcsd", "c": "xvdf", "v": "cbfg", "b": "vngh",
    "n": "bmhj", "m": "njk",
}  # fmt: skip

HEARD = [
    ("ph", "f"), ("f", "ph"), ("ck", "k"), ("c(?=[aou])", "k"), ("k", "c"), ("s(?=[aeiou])", "z"),
    ("z", "s"), ("ee", "ea"), ("ea", "ee"), ("ie", "ei"), ("ei", "ie"), ("ay", "ai"), ("ai", "ay"),
    ("ou", "u"), ("oo", "u"), ("y$", "ie"), ("ie$", "y"), ("ey$", "y"), ("a$", "er"), ("er$", "a"),
    ("ah$", "a"), ("a$", "ah"), ("th", "f"), ("h(?=[aeiou])", ""), ("^([aeiou])", r"h\1"),
    ("(.)\\1", r"\1"), ("([lnst])(?=[aeiou])", r"\1\1"), ("j", "g"), ("g(?=[ei])", "j"), ("x", "ks"),
    ("qu", "kw"), ("w", "v"), ("v", "w"), ("sch", "sh"), ("sh", "ch"), ("ch", "sh"), ("kn", "n"),
    ("gh", "g"), ("dj", "j"), ("cz", "ch"), ("sz", "sh"), ("rz", "zh"), ("ll", "l"), ("o", "au"),
    ("u", "oo"), ("i(?=[nlr])", "e"), ("e(?=[nlr])", "i"), ("en$", "on"), ("on$", "en"), ("an$", "en"),
    ("b", "p"), ("p", "b"), ("d$", "t"), ("t$", "d"), ("m$", "n"), ("n$", "m"), ("ks", "x"), ("e$", ""),
    ("([^aeiou])$", r"\1e"), ("tsz", "chi"), ("ng$", "n"), ("dh", "d"), ("bh", "b"), ("kh", "k"),
    ("aa", "a"), ("q", "k"), ("ss", "s"), ("igh", "y"),
]  # fmt: skip
"""What is said and what is written down, over the telephone."""


@cache
def nicknames() -> dict[str, list[str]]:
    """Return pet names by the name of the certificate."""
    pairs = (line.split(": ") for line in _lines("nicknames.txt"))
    return {name: short.split() for name, short in pairs}


@cache
def transliterations() -> dict[str, list[str]]:
    """Return, for a spelling, the others of the same name."""
    found: dict[str, list[str]] = {}
    for line in _lines("transliterations.txt"):
        words = line.split()
        for word in words:
            found.setdefault(word, []).extend(other for other in words if other != word)
    return found


def _lines(file: str) -> list[str]:
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _cased(word: str) -> str:
    return word[:1].upper() + word[1:]


def mistype(rng: random.Random, text: str) -> str:
    """Return a text with one slip of the finger: a letter left out, doubled, swapped or next to it."""
    if len(text) < 3:
        return text
    place = rng.randrange(1 if rng.random() < 0.85 else 0, len(text) - 1)
    kind = rng.random()
    if kind < 0.3:
        return _cased(text[:place] + text[place + 1 :])
    if kind < 0.5:
        return text[:place] + text[place] + text[place:]
    if kind < 0.72:
        return _cased(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
    near = NEIGHBOURS.get(text[place].lower())
    return _cased(text[:place] + rng.choice(near) + text[place + 1 :]) if near else text


def mishear(rng: random.Random, text: str) -> str:
    """Return a text as it might be written down after hearing it."""
    lower = plain(text).lower()
    fitting = [(said, written) for said, written in HEARD if re.search(said, lower)]
    if not fitting:
        return text
    said, written = rng.choice(fitting)
    return re.sub(r"(^|[\s'-])([a-z])", lambda m: m[1] + m[2].upper(), re.sub(said, written, lower, count=1))
