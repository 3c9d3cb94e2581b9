"""Words as they are compared: lower case, without accents, apostrophes and endings. Pure."""

import re
from functools import lru_cache

import tantivy

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = str.maketrans("", "", "'’`´")

_builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.lowercase())
_fold = _builder.filter(tantivy.Filter.ascii_fold()).build()
_stemmer = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()
)


def words(text: str) -> list[str]:
    """Return the words of a text as they stand in it, without accents and apostrophes: `isn't` is `isnt`."""
    return WORD.findall(folded(text.translate(APOSTROPHES)))


def folded(text: str) -> str:
    """Return a text in lower case without accents."""
    return (_fold.analyze(text) or [""])[0]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without its ending: `nurseries` and `nursery` are one."""
    return (_stemmer.analyze(word) or [word])[0]


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text, in order."""
    return [stem(word) for word in words(text)]
