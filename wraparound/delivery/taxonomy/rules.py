"""Lists of terms, and what people call things, as an area may replace them: dated documents. Pure."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from wraparound.delivery.taxonomy.models import Taxonomy
from wraparound.foundation.area.documents import Strict

CODE = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")


class TermSaid(Strict):
    """One term: what data and questions name it by, its name on pages, and what it means."""

    code: str = CODE
    name: str = Field(min_length=1, max_length=200)
    words: str = Field(min_length=1, max_length=300)
    parent: str = Field("", max_length=60)


class TaxonomySaid(Strict):
    """A list of terms, and what pages do with it."""

    slug: str = CODE
    name: str = Field(min_length=1, max_length=200)
    description: str = Field(min_length=1)
    use: Taxonomy.Use = Taxonomy.Use.OTHER
    terms: tuple[TermSaid, ...] = Field(min_length=1)

    @field_validator("terms")
    @classmethod
    def each_once(cls, terms: tuple[TermSaid, ...]) -> tuple[TermSaid, ...]:
        """Pass terms of which no two have one code, each after the term that it stands under."""
        seen: set[str] = set()
        for term in terms:
            if term.code in seen:
                raise ValueError(f"“{term.code}” stands here twice")
            if term.parent and term.parent not in seen:
                raise ValueError(f"“{term.code}” stands under “{term.parent}”, which is not above it")
            seen.add(term.code)
        return terms


class Terms(Strict):
    """The lists of terms of an area."""

    taxonomies: tuple[TaxonomySaid, ...] = Field(min_length=1)


@cache
def shipped_terms() -> Terms:
    """Return the lists that hold until the area decides its own."""
    return Terms.model_validate(shipped_document("terms.toml"))


def shipped_document(name: str) -> dict[str, Any]:
    """Return a document that stands beside this module, as plain data."""
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


read_terms = Terms.model_validate


class KindWords(Strict):
    """What people say when they look for one kind: what tells it by itself, and what only leans that way."""

    code: str = CODE
    says: tuple[str, ...] = Field(min_length=1)
    hints: tuple[str, ...] = ()


class Words(Strict):
    """What people call things: words that deny, are passed over or only spelt right, and those of kinds."""

    denying: tuple[str, ...]
    passed_over: tuple[str, ...]
    ordinary: tuple[str, ...] = ()
    kinds: tuple[KindWords, ...] = Field(min_length=1)

    @field_validator("kinds")
    @classmethod
    def each_once(cls, kinds: tuple[KindWords, ...]) -> tuple[KindWords, ...]:
        """Pass kinds of which none stands here twice."""
        codes = [kind.code for kind in kinds]
        if twice := {code for code in codes if codes.count(code) > 1}:
            raise ValueError(f"{', '.join(sorted(twice))} stands here twice")
        return kinds


@cache
def shipped_words() -> Words:
    """Return the words that hold until the area decides its own."""
    return Words.model_validate(shipped_document("words.toml"))


read_words = Words.model_validate
