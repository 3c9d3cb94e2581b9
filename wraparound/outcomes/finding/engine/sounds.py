"""How a name word sounds: spellings of the communities' names rewritten, then double metaphone."""

import re
from functools import lru_cache
from pathlib import Path

from doublemetaphone import doublemetaphone

SAID = dict(
    line.split()
    for line in (Path(__file__).resolve().parent.parent / "data" / "said.txt").read_text().splitlines()[1:]
)
"""Whole names whose spelling tells little of how they are said."""

_REWRITES = [
    ("", r"(.)\1+", r"\1"),
    ("m", r"^m[aeiou]*h+[aeiou]*m+[aeiou]*[td]h?$", "mohamad"),
    ("x", r"^m[aeou]x[ae]m[ae]d$", "mohamad"),
    ("m", r"^m[aeiou]*h*[ae]?m+[aeiou]+[td]h?[aeiou]+(n?)$", r"mohamada\1"),
    ("m", r"^[ae]h?x?m[aeiou]*[td]h?$", "ahmad"),
    ("abd", r"^abd[aeiou]*l?(?=[a-z]{4})", "abdl"), ("h", r"(?<=[aeiou])h(?=m[aeiou]n)", ""),
    ("cabd", r"^cabd", "abd"), ("cali", r"^cali$", "ali"),
    ("c", r"^c(?=umar|isman|ise$|asha|awil|awale|ige$|ilmi|igal|osoble)", ""),
    ("x", r"^x(?=[aiu])(?!avi|an[dt]|iao|ian|in|iu|u$|ue|ia$)", "h"), ("ax", r"(?<=a)x(?=[md])", "h"),
    ("ax", r"(?<=ar)ax$", "ah"),
    ("ux", r"(?<=u)x$", "h"), ("xy", r"(?<=[aeiou])x(?=y)", "h"),
    ("c", r"^ma?c(?=[a-z]{3})", "mk"), ("fitz", r"^fitz", "fits"),
    ("gh", r"gh(?=[aeiou].*er$)", "h"), ("cherty", r"cher(?=ty$)", "her"), ("u", r"ough?|augh", "o"),
    ("x", r"^xi?(?=a|o|u|e|i|$)", "sh"), ("q", r"^q(?=i(?!r|b)|u?i?an|uan)", "ch"), ("hs", r"^hs", "sh"),
    ("ts", r"^ts", "z"),
    ("zh", r"^zh", "j"), ("zh", r"zh", "z"),
    ("sz", r"sz(?=[a-z])", "sh"), ("rz", r"rz", "z"), ("cz", r"(?<=[a-z])cz", "ch"), ("cz", r"^cz", "ch"),
    ("i", r"wicz$|vich$|witch$|vic$", "vich"),
    ("w", r"(?<=[aeiou])w(?=[a-z]*(?:sk[aiy]|vich|chyk)$)", "v"), ("sk", r"sk[ay]$|skiy?$|skey$", "ski"),
    ("w", r"^w(?=oj|lod|lad)", "v"),
    ("q", r"q", "k"), ("kh", r"kh", "k"), ("gh", r"(?<!^)gh", "g"), ("gh", r"^gh", "g"), ("dh", r"dh", "d"),
    ("bh", r"bh", "b"), ("ph", r"ph", "f"),
    ("th", r"th", "t"), ("ck", r"ck", "k"), ("w", r"(?<=[aeou])w(?=[aeiou]?[dt]|$)", ""),
    ("w", r"(?<=[aeioulrzd])w(?=[aeiy])", "v"), ("zs", r"zs", "s"), ("x", r"x", "ks"),
    ("", r"ee|ea|ei|ie", "i"), ("o", r"oo|ou", "u"), ("y", r"y(?=[^aeiou]|$)", "i"),
    ("j", r"^j(?=u[sz]u?[fp])", "y"),
    ("z", r"z", "s"),
    ("", r"(?<=[a-z]{2})(?:er|ar|or|our|re|ah|uh)$", "a"), ("", r"(.)\1+", r"\1"),
]  # fmt: skip
"""What a word must hold for a rule to match (most do not, and that is quickly seen), pattern, instead."""
_RULES = [(needs, re.compile(pattern), instead) for needs, pattern, instead in _REWRITES]


def respell(word: str) -> str:
    """Return `word` as an English ear would spell it; double metaphone then hears community names alike."""
    word = SAID.get(word, word)
    for needs, pattern, instead in _RULES:
        if needs in word:
            word = pattern.sub(instead, word)
    return word


@lru_cache(maxsize=262_144)
def sounds(word: str) -> tuple[str, str]:
    """Return the primary and the secondary code of a folded name word (the same when there is one).

    A word whose code would be empty is its own code, so that no name is lost.
    """
    primary, secondary = doublemetaphone(respell(word))
    primary = primary or word
    return primary, secondary or primary


def sound(word: str) -> str:
    """Return the code under which a stored word is filed."""
    return sounds(word)[0]


def misheard(code: str) -> list[str]:
    """Return the codes that an ear confuses with this one: an H dropped or put in, F for TH."""
    found = []
    if code[:1] == "H":
        found.append("A" + code[1:])
    elif code[:1] == "A":
        found.append("H" + code[1:])
    if "F" in code:
        found.append(code.replace("F", "T"))
    return found
