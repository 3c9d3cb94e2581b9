"""What may be read of a count, and what is refused."""

import pytest
from django.template.loader import render_to_string

from wraparound.foundation.figures.rules import FEW, HIDDEN, NotPublishable, figure, listed, share, table

BY_AGE = {
    "North": {"Under 5": 3, "5 to 10": 20, "11 and over": 30},
    "South": {"Under 5": 9, "5 to 10": 0, "11 and over": 31},
    "West": {"Under 5": 9, "5 to 10": 8, "11 and over": 12},
}


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1, FEW), (5, FEW), (6, "6"), (1234, "1,234")])
def test_a_single_figure(count: int, words: str) -> None:
    assert figure(count, "Waiting").words == words


def test_nought_is_shown_and_a_small_number_takes_one_of_its_row_and_one_of_its_column_along() -> None:
    shown = table(BY_AGE, title="Children", heading="Place")
    hidden = {at for at, found in shown.by_name.items() if found.is_hidden}
    assert len(hidden) == 4 and ("North", "Under 5") in hidden
    assert shown.at("South", "5 to 10").words == "0"
    assert shown.at("All").count == 122


def test_the_same_counts_give_the_same_table_always() -> None:
    first, second = (table(BY_AGE, title="Children", heading="Place") for _ in range(2))
    assert first == second


def test_every_hidden_number_has_the_same_word() -> None:
    words = {
        f.words for f in table(BY_AGE, title="Children", heading="Place").by_name.values() if f.is_hidden
    }
    assert words == {HIDDEN}


def test_where_all_is_few_nothing_is_told() -> None:
    shown = listed({"North": 1, "South": 2}, title="T", heading="H", counted="C")
    assert all(found.is_hidden for found in shown.by_name.values())


def test_a_larger_place_has_its_own_total_and_opens_nothing() -> None:
    counts = {"Ash": 4, "Beech": 30, "Cedar": 12}
    shown = listed(
        counts, title="T", heading="Ward", counted="Children", within={"Ash": "East", "Beech": "East"}
    )
    assert [line.name for line in shown.lines] == ["Ash", "Beech", "East", "Cedar", "All"]
    assert shown.at("East").count == 34 and shown.at("Beech").is_hidden


def test_a_share_is_made_of_shown_counts_only() -> None:
    assert share(figure(20, "a"), figure(80, "b")) == "25%"
    assert share(figure(3, "a"), figure(80, "b")) == HIDDEN
    assert share(figure(0, "a"), figure(0, "b")) == "none"


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({}, "nothing to count"),
        ({"": {"a": 1}}, "needs a name"),
        ({"North": {" ": 1}}, "needs a name"),
        ({"North": {"a": 1}, "South": {"b": 1}}, "columns of the others"),
        ({"North": {"a": -1}}, "not a count"),
        ({"North": {"a": 2.5}}, "not a count"),
        ({"North": {"a": True}}, "not a count"),
        ({"All": {"a": 1}}, "name of a row"),
        ({"North": {"All": 1}}, "name of a row"),
    ],
)
def test_what_cannot_be_published_says_why(counts, says: str) -> None:
    with pytest.raises(NotPublishable, match=says):
        table(counts, title="Children", heading="Place")


def test_a_table_without_a_title_is_refused() -> None:
    with pytest.raises(NotPublishable, match="needs a name"):
        table(BY_AGE, title="", heading="Place")


def test_what_cannot_be_is_not_counted() -> None:
    with pytest.raises(NotPublishable, match="cannot be any"):
        table(BY_AGE, title="T", heading="H", impossible=[("North", "Under 5")])


def test_the_part_for_pages_says_in_words_what_is_hidden_and_why() -> None:
    html = render_to_string("figures/table.html", {"shown": table(BY_AGE, title="Children", heading="Place")})
    assert html.count("hidden") >= 4 and "so that no child can be recognised" in html
    assert ">3<" not in html
