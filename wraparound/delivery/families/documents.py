"""The public site in the languages of the area, and the words of its young people: dated documents. Pure."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator

from wraparound.foundation.area.documents import Strict

WORDS = Path(__file__).parent / "vocabularies"
ENGLISH = "en"


@cache
def wanted() -> frozenset[str]:
    """Return the names of every word that the public pages use: those of the English that is shipped."""
    return frozenset(_read("en.toml")["words"])


class Language(Strict):
    """One language of the public site: a word for every word of the pages, and none that they do not use.

    `terms` names kinds of service, needs and topics by their list and code, `access` what a disabled child or
    parent can count on, `spoken` languages: what is not named here is shown in English and marked so.
    """

    code: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
    name: str = Field(min_length=1, max_length=60)
    direction: Literal["ltr", "rtl"] = "ltr"
    offered: bool = True
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    weekdays: tuple[str, ...] = Field(min_length=7, max_length=7)
    terms: dict[str, dict[str, str]] = {}
    access: dict[str, str] = {}
    spoken: dict[str, str] = {}
    words: dict[str, str]

    @field_validator("words")
    @classmethod
    def whole(cls, words: dict[str, str]) -> dict[str, str]:
        """Pass words of which none is missing, empty or unknown; name those that are."""
        faults = [
            ("missing", wanted() - set(words)),
            ("empty", {name for name, text in words.items() if not text.strip()}),
            ("not used on any page", set(words) - wanted()),
        ]
        if found := [f"{what}: {', '.join(sorted(names))}" for what, names in faults if names]:
            raise ValueError("; ".join(found))
        return words


class Topic(Strict):
    """A topic of young people as they say it in a language: its name, and what it is about in a line."""

    name: str = Field(min_length=1, max_length=80)
    words: str = Field(min_length=1, max_length=200)


class Young(Strict):
    """The first page of young people, in one language: a panel of them chooses every word of it.

    `tab` is what the tab of the browser says: nothing that somebody who glances at it would notice.
    `leave_to` is where the quick exit leads. `topics` says topics by their code; one that is not named here
    is said as the language says it, or in English and marked so.
    """

    language: str = ENGLISH
    chosen_by: str = Field(min_length=1, max_length=200)
    tab: str = Field(min_length=1, max_length=30)
    leave_to: str = Field(pattern=r"^https://[^\s/]+(/\S*)?$", max_length=200)
    leave: str = Field(min_length=1, max_length=40)
    leave_how: str = Field(min_length=1, max_length=200)
    heading: str = Field(min_length=1, max_length=80)
    intro: str = Field(min_length=1, max_length=300)
    help_heading: str = Field(min_length=1, max_length=80)
    danger: str = Field(min_length=1, max_length=80)
    help_intro: str = Field(min_length=1, max_length=200)
    ask: str = Field(min_length=1, max_length=80)
    ask_hint: str = Field(min_length=1, max_length=120)
    button: str = Field(min_length=1, max_length=40)
    topics_heading: str = Field(min_length=1, max_length=80)
    private: str = Field(min_length=1, max_length=400)
    alone: str = Field(min_length=1, max_length=120)
    topics: dict[str, Topic] = {}


@cache
def shipped_languages() -> dict[str, Language]:
    """Return the languages that are there before an area adds its own, by code; English comes first."""
    found = [Language.model_validate(_read(name)) for name in ("en.toml", "pl.toml")]
    return {language.code: language for language in found}


def mended(document: dict[str, Any]) -> dict[str, Any]:
    """Return a stored language with the words that the pages use by now: a new one is said in English."""
    words = document.get("words", {})
    return {**document, "words": {name: words.get(name) or said for name, said in english_words().items()}}


def english_words() -> dict[str, str]:
    """Return every word of the public pages as it is shipped."""
    return shipped_languages()[ENGLISH].words


def shipped_language() -> Language:
    """Return the example that somebody who adds a language begins with."""
    return shipped_languages()["pl"]


@cache
def shipped_young() -> Young:
    """Return the words of young people that hold until a panel of the area chooses its own."""
    return Young.model_validate(_read("young.toml"))


@cache
def shipped_young_words() -> dict[str, Young]:
    """Return the first page of young people in every language that is shipped, by code."""
    found = [shipped_young(), Young.model_validate(_read("young.pl.toml"))]
    return {young.language: young for young in found}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((WORDS / name).read_text(encoding="utf-8"))


read_language = Language.model_validate
read_young = Young.model_validate
