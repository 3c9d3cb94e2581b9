"""Short and other forms of given names: an English library's, and those of the other communities."""

from functools import cache, lru_cache
from pathlib import Path

from nicknames import NickNamer, name_triplets

FORMS = Path(__file__).resolve().parent.parent / "data" / "forms.txt"
"""Forms that stand for one another, a line each, of the names that the library does not know."""


@cache
def _namer() -> NickNamer:
    return NickNamer()


@cache
def _communities() -> dict[str, frozenset[str]]:
    forms: dict[str, frozenset[str]] = {}
    for line in FORMS.read_text().splitlines()[1:]:
        together = frozenset(line.split())
        for word in together:
            forms[word] = forms.get(word, frozenset()) | together
    return forms


def known_names() -> set[str]:
    """Return the given names that the English library knows, long and short."""
    return {name for triplet in name_triplets() for name in (triplet.name1, triplet.name2) if name.isalpha()}


@lru_cache(maxsize=65536)
def forms_of(word: str) -> frozenset[str]:
    """Return the other forms of a given name: short for long, long for short; not the word itself."""
    namer = _namer()
    found = (
        set(namer.nicknames_of(word)) | set(namer.canonicals_of(word)) | _communities().get(word, frozenset())
    )
    return frozenset(form for form in found if form.isalpha()) - {word}
