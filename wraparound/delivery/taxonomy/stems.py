"""Words as they are compared: lower case, without accents, apostrophes and endings. Pure."""

from functools import lru_cache

import tantivy

APOSTROPHES = str.maketrans("", "", "'’`´")
_SPLIT = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.ascii_fold())
_WORDS = _SPLIT.filter(tantivy.Filter.lowercase()).build()
_WHOLE = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
_FOLD = _WHOLE.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.lowercase()).build()


def stemming() -> tantivy.TextAnalyzer:
    """Return what takes a text (without apostrophes) apart into stems: for an index in memory."""
    split = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.ascii_fold())
    return split.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english")).build()


_STEMS = stemming()


def bare(text: str) -> str:
    """Return a text without apostrophes: `isn't` is `isnt`, one word."""
    return text.translate(APOSTROPHES)


def words(text: str) -> list[str]:
    """Return the words of a text as they stand in it, in lower case, without accents and apostrophes."""
    found: list[str] = _WORDS.analyze(bare(text))
    return found


def folded(text: str) -> str:
    """Return a text in lower case without accents."""
    return (_FOLD.analyze(text) or [""])[0]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without its ending: `nurseries` and `nursery` are one."""
    return (_STEMS.analyze(word) or [word])[0]
