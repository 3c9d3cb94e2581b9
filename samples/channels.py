"""How model C's words suffer on their way: through an ear, a hand, a scanner, a keyboard, an old system.

Every channel has a chance per letter, so long names suffer more than short ones.
"""

import random
import re

from samples.vocabulary import plain

SAID_AS = {
    "somali": [("x", "h"), ("c(?=[aeiou])", ""), ("dh", "d"), ("q", "k"), ("aa", "a"), ("ii", "i"),
               ("uu", "u"), ("kh", "k")],
    "polish": [("sz", "sh"), ("cz", "ch"), ("rz", "zh"), ("w", "v"), ("j", "y"), ("ch", "h")],
    "chinese": [("^x", "sh"), ("^q", "ch"), ("zh", "j"), ("^c(?!h)", "ts"), ("ui$", "ooey"), ("tsz", "tsi")],
    "vietnamese": [("^ph", "f"), ("^nguy", "nw"), ("^d", "y"), ("^gi", "z"), ("^tr", "ch"), ("^x", "s")],
    "irish": [("bh", "v"), ("mh", "v"), ("dh", ""), ("aoi", "ee"), ("ai", "a"), ("si(?=[ou])", "sh")],
    "romanian": [("ț", "ts"), ("ș", "sh"), ("ce", "che"), ("gh", "g"), ("iu$", "yu")],
    "turkish_kurdish": [("ş", "sh"), ("ç", "ch"), ("ğ", ""), ("c", "j"), ("ı", "u")],
    "lithuanian": [("š", "sh"), ("ž", "zh"), ("č", "ch"), ("j", "y")],
    "portuguese": [("ão", "ow"), ("ç", "s"), ("nh", "ny"), ("lh", "ly"), ("x", "sh")],
    "eritrean_ethiopian": [("ts", "s"), ("gh", "g"), ("kh", "k"), ("ie", "ye")],
}  # fmt: skip
"""How a community says its letters: what a listener has to write down."""

ARABIC = [("q", "k"), ("gh", "g"), ("kh", "k"), ("dh", "d"), ("aa", "a"), ("ee", "i"), ("ou", "u")]
SAID_AS |= dict.fromkeys(
    ("arabic", "pakistani", "bangladeshi", "afghan", "indian_hindu", "sikh", "tamil"), ARABIC
)

NARROW = {
    "f": "s", "s": "f", "b": "pd", "p": "bt", "t": "pd", "d": "bt", "m": "n", "n": "m", "v": "bf",
    "k": "t", "g": "d", "z": "s", "l": "r", "r": "l", "h": "", "j": "g",
}  # fmt: skip
"""What a telephone's narrow band leaves undecided."""
VOWELS = {"a": "eu", "e": "ia", "i": "e", "o": "u", "u": "o", "y": "i"}
SPELLINGS = [
    ("ph", "f"), ("f", "ff"), ("ck", "k"), ("k", "c"), ("c(?=[aou])", "k"), ("ee", "i"), ("i$", "ie"),
    ("y$", "i"), ("ie$", "y"), ("oo", "u"), ("u", "oo"), ("ai", "ay"), ("ay", "ey"), ("er$", "ar"),
    ("a$", "ah"), ("ah$", "a"), ("e$", ""), ("([lnrst])\\1", "\\1"),
    ("(?<=[aeiou])([lnrst])(?=[aeiou])", "\\1\\1"), ("x", "ks"), ("qu", "kw"), ("wh", "w"), ("kn", "n"),
    ("wr", "r"), ("ou", "ow"), ("ey$", "y"), ("sh", "sch"), ("j", "g"), ("eigh", "ay"),
]  # fmt: skip
"""Other ways to write what was heard."""

SHAPES = {
    "a": "ou", "b": "h", "c": "e", "d": "a", "e": "cl", "f": "t", "g": "qy", "h": "bn", "i": "le", "j": "i",
    "k": "h", "l": "te", "m": "w", "n": "ur", "o": "a", "p": "f", "q": "g", "r": "nv", "s": "r", "t": "lf",
    "u": "nv", "v": "ru", "w": "m", "x": "z", "y": "g", "z": "s",
}  # fmt: skip
"""Letters whose written shapes are taken for one another."""
PRINT = {
    "o": "0", "l": "1", "i": "l", "s": "5", "b": "8", "z": "2", "g": "9", "e": "c", "c": "e", "h": "n",
    "n": "ri", "m": "rn", "u": "ii", "d": "cl", "w": "vv", "t": "f", "y": "v",
}  # fmt: skip
"""What a scanner makes of print."""

KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside(sign: str) -> str:
    """Return the keys to the left, right, above and below of a letter's key."""
    for row, keys in enumerate(KEYS):
        if (place := keys.find(sign)) >= 0:
            near = keys[max(place - 1, 0) : place] + keys[place + 1 : place + 2]
            other = KEYS[row - 1 if row else 1]
            return near + other[place : place + 1]
    return ""


def _cased(text: str) -> str:
    return re.sub(r"(^|[-' ])(\w)", lambda found: found[1] + found[2].upper(), text)


def _sign_by_sign(rng: random.Random, text: str, chance: float, table: dict[str, str]) -> str:
    signs = []
    for place, sign in enumerate(text):
        others = table.get(sign)
        if others is None or rng.random() >= chance * (0.3 if place == 0 else 1.0):
            signs.append(sign)
        elif table is PRINT:
            signs.append(others)
        else:
            signs.append(rng.choice(others) if others else "")
    return "".join(signs)


def telephone(rng: random.Random, text: str, community: str) -> str:
    """Return what a listener writes: how it is said, narrowed, and spelt in the listener's own way."""
    heard = text.lower()
    if rng.random() < 0.5:
        for pattern, sound in SAID_AS.get(community, ()):
            heard = re.sub(pattern, sound, heard)
    heard = plain(heard)
    heard = _sign_by_sign(rng, heard, 0.034, NARROW)
    heard = _sign_by_sign(rng, heard, 0.034, VOWELS)
    if rng.random() < 0.4:
        fitting = [(seen, other) for seen, other in SPELLINGS if re.search(seen, heard)]
        if fitting:
            heard = re.sub(*rng.choice(fitting), heard, count=1)
    return _cased(heard) or text


def handwriting(rng: random.Random, text: str, _: str) -> str:
    """Return what is read of a word on a form filled in by hand."""
    return _cased(_sign_by_sign(rng, plain(text).lower(), 0.05, SHAPES))


def scanner(rng: random.Random, text: str, _: str) -> str:
    """Return what a scanner reads."""
    return _cased(_sign_by_sign(rng, plain(text).lower(), 0.04, PRINT))


def keyboard(rng: random.Random, text: str, _: str) -> str:
    """Return what hurried fingers leave of a text: a key beside, one too many, one too few, two swapped."""
    signs = list(text)
    for place in range(len(signs) - 1, -1, -1):
        if rng.random() >= 0.036 or not signs[place].isalpha():
            continue
        near = _beside(plain(signs[place]).lower())
        slip = rng.choices(("beside", "also", "left out", "twice", "swapped"), (34, 12, 26, 12, 16))[0]
        if slip == "beside" and near:
            signs[place] = rng.choice(near)
        elif slip == "also" and near:
            signs.insert(place + 1, rng.choice(near))
        elif slip == "left out":
            del signs[place]
        elif slip == "twice":
            signs.insert(place, signs[place])
        elif place + 1 < len(signs):
            signs[place : place + 2] = signs[place + 1], signs[place]
    return _cased("".join(signs).lower()) or text


def old_system(rng: random.Random, text: str, _: str) -> str:
    """Return what a system of the nineties kept: capitals without marks, at most twelve signs."""
    kept = re.sub(r"['’]", "", plain(text)).upper()
    if rng.random() < 0.5:
        kept = kept.replace("-", " ")
    return kept[:12].strip()


def shortened(rng: random.Random, name: str) -> str:
    """Return what a name is cut down to among friends: its beginning to a consonant, or its end."""
    if found := re.match(r"^([^aeiou]*[aeiou]+[^aeiou])", plain(name), re.IGNORECASE):
        short = found[1]
        if rng.random() < 0.25 and len(name) > 5:
            return _cased(plain(name).lower()[-4:])
        return short + rng.choice(("", "", "y", "ie", "o")) if len(short) < len(name) else name
    return name
