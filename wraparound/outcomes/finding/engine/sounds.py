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
    (r"(.)\1+", r"\1"),
    (r"^m[aeiou]*h+[aeiou]*m+[aeiou]*[td]h?$", "mohamad"),
    (r"^m[aeou]x[ae]m[ae]d$", "mohamad"),
    (r"^m[aeiou]*h*[ae]?m+[aeiou]+[td]h?[aeiou]+(n?)$", r"mohamada\1"),
    (r"^[ae]h?x?m[aeiou]*[td]h?$", "ahmad"),
    (r"^abd[aeiou]*l?(?=[a-z]{4})", "abdl"), (r"(?<=[aeiou])h(?=m[aeiou]n)", ""),
    (r"^cabd", "abd"), (r"^cali$", "ali"),
    (r"^c(?=umar|isman|ise$|asha|awil|awale|ige$|ilmi|igal|osoble)", ""),
    (r"^x(?=[aiu])(?!avi|an[dt]|iao|ian|in|iu|u$|ue|ia$)", "h"), (r"(?<=a)x(?=[md])", "h"),
    (r"(?<=ar)ax$", "ah"),
    (r"(?<=u)x$", "h"), (r"(?<=[aeiou])x(?=y)", "h"),
    (r"^ma?c(?=[a-z]{3})", "mk"), (r"^fitz", "fits"),
    (r"^o(?=(?:neil|brien|conor|keef|sulivan|reily|hara|donel))", "o"),
    (r"gh(?=[aeiou].*er$)", "h"), (r"cher(?=ty$)", "her"), (r"ough?|augh", "o"),
    (r"^xi?(?=a|o|u|e|i|$)", "sh"), (r"^q(?=i(?!r|b)|u?i?an|uan)", "ch"), (r"^hs", "sh"), (r"^ts", "z"),
    (r"^zh", "j"), (r"zh", "z"),
    (r"sz(?=[a-z])", "sh"), (r"rz", "z"), (r"(?<=[a-z])cz", "ch"), (r"^cz", "ch"),
    (r"wicz$|vich$|witch$|vic$", "vich"),
    (r"(?<=[aeiou])w(?=[a-z]*(?:sk[aiy]|vich|chyk)$)", "v"), (r"sk[ay]$|skiy?$|skey$", "ski"),
    (r"^w(?=oj|lod|lad)", "v"),
    (r"q", "k"), (r"kh", "k"), (r"(?<!^)gh", "g"), (r"^gh", "g"), (r"dh", "d"), (r"bh", "b"), (r"ph", "f"),
    (r"th", "t"), (r"ck", "k"), (r"(?<=[aeou])w(?=[aeiou]?[dt]|$)", ""),
    (r"(?<=[aeioulrzd])w(?=[aeiy])", "v"), (r"zs", "s"), (r"x", "ks"),
    (r"ee|ea|ei|ie", "i"), (r"oo|ou", "u"), (r"y(?=[^aeiou]|$)", "i"), (r"^j(?=u[sz]u?[fp])", "y"),
    (r"z", "s"),
    (r"(?<=[a-z]{2})(?:er|ar|or|our|re|ah|uh)$", "a"), (r"(.)\1+", r"\1"),
]  # fmt: skip
_RULES = [(re.compile(pattern), instead) for pattern, instead in _REWRITES]


def respell(word: str) -> str:
    """Return `word` as an English ear would spell it; double metaphone then hears community names alike."""
    word = SAID.get(word, word)
    for pattern, instead in _RULES:
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
