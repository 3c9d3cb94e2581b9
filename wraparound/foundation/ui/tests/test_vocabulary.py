import re
from pathlib import Path

import pytest
from django.template import Context, Template

from wraparound.foundation.ui.vocabulary import SHIPPED, VocabularyError, read_vocabulary, vocabulary, word

PROJECT = Path(__file__).resolve().parents[3]
USED = sorted(
    {
        (key, str(path.relative_to(PROJECT)))
        for path in PROJECT.rglob("templates/**/*")
        if path.is_file()
        for key in re.findall(r"{%\s*word\s+[\"'](\w+)[\"']", path.read_text())
    }
)


def test_both_vocabularies_have_the_same_words() -> None:
    first, second = (set(vocabulary(name)) for name in SHIPPED)
    assert first == second


@pytest.mark.parametrize(("key", "path"), USED)
def test_every_word_that_a_template_uses_exists(key: str, path: str) -> None:
    for name in SHIPPED:
        assert word(key, name)


def test_words_change_with_the_vocabulary() -> None:
    assert word("lead_professional") == "lead professional"
    assert word("lead_professional", "today") == "lead practitioner"


def test_plural_capital_and_article() -> None:
    assert word("child_in_need", plural=True, capital=True) == "Children in need"
    assert word("assessment", article=True) == "a common assessment"
    assert word("assessment", "today", article=True, capital=True) == "An early help assessment"


def test_a_page_says_the_words_of_its_area() -> None:
    page = Template('{% word "team_around" "plural" %}, {% word "assessment" "a capital" %}')
    assert page.render(Context()) == "Teams Around the Child, A common assessment"
    assert (
        page.render(Context({"vocabulary": "today"})) == "Teams Around the Family, An early help assessment"
    )


def test_an_unknown_word_or_vocabulary_is_named() -> None:
    with pytest.raises(VocabularyError, match="no_such_word"):
        word("no_such_word")
    with pytest.raises(VocabularyError, match="every-child-matters or today"):
        word("assessment", "klingon")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[a]\none = "x"\n\n[b]\nmany = "y"\n', r"words\.toml, line 4: b one: Field required"),
        ('[a]\none = "x"\nmany = "y"\narticle = "some"\n', r"words\.toml, line 4: a article"),
        ('[a]\none = ""\n', r"words\.toml, line 2: a one"),
        ('[a]\none = "x"\nthree = "y"\n', r"words\.toml, line 3: a three: Extra"),
        ('[Big]\none = "x"\n', r"words\.toml, line 1: Big"),
        ('[a]\none = "x\n', r"words\.toml: .*line 2"),
        ('[a]\none = "x"\n[a]\none = "y"\n', r"words\.toml: .*line 3"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "words.toml"
    path.write_text(text)
    with pytest.raises(VocabularyError, match=message):
        read_vocabulary(path)
