"""The scale of need and the outcomes, as an area may replace them: dated documents with a default. Pure."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from wraparound.foundation.area.documents import Strict

CODE = Field(pattern=r"^[a-z0-9_]{1,10}$")


class Level(Strict):
    """One level of the scale; `was` are codes of the scheme before that it stands for."""

    code: str = CODE
    name: str = Field(min_length=1, max_length=100)
    words: str = Field("", max_length=300)
    was: tuple[str, ...] = ()


class Levels(Strict):
    """The scale of need, the lowest level first."""

    scheme: str = Field(min_length=1, max_length=100)
    levels: tuple[Level, ...] = Field(min_length=1)

    @field_validator("levels")
    @classmethod
    def each_once(cls, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        """Pass levels of which no two have one code."""
        return _each_once(levels)

    def place(self, code: str) -> int:
        """Return how high a level stands, 0 for the lowest; an unknown or empty code is -1."""
        return next((at for at, level in enumerate(self.levels) if level.code == code), -1)

    def name(self, code: str) -> str:
        """Return a level in words, or that nobody said one."""
        at = self.place(code)
        return f"{code}: {self.levels[at].name}" if at >= 0 else code or "Not said"

    def choices(self) -> list[tuple[str, str]]:
        """Return the levels as a form asks them, the lowest first."""
        return [(level.code, self.name(level.code)) for level in self.levels]


class Outcome(Strict):
    """An outcome for children with its aims."""

    code: str = CODE
    name: str = Field(min_length=1, max_length=100)
    aims: tuple[str, ...] = ()


class Outcomes(Strict):
    """A framework of outcomes."""

    framework: str = Field(min_length=1, max_length=100)
    outcomes: tuple[Outcome, ...] = Field(min_length=1)

    @field_validator("outcomes")
    @classmethod
    def each_once(cls, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
        """Pass outcomes of which no two have one code."""
        return _each_once(outcomes)

    def choices(self) -> list[tuple[str, str]]:
        """Return the outcomes as a form asks them."""
        return [(outcome.code, outcome.name) for outcome in self.outcomes]


def _each_once(things: tuple[Any, ...]) -> tuple[Any, ...]:
    codes = [thing.code for thing in things]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"{', '.join(sorted(twice))} stands here twice")
    return things


@cache
def shipped_levels() -> Levels:
    """Return the scale that holds until the area decides its own."""
    return Levels.model_validate(_document("levels.toml"))


@cache
def shipped_outcomes() -> Outcomes:
    """Return the outcomes that hold until the area decides its own."""
    return Outcomes.model_validate(_document("outcomes.toml"))


def _document(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


read_levels = Levels.model_validate
read_outcomes = Outcomes.model_validate
