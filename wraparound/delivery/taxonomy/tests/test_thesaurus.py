import pytest

from wraparound.delivery.taxonomy.rules import Words, read_terms, shipped_terms, shipped_words
from wraparound.delivery.taxonomy.stems import words
from wraparound.delivery.taxonomy.thesaurus import Thesaurus


def told(thesaurus: Thesaurus, text: str) -> list[str]:
    """Return the kinds that a text tells, the strongest first."""
    places = [frozenset({stem}) for stem in thesaurus.carrying(words(text))]
    found = thesaurus.kinds_of(places)
    return sorted(found, key=lambda code: -found[code])


SMALL = Thesaurus(
    Words(
        denying=("not", "no", "isnt"),
        passed_over=("my", "is", "on", "to"),
        kinds=(
            {"code": "speech", "says": ("not talking", "speech"), "hints": ("words",)},
            {"code": "reading", "says": ("borrow books", "words")},
            {"code": "weight", "says": ("putting on weight",)},
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("my son isn't talking", ["speech"]),
        ("he talks", []),
        ("talks, not shy", []),
        ("books to borrow", ["reading"]),
        ("borrowing some nice books", ["reading"]),
        ("borrow a very long list of many other books", []),
        ("puts on weight", ["weight"]),
        ("words", ["reading", "speech"]),
        ("", []),
    ],
)
def test_phrases_are_found_by_their_stems_close_together_and_denials_in_order(
    text: str, kinds: list[str]
) -> None:
    assert told(SMALL, text) == kinds


def test_every_kind_that_words_are_shipped_for_is_one_that_is_shipped() -> None:
    kinds = next(each for each in shipped_terms().taxonomies if each.slug == "kinds")
    assert {kind.code for kind in shipped_words().kinds} == {term.code for term in kinds.terms}


def test_a_kind_that_stands_twice_is_refused() -> None:
    document = shipped_terms().model_dump(mode="json")
    terms = document["taxonomies"][0]["terms"]
    with pytest.raises(ValueError, match="stands here twice"):
        read_terms({"taxonomies": [{**document["taxonomies"][0], "terms": [*terms, terms[0]]}]})
