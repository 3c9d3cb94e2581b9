"""The words of the pages that differ between areas and times, read from vocabulary files."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, RootModel, StringConstraints, ValidationError, model_validator

FOLDER = Path(__file__).parent / "vocabularies"
DEFAULT = "every-child-matters"
SHIPPED = ("every-child-matters", "today")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class VocabularyError(ValueError):
    """A vocabulary file cannot be used; the message names the file and the line."""


class Word(BaseModel):
    """One term: its singular, its plural (with an s when not given) and the article before it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    one: Text
    many: Text = ""
    article: Annotated[str, StringConstraints(pattern="^(a|an|the)?$")] = ""

    @model_validator(mode="after")
    def complete(self) -> "Word":
        """Fill in the plural and the article that most words have."""
        if not self.many:
            object.__setattr__(self, "many", self.one + "s")
        if not self.article:
            object.__setattr__(self, "article", "an" if self.one[0].lower() in "aeiou" else "a")
        return self


class Vocabulary(RootModel[dict[Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]*$")], Word]]):
    """Terms by key."""

    model_config = ConfigDict(frozen=True)


def read_vocabulary(path: Path) -> dict[str, Word]:
    """Return the terms of a file by key. Raises VocabularyError naming the line that is wrong."""
    text = path.read_text(encoding="utf-8")
    try:
        return Vocabulary.model_validate(tomllib.loads(text)).root
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{path.name}: {error}") from error
    except ValidationError as error:
        problems = [
            f"{path.name}, line {_line_of(text, [str(part) for part in each['loc']])}: "
            f"{' '.join(str(part) for part in each['loc'] if part != '[key]')}: {each['msg']}"
            for each in error.errors()
        ]
        raise VocabularyError("\n".join(problems)) from error


def _line_of(text: str, location: list[str]) -> int:
    """Return the line of a key, or of a field within its table."""
    lines = text.splitlines()
    key = re.escape(location[0])
    start = next((n for n, line in enumerate(lines) if re.match(rf"\[?{key}\b", line.strip())), 0)
    for number, line in enumerate(lines[start + 1 :], start + 1):
        if len(location) < 2 or line.startswith("["):
            break
        if re.match(rf"{re.escape(location[1])}\s*=", line.strip()):
            return number + 1
    return start + 1


@cache
def vocabulary(name: str = DEFAULT) -> dict[str, Word]:
    """Return the terms of a shipped vocabulary by key. Raises VocabularyError."""
    if name not in SHIPPED:
        raise VocabularyError(f"There is no vocabulary “{name}”: choose {' or '.join(SHIPPED)}")
    return read_vocabulary(FOLDER / f"{name}.toml")


def word(
    key: str,
    vocabulary_name: str = DEFAULT,
    *,
    plural: bool = False,
    capital: bool = False,
    article: bool = False,
) -> str:
    """Return the term for a key: `plural`, with a `capital`, or after its `article`.

    Raises VocabularyError for a key that the vocabulary lacks.
    """
    terms = vocabulary(vocabulary_name)
    if key not in terms:
        raise VocabularyError(f"The vocabulary “{vocabulary_name}” has no word “{key}”")
    term = terms[key]
    text = term.many if plural else f"{term.article} {term.one}" if article else term.one
    return text[:1].upper() + text[1:] if capital else text
