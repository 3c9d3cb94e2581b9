"""How a name that was sent in capitals, or in small letters, is shown; what was sent stays. Pure."""

import re
import unicodedata
from typing import Protocol

PARTICLES = frozenset(
    {"bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "ibn", "ter", "van",
     "von"}
)  # fmt: skip
"""Words that stand before the rest of a family name in small letters."""
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’ʼ`])*")
_MARK = re.compile(r"['’ʼ`]")


class Named(Protocol):
    """Whatever has given names and a family name: a child's name or a carer."""

    given_names: str
    family_name: str


def shown_name(name: Named) -> str:
    """Return a name as it is shown.

    A name of which every letter is a capital, or none is, says nothing of how it is written: it is shown as
    most such names are. Any other is shown as it was sent. "MACDONALD" becomes "Macdonald", for as many write
    it so as with a second capital; "MCDONALD" becomes "McDonald".
    """
    return " ".join(filter(None, shown_parts(name)))


def shown_parts(name: Named) -> tuple[str, str]:
    """Return the given names and the family name as they are shown."""
    given, family = name.given_names, name.family_name
    if not is_in_one_case(name):
        return given, family
    return _written(given), _family(family, leads=not given)


def is_in_one_case(name: Named) -> bool:
    """Say whether every letter of a name is a capital, or none is."""
    whole = f"{name.given_names} {name.family_name}"
    return whole.isupper() or whole.islower()


def _family(name: str, *, leads: bool) -> str:
    """Write a family name: before its last word may stand particles, but none as the first word of all."""
    *before, last = _written(name).split(" ")
    words = [
        word.lower() if word.lower() in PARTICLES and not (leads and place == 0) else word
        for place, word in enumerate(before)
    ]
    return " ".join([*words, last])


def _written(name: str) -> str:
    whole = unicodedata.normalize("NFC", name).lower()
    return _WORD.sub(lambda found: _word(found.group()), whole)


def _word(word: str) -> str:
    """Write one word: O'Neill and D'Souza, but Sa'ad; McKee, but Mace."""
    before = _MARK.split(word)[0]
    if len(before) == 1 and len(word) > 2:
        return word[:2].upper() + _word(word[2:])
    if word.startswith("mc") and len(word) > 3:
        return "Mc" + word[2].upper() + word[3:]
    return word[0].upper() + word[1:]
