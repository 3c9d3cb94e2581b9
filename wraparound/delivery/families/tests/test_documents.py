import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from wraparound.delivery.families.documents import (
    Language,
    english_words,
    mended,
    shipped_languages,
    shipped_young,
    shipped_young_words,
    wanted,
)
from wraparound.delivery.families.models import Correction
from wraparound.delivery.taxonomy.rules import shipped_terms
from wraparound.foundation.area.documents import DocumentError, kinds, read_toml, write_toml

APP = Path(__file__).resolve().parents[1]
POLISH = (APP / "vocabularies" / "pl.toml").read_text(encoding="utf-8")


def used() -> set[str]:
    """Return every word that a template or a module names."""
    templates = "".join(path.read_text() for path in (APP / "templates").rglob("*.html"))
    modules = "".join(path.read_text() for path in APP.glob("*.py"))
    forms = re.findall(r"(?:labels|hints|wrong) = {(.*?)}", modules, re.DOTALL)
    names = re.findall(r"\bsay\.(\w+)", templates) + re.findall(r"(?:say|words)\[\"(\w+)\"\]", modules)
    names += re.findall(r"say\['(\w+)'\]", modules)
    names += [name for each in forms for name in re.findall(r"\"\w+\": \"(\w+)\"", each)]
    return set(names)


def test_the_pages_use_no_word_that_is_missing() -> None:
    assert used() - wanted() == set()


def test_no_word_is_kept_that_no_page_uses() -> None:
    asked = {"kind", "need", "day", "part", "year", "within", "spoken", "access", "age"}
    times = {
        "first",
        "second",
        "third",
        "fourth",
        "last",
        "from_day",
        "until_day",
        "morning",
        "afternoon",
        "evening",
    }
    wrong = {f"wrong_{what}" for what in Correction.What.values}
    assert wanted() - used() - asked - times - wrong == set()


def test_polish_says_every_word_and_every_kind_need_and_topic() -> None:
    polish = shipped_languages()["pl"]
    assert set(polish.words) == wanted()
    for taxonomy in shipped_terms().taxonomies:
        assert {term.code for term in taxonomy.terms} <= set(polish.terms[taxonomy.slug]), taxonomy.slug


def test_young_people_are_spoken_to_in_every_language_that_is_shipped_about_every_topic() -> None:
    topics = next(each for each in shipped_terms().taxonomies if each.slug == "topics")
    assert set(shipped_young_words()) == set(shipped_languages())
    assert set(shipped_young_words()["pl"].topics) == {term.code for term in topics.terms}


def test_polish_is_not_english() -> None:
    english = english_words()
    same = {name for name, text in shipped_languages()["pl"].words.items() if text == english[name]}
    assert same == {"email"}


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('search = "Szukaj"\nmore', "more", "missing: search"),
        ('search = "Szukaj"\nmore', 'search = " "\nmore', "empty: search"),
        ('search = "Szukaj"\nmore', 'search = "Szukaj"\nserch = "x"\nmore', "not used on any page: serch"),
        ('direction = "ltr"', 'direction = "up"', "direction"),
        ('"lipca", ', "", "months"),
    ],
)
def test_a_language_that_is_not_whole_is_refused_with_the_line(was: str, becomes: str, told: str) -> None:
    assert was in POLISH
    with pytest.raises(DocumentError, match=r"Line \d+.*") as refused:
        read_toml(kinds()["directory-language"], POLISH.replace(was, becomes, 1))
    assert told in str(refused.value)


def test_what_the_page_of_the_area_shows_is_read_back_the_same() -> None:
    for slug in ("directory-language", "directory-young"):
        kind = kinds()[slug]
        text = write_toml(kind.shipped().model_dump(mode="json"))
        assert len(text) < 20_000, "the box of that page takes no more"
        assert kind.read(read_toml(kind, text)) == kind.shipped()


def test_what_is_shipped_can_be_changed_and_stored_as_an_area_does() -> None:
    stored = read_toml(kinds()["directory-language"], POLISH.replace('code = "pl"', 'code = "szl"', 1))
    assert stored["code"] == "szl"
    for name in ("en.toml", "pl.toml"):
        tomllib.loads((APP / "vocabularies" / name).read_text(encoding="utf-8"))


def test_a_language_stored_before_a_new_word_says_that_word_in_english() -> None:
    old: dict[str, Any] = shipped_languages()["pl"].model_dump(mode="json")
    del old["words"]["share"]
    old["words"]["gone_by_now"] = "x"
    with pytest.raises(ValidationError):
        Language.model_validate(old)
    assert Language.model_validate(mended(old)).words["share"] == english_words()["share"]


def test_the_tab_of_young_people_says_nothing() -> None:
    assert shipped_young().tab == "Search"
    assert "panel of young people" in shipped_young().chosen_by
