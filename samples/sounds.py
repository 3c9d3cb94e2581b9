"""How model B alters one word: by ear through sounds, letter by letter, by scanner, by hand, by habit."""

import random
import re
from functools import cache

from rapidfuzz.distance import OSA

from samples.vocabulary import plain, vocabulary

SPELLING_TO_SOUND = [
    ("tsch", "C"), ("sch", "S"), ("tch", "C"), ("cz", "C"), ("sz", "S"), ("rz", "Z"), ("sh", "S"),
    ("ch", "C"), ("zh", "Z"), ("th", "T"), ("ph", "f"), ("gh", "g"), ("kh", "k"), ("dh", "d"), ("bh", "b"),
    ("wh", "w"), ("ck", "k"), ("qu", "kw"), ("ng", "N"), ("xi", "Si"), ("ae", "E"), ("ai", "E"),
    ("ay", "E"), ("ei", "E"), ("ey", "E"), ("eigh", "E"), ("ee", "I"), ("ea", "I"), ("ie", "I"),
    ("oo", "U"), ("ou", "U"), ("oa", "O"), ("ow", "O"), ("au", "A"), ("aw", "A"), ("aa", "a"), ("oi", "Y"),
    ("oy", "Y"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("q", "k"), ("x", "ks"), ("j", "J"), ("ge", "Je"),
    ("gi", "Ji"), ("y", "i"), ("ll", "l"), ("ss", "s"), ("tt", "t"), ("nn", "n"), ("mm", "m"),
]  # fmt: skip
"""Longest first: a rough English reading; capitals stand for sounds that need two letters."""

CLOSE_SOUNDS = [
    "pb", "td", "kg", "fv", "fT", "sz", "SC", "CJ", "ZJ", "mn", "nN", "lr", "vw", "sT", "SZ", "Tt", "iI",
    "ie", "eE", "ea", "aA", "aO", "oA", "oO", "uU", "ua", "Oo", "EI", "Uo", "sS", "bv", "dn",
]  # fmt: skip
CLOSE = {
    one: "".join(pair.replace(one, "") for pair in CLOSE_SOUNDS if one in pair)
    for one in set("".join(CLOSE_SOUNDS))
}  # fmt: skip

SOUND_TO_SPELLING = {
    "C": ("ch", "tch"), "S": ("sh", "s", "ch"), "Z": ("zh", "s", "j"), "T": ("th", "t"), "N": ("ng", "n"),
    "E": ("ay", "ai", "ei", "a"), "I": ("ee", "i", "ea", "ie"), "U": ("oo", "u", "ou"),
    "O": ("o", "oa", "ow"), "A": ("au", "or", "aw"), "Y": ("oy", "oi"), "Q": ("y",), "J": ("j", "g"),
    "k": ("k", "c", "k"), "f": ("f", "f", "ph"), "i": ("i", "y", "e"), "z": ("z", "s"),
    "s": ("s", "s", "c"), "a": ("a", "a", "u"), "l": ("l", "ll", "l"), "n": ("n", "n", "nn"),
    "t": ("t", "t", "tt"),
}  # fmt: skip

SPOKEN_ALIKE = ["bdptevgc", "mn", "fsx", "ahkj", "iy", "qu", "lo", "rw"]
"""Letters that are mistaken for each other when a name is spelt out over the telephone."""

SCANNED = [
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("l", "i"), ("i", "l"), ("o", "0"), ("l", "1"),
    ("vv", "w"), ("h", "b"), ("e", "c"), ("c", "e"), ("u", "v"), ("ii", "n"), ("g", "q"), ("f", "t"),
    ("nn", "m"), ("s", "5"), ("b", "6"), ("ri", "n"), ("li", "h"), ("a", "o"),
]  # fmt: skip

WRITTEN = [
    ("a", "u"), ("a", "o"), ("o", "a"), ("u", "a"), ("n", "u"), ("u", "n"), ("n", "r"), ("r", "v"),
    ("v", "r"), ("m", "n"), ("e", "i"), ("t", "l"), ("l", "t"), ("h", "n"), ("y", "g"), ("g", "y"),
    ("w", "u"), ("s", "r"), ("z", "y"), ("k", "h"), ("d", "a"), ("f", "j"),
]  # fmt: skip


def _like(model: str, word: str) -> str:
    """Return a word with capitals where names have them."""
    return (
        re.sub(r"(^|[-'])(\w)", lambda m: m[1] + m[2].upper(), word.lower())
        if model != word.lower()
        else word
    )


def as_heard(rng: random.Random, word: str) -> str:
    """Return a word as somebody spells the sounds that reached them, one of them perhaps another."""
    rest = re.sub(r"y(?=[aeiou])", "Q", plain(word).lower())
    sounds: list[str] = []
    while rest:
        spelling, sound = next(
            ((spelt, made) for spelt, made in SPELLING_TO_SOUND if rest.startswith(spelt)), (rest[0], rest[0])
        )
        sounds += sound
        rest = rest[len(spelling) :]
    if rng.random() < 0.45:
        places = [place for place, sound in enumerate(sounds) if sound in CLOSE]
        if places:
            place = rng.choice(places)
            sounds[place] = rng.choice(CLOSE[sounds[place]])
    if rng.random() < 0.15 and len(sounds) > 4 and sounds[-1] in "aeiIEU":
        sounds.pop()
    written = [_written(rng, sound) for sound in sounds]
    return _like(word, re.sub(r"(.)\1\1", r"\1\1", "".join(written)))


def _written(rng: random.Random, sound: str) -> str:
    ways = SOUND_TO_SPELLING.get(sound, (sound,))
    return ways[0] if rng.random() < 0.7 else rng.choice(ways)


def as_spelt_out(rng: random.Random, word: str) -> str:
    """Return a word with one letter taken for one that sounds like it."""
    places = [at for at, sign in enumerate(word) if any(sign.lower() in group for group in SPOKEN_ALIKE)]
    if not places:
        return word
    place = rng.choice(places)
    group = next(group for group in SPOKEN_ALIKE if word[place].lower() in group)
    other = rng.choice(group.replace(word[place].lower(), ""))
    return _like(word, word[:place] + other + word[place + 1 :])


def as_scanned(rng: random.Random, word: str) -> str:
    """Return a word as a scanner reads it."""
    return _one_of(rng, SCANNED, word)


def as_written_by_hand(rng: random.Random, word: str) -> str:
    """Return a word as somebody reads another's hand."""
    return _one_of(rng, WRITTEN, word)


def _one_of(rng: random.Random, confusions: list[tuple[str, str]], word: str) -> str:
    found = [
        (match.start(), seen, taken)
        for seen, taken in confusions
        for match in re.finditer(seen, word.lower())
        if match.start() > 0
    ]
    if not found:
        return word
    start, seen, taken = rng.choice(found)
    return word[:start] + taken + word[start + len(seen) :]


@cache
def _known_names() -> dict[str, list[str]]:
    """Return the commonest names that a clerk knows, by first letter."""
    words = vocabulary("british")
    names: dict[str, list[str]] = {}
    for name in (*words.given["F"].names[:250], *words.given["M"].names[:250], *words.family.names[:300]):
        names.setdefault(name[0], []).append(name)
    return names


def taken_for_a_common_name(rng: random.Random, word: str) -> str:
    """Return a well-known name within two letters of a word, as a form that completes words puts in."""
    near = [name for name in _known_names().get(word[:1], []) if 0 < OSA.distance(name, word) <= 2]
    near = [name for name in near if len(name) > 4 or OSA.distance(name, word) == 1]
    return rng.choice(near) if near else as_heard(rng, word)
